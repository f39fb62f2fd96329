"""Text that is only the name of a graphic: svg titles, sprite names, icon-font ligatures, pure glyphs."""

from __future__ import annotations

import re

import numpy as np

from classifier.features.characters import DIGIT, LOWER, UPPER
from classifier.features.reading import Floats, Reading
from classifier.features.wordlists import read_wordlist
from classifier.segment import glued_icons

TRACES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (literal, re.compile(pattern))
    for literal, pattern in (
        ("created with", r"created with \w{2,20}"),
        ("created using", r"created using figma"),
        ("sketchtool", r"sketchtool"),
        ("layer", r"layer[ _]?\d"),
        ("group", r"group[ _]\d"),
        ("combined", r"combined[- ]shape"),
        ("artboard", r"artboard"),
        ("bootstrap icons", r"bootstrap icons"),
        ("font", r"font ?awesome"),
        ("fill ", r"\bfill \d"),
        ("path ", r"\bpath \d"),
        ("rectangle ", r"rectangle \d"),
        ("oval ", r"oval \d"),
    )
)
"""What drawing tools leave in svg titles and descriptions: a literal to look for first, and the pattern that confirms it."""
LIGATURE = re.compile(r"[a-z]{2,20}(?:_[a-z0-9]{1,20}){1,5}")
SPRITE_NAME = re.compile(
    r"(?:icon|ico|icn|svg|fa|ic|logo|btn|glyph)[-_ ][\w -]{1,40}|[\w -]{1,40}[-_ ](?:icon|ico|logo|svg|arrow|chevron|badge)",
    re.I,
)
FILE_NAME = re.compile(r"[\w -]{1,80}\.(?:svg|png|jpe?g|gif|webp)", re.I)
DEVICE = re.compile(r"\b[oO]n (?:phone|laptop|tablet|device|desktop)s?\b")

NAMES: tuple[str, ...] = (
    "icon_word_share",
    "icon_words",
    "created_with",
    "ligature",
    "sprite_name",
    "file_name",
    "device_picture",
    "glyph_only",
    "glued_case",
    "single_character",
    "sure_icon_words",
    "sure_icon_share",
)


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    icon_words = _count(read_wordlist("icon_names.txt"), reading)
    matrix[:, 0] = icon_words / np.maximum(reading.word_counts, 1)
    matrix[:, 1] = np.minimum(icon_words, 6)
    for literal, pattern in TRACES:
        if literal in reading.lower:
            for match in pattern.finditer(reading.lower):
                matrix[reading.block_of(match.start()), 2] = 1
    for match in DEVICE.finditer(reading.joined):
        matrix[reading.block_of(match.start()), 6] = 1
    for block, text in enumerate(reading.document.texts):
        if len(text) <= 60:
            if "_" in text and LIGATURE.fullmatch(text):
                matrix[block, 3] = 1
            if SPRITE_NAME.fullmatch(text):
                matrix[block, 4] = 1
            if "." in text and FILE_NAME.fullmatch(text):
                matrix[block, 5] = 1
    matrix[:, 7] = (reading.letters == 0) & (reading.class_counts[:, DIGIT] == 0)
    classes = reading.classes
    glued = np.flatnonzero((classes[:-1] == LOWER) & (classes[1:] == UPPER))
    matrix[:, 8] = np.bincount(np.searchsorted(reading.starts, glued, side="right") - 1, minlength=reading.size)
    matrix[:, 8] = np.minimum(matrix[:, 8] / np.maximum(reading.word_counts, 1), 1)
    matrix[:, 9] = reading.lengths == 1
    sure = _count(glued_icons.icon_words(), reading)
    matrix[:, 10] = np.minimum(sure, 6)
    matrix[:, 11] = sure / np.maximum(reading.word_counts, 1)
    return matrix


def _count(known: frozenset[str], reading: Reading) -> Floats:
    """How many of each block's words are in a list."""
    hits = np.fromiter((word in known for word in reading.words), dtype=np.float32, count=len(reading.words))
    total = np.concatenate(([0], np.cumsum(hits)))
    counts: Floats = (total[reading.word_ends] - total[reading.word_starts]).astype(np.float32)
    return counts
