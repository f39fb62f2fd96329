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
    matrix = np.zeros((len(NAMES), size), dtype=np.float32)
    if not document.tags:
        return matrix.T
    parents = np.maximum(reading.elements.parents, 0)
    first, end = np.array(document.first_block), np.array(document.end_block)
    totals = np.zeros((3, size + 1))
    linked = np.array(document.link_chars)
    np.cumsum(np.stack([reading.lengths, linked, reading.class_counts[:, ch.SENTENCE_END]]), axis=1, out=totals[:, 1:])
    around = [np.maximum(np.array(document.container), 0)]
    for _ in range(max(LEVELS)):
        around.append(parents[around[-1]])
    at = np.stack([around[level] for level in LEVELS])
    low, high = first[at], end[at]
    blocks = np.maximum(high - low, 1)
    text, links, ends = totals[:, high] - totals[:, low]
    # One statistic of all levels at once: (levels, blocks).
    of_levels = matrix[: len(LEVELS) * len(STATISTICS)].reshape(len(LEVELS), len(STATISTICS), size)
    of_levels[:, 0] = np.log1p(text)
    of_levels[:, 1] = np.log1p(blocks)
    of_levels[:, 2] = np.log1p(text / blocks)
    of_levels[:, 3] = links / np.maximum(text, 1)
    of_levels[:, 4] = np.minimum(ends / blocks, 10)
    of_levels[:, 5] = text / max(totals[0, -1], 1)
    _main_container(reading, matrix[-len(MAIN) :], parents, first, end, totals[0])
    return matrix.T


def _main_container(
    reading: Reading,
    out: NDArray[np.float32],
    parents: Integers,
    first: Integers,
    end: Integers,
    total: NDArray[np.float64],
) -> None:
    container = np.maximum(np.array(reading.document.container), 0)
    commas = reading.class_counts[:, ch.COMMA]
    votes = np.where(
        reading.lengths >= LONG_BLOCK,
        (1 + commas + np.minimum(reading.lengths / 100, 3)) * (1 - reading.link_density),
        0,
    )
    parent = parents[container]
    scores = np.bincount(parent, weights=votes, minlength=len(parents))
    scores += np.bincount(parents[parent], weights=votes / 2, minlength=len(parents))
    best = int(scores.argmax())
    low, high = int(first[best]), int(end[best])
    outer = int(parents[best])
    at = np.arange(reading.size)
    inside = (at >= low) & (at < high)
    away = np.where(at < low, low - at, np.where(at >= high, at - high + 1, 0))
    out[0] = inside
    out[1] = (at >= first[outer]) & (at < end[outer])
    out[2] = np.sign(at - low) * np.log1p(away)
    out[3] = np.where(inside, (at - low) / max(high - low, 1), 0)
    out[4] = np.log1p(total[high] - total[low])
    out[5] = (total[high] - total[low]) / max(total[-1], 1)
