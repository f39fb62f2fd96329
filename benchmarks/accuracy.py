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


def main_text(corpus: Path, extract: Extract) -> dict[str, Any]:
    """Figures of one extractor on one corpus, with a 95 % interval (bootstrap by site)."""
    scores = [
        score_text(page, extract(page)) for page in read_corpus(corpus) if page.known_text or corpus.name == "snippets"
    ]
    sites: dict[str, list[TextScore]] = defaultdict(list)
    for score in scores:
        sites[score.site].append(score)
    interval = bootstrap_interval(
        list(sites.values()), lambda drawn: pooled(corpus.name, [score for site in drawn for score in site]), rounds=200
    )
    figures: dict[str, Any] = {
        "pages": len(scores),
        "f1": round(pooled(corpus.name, scores), 4),
        "interval": [round(x, 4) for x in interval],
    }
    if corpus.name == "wcxb":
        types = sorted({score.type for score in scores})
        figures["types"] = {kind: round(pooled("wcxb", [s for s in scores if s.type == kind]), 4) for kind in types}
    return figures


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
    parser.add_argument("--source", default="gold", help="hand labels to score: gold, more, or both as gold,more")
    args = parser.parse_args()
    models = {fold: load(args.models.format(fold=fold)) for fold in range(FOLDS)}
    for fold, model in models.items():
        if fold in model.folds:
            raise OverlapError(f"{args.models.format(fold=fold)}: was trained on fold {fold}, so it can't score it")
    extractors = {"boiler": ours(models)} | {name: peer(name) for name in args.peers.split(",") if name}
    figures: dict[str, Any] = {"main_text": {}}
    for corpus in (folder for home in args.corpora for folder in corpora_in(home)):
        for name, extract in extractors.items():
            if any(True for _ in read_corpus(corpus)):
                figures["main_text"].setdefault(corpus.name, {})[name] = main_text(corpus, extract)
                print(corpus.name, name, figures["main_text"][corpus.name][name], file=sys.stderr)
    sources = set(args.source.split(","))
    hand = [
        page
        for page in gather([Path("data/labeled")], args.corpora).pages
        if page.source in sources or (page.access and not page.runs)
    ]
    figures["labels"] = labels(models, hand)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
