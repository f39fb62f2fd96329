"""What a line is for, told from its words alone: a gate, a meter, an offer, or what is easily taken for one.

A linear model over hashed words, word beginnings, pairs and triples (Weinberger et al., Feature hashing for large scale
multitask learning, 2009), fitted to the lines of `data/labeled/lines` by `classifier.corpus.purpose_fitting`. It reads no
markup and no neighbours: where a line stands is for the other features.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.intp]

PURPOSES = (
    "gate",
    "meter",
    "badge",
    "offer",
    "login",
    "comment",
    "newsletter",
    "donation",
    "promo",
    "consent",
    "prose",
    "other",
)
BUCKETS = 1 << 15
FIRST_WORDS = 40
"""Words of a block that are read; longer ones are prose."""
BEGINNING = 5
"""Letters of a word's beginning, which stands for its inflected forms."""
TABLE = "purposes.npy"
CACHE_SIZE = 200_000
_MIX = np.uint32(2654435761)
_SALTS = np.array([0x0, 0x9E3779B9, 0x7F4A7C15, 0x94D049BB, 0x2545F491], dtype=np.uint32)


class _Hashes(dict[str, int]):
    """Hash of each word (upper half) and of its beginning (lower half), up to a bound."""

    def __missing__(self, word: str) -> int:
        if len(self) >= CACHE_SIZE:
            self.clear()
        plain = "0" if word.isdigit() else word
        whole, beginning = (zlib.crc32(part.encode("utf-8", "surrogatepass")) for part in (plain, plain[:BEGINNING]))
        known = self[word] = whole << 32 | beginning
        return known


_hashes = _Hashes()


def line_purposes(words: Sequence[str], word_ends: Integers) -> Floats:
    """Probability of each of PURPOSES for each line: (lines, len(PURPOSES)).

    words: of all lines, each line followed by a line break. word_ends: (lines,), positions of the line breaks.
    """
    if not len(word_ends):
        return np.zeros((0, len(PURPOSES)), dtype=np.float32)
    buckets, ends = word_buckets(words, word_ends)
    table = _table()
    scores = _sums(table[buckets], ends) / np.sqrt(np.maximum(np.diff(ends, prepend=0), 1))[:, None]
    scores += table[BUCKETS]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def word_buckets(words: Sequence[str], word_ends: Integers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Buckets of what the first words of lines give, line after line, and where each line's end; see `line_purposes`."""
    both = np.fromiter(map(_hashes.__getitem__, words), dtype=np.uint64, count=len(words))
    starts = np.concatenate(([0], word_ends[:-1] + 1))
    counts = np.minimum(word_ends - starts, FIRST_WORDS).astype(np.intp)
    block = np.repeat(np.arange(len(word_ends)), counts)
    first = np.concatenate(([0], np.cumsum(counts)))[:-1]
    within = np.arange(len(block)) - first[block]
    at = starts[block] + within
    word, beginning = (both[at] >> np.uint64(32)).astype(np.uint32), both[at].astype(np.uint32)
    after, after_next = np.minimum(at + 1, len(both) - 1), np.minimum(at + 2, len(both) - 1)
    next_word, next_beginning = (both[after] >> np.uint64(32)).astype(np.uint32), both[after].astype(np.uint32)
    pairs = word * _MIX ^ next_word
    kinds = np.stack(
        [
            word,
            beginning,
            pairs,
            beginning * _MIX ^ next_beginning,
            pairs * _MIX ^ (both[after_next] >> np.uint64(32)).astype(np.uint32),
        ],
        axis=1,
    )
    left = counts[block] - within
    used = np.stack([left > 0, left > 0, left > 1, left > 1, left > 2], axis=1)
    mixed = (kinds ^ _SALTS) * _MIX
    ends = np.cumsum(np.bincount(block, weights=used.sum(axis=1), minlength=len(word_ends))).astype(np.intp)
    return (mixed[used] >> np.uint32(17)).astype(np.intp), ends


def _sums(rows: Floats, ends: NDArray[np.intp]) -> Floats:
    """Sums of rows from each end to the next."""
    total = np.zeros((len(ends), rows.shape[1]), dtype=np.float32)
    starts = np.concatenate(([0], ends[:-1]))
    full = ends > starts
    if full.any():
        total[full] = np.add.reduceat(rows, starts[full], axis=0)
    return total


@cache
def _table() -> Floats:
    """Weights of the buckets, then the intercepts: (BUCKETS + 1, len(PURPOSES))."""
    with resources.files("classifier.features").joinpath(TABLE).open("rb") as file:
        table: Floats = np.load(file, allow_pickle=False).astype(np.float32)
    return table
