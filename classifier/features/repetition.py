"""Repetition: blocks under the same path (list items, cards, paragraphs), and text that the page says more than once."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import numpy as np

from classifier.features.reading import Floats, Reading, shifted

STATISTICS = ("log_count", "mean_log_chars", "mean_link_density", "page_share", "long_share")
LONG_BLOCK = 80

NAMES: tuple[str, ...] = (
    *(f"same_path_{name}" for name in STATISTICS),
    *(f"same_parent_path_{name}" for name in STATISTICS),
    "same_path_as_before",
    "same_path_as_after",
    "same_text_as_before",
    "same_text_as_after",
    "log_same_text",
    "same_text_share",
)


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    document = reading.document
    if document.tags:
        paths: list[int] = []
        numbers: dict[tuple[int, str, str], int] = {}
        for tag, parent, markup in zip(document.tags, document.parents, document.markup, strict=True):
            key = (paths[parent] if parent >= 0 else -1, tag, markup)
            paths.append(numbers.setdefault(key, len(numbers)))
        path_of = np.asarray(paths)
        container = np.maximum(np.asarray(document.container), 0)
        own = path_of[np.asarray(document.leaf)]
        above = path_of[np.maximum(np.asarray(document.parents)[container], 0)]
        width = len(STATISTICS)
        matrix[:, :width] = _statistics(reading, own)
        matrix[:, width : 2 * width] = _statistics(reading, above)
        ids = own.astype(np.float32) + 1
        matrix[:, 2 * width] = shifted(ids, -1) == ids
        matrix[:, 2 * width + 1] = shifted(ids, 1) == ids
    texts = document.texts
    same = np.fromiter((a == b for a, b in pairwise(texts)), dtype=np.float32, count=max(reading.size - 1, 0))
    matrix[1:, -4] = same
    matrix[:-1, -3] = same
    times = Counter(texts)
    repeats = np.fromiter((times[text] for text in document.texts), dtype=np.float32, count=reading.size)
    matrix[:, -2] = np.log(repeats)
    matrix[:, -1] = (repeats > 1).mean() if reading.size else 0
    return matrix


def _statistics(reading: Reading, groups: np.ndarray) -> Floats:
    chars = reading.lengths.astype(np.float64)
    _, group = np.unique(groups, return_inverse=True)
    count = np.bincount(group)

    def mean(values: np.ndarray) -> np.ndarray:
        return np.bincount(group, weights=values) / count

    columns = (
        np.log1p(count),
        mean(np.log1p(chars)),
        mean(reading.link_density),
        np.bincount(group, weights=chars) / max(chars.sum(), 1),
        mean(chars >= LONG_BLOCK),
    )
    return np.column_stack(columns)[group].astype(np.float32)
