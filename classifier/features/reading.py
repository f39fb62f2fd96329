"""A document read once for all feature families: character counts, words, and what each element inherits."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classifier.features.characters import CLASSES, LETTERS, classify
from classifier.segment import Document

WORD = re.compile(
    r"\n|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]"
    r"|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]+"
)
"""A word; a character of a script without spaces; a line break (the end of a block)."""

Floats = NDArray[np.float32]
Integers = NDArray[np.intp]


class Reading:
    """What several families need, computed once a page. Arrays have one entry a block unless said otherwise."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.size = len(document)
        self.joined = "\n".join(document.texts) + "\n"
        self.lengths: Integers = np.fromiter(map(len, document.texts), dtype=np.intp, count=self.size)
        self.starts: Integers = (
            np.concatenate(([0], np.cumsum(self.lengths + 1)[:-1])) if self.size else np.zeros(0, np.intp)
        )

    @cached_property
    def classes(self) -> NDArray[np.uint8]:
        """Character class of each character of `joined`."""
        return classify(self.joined)

    @cached_property
    def class_counts(self) -> NDArray[np.float32]:
        """How many characters of each class a block has, shape (blocks, CLASSES); the separators are left out."""
        block = np.repeat(np.arange(self.size), self.lengths + 1)
        counts = (
            np.bincount(block * CLASSES + self.classes, minlength=self.size * CLASSES)
            .reshape(self.size, CLASSES)
            .astype(np.float32)
        )
        counts[:, int(classify("\n")[0])] -= 1
        return counts

    @cached_property
    def letters(self) -> Floats:
        return self.class_counts[:, list(LETTERS)].sum(axis=1)

    @cached_property
    def words(self) -> list[str]:
        """Lower-case words of the page; each block's end is a line break."""
        return WORD.findall(self.joined.lower())

    @cached_property
    def word_ends(self) -> Integers:
        """Position in `words` of each block's end."""
        return np.fromiter((i for i, word in enumerate(self.words) if word == "\n"), dtype=np.intp, count=self.size)

    @cached_property
    def word_starts(self) -> Integers:
        return np.concatenate(([0], self.word_ends[:-1] + 1)) if self.size else np.zeros(0, np.intp)

    @cached_property
    def word_counts(self) -> Floats:
        return (self.word_ends - self.word_starts).astype(np.float32)

    @cached_property
    def link_density(self) -> Floats:
        links = np.asarray(self.document.link_chars, dtype=np.float32)
        return (links / np.maximum(self.lengths, 1)).astype(np.float32)

    def block_of(self, offset: int) -> int:
        """The block that a position of `joined` falls into."""
        return bisect_right(self._start_list, offset) - 1

    @cached_property
    def _start_list(self) -> list[int]:
        return self.starts.tolist()

    def first_characters(self) -> NDArray[np.uint8]:
        """Class of each block's first character."""
        return self.classes[self.starts]

    def last_characters(self) -> NDArray[np.uint8]:
        """Class of each block's last character."""
        return self.classes[self.starts + np.maximum(self.lengths, 1) - 1]


def window_sum(values: NDArray[np.floating], radius: int) -> Floats:
    """Sum of each value with its `radius` neighbours on either side."""
    total = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    size = len(values)
    at = np.arange(size)
    sums: Floats = (total[np.minimum(at + radius + 1, size)] - total[np.maximum(at - radius, 0)]).astype(np.float32)
    return sums


def shifted(values: NDArray[np.floating], by: int) -> Floats:
    """Each block's value taken from the block `by` places later (negative: earlier); 0 beyond the ends."""
    out = np.zeros(len(values), dtype=np.float32)
    if abs(by) < len(values):
        if by > 0:
            out[:-by] = values[by:]
        else:
            out[-by:] = values[:by]
    return out
