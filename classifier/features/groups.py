"""Blocks that belong together: those that look alike, and those in the same section. The network averages over each group.

Alike blocks (cards of a listing, rows of a table, paragraphs) mostly have the same role, and so do the blocks of a section.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from classifier.features.reading import Reading

KINDS = ("alike", "parent_alike", "section", "large_section")
SECTION_BLOCKS = (6, 24)
"""A section is the smallest container around a block that holds at least this many blocks."""
SHAPE = re.compile(r"[^\W\d_]+|\d+")
LONGEST_OUTLINE = 40
LENGTH_STEP = 80


def groups(reading: Reading) -> NDArray[np.int32]:
    """A group number for each block and kind, (blocks, len(KINDS)). Plain text has one section, the page."""
    numbers = np.zeros((reading.size, len(KINDS)), dtype=np.int32)
    document = reading.document
    if not reading.size:
        return numbers
    if not document.tags:
        seen: dict[str, int] = {}
        for block, text in enumerate(document.texts):
            numbers[block, :2] = seen.setdefault(_shape(text), len(seen))
        return numbers
    container = np.maximum(np.asarray(document.container), 0)
    parents = np.maximum(reading.elements.parents, 0)
    numbers[:, 0] = reading.leaf_paths.numbers
    numbers[:, 1] = reading.parent_paths.numbers
    blocks = np.asarray(document.end_block) - np.asarray(document.first_block)
    at = container
    for column, least in enumerate(SECTION_BLOCKS, 2):
        while True:
            small = (blocks[at] < least) & (at > 0)
            if not small.any():
                break
            at = np.where(small, parents[at], at)
        numbers[:, column] = at
    return numbers


def _shape(text: str) -> str:
    """The outline of a short line ("A a, 0"), or roughly the length of a long one."""
    if len(text) > LONGEST_OUTLINE:
        return str(len(text) // LENGTH_STEP)
    return SHAPE.sub(_outline, text)


def _outline(found: re.Match[str]) -> str:
    first = found[0][0]
    return "0" if first.isdigit() else "A" if first.isupper() else "a"
