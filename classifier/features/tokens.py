"""The words of each block and of its markup as numbers, for the network's word vectors.

Words are hashed (CRC-32), so a model holds no word list: only the hashes it knows. Each block has one bag of hashes a kind:
the words it begins and ends with, the class and id words near it, and those further up.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from classifier.features.elements import MIX
from classifier.features.reading import Integers, Reading, numbering
from classifier.features.structure import MARKUP_WORD

KINDS = ("text", "near", "above")
FIRST_WORDS = 12
LAST_WORDS = 4
PAIRS = 4
"""Pairs of neighbouring words that are taken from the beginning of a block."""
LONGEST_LINE = 48
"""A block of up to this many characters is a token as a whole."""
NEAR_LEVELS = 2
ABOVE_LEVELS = 5
MOST_MARKUP_WORDS = 12
"""Words of one element that are used; pages with generated class lists have hundreds."""
CACHE_SIZE = 200_000

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Bag:
    """Hashes of all blocks end to end. ends: (blocks,), where each block's hashes end.

    shared: the same with the hashes of blocks that have the same ones given once, where many do; see `Shared`.
    """

    hashes: Hashes
    ends: NDArray[np.int32]
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """Lists of hashes end to end. ends: where each list ends. of_block: (blocks,), the list that each block has."""

    hashes: Hashes
    ends: NDArray[np.integer]
    of_block: NDArray[np.intp]


class _Hashes(dict[str, int]):
    """Hash of each word met, up to a bound."""

    def __missing__(self, word: str) -> int:
        if len(self) >= CACHE_SIZE:
            self.clear()
        plain = "0" * len(word) if word.isdigit() else word
        known = self[word] = zlib.crc32(plain.encode("utf-8", "surrogatepass"))
        return known


_hash = _Hashes().__getitem__
_markup_hashes: dict[str, tuple[int, ...]] = {}


def tokens(reading: Reading) -> tuple[Bag, ...]:
    """One bag a kind, in the order of KINDS. Plain text has no markup: its other bags are empty."""
    return (_text(reading), *_markup(reading))


def _text(reading: Reading) -> Bag:
    if not reading.size:
        return Bag(np.zeros(0, np.uint32), np.zeros(0, np.int32))
    vocabulary = reading.vocabulary
    hashes = np.fromiter(map(_hash, vocabulary), dtype=np.uint32, count=len(vocabulary))[reading.word_numbers]
    starts, ends = reading.word_starts, reading.word_ends
    column = np.arange(FIRST_WORDS)
    first = starts[:, None] + column
    last = ends[:, None] - LAST_WORDS + np.arange(LAST_WORDS)
    pair = starts[:, None] + np.arange(PAIRS)
    in_first = first < ends[:, None]
    in_last = last >= starts[:, None] + FIRST_WORDS
    in_pair = pair + 1 < ends[:, None]
    top = len(hashes) - 1
    pairs = hashes[np.minimum(pair, top)] * np.uint32(2654435761) ^ hashes[np.minimum(pair + 1, top)]
    lines = np.fromiter(
        (_hash("\n" + text) if len(text) <= LONGEST_LINE else 0 for text in reading.lower.split("\n")[:-1]),
        dtype=np.uint32,
        count=reading.size,
    )[:, None]
    table = np.concatenate([hashes[np.minimum(first, top)], hashes[np.maximum(last, 0)], pairs, lines], axis=1)
    used = np.concatenate([in_first, in_last, in_pair, lines > 0], axis=1)
    return Bag(table[used], np.cumsum(used.sum(axis=1)).astype(np.int32))


def _markup_words(markup: str) -> tuple[int, ...]:
    known = _markup_hashes.get(markup)
    if known is None:
        if len(_markup_hashes) >= CACHE_SIZE:
            _markup_hashes.clear()
        words = dict.fromkeys(word.lower() for word in MARKUP_WORD.findall(markup) if len(word) > 1)
        known = _markup_hashes[markup] = tuple(_hash(word) for word in list(words)[:MOST_MARKUP_WORDS])
    return known


def _markup(reading: Reading) -> tuple[Bag, Bag]:
    document = reading.document
    if not document.tags or not reading.size:
        nothing = Bag(np.zeros(0, np.uint32), np.zeros(reading.size, np.int32))
        return nothing, nothing
    # Blocks under the same path stand between the same class and id words, so each path is read once.
    container = np.where(np.array(document.container) >= 0, document.container, document.leaf)
    paths = reading.elements.paths
    alike = numbering(paths[np.array(document.leaf)] ^ paths[container] * MIX)
    parents = document.parents
    own = [
        _markup_words(words) if words and tag not in ("html", "body") else ()
        for words, tag in zip(document.markup, document.tags, strict=True)
    ]
    near: list[list[int]] = []
    above: list[list[int]] = []
    around: dict[int, tuple[list[int], list[int]]] = {}
    for leaf, stop in zip(np.array(document.leaf)[alike.first].tolist(), container[alike.first].tolist(), strict=True):
        outer = around.get(stop)
        if outer is None:
            outer = around[stop] = _words_around(stop, parents, own)
        inner: list[int] = []
        while leaf > stop:
            inner += own[leaf]
            leaf = parents[leaf]
        near.append(list(dict.fromkeys(inner + outer[0])) if inner else outer[0])
        above.append(outer[1])
    return _bag(near, alike.numbers), _bag(above, alike.numbers)


def _bag(words: list[list[int]], of_block: Integers) -> Bag:
    """A bag for blocks that share lists of hashes. of_block: which list each block has."""
    sizes = np.fromiter(map(len, words), dtype=np.intp, count=len(words))
    ends = np.cumsum(sizes)
    shared = Shared(np.fromiter(chain.from_iterable(words), dtype=np.uint32, count=int(ends[-1])), ends, of_block)
    starts, sizes = (ends - sizes)[of_block], sizes[of_block]
    ends = np.cumsum(sizes)
    at = np.repeat(starts - (ends - sizes), sizes) + np.arange(int(ends[-1]))
    return Bag(shared.hashes[at], ends.astype(np.int32), shared)


def _words_around(container: int, parents: list[int], own: list[tuple[int, ...]]) -> tuple[list[int], list[int]]:
    """Each word once: of a container and the next NEAR_LEVELS above it, and of the ABOVE_LEVELS above those."""
    near: list[int] = []
    above: list[int] = []
    at = container
    for level in range(1 + NEAR_LEVELS + ABOVE_LEVELS):
        if at < 0:
            break
        if level <= NEAR_LEVELS:
            near += own[at]
        else:
            above += own[at]
        at = parents[at]
    return list(dict.fromkeys(near)), list(dict.fromkeys(above))
