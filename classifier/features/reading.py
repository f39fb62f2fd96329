"""A document read once for all feature families: character counts, words, and what each element inherits."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from classifier.features.characters import CLASSES, LETTERS, classify
from classifier.segment import Document

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts written without spaces: kana, Han, Thai, Lao, Burmese, Khmer."""
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    "\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57"
    "\u0d81-\u0d83\u0dca-\u0ddf\u200c\u200d"
)
"""Combining marks and joiners, which `\\w` leaves out though they stand inside words of Indic, Arabic and Hebrew script."""
WORD = re.compile(rf"\n|[{UNSPACED}]|[^\W{UNSPACED}]+")
"""A word; a character of a script without spaces; a line break (the end of a block)."""
MARKED_WORD = re.compile(rf"\n|[{UNSPACED}]|(?:[^\W{UNSPACED}][{MARKS}]*)+")
MARK = re.compile(f"[{MARKS}]")
PILED_MARKS = re.compile(r"((?!\s)\W[^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]+")
"""More combining marks on one letter than any language needs (Unicode Standard Annex 15, stream-safe text): putting them in
order takes time quadratic in their number."""


def words_of(text: str) -> list[str]:
    """Lower-case words of a text in composed form (NFC); each line break is a word of its own."""
    lower = text.lower()
    if lower.isascii():
        return WORD.findall(lower)
    composed = unicodedata.normalize("NFC", PILED_MARKS.sub(r"\1", lower)).replace("i\u0307", "i")
    return (MARKED_WORD if MARK.search(composed) else WORD).findall(composed)


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
    def lower(self) -> str:
        """`joined` in lower case, position for position (the one letter that would become two keeps its place)."""
        return self.joined.replace("\u0130", "I").lower()

    @cached_property
    def words(self) -> list[str]:
        """Lower-case words of the page; each block's end is a line break."""
        return words_of(self.joined)

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
