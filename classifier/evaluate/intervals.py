"""Per-label figures with 95 % intervals from a bootstrap over sites, all rounds at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROUNDS = 1000
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval."""

    value: float
    low: float
    high: float


def bootstrap_by_site(
    confusions: Sequence[Mapping[tuple[str, str], int]], labels: Sequence[str], rounds: int = ROUNDS, seed: int = 0
) -> dict[str, dict[str, Figure]]:
    """Precision, recall and F1 of each label, and their macro mean under "macro", with percentile intervals.

    confusions: (true, predicted) counts of each site. Sites are drawn with replacement (Efron 1979), since lines of one site
    stand and fall together. A label that a draw lacks is left out of that draw's macro mean.
    """
    counts = np.array(
        [[[site.get((true, guess), 0) for guess in labels] for true in labels] for site in confusions], dtype=np.float64
    ).reshape(-1, len(labels), len(labels))
    whole = _scores(counts.sum(axis=0)[None])
    rng = np.random.default_rng(seed)
    sites = max(len(counts), 1)
    drawn = rng.multinomial(len(counts), np.full(sites, 1 / sites), size=rounds)[:, : len(counts)]
    resampled = _scores(np.einsum("rs,sij->rij", drawn, counts))
    figures: dict[str, dict[str, Figure]] = {}
    for at, label in enumerate((*labels, "macro")):
        figures[label] = {}
        for name, values in resampled.items():
            low, high = np.percentile(values[:, at], [2.5, 97.5])
            figures[label][name] = Figure(float(whole[name][0, at]), float(low), float(high))
    return figures


def _scores(counts: NDArray[np.float64]) -> dict[str, NDArray[np.float64]]:
    """precision, recall and f1, each (rounds, labels and macro)."""
    hits = np.einsum("rii->ri", counts)
    actual, predicted = counts.sum(axis=2), counts.sum(axis=1)
    precision, recall = hits / np.maximum(predicted, 1), hits / np.maximum(actual, 1)
    f1 = 2 * hits / np.maximum(actual + predicted, 1)
    present = actual > 0

    def with_macro(values: NDArray[np.float64]) -> NDArray[np.float64]:
        macro = (values * present).sum(axis=1) / np.maximum(present.sum(axis=1), 1)
        return np.column_stack([values, macro])

    return {"precision": with_macro(precision), "recall": with_macro(recall), "f1": with_macro(f1)}
