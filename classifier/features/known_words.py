"""What is known of single words whatever the language: names of graphics, and the stop words of every language."""

from __future__ import annotations

from functools import cache

from classifier.features.language import stop_words
from classifier.features.wordlists import read_wordlist
from classifier.segment import glued_icons

BREAK, ICON, SURE_ICON = 1, 2, 4
STOP_WORD_SHIFT = 3
"""The bits from here on are the word's number among the stop words, 0 for no stop word."""


@cache
def known_words() -> dict[str, int]:
    """Flags of each known word; BREAK marks the end of a block."""
    flags = {word: number << STOP_WORD_SHIFT for word, number in stop_words().numbers.items()}
    for bit, words in ((ICON, read_wordlist("icon_names.txt")), (SURE_ICON, glued_icons.icon_words())):
        for word in words:
            flags[word] = flags.get(word, 0) | bit
    flags["\n"] = BREAK
    return flags
