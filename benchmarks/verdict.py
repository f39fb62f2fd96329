"""Verdicts, cross-validated by site: each page is judged by a model that was trained without its fold.

    boiler train --corpora corpora --without-fold K --cv 0 --out cv/foldK.model        (for K = 0 to 4)
    python benchmarks/verdict.py --models 'cv/fold{fold}.model' --corpora corpora [--random 500] [--text] [--threshold 0.5]

Judged pages are the hand-labelled public ones and those of `data/labeled/public/access.jsonl`, never pages written for the
project. Precision and recall come with counts and Wilson intervals, then calibration and every wrong verdict with its
strongest reasons (no page text). --random draws pages that nobody judged: each alarm among them has to be read by hand.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier import Model, Page, load
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import LabelledPage
from classifier.corpus.renderings import STYLES, render
from classifier.errors import OverlapError
from classifier.evaluate.metrics import wilson_interval
from classifier.segment.tree import parse

SEED = 7
MOST_REASONS = 4
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a model says of a page. true: open, metered or gated, "" where nobody judged."""

    name: str
    true: str
    said: str
    walled: float
    reasons: tuple[str, ...]


def judge(models: str, pages: Sequence[LabelledPage], text: bool, threshold: float) -> Iterator[Verdict]:
    """The verdict on each page by the model of its fold. Raises OverlapError when that model has seen the fold."""
    held: dict[str, Model] = {}
    for page in pages:
        path = models.format(fold=page.fold)
        if path not in held:
            held[path] = load(path)
        model = held[path]
        if page.fold in model.folds:
            raise OverlapError(f"{path} was trained on fold {page.fold}, which holds {page.source}/{page.name}")
        found = _predict(model, page, text, threshold)
        signals = (reason.signal or "wall text" for reason in found.evidence)
        yield Verdict(
            f"{page.source}/{page.name}",
            page.access,
            found.access.value,
            1 - found.access_probabilities.get("open", 1.0),
            tuple(dict.fromkeys(signals))[:MOST_REASONS],
        )


def _predict(model: Model, page: LabelledPage, text: bool, threshold: float) -> Page:
    if page.html is None:
        return model.predict_text(page.text or "", wall_threshold=threshold)
    if not text:
        return model.predict(page.html, wall_threshold=threshold)
    root, _ = parse(page.html)
    lines = "" if root is None else "\n\n".join(line.text for line in render(root, STYLES[0]))
    return model.predict_text(lines, wall_threshold=threshold)


def share(name: str, hits: int, total: int) -> str:
    """A share with its counts and interval."""
    low, high = wilson_interval(hits, total)
    return f"{name:<24}{hits / max(total, 1):.3f}  {hits} of {total}  [{low:.3f}, {high:.3f}]"


def figures(verdicts: Sequence[Verdict]) -> list[str]:
    """Precision and recall of walled and gated, false alarms, and calibration of the probability of a wall."""
    walled = ("metered", "gated")
    rows = []
    for name, members in (("walled", walled), ("gated", ("gated",))):
        hits = sum(v.true in members and v.said in members for v in verdicts)
        rows.append(share(f"{name} precision", hits, sum(v.said in members for v in verdicts)))
        rows.append(share(f"{name} recall", hits, sum(v.true in members for v in verdicts)))
    opened = [v for v in verdicts if v.true == "open"]
    rows.append(share("false alarms", sum(v.said in walled for v in opened), len(opened)))
    for low, high in itertools.pairwise(BINS):
        inside = [v for v in verdicts if low <= v.walled < high or v.walled == high == 1]
        rows.append(share(f"walled at p {low:.1f}-{high:.1f}", sum(v.true in walled for v in inside), len(inside)))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", required=True, help="path with {fold}: models trained without that fold")
    parser.add_argument("--corpora", type=Path, action="append", required=True)
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[1] / "data" / "labeled")
    parser.add_argument("--random", type=int, default=0, help="pages that nobody judged to draw")
    parser.add_argument("--text", action="store_true", help="judge renderings as plain text")
    parser.add_argument("--threshold", type=float, default=0.5)
    args = parser.parse_args()
    if "{fold}" not in args.models:
        sys.exit("--models: name one model a fold, such as 'cv/fold{fold}.model'")
    pages = [page for page in gather([args.data], args.corpora).pages if not page.synthetic]
    judged = [page for page in pages if page.access]
    verdicts = list(judge(args.models, judged, args.text, args.threshold))
    print("\n".join(figures(verdicts)))
    for verdict in verdicts:
        if verdict.said != verdict.true:
            print(
                f"{verdict.name}: {verdict.true} -> {verdict.said}, {verdict.walled:.2f} ({', '.join(verdict.reasons)})"
            )
    if args.random:
        rest = [page for page in pages if not page.access]
        drawn = random.Random(SEED).sample(rest, min(args.random, len(rest)))
        alarms = [v for v in judge(args.models, drawn, args.text, args.threshold) if v.said != "open"]
        print(share("alarms, not judged", len(alarms), len(drawn)))
        for verdict in alarms:
            print(f"{verdict.name}: {verdict.said}, {verdict.walled:.2f} ({', '.join(verdict.reasons)})")


if __name__ == "__main__":
    main()
