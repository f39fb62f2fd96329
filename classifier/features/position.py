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
    since_h1, until_h1 = _since(h1), _since(h1[::-1])[::-1]
    since_long, until_long = _since(long), _since(long[::-1])[::-1]
    chars = np.cumsum(reading.lengths)
    gap = np.asarray(document.gap, dtype=np.float32)
    paragraph = np.asarray(document.paragraph)
    goes_on = np.zeros(size, dtype=bool)
    goes_on[1:] = paragraph[1:] == paragraph[:-1]
    columns = (
        at / max(size - 1, 1),
        chars / max(int(chars[-1]) if size else 1, 1),
        np.log1p(at),
        np.log1p(size - 1 - at),
        np.cumsum(h1) > 0,
        np.log1p(since_h1),
        np.log1p(until_h1),
        np.log1p(_since(headings)),
        np.log1p(since_long),
        np.log1p(until_long),
        np.cumsum(long) == 0,
        np.cumsum(long[::-1])[::-1] == 0,
        np.minimum(gap, 3),
        np.minimum(np.append(gap[1:], 3), 3),
        goes_on,
    )
    return np.column_stack(columns).astype(np.float32)


def _headings(reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    document = reading.document
    size = reading.size
    h1, headings = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    for tag, first, end in zip(document.tags, document.first_block, document.end_block, strict=True):
        if tag in HEADINGS:
            headings[first:end] = True
            if tag == "h1":
                h1[first:end] = True
    return h1, headings


def _since(marked: np.ndarray) -> Integers:
    """How many blocks ago the last marked block stood; the page's length where there was none."""
    at = np.arange(len(marked))
    last = np.maximum.accumulate(np.where(marked, at, -1)) if len(marked) else at
    return np.where(last < 0, len(marked), at - last)
