"""Character classes, counted for all blocks of a page at once."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

(
    UPPER,
    LOWER,
    UNCASED,
    UNSPACED,
    DIGIT,
    SPACE,
    SENTENCE_END,
    COMMA,
    COLON,
    QUOTE,
    DASH,
    CURRENCY,
    SYMBOL,
    BRACE,
    OTHER_PUNCTUATION,
    MARK,
) = range(16)
CLASSES = 16
LETTERS = (UPPER, LOWER, UNCASED, UNSPACED, MARK)

SENTENCE_ENDS = ".!?…。！？؟।॥።۔｡"
COMMAS = ",;、，،؛；"
COLONS = ":："
QUOTES = "\"'“”„‟«»‹›‘’‚「」『』《》"
DASHES = "-–—―‐‑"
BRACES = "{}[]<>%$#@|_\\=*^~`"
UNSPACED_RANGES = (
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x0E00, 0x0E7F),
    (0x0E80, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
)
"""Scripts written without spaces between words: kana, Han, Thai, Lao, Burmese, Khmer."""


@cache
def class_table() -> NDArray[np.uint8]:
    """The class of each code point of the basic plane; what lies beyond counts as a symbol (mostly emoji)."""
    by_category = {
        "Lu": UPPER,
        "Lt": UPPER,
        "Ll": LOWER,
        "Lm": UNCASED,
        "Lo": UNCASED,
        "Nd": DIGIT,
        "Nl": DIGIT,
        "No": DIGIT,
        "Sc": CURRENCY,
    }
    by_category |= {"Zs": SPACE, "Zl": SPACE, "Zp": SPACE, "Cc": SPACE, "Mn": MARK, "Mc": MARK, "Me": MARK, "Pd": DASH}
    by_category |= {"Sm": SYMBOL, "Sk": SYMBOL, "So": SYMBOL, "Co": SYMBOL, "Cs": SYMBOL, "Cn": SYMBOL, "Cf": SPACE}
    category = unicodedata.category
    table = np.array(
        [by_category.get(category(chr(code)), OTHER_PUNCTUATION) for code in range(0x10000)], dtype=np.uint8
    )
    for first, last in UNSPACED_RANGES:
        letters = table[first : last + 1]
        letters[(letters == UNCASED) | (letters == MARK)] = UNSPACED
    for characters, kind in (
        (SENTENCE_ENDS, SENTENCE_END),
        (COMMAS, COMMA),
        (COLONS, COLON),
        (QUOTES, QUOTE),
        (DASHES, DASH),
        (BRACES, BRACE),
        ("$", CURRENCY),
    ):
        table[[ord(c) for c in characters]] = kind
    return table


def classify(text: str) -> NDArray[np.uint8]:
    """The class of each character of a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return np.where(codes < 0x10000, class_table()[np.minimum(codes, 0xFFFF)], np.uint8(SYMBOL))
