"""Would more data help: figures of models trained on a part of the sites, and what twice the data would probably give."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.corpus.examples import Example
from classifier.corpus.labelled_page import LabelledPage
from classifier.evaluate.cross_validation import cross_validated
from classifier.evaluate.evaluation import LABELS, Evaluation
from classifier.evaluate.intervals import Figure, bootstrap_by_site
from classifier.model.training import Settings

PARTS = (0.25, 0.5)
"""Shares of the sites that are tried besides all of them."""


@dataclass(frozen=True, slots=True)
class Point:
    """macro_f1 of models trained on this many sites, all scored on the same pages."""

    sites: int
    macro_f1: Figure


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """points: from few sites to all. problems: shares that could not be tried, with the reason."""

    points: tuple[Point, ...]
    problems: tuple[str, ...] = ()

    def with_twice_the_data(self) -> float | None:
        """Macro F1 that twice the sites would probably give; None where there is too little to go by.

        The error falls as a power of the amount of data (Hestness et al., Deep learning scaling is predictable, 2017), so a
        line is fitted to logarithms. A curve that does not rise promises nothing: its last value comes back.
        """
        usable = [point for point in self.points if 0 < point.macro_f1.value < 1]
        if len(usable) < 2 or len({point.sites for point in usable}) < 2:
            return None
        sites = np.log([point.sites for point in usable])
        errors = np.log([1 - point.macro_f1.value for point in usable])
        slope = min(float(np.polyfit(sites, errors, 1)[0]), 0.0)
        last = usable[-1]
        return float(1 - (1 - last.macro_f1.value) * 2**slope)


def learning_curve(
    examples: Sequence[Example],
    pages: Sequence[LabelledPage],
    settings: Settings,
    folds: int,
    whole: Evaluation,
    n_jobs: int = 1,
    progress: Callable[[str], None] | None = None,
) -> LearningCurve:
    """Train on parts of the sites and score on the same held-out pages each time.

    whole: the cross-validated results on all sites, which are the last point. Smaller parts are contained in larger ones.
    """
    order = sorted({example.site for example in examples}, key=_rank)
    points: list[Point] = []
    problems: list[str] = []
    for share in PARTS:
        kept = frozenset(order[: max(1, round(share * len(order)))])
        if progress is not None:
            progress(f"learning curve: {len(kept)} of {len(order)} sites")
        try:
            evaluation = cross_validated(
                [example for example in examples if example.site in kept], pages, settings, folds, n_jobs
            )
        except ValueError as error:
            problems.append(f"{len(kept)} of {len(order)} sites: {error}")
            continue
        points.append(Point(len(kept), _macro(evaluation)))
    return LearningCurve((*points, Point(len(order), _macro(whole))), tuple(problems))


def _macro(evaluation: Evaluation) -> Figure:
    confusions = [evaluation.confusion(site) for site in evaluation.by_site()]
    return bootstrap_by_site(confusions, LABELS)["macro"]["f1"]


def _rank(site: str) -> bytes:
    """A fixed order that has nothing to do with the sites' names."""
    return hashlib.sha256(b"learning curve\0" + site.encode()).digest()
