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


_word_hashes: dict[str, int] = {}
_markup_hashes: dict[str, tuple[int, ...]] = {}


def tokens(reading: Reading) -> tuple[Bag, ...]:
    """One bag a kind, in the order of KINDS. Plain text has no markup: its other bags are empty."""
    return (_text(reading), *_markup(reading))


def _hash(word: str) -> int:
    known = _word_hashes.get(word)
    if known is None:
        if len(_word_hashes) >= CACHE_SIZE:
            _word_hashes.clear()
        known = _word_hashes[word] = zlib.crc32(
            ("0" * len(word) if word.isdigit() else word).encode("utf-8", "surrogatepass")
        )
    return known


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
    near_ends, above_ends = [], []
    parents, markup, tags = document.parents, document.markup, document.tags
    if tags:
        own = [
            _markup_words(words) if words and tag not in ("html", "body") else ()
            for words, tag in zip(markup, tags, strict=True)
        ]
        chains: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        for leaf, container in zip(document.leaf, document.container, strict=True):
            chain = chains.get((leaf, container))
            if chain is None:
                stop = container if container >= 0 else leaf
                here: dict[int, None] = {}
                further: dict[int, None] = {}
                at, levels = leaf, 0
                while at >= 0 and levels <= NEAR_LEVELS + ABOVE_LEVELS:
                    for word in own[at]:
                        (here if levels <= NEAR_LEVELS else further)[word] = None
                    if at <= stop:
                        levels += 1
                    at = parents[at]
                chain = chains[leaf, container] = (list(here), list(further))
            near += chain[0]
            above += chain[1]
            near_ends.append(len(near))
            above_ends.append(len(above))
    else:
        near_ends, above_ends = [0] * reading.size, [0] * reading.size
    return (
        Bag(np.array(near, dtype=np.uint32), np.array(near_ends, dtype=np.int32)),
        Bag(np.array(above, dtype=np.uint32), np.array(above_ends, dtype=np.int32)),
    )
