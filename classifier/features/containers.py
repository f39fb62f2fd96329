"""The surroundings in the tree: how dense with text and links the containers around a block are.

The main container follows the idea of Readability (Arc90, 2009): paragraphs vote for their parent and, with half the
weight, for their grandparent, by length and number of commas, less what is link text.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from classifier.features import characters as ch
from classifier.features.reading import Floats, Integers, Reading

LEVELS = (0, 1, 2, 3, 5)
STATISTICS = ("log_chars", "log_blocks", "chars_per_block", "link_density", "sentences_per_block", "page_share")
LONG_BLOCK = 80
MAIN = ("in_main", "in_main_parent", "main_distance", "main_position", "log_main_chars", "main_share")

NAMES: tuple[str, ...] = (*(f"around_{level}_{name}" for level in LEVELS for name in STATISTICS), *MAIN)


def compute(reading: Reading) -> Floats:
    document, size = reading.document, reading.size
    matrix = np.zeros((size, len(NAMES)), dtype=np.float32)
    if not document.tags:
        return matrix
    parents = np.maximum(np.asarray(document.parents), 0)
    first, end = np.asarray(document.first_block), np.asarray(document.end_block)
    chars = reading.lengths.astype(np.float64)
    linked = np.asarray(document.link_chars, dtype=np.float64)
    sentences = reading.class_counts[:, ch.SENTENCE_END].astype(np.float64)
    totals = [np.concatenate(([0.0], np.cumsum(values))) for values in (chars, linked, sentences)]
    container = np.asarray(document.container)
    at = np.where(container < 0, 0, container)
    column = 0
    for level in range(max(LEVELS) + 1):
        if level in LEVELS:
            low, high = first[at], end[at]
            blocks = np.maximum(high - low, 1)
            text, links, ends = (total[high] - total[low] for total in totals)
            matrix[:, column] = np.log1p(text)
            matrix[:, column + 1] = np.log1p(blocks)
            matrix[:, column + 2] = np.log1p(text / blocks)
            matrix[:, column + 3] = links / np.maximum(text, 1)
            matrix[:, column + 4] = np.minimum(ends / blocks, 10)
            matrix[:, column + 5] = text / max(totals[0][-1], 1)
            column += len(STATISTICS)
        at = parents[at]
    _main_container(reading, matrix[:, column:], parents, first, end, totals[0])
    return matrix


def _main_container(
    reading: Reading,
    out: NDArray[np.float32],
    parents: Integers,
    first: Integers,
    end: Integers,
    total: NDArray[np.float64],
) -> None:
    container = np.maximum(np.asarray(reading.document.container), 0)
    commas = reading.class_counts[:, ch.COMMA]
    votes = np.where(
        reading.lengths >= LONG_BLOCK,
        (1 + commas + np.minimum(reading.lengths / 100, 3)) * (1 - reading.link_density),
        0,
    )
    scores = np.zeros(len(parents))
    np.add.at(scores, parents[container], votes)
    np.add.at(scores, parents[parents[container]], votes / 2)
    best = int(scores.argmax())
    low, high = int(first[best]), int(end[best])
    outer = int(parents[best])
    at = np.arange(reading.size)
    inside = (at >= low) & (at < high)
    away = np.where(at < low, low - at, np.where(at >= high, at - high + 1, 0))
    out[:, 0] = inside
    out[:, 1] = (at >= first[outer]) & (at < end[outer])
    out[:, 2] = np.sign(at - low) * np.log1p(away)
    out[:, 3] = np.where(inside, (at - low) / max(high - low, 1), 0)
    out[:, 4] = np.log1p(total[high] - total[low])
    out[:, 5] = (total[high] - total[low]) / max(total[-1], 1)
