"""What site memory is worth, by site: the pages of a site are labelled by a model and by weights that never saw the site.

    python benchmarks/site_memory.py --models 'cv/fold{fold}.model' --corpora corpora [--write]

Groups of 2, 5 and 20 pages are drawn from the sites that have as many (fewer than 20: all that there are, at least 10). Each group is
labelled in one pass, in order, as `boiler predict --site-memory` does it. Figures: mean word F1 against the known main text, and F1 of
mean precision and recall of 4-word shingles, without and with the memory, with a 95 % interval of the difference (bootstrap by site).
`shift alone` is a second opinion without any figure of a site: one constant for all blocks, fitted to the same pages. --write: fit the
weights to all folds and write them where the package reads them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier import Model, Page, load
from classifier.bulk.by_site import with_site_memory
from classifier.bulk.site import UNKNOWN, site_of
from classifier.corpus.corpora import INDEX, corpora_in
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import FOLDS, LabelledPage
from classifier.corpus.targets import BODY, block_targets
from classifier.errors import OverlapError
from classifier.evaluate.metrics import bootstrap_interval, f1_of, shingle_overlap, word_f1
from classifier.segment import segment_html
from classifier.segment.tree import parse
from classifier.site_memory import adjustment as adjustments
from classifier.site_memory.adjustment import Adjustment, moved
from classifier.site_memory.figures import FIGURES, site_figures
from classifier.site_memory.fitting import Known, fit_adjustment
from classifier.site_memory.hashes import PageHashes, body_probabilities, hashes_of, log_odds
from classifier.site_memory.memory import SiteMemory

SIZES = (2, 5, 20)
FEWEST = {2: 2, 5: 5, 20: 10}
"""Pages of a site from which it gives a group of a size."""
ROUNDS = 1000


@dataclass(frozen=True, slots=True)
class Labelled:
    """A page by a model that never saw its site. is_body: of each block, 1, 0 or -1 where it is not known."""

    known: LabelledPage
    page: Page
    hashes: PageHashes
    is_body: np.ndarray


Site = list[Labelled]


def sites_of(models: dict[int, Model], corpora: Sequence[Path]) -> dict[str, Site]:
    """The pages of each site that has several."""
    addresses = {key: url for folder in corpora for key, url in _addresses(folder)}
    by_site: dict[str, list[LabelledPage]] = defaultdict(list)
    for page in gather([Path("data/labeled")], corpora).pages:
        if page.html is not None:
            host = site_of("", addresses.get((page.source, page.name)), page.html)
            by_site[f"{page.fold} {page.site if host == UNKNOWN else host}"].append(page)
    found: dict[str, Site] = {}
    for site, pages in by_site.items():
        if len(pages) > 1:
            site_pages = [labelled for page in pages if (labelled := _labelled(models[page.fold], page)) is not None]
            if len(site_pages) > 1:
                found[site] = site_pages
    return found


def _addresses(folder: Path) -> Iterator[tuple[tuple[str, str], str]]:
    for corpus in corpora_in(folder):
        with gzip.open(corpus / INDEX, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                yield (corpus.name, row["id"]), row.get("url") or ""


def _labelled(model: Model, known: LabelledPage) -> Labelled | None:
    page = model.predict(known.html or b"").detached()
    root, _ = parse(known.html or b"")
    if root is None or not page.blocks:
        return None
    document = segment_html(root)
    targets = block_targets(known, document)
    is_body = np.full(len(page.blocks), -1)
    if targets is not None and len(document) == len(page.blocks):
        allowed = targets.allowed
        is_body[allowed[:, BODY] & (allowed.sum(axis=1) == 1)] = 1
        is_body[~allowed[:, BODY]] = 0
    return Labelled(known, page, hashes_of(page), is_body)


def known_blocks(site: Site, rng: np.random.Generator) -> Iterator[Known]:
    """What the pages of a site teach: each beside one other page, and beside all others."""
    for number, each in enumerate(site):
        others = [other for other in range(len(site)) if other != number]
        draws = [[int(rng.choice(others))]] + ([others] if len(others) > 1 else [])
        is_known = each.is_body >= 0
        for drawn in draws if is_known.any() else ():
            memory = SiteMemory()
            for other in (*drawn, number):
                memory.add("", site[other].hashes)
            figures = site_figures(each.page, memory.others("", each.hashes))
            words = np.array([len(block.text.split()) for block in each.page.blocks], dtype=np.float64)
            offset = log_odds(body_probabilities(each.page))
            yield Known(figures[is_known], offset[is_known], each.is_body[is_known] == 1, words[is_known])


def fitted(sites: dict[str, Site], without_fold: int | None) -> tuple[Adjustment, float]:
    """The weights, and the constant of a second opinion without figures, by the sites outside of a fold."""
    rng = np.random.default_rng(0)
    kept = {name: site for name, site in sites.items() if site[0].known.fold != without_fold}
    pages = [known for name in sorted(kept) for known in known_blocks(kept[name], rng)]
    constant = [Known(np.ones((len(page.words), 1)), page.offset, page.is_body, page.words) for page in pages]
    return fit_adjustment(pages), float(fit_adjustment(constant, penalty=0.0).weights[0])


def groups_of(site: Site, size: int, rng: np.random.Generator) -> Iterator[Site]:
    """The pages of a site in a drawn order, as many groups of a size as they give."""
    order = [site[number] for number in rng.permutation(len(site))]
    for start in range(0, len(order), size):
        group = order[start : start + size]
        if len(group) >= min(FEWEST[size], size):
            yield group


@dataclass(frozen=True, slots=True)
class Result:
    """A page's figures each way. word_f1, precision, recall: by way."""

    site: str
    synthetic: bool
    word_f1: dict[str, float]
    precision: dict[str, float]
    recall: dict[str, float]


def results(sites: dict[str, Site], size: int) -> Iterator[Result]:
    """Every page with a known main text in the groups of a size, by weights that never saw its fold."""
    rng = np.random.default_rng(size)
    of_fold = {fold: fitted(sites, fold) for fold in range(FOLDS)}
    for name in sorted(sites):
        adjustment, constant = of_fold[sites[name][0].known.fold]
        for group in groups_of(sites[name], size, rng):
            alone = [each.page for each in group]
            ways = {
                "without": alone,
                "shift alone": [moved(page, np.full(len(page.blocks), constant)) for page in alone],
                "with": list(together(alone, adjustment)),
            }
            for number, each in enumerate(group):
                if each.known.known_text:
                    yield scored(name, each.known, {way: pages[number].text for way, pages in ways.items()})


def together(pages: Sequence[Page], adjustment: Adjustment) -> Iterator[Page]:
    """Labelled pages of one site through the memory, as a run gives them to it."""
    labelled = iter(pages)
    return with_site_memory(
        lambda items: (next(labelled) for _ in items), [b""] * len(pages), lambda item: "site", adjustment=adjustment
    )


def scored(site: str, known: LabelledPage, texts: dict[str, str]) -> Result:
    """Main texts against the known one."""
    overlaps = {way: shingle_overlap(text, known.known_text) for way, text in texts.items()}
    return Result(
        site,
        known.synthetic,
        {way: word_f1(text, known.known_text) for way, text in texts.items()},
        {way: precision or 0.0 for way, (precision, _) in overlaps.items()},
        {way: recall or 0.0 for way, (_, recall) in overlaps.items()},
    )


def mean_f1(found: Sequence[Result], way: str) -> float:
    """Mean word F1."""
    return sum(each.word_f1[way] for each in found) / max(len(found), 1)


def shingle_f1(found: Sequence[Result], way: str) -> float:
    """F1 of mean precision and recall of shingles."""
    count = max(len(found), 1)
    return f1_of(sum(each.precision[way] for each in found) / count, sum(each.recall[way] for each in found) / count)


def report(size: int, found: Sequence[Result]) -> str:
    """One row of the table."""
    by_site: dict[str, list[Result]] = defaultdict(list)
    for each in found:
        by_site[each.site].append(each)

    def gain(drawn: Sequence[list[Result]]) -> float:
        pages = [each for site in drawn for each in site]
        return mean_f1(pages, "with") - mean_f1(pages, "without")

    low, high = bootstrap_interval(list(by_site.values()), gain, rounds=ROUNDS)
    words = " | ".join(f"{mean_f1(found, way):.4f}" for way in ("without", "with", "shift alone"))
    shingles = " | ".join(f"{shingle_f1(found, way):.4f}" for way in ("without", "with"))
    return f"| {size} | {len(by_site)} | {len(found)} | {words} | {low:+.4f} to {high:+.4f} | {shingles} |"


def main() -> None:
    """Fit, score and print; write the weights where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", required=True, help="path with {fold} in it")
    parser.add_argument("--corpora", type=Path, action="append", required=True)
    parser.add_argument("--write", action="store_true", help="fit the weights to all folds and write them")
    args = parser.parse_args()
    models = {fold: load(args.models.format(fold=fold)) for fold in range(FOLDS)}
    for fold, model in models.items():
        if fold in model.folds:
            raise OverlapError(f"{args.models.format(fold=fold)}: was trained on fold {fold}, so it can't score it")
    sites = sites_of(models, args.corpora)
    print(f"{len(sites)} sites with {sum(map(len, sites.values()))} pages", file=sys.stderr)
    print("| pages | sites | scored | word F1 without | with | shift alone | gain, 95 % | shingle F1 without | with |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in SIZES:
        print(report(size, [each for each in results(sites, size) if not each.synthetic]), flush=True)
    if args.write:
        weights = fitted(sites, None)[0].weights
        path = Path(adjustments.__file__).parent / adjustments.WEIGHTS
        named = {name: round(float(weight), 4) for name, weight in zip(FIGURES, weights, strict=True)}
        path.write_text(json.dumps({"sites": len(sites), "weights": named}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
