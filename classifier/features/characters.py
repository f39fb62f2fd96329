"""Character classes, counted for all blocks of a page at once."""

from __future__ import annotations

import unicodedata

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


PLANE = 256
BEYOND = -1
"""Stands for the planes of code points beyond the basic plane."""
_BY_CATEGORY = {
    **dict.fromkeys(("Lu", "Lt"), UPPER),
    "Ll": LOWER,
    **dict.fromkeys(("Lm", "Lo"), UNCASED),
    **dict.fromkeys(("Nd", "Nl", "No"), DIGIT),
    "Sc": CURRENCY,
    **dict.fromkeys(("Zs", "Zl", "Zp", "Cc", "Cf"), SPACE),
    **dict.fromkeys(("Mn", "Mc", "Me"), MARK),
    "Pd": DASH,
    **dict.fromkeys(("Sm", "Sk", "So", "Co", "Cs", "Cn"), SYMBOL),
}
_BY_CHARACTER = {
    ord(character): kind
    for characters, kind in (
        (SENTENCE_ENDS, SENTENCE_END),
        (COMMAS, COMMA),
        (COLONS, COLON),
        (QUOTES, QUOTE),
        (DASHES, DASH),
        (BRACES, BRACE),
        ("$", CURRENCY),
    )
    for character in characters
}
_table = np.zeros(0x10000, dtype=np.uint8)
_filled: set[int] = set()


def _plane(plane: int) -> NDArray[np.uint8]:
    """The classes of 256 code points."""
    start = plane * PLANE
    codes = range(start, start + PLANE)
    kinds = np.array([_BY_CATEGORY.get(unicodedata.category(chr(code)), OTHER_PUNCTUATION) for code in codes], np.uint8)
    for first, last in UNSPACED_RANGES:
        letters = kinds[max(first - start, 0) : max(last - start + 1, 0)]
        letters[(letters == UNCASED) | (letters == MARK)] = UNSPACED
    for code in _BY_CHARACTER.keys() & codes:
        kinds[code - start] = _BY_CHARACTER[code]
    return kinds


def code_points(text: str) -> NDArray[np.unsignedinteger]:
    """The code points of a text, in as few bytes each as it allows."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    short = text.encode("utf-16-le", "surrogatepass")
    if len(short) == 2 * len(text):
        return np.frombuffer(short, dtype=np.uint16)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def planes_of(codes: NDArray[np.unsignedinteger]) -> frozenset[int]:
    """Which runs of 256 code points occur (code point // 256); BEYOND for any beyond the basic plane."""
    if codes.dtype == np.uint8:
        return frozenset((0,))
    high = codes >> 8
    if codes.dtype == np.uint32:
        high = np.minimum(high, PLANE)
    found = np.flatnonzero(np.bincount(high)).tolist()
    return frozenset(BEYOND if plane == PLANE else plane for plane in found)


def classes_of(codes: NDArray[np.unsignedinteger], planes: frozenset[int]) -> NDArray[np.uint8]:
    """The class of each code point; what lies beyond the basic plane counts as a symbol (mostly emoji).

    The table is filled plane by plane as pages need them: filling all of it takes longer than ten pages.
    """
    for plane in planes - _filled - {BEYOND}:
        # Written at once, since other threads may read what one of them has filled before.
        _table[plane * PLANE : (plane + 1) * PLANE] = _plane(plane)
        _filled.add(plane)
    if codes.dtype == np.uint32:
        return np.where(codes < 0x10000, _table[np.minimum(codes, 0xFFFF)], np.uint8(SYMBOL))
    classes: NDArray[np.uint8] = _table[codes]
    return classes
