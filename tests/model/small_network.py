"""Small random pages and weights for tests of the network and its fitting."""

from __future__ import annotations

import numpy as np

from classifier.model.fitting import TrainingPage
from classifier.model.network import Inputs, Layout, WordRows, initial_weights

TABLES = ((11, 3), (8, 2))
GROUPS = 2
LAYOUT = Layout(features=5, classes=4, hidden=7, context=6, width=3, dilations=(1, 2), tables=TABLES, groups=GROUPS)
SIZES = (6, 1, 9)


def some_words(size, words, rng):
    """Up to three words for each block, none for some."""
    ends = np.cumsum(rng.integers(0, 4, size))
    return WordRows(rng.integers(words, size=int(ends[-1]) if size else 0), ends)


def some_pages(sizes=SIZES, seed=0):
    """Pages of noise with one, two or all classes allowed and some blocks that don't count."""
    rng = np.random.default_rng(seed)
    pages = []
    for size in sizes:
        allowed = np.eye(LAYOUT.classes, dtype=bool)[rng.integers(LAYOUT.classes, size=size)]
        allowed[::3, 0] = True
        weight = rng.uniform(0.2, 2, size)
        weight[1::4] = 0
        features = rng.standard_normal((size, LAYOUT.features + len(TABLES))).astype(np.float32)
        words = tuple(some_words(size, words, rng) for words, _ in TABLES)
        pages.append(TrainingPage(Inputs(features, words, rng.integers(3, size=(size, GROUPS))), allowed, weight))
    return pages


def some_weights(seed=1):
    """Random weights and biases in double precision, so that small differences can be told."""
    rng = np.random.default_rng(seed)
    return {
        name: value + (0.1 * rng.standard_normal(value.shape) if value.ndim == 1 else 0.0)
        for name, value in initial_weights(LAYOUT, rng).items()
    }
