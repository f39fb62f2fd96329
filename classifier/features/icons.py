"""Text that is only the name of a graphic: svg titles, sprite names, icon-font ligatures, pure glyphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import numpy as np

from classifier.features.characters import DIGIT, LOWER, UPPER
from classifier.features.known_words import ICON, SURE_ICON
from classifier.features.reading import Floats, Reading

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


DEVICE_LITERALS = ("n phone", "n laptop", "n tablet", "n device", "n desktop")
FILE_ENDS = tuple(f"{end}\n" for end in (".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"))
SPRITE_STARTS = tuple(f"\n{start}" for start in ("ic", "svg", "fa", "logo", "btn", "glyph"))
SPRITE_ENDS = tuple(f"{end}\n" for end in ("icon", "ico", "logo", "svg", "arrow", "chevron", "badge"))
LONGEST_NAME = 60


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    word_counts = np.maximum(reading.word_counts, 1)
    known, sure = reading.counts_of((reading.word_flags & np.array([[ICON], [SURE_ICON]], dtype=np.int32)) > 0)
    matrix[0] = known / word_counts
    matrix[1] = np.minimum(known, 6)
    for literal, pattern in TRACES:
        if literal in reading.lower:
            for match in pattern.finditer(reading.lower):
                matrix[2, reading.block_of(match.start())] = 1
    _mark(matrix[3], reading, LIGATURE.fullmatch, reading.blocks_with("_", reading.joined), LONGEST_NAME)
    # The first block has no line break before it.
    sprites = {0, *(block + 1 for block in reading.blocks_with(SPRITE_STARTS, reading.lower))}
    sprites.update(reading.blocks_with(SPRITE_ENDS, reading.lower))
    _mark(matrix[4], reading, SPRITE_NAME.fullmatch, sprites, LONGEST_NAME)
    _mark(matrix[5], reading, FILE_NAME.fullmatch, reading.blocks_with(FILE_ENDS, reading.lower), LONGEST_NAME)
    _mark(matrix[6], reading, DEVICE.search, reading.blocks_with(DEVICE_LITERALS, reading.joined))
    matrix[7] = (reading.letters == 0) & (reading.class_counts[:, DIGIT] == 0)
    classes = reading.classes
    glued = np.flatnonzero((classes[:-1] == LOWER) & (classes[1:] == UPPER))
    matrix[8] = np.bincount(np.searchsorted(reading.starts, glued, side="right") - 1, minlength=reading.size)
    matrix[8] = np.minimum(matrix[8] / word_counts, 1)
    matrix[9] = reading.lengths == 1
    matrix[10] = np.minimum(sure, 6)
    matrix[11] = sure / word_counts
    return matrix.T


def _mark(
    out: Floats,
    reading: Reading,
    matches: Callable[[str], re.Match[str] | None],
    blocks: Iterable[int],
    longest: int | None = None,
) -> None:
    """Mark those of the blocks that a pattern matches and that are not too long."""
    texts = reading.document.texts
    for block in blocks:
        text = texts[block]
        if (longest is None or len(text) <= longest) and matches(text):
            out[block] = 1
