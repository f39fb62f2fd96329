"""Shape of the text: length, case, digits, punctuation, the way it starts and ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

import numpy as np

from classifier.features import characters as ch
from classifier.features.reading import Floats, Reading

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "date",
        re.compile(
            r"\b(?:19|20)\d\d[-/.年] ?\d{1,2}(?:[-/.月] ?\d{1,2})?|\b\d{1,2}[-/.] ?\d{1,2}[-/.] ?(?:19|20)?\d\d\b"
        ),
    ),
    ("time", re.compile(r"\b\d{1,2}[:.h]\d\d(?: ?[ap]\.?m\b| ?uhr\b|\b)", re.I)),
    ("year", re.compile(r"\b(?:19[5-9]|20[0-4])\d\b")),
    ("price", re.compile(r"[$€£¥₹₩₽] ?\d|\d ?(?:[€£¥₹₩₽]|(?:USD|EUR|GBP|CHF|kr|zł|Kč|Ft|лв|руб|円|元|원|TL|lei)\b)")),
    ("address", re.compile(r"https?://|www\.|\b[\w.+-]{1,64}@[\w-]{1,64}\.")),
    ("copyright", re.compile(r"©|\(c\)\s|copyright", re.I)),
    (
        "initialism",
        re.compile(r"\((?:AP|AFP|dpa|Reuters|ANI|PTI|EFE|ANSA|IANS|UPI|PA)\)|/ ?(?:AFP|Getty|Reuters|AP|dpa)\b"),
    ),
)
PATTERN_CHARS = 300
LENGTHS = (10, 25, 60, 120, 250)
_SHARES = (
    ("upper", ch.UPPER),
    ("digit", ch.DIGIT),
    ("symbol", ch.SYMBOL),
    ("brace", ch.BRACE),
    ("currency", ch.CURRENCY),
    ("quote", ch.QUOTE),
    ("dash", ch.DASH),
    ("unspaced", ch.UNSPACED),
)
_STARTS = (("upper", ch.UPPER), ("lower", ch.LOWER), ("digit", ch.DIGIT), ("quote", ch.QUOTE), ("symbol", ch.SYMBOL))
_ENDS = (
    ("sentence", ch.SENTENCE_END),
    ("colon", ch.COLON),
    ("comma", ch.COMMA),
    ("quote", ch.QUOTE),
    ("digit", ch.DIGIT),
    ("symbol", ch.SYMBOL),
)

NAMES: tuple[str, ...] = (
    "log_chars",
    "log_words",
    "word_length",
    *(f"chars_over_{n}" for n in LENGTHS),
    "one_word",
    "log_sentence_ends",
    "log_commas",
    "words_per_sentence",
    "punctuation_per_word",
    "ends_in_ellipsis",
    "all_upper",
    "no_letters",
    *(f"share_{name}" for name, _ in _SHARES),
    *(f"starts_{name}" for name, _ in _STARTS),
    *(f"ends_{name}" for name, _ in _ENDS),
    *(f"has_{name}" for name, _ in PATTERNS),
)


def compute(reading: Reading) -> Floats:
    counts, lengths = reading.class_counts, np.maximum(reading.lengths, 1).astype(np.float32)
    words = reading.word_counts
    sentence_ends, commas = counts[:, ch.SENTENCE_END], counts[:, ch.COMMA]
    punctuation = sentence_ends + commas + counts[:, ch.COLON] + counts[:, ch.OTHER_PUNCTUATION]
    # A character of an unspaced script is about half a word.
    real_words = np.maximum(words - 0.5 * counts[:, ch.UNSPACED], 1)
    weighed = lengths + counts[:, ch.UNSPACED]
    first, last = reading.first_characters(), reading.last_characters()
    columns = [
        np.log1p(weighed),
        np.log1p(real_words),
        np.minimum(reading.letters / real_words, 20),
        *(weighed > n for n in LENGTHS),
        words == 1,
        np.log1p(sentence_ends),
        np.log1p(commas),
        np.minimum(real_words / (sentence_ends + 1), 60),
        np.minimum(punctuation / real_words, 2),
        np.fromiter(
            (text.endswith(("…", "...", "[…]", "[...]")) for text in reading.document.texts),
            dtype=np.float32,
            count=reading.size,
        ),
        (counts[:, ch.UPPER] > 2) & (counts[:, ch.LOWER] == 0),
        reading.letters == 0,
        *(counts[:, kind] / lengths for _, kind in _SHARES),
        *(first == kind for _, kind in _STARTS),
        *(last == kind for _, kind in _ENDS),
    ]
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    matrix[:, : len(columns)] = np.column_stack(columns)
    _find_patterns(reading, matrix[:, len(columns) :])
    return matrix


def _find_patterns(reading: Reading, out: Floats) -> None:
    """Mark the short blocks in which each pattern occurs: dates, prices and the like say little in a long paragraph."""
    short = [block for block, text in enumerate(reading.document.texts) if len(text) <= PATTERN_CHARS]
    joined = "\n".join([reading.document.texts[block] for block in short])
    ends = list(accumulate(len(reading.document.texts[block]) + 1 for block in short))
    for column, (_, pattern) in enumerate(PATTERNS):
        for match in pattern.finditer(joined):
            out[short[bisect_right(ends, match.start())], column] = 1.0
