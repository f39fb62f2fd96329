"""What site memory is worth, by site: the pages of a site are labelled by a model and by weights that never saw the site.

    python benchmarks/site_memory.py --models 'cv/fold{fold}.model' --corpora corpora [--write]

Groups of 2, 5 and 20 pages are drawn from the sites that have as many (fewer than 20: all that there are, at least 10). Each group is
labelled in one pass, in order, as `boiler predict --site-memory` does it. Figures: mean word F1 against the known main text, and F1 of
mean precision and recall of 4-word shingles, without and with the memory, with a 95 % interval of the difference (bootstrap by site).
`own, framed` are sites made here: own pages under heads and feet of prose that no training page has. `shift alone` is a second opinion
without any figure of a site: one constant for all blocks, fitted to the same pages. --write: fit the weights to all folds and write
them where the package reads them.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
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
from classifier.site_memory.adjustment import Adjustment, body_odds, moved
from classifier.site_memory.figures import FIGURES, site_figures
from classifier.site_memory.fitting import Known, fit_adjustment
from classifier.site_memory.hashes import PageHashes, hashes_of
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


FRAMES = (
    (
        "<header><a href=/>The Quay Letter</a> <nav><a href=/a>Harbour</a> <a href=/b>Weather</a></nav></header>",
        "<section><p>The Quay Letter is written by four people who live within sight of the water. We began it in the winter of the "
        "great ice, when no boat ran for six weeks and nobody knew why.</p><p>If you have seen something on the shore that others should "
        "know of, write to us. We read every letter and answer most of them.</p></section><footer>Printed on Fridays</footer>",
    ),
    (
        "<div><p>Readers pay for this paper, and so can you: a year costs less than a pair of boots.</p></div>",
        "<div><p>Our reporters have spent the last year in the valleys, following the water from the spring to the mill. Their work "
        "was made possible by a grant of the county's foundation for the press.</p></div><div><p>Corrections are made at the foot of the "
        "piece that they concern, with the date and what was wrong before.</p></div>",
    ),
    (
        "<aside><p>You are reading the archive. Pieces are kept as they were printed, with the spelling of their time.</p></aside>",
        "<aside><h3>About the author</h3><p>The author grew up on a farm in the fen country and has kept bees for thirty years. Two of "
        "the books that came of it are still in print.</p></aside>",
    ),
)
"""Head and foot that pages of a made site have in common: prose, which is harder to tell from a piece than lists of links."""
BODY_TAG = re.compile(rb"(<body[^>]{0,500}>)", re.I)


def framed_sites(models: dict[int, Model]) -> dict[str, Site]:
    """Made sites: the project's own open English pages under heads and feet that no training page has."""
    pages = [page for page in gather([Path("data/labeled")]).pages if page.lang == "en" and page.access == "open"]
    plain = [page for page in pages if page.html is not None and BODY_TAG.search(page.html)]
    return {
        f"{number % FOLDS} frame {number}": [
            labelled
            for page in plain
            if (labelled := _labelled(models[page.fold], _framed(page, *frame))) is not None
            and labelled.known.known_text
        ]
        for number, frame in enumerate(FRAMES)
    }


def _framed(page: LabelledPage, head: str, foot: str) -> LabelledPage:
    """A page under a head and over a foot, with its main text by its own labels."""
    html = page.html or b""
    root, _ = parse(html)
    assert root is not None
    document = segment_html(root)
    targets = block_targets(page, document)
    is_body: list[bool] = [] if targets is None else (targets.allowed[:, BODY] & ~targets.allowed.all(axis=1)).tolist()
    known_text = "\n\n".join(text for text, wanted in zip(document.texts, is_body, strict=False) if wanted)
    around = BODY_TAG.sub(lambda found: found[0] + head.encode(), html, count=1)
    end = around.lower().rfind(b"</body")
    around = around[:end] + foot.encode() + around[end:] if end >= 0 else around + foot.encode()
    return replace(page, html=around, runs=(), known_text=known_text)


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
            offset = body_odds(each.page)
            yield Known(figures[is_known], offset[is_known], each.is_body[is_known] == 1, words[is_known])


def fitted(sites: dict[str, Site], without_fold: int | None) -> tuple[Adjustment, float]:
    """The weights, and the constant of a second opinion without figures, by the sites outside of a fold."""
    rng = np.random.default_rng(0)
    kept = {
        name: site for name, site in sites.items() if site[0].known.fold != without_fold and not site[0].known.synthetic
    }
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
    word_f1: dict[str, float]
    precision: dict[str, float]
    recall: dict[str, float]


Fitted = dict[int, tuple[Adjustment, float]]


def results(sites: dict[str, Site], size: int, of_fold: Fitted) -> Iterator[Result]:
    """Every page with a known main text in the groups of a size, by weights that never saw its fold."""
    rng = np.random.default_rng(size)
    for name in sorted(sites):
        adjustment, constant = of_fold[int(name[0])]
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
    of_fold = {fold: fitted(sites, fold) for fold in range(FOLDS)}
    public = {name: site for name, site in sites.items() if not site[0].known.synthetic}
    print(
        "| of | pages | sites | scored | word F1 without | with | shift alone | gain, 95 % | shingle F1 without | with |"
    )
    print("|" + " --- |" * 10)
    for kind, of_kind in (("corpora", public), ("own, framed", framed_sites(models))):
        for size in SIZES:
            print(f"| {kind} {report(size, list(results(of_kind, size, of_fold)))}", flush=True)
    if args.write:
        weights = fitted(sites, None)[0].weights
        path = Path(adjustments.__file__).parent / adjustments.WEIGHTS
        named = {name: round(float(weight), 4) for name, weight in zip(FIGURES, weights, strict=True)}
        path.write_text(json.dumps({"sites": len(sites), "weights": named}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
