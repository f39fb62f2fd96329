"""The tree of a page as arrays: numbers for tags and markup, and what elements inherit from those around them.

Inheriting doubles its reach each step (after k steps an element knows of 2**k elements above it), so that a deep tree takes
a few operations over all elements instead of a Python loop.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.segment import Document

MIX = np.uint64(0x9E3779B97F4A7C15)
STEP = 0xD1342543DE82EF95
"""Odd constants that spread small numbers over 64 bits (Steele and Vigna, Computationally easy, spectrally good multipliers, 2021)."""


class Elements:
    """The elements of a document that has some, in document order."""

    def __init__(self, document: Document) -> None:
        self.size = len(document.tags)
        self.parents: NDArray[np.intp] = np.array(document.parents, dtype=np.intp)
        self.tags, self.tag_numbers = _numbered(document.tags)
        self.markups, self.markup_numbers = _numbered(document.markup)

    @cached_property
    def _above(self) -> list[NDArray[np.intp]]:
        """For each step, the element 1, 2, 4, ... places above each; `size` stands for nothing, itself included."""
        above = np.append(self.parents, self.size)
        above[above < 0] = self.size
        steps = []
        while above.min() < self.size:
            steps.append(above)
            above = above[above]
        return steps

    def inherited_bits(self, own: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Bits of each element and of all around it, in rows: (rows, elements)."""
        bits = np.concatenate([own, np.zeros((len(own), 1), dtype=np.uint64)], axis=1)
        for above in self._above:
            bits |= bits[:, above]
        return bits[:, :-1]

    @cached_property
    def depths(self) -> NDArray[np.intp]:
        """How many elements are around each."""
        depths = np.ones(self.size + 1, dtype=np.intp)
        depths[-1] = 0
        for above in self._above:
            depths += depths[above]
        return depths[:-1] - 1

    @cached_property
    def paths(self) -> NDArray[np.uint64]:
        """A number for each element's path: the same for elements whose tags and markup, and those of all around, are the same."""
        kinds = (self.tag_numbers * len(self.markups) + self.markup_numbers + 1).astype(np.uint64)
        kinds *= MIX
        kinds ^= kinds >> np.uint64(29)
        paths = np.append(kinds * MIX, np.uint64(0))
        step = STEP
        for above in self._above:
            paths += paths[above] * np.uint64(step)
            step = step * step % (1 << 64)
        return paths[:-1]


def _numbered(values: list[str]) -> tuple[list[str], NDArray[np.intp]]:
    """The different values, and the number of each."""
    numbers: dict[Any, int] = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return list(numbers), np.fromiter(map(numbers.__getitem__, values), dtype=np.intp, count=len(values))
