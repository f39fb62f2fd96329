"""Text to words: lower case, composed form, whole words in most scripts and single characters where no spaces part them."""

from __future__ import annotations

import re
import unicodedata

from classifier.features.characters import BEYOND, code_points, planes_of

UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Scripts written without spaces: kana, Han, Thai, Lao, Burmese, Khmer."""
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    "\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u09d7\u09e2\u09e3\u0a01-\u0a03\u0a3c-\u0a51\u0a70\u0a71\u0a75"
    "\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d57"
    "\u0d81-\u0d83\u0dca-\u0ddf\u200c\u200d"
)
"""Combining marks and joiners, which `\\w` leaves out though they stand inside words of Indic, Arabic and Hebrew script."""
WORD = re.compile(rf"\n|[{UNSPACED}]|[^\W{UNSPACED}]+")
"""A word; a character of a script without spaces; a line break (the end of a block)."""
MARKED_WORD = re.compile(rf"\n|[{UNSPACED}]|(?:[^\W{UNSPACED}][{MARKS}]*)+")
MARK = re.compile(f"[{MARKS}]")
PILED_MARKS = re.compile(r"((?!\s)\W[^\w\s\x00-\x7f]{30})[^\w\s\x00-\x7f]+")
"""More combining marks on one letter than any language needs (Unicode Standard Annex 15, stream-safe text): putting them in
order takes time quadratic in their number."""
PLAIN_WORD = re.compile(r"\n|\w+")
"""A word or a line break in text without marks and without scripts that are written without spaces."""
ASCII_WORD = re.compile(PLAIN_WORD.pattern, re.ASCII)
UNSPACED_PLANES = frozenset([0x0E, 0x10, 0x17, 0x30, *range(0x34, 0xA0), 0xF9, 0xFA, BEYOND])
"""Planes (code point // 256) of scripts written without spaces, and of what composes to them."""
JOINER_PLANE = 0x20
MARK_PLANES = frozenset([0x03, 0x04, 0x05, 0x06, *range(0x09, 0x0E), JOINER_PLANE, 0xFB, BEYOND])
"""Planes of combining marks and joiners, and of what decomposes to them."""


def words_of(text: str, planes: frozenset[int] | None = None) -> list[str]:
    """Lower-case words of a text in composed form (NFC); each line break is a word of its own.

    planes: of the text, where they are known (`planes_of`).
    """
    lower = text.lower()
    if lower.isascii():
        return ASCII_WORD.findall(lower)
    composed = unicodedata.normalize("NFC", PILED_MARKS.sub(r"\1", lower)).replace("i\u0307", "i")
    planes = planes_of(code_points(text)) if planes is None else planes
    if _has_marks(composed, planes):
        return MARKED_WORD.findall(composed)
    return (PLAIN_WORD if UNSPACED_PLANES.isdisjoint(planes) else WORD).findall(composed)


def _has_marks(text: str, planes: frozenset[int]) -> bool:
    possible = MARK_PLANES & planes
    if possible == {JOINER_PLANE}:  # quotation marks and dashes bring this plane to most pages
        return "\u200c" in text or "\u200d" in text
    return bool(possible) and MARK.search(text) is not None
