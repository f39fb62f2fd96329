"""A document read once for all feature families: character counts, words, and what each element inherits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.features.characters import CLASSES, LETTERS, SPACE, classes_of, code_points, planes_of
from classifier.features.elements import Elements
from classifier.features.known_words import BREAK, STOP_WORD_SHIFT, known_words
from classifier.features.language import language_of
from classifier.features.words import words_of
from classifier.segment import Document

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
    def _codes(self) -> NDArray[np.unsignedinteger]:
        return code_points(self.joined)

    @cached_property
    def _planes(self) -> frozenset[int]:
        return planes_of(self._codes)

    @cached_property
    def classes(self) -> NDArray[np.uint8]:
        """Character class of each character of `joined`."""
        return classes_of(self._codes, self._planes)

    @cached_property
    def class_counts(self) -> NDArray[np.float32]:
        """How many characters of each class a block has, shape (blocks, CLASSES); the separators are left out."""
        cell = np.repeat(np.arange(0, self.size * CLASSES, CLASSES), self.lengths + 1)
        cell += self.classes
        counts = np.bincount(cell, minlength=self.size * CLASSES).astype(np.float32).reshape(self.size, CLASSES)
        counts[:, SPACE] -= 1  # the line break that ends each block
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
        return words_of(self.joined, self._planes)

    @cached_property
    def vocabulary(self) -> tuple[str, ...]:
        """The different words of the page. Whatever depends on a word alone is looked up once for each of them."""
        return tuple(dict.fromkeys(self.words))

    @cached_property
    def word_numbers(self) -> Integers:
        """Position of each of `words` in `vocabulary`."""
        numbers = dict(zip(self.vocabulary, range(len(self.vocabulary)), strict=True))
        return np.fromiter(map(numbers.__getitem__, self.words), dtype=np.intp, count=len(self.words))

    def flags_of_words(self, known: Mapping[str, int]) -> NDArray[np.int32]:
        """The flags that each of `words` has in a table, 0 for a word that it lacks."""
        size = len(self.vocabulary)
        return np.fromiter(map(known.get, self.vocabulary, repeat(0)), dtype=np.int32, count=size)[self.word_numbers]

    @cached_property
    def word_flags(self) -> NDArray[np.int32]:
        """What is known of each word by itself, whatever the language: see `known_words`."""
        return self.flags_of_words(known_words())

    @cached_property
    def word_ends(self) -> Integers:
        """Position in `words` of each block's end."""
        return np.flatnonzero(self.word_flags & BREAK)

    def counts_of(self, hits: NDArray[np.bool_]) -> Floats:
        """How many of each block's words are marked; `hits` has one entry a word, or rows of them."""
        total = np.zeros((*hits.shape[:-1], hits.shape[-1] + 1), dtype=np.int32)
        np.cumsum(hits, axis=-1, out=total[..., 1:])
        return (total[..., self.word_ends] - total[..., self.word_starts]).astype(np.float32)

    @cached_property
    def language(self) -> str:
        """Language of the page, from its words and what it declares; "" when neither tells."""
        return language_of(self.word_flags >> STOP_WORD_SHIFT, self.document.lang)

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

    @cached_property
    def elements(self) -> Elements:
        """The tree of the page; for a document with elements."""
        return Elements(self.document)

    @cached_property
    def leaf_paths(self) -> Numbering:
        """The blocks by the path of the element that they begin in; for a document with elements."""
        return numbering(self.elements.paths[np.array(self.document.leaf)])

    @cached_property
    def parent_paths(self) -> Numbering:
        """The blocks by the path of the element around their container; for a document with elements."""
        container = np.maximum(np.array(self.document.container), 0)
        return numbering(self.elements.paths[np.maximum(self.elements.parents[container], 0)])

    def block_of(self, offset: int) -> int:
        """The block that a position of `joined` falls into."""
        return bisect_right(self._start_list, offset) - 1

    def blocks_with(self, literals: Iterable[str], text: str) -> list[int]:
        """The blocks in which one of the literals stands, in order. text: `joined` or `lower`.

        A plain search is many times faster than a regular expression; what it finds is then held against one.
        """
        found = set()
        starts = self._start_list
        for literal in literals:
            at = text.find(literal)
            while at >= 0:
                block = bisect_right(starts, at) - 1
                found.add(block)
                at = text.find(literal, starts[block + 1]) if block + 1 < self.size else -1
        return sorted(found)

    @cached_property
    def _start_list(self) -> list[int]:
        return self.starts.tolist()

    def first_characters(self) -> NDArray[np.uint8]:
        """Class of each block's first character."""
        return self.classes[self.starts]

    def last_characters(self) -> NDArray[np.uint8]:
        """Class of each block's last character."""
        return self.classes[self.starts + np.maximum(self.lengths, 1) - 1]


class Numbering(NamedTuple):
    """Values that are equal have the same number. numbers: of each value, from 0. first: where each number comes first."""

    numbers: Integers
    first: Integers


def numbering(values: NDArray[Any]) -> Numbering:
    """Numbers for the different values, in their order. `numpy.unique` imports masked arrays first, which takes as long as a page."""
    order = np.argsort(values, kind="stable")
    arranged = values[order]
    begins = np.ones(len(values), dtype=bool)
    np.not_equal(arranged[1:], arranged[:-1], out=begins[1:])
    numbers = np.empty(len(values), dtype=np.intp)
    numbers[order] = np.cumsum(begins) - 1
    return Numbering(numbers, order[begins])


def window_sum(values: NDArray[np.floating], radius: int) -> Floats:
    """Sum of each value with its `radius` neighbours on either side; of each row, where there are several."""
    size = values.shape[-1]
    total = np.zeros((*values.shape[:-1], size + 1))
    np.cumsum(values, axis=-1, dtype=np.float64, out=total[..., 1:])
    at = np.arange(size)
    sums: Floats = (total[..., np.minimum(at + radius + 1, size)] - total[..., np.maximum(at - radius, 0)]).astype(
        np.float32
    )
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
