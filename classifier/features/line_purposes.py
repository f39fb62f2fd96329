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


def word_hashes(words: Sequence[str]) -> NDArray[np.uint64]:
    """The hash of each word and of its beginning, as one number."""
    return np.fromiter(map(_hashes.__getitem__, words), dtype=np.uint64, count=len(words))


def line_purposes(hashes: NDArray[np.uint64], starts: Integers, ends: Integers) -> Floats:
    """Probability of each of PURPOSES for each line: (lines, len(PURPOSES)).

    hashes: of words (`word_hashes`). starts, ends: (lines,), where the words of each line begin and end.
    """
    if not len(starts):
        return np.zeros((0, len(PURPOSES)), dtype=np.float32)
    buckets, bucket_ends = line_buckets(hashes, starts, ends)
    table = _table()
    scores = _sums(table[buckets], bucket_ends) / np.sqrt(np.maximum(np.diff(bucket_ends, prepend=0), 1))[:, None]
    scores += table[BUCKETS]
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = (odds / odds.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def line_buckets(hashes: NDArray[np.uint64], starts: Integers, ends: Integers) -> tuple[Integers, Integers]:
    """Buckets of what the first words of lines give, line after line, and where each line's end; see `line_purposes`."""
    counts = np.minimum(ends - starts, FIRST_WORDS).astype(np.intp)
    line = np.repeat(np.arange(len(starts)), counts)
    within = np.arange(len(line)) - (np.cumsum(counts) - counts)[line]
    at = starts[line] + within
    last = len(hashes) - 1
    words, beginnings = (hashes >> np.uint64(32)).astype(np.uint32), hashes.astype(np.uint32)
    after, after_next = np.minimum(at + 1, last), np.minimum(at + 2, last)
    pairs = words[at] * _MIX ^ words[after]
    kinds = np.stack(
        [
            words[at],
            beginnings[at],
            pairs,
            beginnings[at] * _MIX ^ beginnings[after],
            pairs * _MIX ^ words[after_next],
        ],
        axis=1,
    )
    left = counts[line] - within
    used = left[:, None] > np.array([0, 0, 1, 1, 2])
    mixed = (kinds ^ _SALTS) * _MIX
    bucket_ends = np.cumsum(np.bincount(line, weights=used.sum(axis=1), minlength=len(starts))).astype(np.intp)
    return (mixed[used] >> np.uint32(17)).astype(np.intp), bucket_ends


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
