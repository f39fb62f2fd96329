"""Keyword cues: phrases of walls, meters, menus, consent notices, bylines and the like, by language."""

from __future__ import annotations

import numpy as np

from classifier.features.lexicon import SECTIONS, guess_language, languages, lexicon
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


def page_language(reading: Reading) -> str:
    """Language of the page, from its words and what it declares."""
    if reading.language is None:
        reading.language = guess_language(reading.words, reading.document.lang)
    return reading.language


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    words = reading.words
    language = page_language(reading)
    asked = dict.fromkeys(code for code in (language, ALWAYS) if code in languages())
    word_counts = np.maximum(reading.word_counts, 1)
    hits = np.zeros((reading.size, len(CUES)), dtype=np.float32)
    covered = np.zeros((reading.size, len(CUES)), dtype=np.float32)
    stop_words: frozenset[str] = frozenset()
    wall_words: frozenset[str] = frozenset()
    interface_words: frozenset[str] = frozenset()
    for code in asked:
        cues = lexicon(code)
        stop_words = stop_words or cues.stop_words
        wall_words |= cues.wall_words
        interface_words |= cues.interface_words
        trie = cues.trie
        found = cues.find(words, [i for i, word in enumerate(words) if word in trie])
        if found:
            sections, starts, sizes = np.array(found, dtype=np.intp).T
            blocks = np.searchsorted(reading.word_ends, starts)
            np.add.at(hits, (blocks, sections), 1)
            np.add.at(covered, (blocks, sections), sizes)
    count = len(CUES)
    matrix[:, :count] = np.minimum(hits, 3)
    matrix[:, count : 2 * count] = np.minimum(covered / word_counts[:, None], 1)
    stop_share = _share_of(stop_words, reading)
    wall_share = _share_of(wall_words, reading)
    matrix[:, 2 * count] = stop_share
    matrix[:, 2 * count + 1] = wall_share
    matrix[:, 2 * count + 2] = np.minimum(wall_share * word_counts, 6)
    matrix[:, 2 * count + 3] = np.minimum(window_sum(wall_share, RADIUS), 3)
    matrix[:, 2 * count + 4] = _share_of(interface_words, reading)
    # A long block without a stop word, on a page whose other long blocks have them, is scrambled or dummy text.
    long = word_counts >= SENTENCE_WORDS
    readable = float(stop_share[long].max()) if long.any() else 0.0
    matrix[:, 2 * count + 5] = long & (stop_share < UNREADABLE) & (readable > READABLE)
    for at, name in enumerate(NEAR, start=2 * count + 1 + len(WORD_NAMES)):
        matrix[:, at] = np.minimum(window_sum(np.minimum(hits[:, CUES.index(name)], 1), RADIUS), 4)
    return matrix


def _share_of(wanted: frozenset[str], reading: Reading) -> Floats:
    """Share of each block's words that are in a set."""
    words = reading.words
    total = np.concatenate(
        ([0.0], np.cumsum(np.fromiter((word in wanted for word in words), dtype=np.float32, count=len(words))))
    )
    share: Floats = (
        (total[reading.word_ends] - total[reading.word_starts]) / np.maximum(reading.word_counts, 1)
    ).astype(np.float32)
    return share
