"""The words of each block and of its markup as numbers, for the network's word vectors.

Words are hashed (CRC-32), so a model holds no word list: only the hashes it knows. Each block has one bag of hashes a kind:
the words it begins and ends with, the class and id words near it, and those further up.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.features.reading import Reading
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
    """Hashes of all blocks end to end. ends: (blocks,), where each block's hashes end."""

    hashes: Hashes
    ends: NDArray[np.int32]


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
    hashes = np.fromiter(map(_hash, reading.words), dtype=np.uint32, count=len(reading.words))
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
    near: list[int] = []
    above: list[int] = []
    near_ends: list[int] = []
    above_ends: list[int] = []
    parents = document.parents
    own = [
        _markup_words(words) if words and tag not in ("html", "body") else ()
        for words, tag in zip(document.markup, document.tags, strict=True)
    ]
    around: dict[int, tuple[list[int], list[int]]] = {}
    for leaf, container in zip(document.leaf, document.container, strict=True) if own else ():
        stop = container if container >= 0 else leaf
        outer = around.get(stop)
        if outer is None:
            outer = around[stop] = _words_around(stop, parents, own)
        if leaf == stop:
            near += outer[0]
        else:
            inner: list[int] = []
            while leaf > stop:
                inner += own[leaf]
                leaf = parents[leaf]
            near += dict.fromkeys(inner + outer[0]) if inner else outer[0]
        above += outer[1]
        near_ends.append(len(near))
        above_ends.append(len(above))
    if not own:
        near_ends = above_ends = [0] * reading.size
    return (
        Bag(np.array(near, dtype=np.uint32), np.array(near_ends, dtype=np.int32)),
        Bag(np.array(above, dtype=np.uint32), np.array(above_ends, dtype=np.int32)),
    )


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
