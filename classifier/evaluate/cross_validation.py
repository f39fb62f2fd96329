"""Figures on sites that no model saw: train without some sites, score on them, for all sites in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from classifier.corpus.examples import Example
from classifier.corpus.labelled_page import FOLDS, LabelledPage
from classifier.evaluate.evaluation import Evaluation, evaluate_page
from classifier.model.model import Model
from classifier.model.training import Settings, train


def cross_validated(
    examples: Sequence[Example],
    pages: Sequence[LabelledPage],
    settings: Settings,
    folds: int,
    n_jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Evaluation:
    """Results of `folds` models, each scored on the pages of the sites that it was trained without.

    Raises ValueError when a model has too few sites left to train on.
    """
    held_out = held_out_models(examples, pages, settings, folds, n_jobs, progress)
    return Evaluation(tuple(evaluate_page(model, page) for model, unseen in held_out for page in unseen))


def held_out_models(
    examples: Sequence[Example],
    pages: Sequence[LabelledPage],
    settings: Settings,
    folds: int,
    n_jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> Iterator[tuple[Model, list[LabelledPage]]]:
    """Models one after the other, each with the pages of the sites that it was trained without; every page comes once.

    Raises ValueError when a model has too few sites left to train on.
    """
    for part in range(folds):
        if progress is not None:
            progress(f"cross-validation, part {part + 1} of {folds}")
        held_out = [page for page in pages if part_of(page.fold, folds) == part]
        if not held_out:
            continue
        model = train([example for example in examples if part_of(example.fold, folds) != part], settings, n_jobs)
        yield model, held_out


def part_of(fold: int, folds: int) -> int:
    """Which of `folds` parts a fold belongs to; sites stay whole, since a site is in one fold."""
    return fold % min(folds, FOLDS)
