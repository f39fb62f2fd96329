"""Learning how much to believe a site's other pages."""

from __future__ import annotations

import numpy as np

from classifier.site_memory.figures import FIGURES
from classifier.site_memory.fitting import Known, fit_adjustment


def pages(count: int, share_tells: bool) -> list[Known]:
    """Pages of two blocks: one repeats. Which one is main text is told by that, or by the toss of a coin."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        figures = np.zeros((2, len(FIGURES)))
        repeated = int(rng.integers(2))
        figures[repeated, FIGURES.index("share")] = 1.0
        body = 1 - repeated if share_tells else int(rng.integers(2))
        found.append(Known(figures, np.zeros(2), np.arange(2) == body, np.full(2, 30.0)))
    return found


def test_what_repeats_is_learned_to_be_no_main_text() -> None:
    weights = dict(zip(FIGURES, fit_adjustment(pages(60, share_tells=True)).weights, strict=True))
    assert weights["share"] < -2
    assert all(weight == 0 for name, weight in weights.items() if name != "share")


def test_what_says_nothing_gets_no_weight() -> None:
    weights = fit_adjustment(pages(400, share_tells=False)).weights
    assert np.abs(weights).max() < 0.3


def test_the_same_pages_give_the_same_weights() -> None:
    first, second = (fit_adjustment(pages(20, share_tells=True)).weights for _ in range(2))
    assert first.tolist() == second.tolist()
