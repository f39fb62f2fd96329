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


_SHARE_KINDS = [kind for _, kind in _SHARES]
_START_KINDS = np.array([[kind] for _, kind in _STARTS], dtype=np.uint8)
_END_KINDS = np.array([[kind] for _, kind in _ENDS], dtype=np.uint8)
_LENGTHS = np.array(LENGTHS)[:, None]
ELLIPSES = ("…", "...", "[…]", "[...]")
NUMERIC = ("date", "time", "year", "price")
"""Patterns that match nothing without a digit."""
MARKS = {"address": ("://", "www.", "@"), "copyright": ("©", "(c)", "copyright"), "initialism": ("(", "/")}
"""Literals of which one is in whatever the other patterns match, in lower case."""


def compute(reading: Reading) -> Floats:
    counts, lengths = reading.class_counts.T, np.maximum(reading.lengths, 1).astype(np.float32)
    words = reading.word_counts
    sentence_ends, commas = counts[ch.SENTENCE_END], counts[ch.COMMA]
    punctuation = sentence_ends + commas + counts[ch.COLON] + counts[ch.OTHER_PUNCTUATION]
    # A character of an unspaced script is about half a word.
    real_words = np.maximum(words - 0.5 * counts[ch.UNSPACED], 1)
    weighed = lengths + counts[ch.UNSPACED]
    first, last = reading.first_characters(), reading.last_characters()
    texts = reading.document.texts
    may_trail_off = np.flatnonzero((last == ch.SENTENCE_END) | (last == ch.BRACE)).tolist()
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    matrix[0] = np.log1p(weighed)
    matrix[1] = np.log1p(real_words)
    matrix[2] = np.minimum(reading.letters / real_words, 20)
    at = 3 + len(LENGTHS)
    matrix[3:at] = weighed > _LENGTHS
    matrix[at] = words == 1
    matrix[at + 1] = np.log1p(sentence_ends)
    matrix[at + 2] = np.log1p(commas)
    matrix[at + 3] = np.minimum(real_words / (sentence_ends + 1), 60)
    matrix[at + 4] = np.minimum(punctuation / real_words, 2)
    matrix[at + 5, [block for block in may_trail_off if texts[block].endswith(ELLIPSES)]] = 1
    matrix[at + 6] = (counts[ch.UPPER] > 2) & (counts[ch.LOWER] == 0)
    matrix[at + 7] = reading.letters == 0
    at += 8
    for part in (counts[_SHARE_KINDS] / lengths, first == _START_KINDS, last == _END_KINDS):
        matrix[at : at + len(part)] = part
        at += len(part)
    _find_patterns(reading, matrix[at:])
    return matrix.T


def _find_patterns(reading: Reading, out: Floats) -> None:
    """Mark the short blocks in which each pattern occurs: dates, prices and the like say little in a long paragraph."""
    texts = reading.document.texts
    is_short = reading.lengths <= PATTERN_CHARS
    if not is_short.any():
        return
    last = int(np.flatnonzero(is_short)[-1])
    numeric = np.flatnonzero(is_short & (reading.class_counts[:, ch.DIGIT] > 0)).tolist()
    joined = "\n".join([texts[block] for block in numeric])
    ends = list(accumulate([len(texts[block]) + 1 for block in numeric]))
    for row, (name, pattern) in enumerate(PATTERNS):
        if name in NUMERIC:
            for match in pattern.finditer(joined):
                out[row, numeric[bisect_right(ends, match.start())]] = 1
        else:
            for block in reading.blocks_with(MARKS[name], reading.lower):
                # A pattern may want white space after a mark; the last block has none after it.
                if is_short[block] and pattern.search(texts[block] if block == last else f"{texts[block]}\n"):
                    out[row, block] = 1
