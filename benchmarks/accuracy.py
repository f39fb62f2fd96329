"""Every accuracy figure, cross-validated by site: each page is predicted by a model that was trained without its fold.

    boiler train --corpora corpora --without-fold K --cv 0 --out cv/foldK.model        (for K = 0 to 4)
    python benchmarks/accuracy.py --models 'cv/fold{fold}.model' --corpora corpora [--peers trafilatura,resiliparse] [--markdown]

Main text: wcxb by mean word F1, news and press by F1 of mean precision and recall of 4-word shingles, snippets by F1 over wanted
and unwanted snippets with white space folded. Labels and verdicts: over the hand-labelled public pages (never over pages written for the
project). Peers run on the same pages in the same process (pip install '.[benchmarks]').
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier import Model, load
from classifier.corpus.corpora import corpora_in, read_corpus
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import FOLDS, LabelledPage
from classifier.corpus.renderings import STYLES, render
from classifier.errors import OverlapError
from classifier.evaluate.evaluation import Evaluation, PageResult, evaluate_page
from classifier.evaluate.metrics import bootstrap_interval, f1_of, score_counts, shingle_overlap, word_f1
from classifier.segment.tree import parse

Extract = Callable[[LabelledPage], str]
ROUNDS = 200
TEXT_STYLES = {"text, double breaks": STYLES[0], "text, single breaks": STYLES[1]}


@dataclass(frozen=True, slots=True)
class TextScore:
    """One extraction: word F1, shingle precision and recall, counts of snippets (found wanted, wanted, found unwanted)."""

    site: str
    type: str
    word_f1: float
    precision: float | None
    recall: float | None
    snippets: tuple[int, int, int]


def folded(text: str) -> str:
    """White space folded."""
    return " ".join(text.split())


def score_text(page: LabelledPage, got: str) -> TextScore:
    """Hold an extraction against what is known of the page."""
    precision, recall = shingle_overlap(got, page.known_text) if page.known_text else (None, None)
    flat = folded(got)
    found = sum(folded(snippet) in flat for snippet in page.wanted)
    wrong = sum(folded(snippet) in flat for snippet in page.unwanted)
    f1 = word_f1(got, page.known_text) if page.known_text else 0.0
    return TextScore(page.site, page.type, f1, precision, recall, (found, len(page.wanted), wrong))


def pooled(corpus: str, scores: Sequence[TextScore]) -> float:
    """The corpus's own figure over some pages."""
    if corpus == "snippets":
        found, wanted, wrong = (sum(score.snippets[k] for score in scores) for k in range(3))
        return score_counts(found, found + wrong, wanted).f1
    if corpus == "wcxb":
        return sum(score.word_f1 for score in scores) / max(len(scores), 1)
    precisions = [score.precision for score in scores if score.precision is not None]
    recalls = [score.recall for score in scores if score.recall is not None]
    return f1_of(sum(precisions) / max(len(precisions), 1), sum(recalls) / max(len(recalls), 1))


def scores_of(corpus: Path, extract: Extract) -> list[TextScore]:
    """One extractor's scores on the pages of a corpus, in its order."""
    return [
        score_text(page, extract(page)) for page in read_corpus(corpus) if page.known_text or corpus.name == "snippets"
    ]


def main_text(corpus: str, scores: Sequence[TextScore]) -> dict[str, Any]:
    """Figures of one extractor on one corpus, with a 95 % interval (bootstrap by site)."""
    interval = bootstrap_interval(
        by_site(scores), lambda drawn: pooled(corpus, [score for site in drawn for score in site]), rounds=ROUNDS
    )
    figures: dict[str, Any] = {
        "pages": len(scores),
        "f1": round(pooled(corpus, scores), 4),
        "interval": [round(x, 4) for x in interval],
    }
    if corpus == "wcxb":
        types = sorted({score.type for score in scores})
        figures["types"] = {kind: round(pooled("wcxb", [s for s in scores if s.type == kind]), 4) for kind in types}
    return figures


def lead(corpus: str, own: Sequence[TextScore], others: Sequence[TextScore]) -> list[float]:
    """95 % interval of how much better one extractor is than another on the same pages (paired bootstrap by site)."""
    pairs = by_site(list(zip(own, others, strict=True)), key=lambda pair: pair[0].site)

    def difference(drawn: Sequence[list[tuple[TextScore, TextScore]]]) -> float:
        flat = [pair for site in drawn for pair in site]
        return pooled(corpus, [one for one, _ in flat]) - pooled(corpus, [other for _, other in flat])

    return [round(x, 4) for x in bootstrap_interval(pairs, difference, rounds=ROUNDS)]


def by_site(scores: Sequence[Any], key: Callable[[Any], str] = lambda score: score.site) -> list[list[Any]]:
    """Scores of one site together."""
    sites: dict[str, list[Any]] = defaultdict(list)
    for score in scores:
        sites[key(score)].append(score)
    return list(sites.values())


def as_markdown(figures: dict[str, dict[str, Any]]) -> str:
    """The table of main text that the README shows."""
    names = list(next(iter(figures.values())))
    lines = ["| corpus | pages | " + " | ".join(names) + " |", "| --- | --- |" + " --- |" * len(names)]
    for corpus, found in figures.items():
        cells = [f"{found[name]['f1']:.3f}" for name in names]
        lines.append(f"| {corpus} | {found[names[0]]['pages']} | " + " | ".join(cells) + " |")
        for kind in found[names[0]].get("types", {}):
            cells = [f"{found[name]['types'][kind]:.3f}" for name in names]
            lines.append(f"| … {kind} | | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ours(models: dict[int, Model]) -> Extract:
    """The model that never saw the page's fold."""
    return lambda page: models[page.fold].predict(page.html).text


def peer(name: str) -> Extract:
    """A peer's extractor by name. Raises SystemExit for an unknown one."""

    def text(page: LabelledPage) -> str:
        return (page.html or b"").decode("utf-8", "replace")

    if name in ("trafilatura", "trafilatura_fast"):
        import trafilatura

        return lambda page: trafilatura.extract(text(page), include_comments=False, fast=name.endswith("fast")) or ""
    if name == "resiliparse":
        from resiliparse.extract.html2text import extract_plain_text

        return lambda page: str(extract_plain_text(text(page), main_content=True, alt_texts=False))
    sys.exit(f"accuracy: no peer is called {name}; known are trafilatura, trafilatura_fast, resiliparse")


def labels(models: dict[int, Model], pages: Sequence[LabelledPage]) -> dict[str, dict[str, object]]:
    """Label and verdict figures in HTML mode, and label figures in text mode on two renderings."""
    found = {"html": Evaluation(tuple(evaluate_page(models[page.fold], page) for page in pages)).figures()}
    for name, style in TEXT_STYLES.items():
        results: list[PageResult] = []
        for page in pages:
            if page.runs:
                root, _ = parse(page.html)
                text = (
                    ("\n" * (style.gap + 1)).join(line.text for line in render(root, style)) if root is not None else ""
                )
                as_text = LabelledPage(
                    page.name,
                    page.source,
                    page.site,
                    page.fold,
                    text=text,
                    runs=page.runs,
                    access=page.access,
                    type=page.type,
                    lang=page.lang,
                )
                results.append(evaluate_page(models[page.fold], as_text))
        found[name] = Evaluation(tuple(results)).figures()
    return found


def main() -> None:
    """Compute all figures and print them as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", required=True, help="path with {fold} in it")
    parser.add_argument("--corpora", type=Path, action="append", required=True)
    parser.add_argument("--peers", default="")
    parser.add_argument("--markdown", action="store_true", help="print the table of main text instead of JSON")
    parser.add_argument("--source", default="gold", help="hand labels to score: gold, more, or both as gold,more")
    args = parser.parse_args()
    models = {fold: load(args.models.format(fold=fold)) for fold in range(FOLDS)}
    for fold, model in models.items():
        if fold in model.folds:
            raise OverlapError(f"{args.models.format(fold=fold)}: was trained on fold {fold}, so it can't score it")
    extractors = {"boiler": ours(models)} | {name: peer(name) for name in args.peers.split(",") if name}
    figures: dict[str, Any] = {"main_text": {}}
    for corpus in (folder for home in args.corpora for folder in corpora_in(home)):
        if not any(True for _ in read_corpus(corpus)):
            continue
        scores = {name: scores_of(corpus, extract) for name, extract in extractors.items()}
        found = figures["main_text"][corpus.name] = {name: main_text(corpus.name, own) for name, own in scores.items()}
        for name, others in scores.items():
            if name != "boiler":
                found[name]["boiler_leads_by"] = lead(corpus.name, scores["boiler"], others)
        print(corpus.name, found, file=sys.stderr)
    sources = set(args.source.split(","))
    hand = [
        page
        for page in gather([Path("data/labeled")], args.corpora).pages
        if page.source in sources or (page.access and not page.runs)
    ]
    figures["labels"] = labels(models, hand)
    print(as_markdown(figures["main_text"]) if args.markdown else json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
