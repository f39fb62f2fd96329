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

NAMES: tuple[str, ...] = (
    *(f"cue_{name}" for name in CUES),
    *(f"cue_share_{name}" for name in CUES),
    "stop_word_share",
    *(f"cue_near_{name}" for name in NEAR),
)


def page_language(reading: Reading) -> str:
    """Language of the page, from its words and what it declares."""
    return guess_language(reading.words, reading.document.lang)


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    words = reading.words
    language = page_language(reading)
    asked = dict.fromkeys(code for code in (language, ALWAYS) if code in languages())
    word_counts = np.maximum(reading.word_counts, 1)
    hits = np.zeros((reading.size, len(CUES)), dtype=np.float32)
    covered = np.zeros((reading.size, len(CUES)), dtype=np.float32)
    stop_words: frozenset[str] = frozenset()
    for code in asked:
        cues = lexicon(code)
        if not stop_words:
            stop_words = cues.stop_words
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
    stops = np.concatenate(
        ([0], np.cumsum(np.fromiter((word in stop_words for word in words), dtype=np.float32, count=len(words))))
    )
    matrix[:, 2 * count] = (stops[reading.word_ends] - stops[reading.word_starts]) / word_counts
    for at, name in enumerate(NEAR, start=2 * count + 1):
        matrix[:, at] = np.minimum(window_sum(np.minimum(hits[:, CUES.index(name)], 1), RADIUS), 4)
    return matrix
