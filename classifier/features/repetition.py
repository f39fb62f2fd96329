"""Repetition: blocks under the same path (list items, cards, paragraphs), and text that the page says more than once."""

from __future__ import annotations

from collections import Counter
from operator import eq

import numpy as np

from classifier.features.reading import Floats, Integers, Reading

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
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    document = reading.document
    if document.tags:
        width = len(STATISTICS)
        own = reading.leaf_paths.numbers
        matrix[:width] = _statistics(reading, own)
        matrix[width : 2 * width] = _statistics(reading, reading.parent_paths.numbers)
        same_path = own[1:] == own[:-1]
        matrix[2 * width, 1:] = same_path
        matrix[2 * width + 1, :-1] = same_path
    texts = document.texts
    same_text = np.fromiter(map(eq, texts[1:], texts), dtype=np.float32, count=reading.size - 1)
    matrix[-4, 1:] = same_text
    matrix[-3, :-1] = same_text
    repeats = np.fromiter(map(Counter(texts).__getitem__, texts), dtype=np.float32, count=reading.size)
    matrix[-2] = np.log(repeats)
    matrix[-1] = (repeats > 1).mean()
    return matrix.T


def _statistics(reading: Reading, group: Integers) -> Floats:
    """The statistics of each block's group, (STATISTICS, blocks)."""
    chars = reading.lengths.astype(np.float64)
    count = np.bincount(group)
    columns = np.empty((len(STATISTICS), len(count)))
    columns[0] = np.log1p(count)
    for row, values in ((1, np.log1p(chars)), (2, reading.link_density), (3, chars), (4, chars >= LONG_BLOCK)):
        columns[row] = np.bincount(group, weights=values)
    columns[[1, 2, 4]] /= count
    columns[3] /= max(float(chars.sum()), 1)
    return columns[:, group].astype(np.float32)
