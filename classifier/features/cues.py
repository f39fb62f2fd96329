"""Keyword cues: phrases of walls, meters, menus, consent notices, bylines and the like, by language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.features.lexicon import ENTRY, SECTIONS, languages, lexicon
from classifier.features.reading import Floats, Reading, window_sum

ALWAYS = "en"
"""Interfaces in any language carry English words."""
CUES = SECTIONS[:-1]
NEAR = ("wall", "meter", "offer", "consent", "related", "comments")
"""Cues that tell about the blocks around them too."""
RADIUS = 4
WORD_NAMES = ("wall_word_share", "wall_words", "wall_words_near", "interface_word_share", "unreadable")
SENTENCE_WORDS = 8
UNREADABLE = 0.03
READABLE = 0.2

NAMES: tuple[str, ...] = (
    *(f"cue_{name}" for name in CUES),
    *(f"cue_share_{name}" for name in CUES),
    "stop_word_share",
    *WORD_NAMES,
    *(f"cue_near_{name}" for name in NEAR),
)


STOP, WALL, INTERFACE = 1, 2, 4
ALONE, FIRST, SECOND = 1, 2, 4
"""What a word may be in the phrases of one language: all of a phrase, the first word of one, the second."""
FLAG_BITS = 3


def page_language(reading: Reading) -> str:
    """Language of the page, from its words and what it declares."""
    return reading.language


@cache
def _word_flags(codes: tuple[str, ...]) -> dict[str, int]:
    """Flags of the words of some languages: STOP, WALL and INTERFACE, then what they are in the phrases of each language."""
    flags: dict[str, int] = {}

    def mark(words: Iterable[str], bits: int) -> None:
        for word in words:
            flags[word] = flags.get(word, 0) | bits

    cues = [lexicon(code) for code in codes]
    mark(next((each.stop_words for each in cues if each.stop_words), frozenset()), STOP)
    for number, each in enumerate(cues, 1):
        mark(each.wall_words, WALL)
        mark(each.interface_words, INTERFACE)
        shift = number * FLAG_BITS
        for word, node in each.trie.items():
            mark(
                [word],
                (ALONE if ENTRY in node else 0) << shift | (FIRST if len(node) > (ENTRY in node) else 0) << shift,
            )
            mark([second for second in node if second != ENTRY], SECOND << shift)
    return flags


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    codes = tuple(dict.fromkeys(code for code in (reading.language, ALWAYS) if code in languages()))
    word_counts = np.maximum(reading.word_counts, 1)
    flags = reading.flags_of_words(_word_flags(codes))
    hits, covered = _found(codes, flags, reading)
    count = len(CUES)
    matrix[:count] = np.minimum(hits, 3)
    matrix[count : 2 * count] = np.minimum(covered / word_counts, 1)
    shares = reading.counts_of((flags & np.array([[STOP], [WALL], [INTERFACE]], dtype=np.int32)) > 0) / word_counts
    stop_share, wall_share, interface_share = shares
    matrix[2 * count] = stop_share
    matrix[2 * count + 1] = wall_share
    matrix[2 * count + 2] = np.minimum(wall_share * word_counts, 6)
    matrix[2 * count + 3] = np.minimum(window_sum(wall_share, RADIUS), 3)
    matrix[2 * count + 4] = interface_share
    # A long block without a stop word, on a page whose other long blocks have them, is scrambled or dummy text.
    long = word_counts >= SENTENCE_WORDS
    readable = float(stop_share[long].max()) if long.any() else 0.0
    matrix[2 * count + 5] = long & (stop_share < UNREADABLE) & (readable > READABLE)
    near = np.minimum(hits[[CUES.index(name) for name in NEAR]], 1)
    matrix[2 * count + 1 + len(WORD_NAMES) :] = np.minimum(window_sum(near, RADIUS), 4)
    return matrix.T


def _found(codes: tuple[str, ...], flags: NDArray[np.int32], reading: Reading) -> tuple[Floats, Floats]:
    """How often each cue occurs in each block, and how many words it covers: (cues, blocks) each."""
    found: list[tuple[int, int, int]] = []
    for number, code in enumerate(codes, 1):
        of_code = flags >> number * FLAG_BITS
        starts = of_code & ALONE > 0
        starts[:-1] |= (of_code[:-1] & FIRST > 0) & (of_code[1:] & SECOND > 0)
        found += lexicon(code).find(reading.words, np.flatnonzero(starts).tolist())
    size = len(CUES) * reading.size
    if not found:
        return (np.zeros((len(CUES), reading.size), dtype=np.float32),) * 2
    sections, first_words, sizes = np.array(found, dtype=np.intp).T
    cells = sections * reading.size + np.searchsorted(reading.word_ends, first_words)
    shape = len(CUES), reading.size
    hits = np.bincount(cells, minlength=size).astype(np.float32).reshape(shape)
    return hits, np.bincount(cells, weights=sizes, minlength=size).astype(np.float32).reshape(shape)
