"""Where a block stands in the page's order: from the top, from the end, from headings and from the first long text."""

from __future__ import annotations

import numpy as np

from classifier.features.reading import Floats, Integers, Reading

LONG_BLOCK = 80
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
NAMES: tuple[str, ...] = (
    "share_of_blocks",
    "share_of_chars",
    "log_from_top",
    "log_from_end",
    "after_h1",
    "log_since_h1",
    "log_until_h1",
    "log_since_heading",
    "log_since_long",
    "log_until_long",
    "before_long",
    "after_long",
    "blank_lines_before",
    "blank_lines_after",
    "paragraph_goes_on",
)


def compute(reading: Reading) -> Floats:
    document, size = reading.document, reading.size
    at = np.arange(size)
    h1, headings = _headings(reading)
    long = (reading.lengths >= LONG_BLOCK) & (reading.link_density < 0.5)
    until_h1, until_long = (_since(marked[::-1])[::-1] for marked in (h1, long))
    chars = np.cumsum(reading.lengths)
    gap = np.minimum(np.array(document.gap, dtype=np.float32), 3)
    paragraph = np.array(document.paragraph)
    matrix = np.zeros((len(NAMES), size), dtype=np.float32)
    matrix[0] = at / max(size - 1, 1)
    matrix[1] = chars / max(int(chars[-1]), 1)
    matrix[2] = at
    matrix[3] = size - 1 - at
    matrix[4] = np.cumsum(h1) > 0
    matrix[5:10] = _since(h1), until_h1, _since(headings), _since(long), until_long
    for rows in (slice(2, 4), slice(5, 10)):
        np.log1p(matrix[rows], out=matrix[rows])
    matrix[10] = np.cumsum(long) == 0
    matrix[11] = np.cumsum(long[::-1])[::-1] == 0
    matrix[12] = gap
    matrix[13, :-1] = gap[1:]
    matrix[13, -1] = 3
    matrix[14, 1:] = paragraph[1:] == paragraph[:-1]
    return matrix.T


def _headings(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    document = reading.document
    h1, headings = np.zeros(reading.size, dtype=bool), np.zeros(reading.size, dtype=bool)
    if not document.tags:
        return h1, headings
    elements = reading.elements
    is_heading = np.array([tag in HEADINGS for tag in elements.tags])
    for element in np.flatnonzero(is_heading[elements.tag_numbers]).tolist():
        inside = slice(document.first_block[element], document.end_block[element])
        headings[inside] = True
        if document.tags[element] == "h1":
            h1[inside] = True
    return h1, headings


def _since(marked: np.ndarray) -> Integers:
    """How many blocks ago the last marked block stood; the page's length where there was none."""
    at = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, at, -1)) if len(marked) else at
    return np.where(last < 0, len(marked), at - last)
