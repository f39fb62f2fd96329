"""Train a model on your own labelled pages and compare it with the shipped one on sites that yours did not see.

python examples/train_own.py my/pages --out my.model

The pages are `NAME.html` with `NAME.labels` beside it (see docs/labels.md), of at least three sites and some more to score on.
Each site belongs to one of five folds; your model is trained without one of them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import classifier
from classifier.corpus.examples import build_examples
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import LabelledPage
from classifier.evaluate.evaluation import Evaluation, evaluate
from classifier.model.card import model_card
from classifier.model.training import Settings, train


def train_without(pages: Sequence[LabelledPage], fold: int, settings: Settings) -> classifier.Model:
    """A model trained on the pages of all other folds."""
    chosen = [page for page in pages if page.fold != fold]
    return train(list(build_examples(chosen)), settings, card=model_card(chosen, settings, figures=None))


def print_comparison(own: Evaluation, shipped: Evaluation) -> None:
    """F1 of each label that occurs, and right verdicts, of both models."""
    true = Counter(label for result in own.results for label, _ in result.confusion.elements())
    ours, theirs = own.figures(intervals=False), shipped.figures(intervals=False)
    print(f"{'':12}{'own':>8}{'shipped':>9}")
    for label in classifier.Label:
        if true[label]:
            print(f"{label:12}{ours['labels'][label]['f1']:8.3f}{theirs['labels'][label]['f1']:9.3f}")  # type: ignore[index]
    right = [sum(result.verdict == result.access for result in scored.results) for scored in (own, shipped)]
    print(f"{'verdicts':12}{right[0]:8}{right[1]:9}  right of {len(own.results)}")


def main() -> None:
    """Read folder, fold and output from the command line."""
    parser = argparse.ArgumentParser(description="Train on your own labelled pages and compare with the shipped model.")
    parser.add_argument("data", type=Path, help="folder of labelled pages")
    parser.add_argument(
        "--fold", type=int, help="fold to score on, 0 to 4; the one with the fewest pages when left out"
    )
    parser.add_argument("--epochs", type=int, default=Settings().epochs, help="passes over the pages")
    parser.add_argument("--out", type=Path, default=Path("own.model"), help="where the model goes")
    arguments = parser.parse_args()
    try:
        pages = gather([arguments.data]).pages
        sizes = Counter(page.fold for page in pages)
        fold = arguments.fold if arguments.fold is not None else min(sizes, key=lambda k: (sizes[k], k), default=0)
        held_out = [page for page in pages if page.fold == fold]
        if not held_out:
            sys.exit(f"{arguments.data}: no pages of fold {fold} to score on; there are {dict(sorted(sizes.items()))}")
        own = train_without(pages, fold, replace(Settings(), epochs=arguments.epochs))
        own.save(arguments.out)
        print(f"trained on {len(pages) - len(held_out)} pages, scored on the {len(held_out)} of fold {fold}\n")
        # The shipped model saw other pages of every fold; on pages that are not its own there is no overlap.
        print_comparison(evaluate(own, held_out), evaluate(classifier.load(), held_out, allow_overlap=True))
    except (classifier.BoilerError, ValueError) as error:
        sys.exit(f"{error}")
    print(f"\nwrote {arguments.out}")


if __name__ == "__main__":
    main()
