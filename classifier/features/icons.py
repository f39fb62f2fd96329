"""Text that is only the name of a graphic: svg titles, sprite names, icon-font ligatures, pure glyphs."""

from __future__ import annotations

import re

import numpy as np

from classifier.features.reading import Floats, Reading
from classifier.features.wordlists import read_wordlist

CREATED_WITH = re.compile(
    r"created with \w{2,20}|created using figma|sketchtool|layer[ _]?\d|group[ _]\d|combined[- ]shape|artboard"
    r"|bootstrap icons|font ?awesome|\bfill \d|\bpath \d|rectangle \d|oval \d",
    re.I,
)
LIGATURE = re.compile(r"[a-z]{2,20}(?:_[a-z0-9]{1,20}){1,5}")
SPRITE_NAME = re.compile(
    r"(?:icon|ico|icn|svg|fa|ic|logo|btn|glyph)[-_ ][\w -]{1,40}|[\w -]{1,40}[-_ ](?:icon|ico|logo|svg|arrow|chevron|badge)",
    re.I,
)
FILE_NAME = re.compile(r"[\w -]{1,80}\.(?:svg|png|jpe?g|gif|webp)", re.I)
DEVICE = re.compile(r"\bon (?:phone|laptop|tablet|device|desktop)s?\b", re.I)
GLUED_CASE = re.compile(r"[a-z][A-Z]")

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
)


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    known = read_wordlist("icon_names.txt")
    hits = np.fromiter((word in known for word in reading.words), dtype=np.float32, count=len(reading.words))
    total = np.concatenate(([0], np.cumsum(hits)))
    icon_words = total[reading.word_ends] - total[reading.word_starts]
    matrix[:, 0] = icon_words / np.maximum(reading.word_counts, 1)
    matrix[:, 1] = np.minimum(icon_words, 6)
    for column, pattern in ((2, CREATED_WITH), (6, DEVICE)):
        for match in pattern.finditer(reading.joined):
            matrix[reading.block_of(match.start()), column] = 1
    for block, text in enumerate(reading.document.texts):
        if len(text) <= 60:
            if "_" in text and LIGATURE.fullmatch(text):
                matrix[block, 3] = 1
            if SPRITE_NAME.fullmatch(text):
                matrix[block, 4] = 1
            if "." in text and FILE_NAME.fullmatch(text):
                matrix[block, 5] = 1
    matrix[:, 7] = (reading.letters == 0) & (reading.class_counts[:, 4] == 0)
    for match in GLUED_CASE.finditer(reading.joined):
        matrix[reading.block_of(match.start()), 8] += 1
    matrix[:, 8] = np.minimum(matrix[:, 8] / np.maximum(reading.word_counts, 1), 1)
    matrix[:, 9] = reading.lengths == 1
    return matrix
