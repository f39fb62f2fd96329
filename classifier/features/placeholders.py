"""Template text that nobody filled in: `{{count}}`, `{% if %}`, `${x}`, ICU plurals and their like.

A line that is nothing but a placeholder is noise; a placeholder inside prose or code is something that the text talks
about. So the place counts as much as the kind.
"""

from __future__ import annotations

import re

import numpy as np

from classifier.features.reading import Floats, Reading

# A name, literals of which one is in whatever the pattern matches, and the pattern.
# Every repetition is bounded and excludes its own closing mark, so that no input makes a pattern backtrack.
KINDS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("mustache", ("{{",), re.compile(r"\{\{\{?[^{}\n]{0,200}\}\}\}?")),
    ("block_tag", ("{%", "{#"), re.compile(r"\{%[^%\n]{0,200}%\}|\{#[^#\n]{0,200}#\}")),
    ("dollar", ("${", "$("), re.compile(r"\$\{[^{}\n]{1,200}\}|\$\([\w.]{1,80}\)")),
    ("hash", ("#{",), re.compile(r"#\{[^{}\n]{1,200}\}")),
    (
        "erb",
        ("<%", "&lt;%", "<?"),
        re.compile(r"<%[^%\n]{0,200}%>|&lt;%[^%\n]{0,200}%&gt;|<\?(?:php|=)[^?\n]{0,200}\?>"),
    ),
    ("double_bracket", ("[[",), re.compile(r"\[\[[^\[\]\n]{1,120}\]\]")),
    ("percent", ("%",), re.compile(r"%\(\w{1,60}\)[sdfr]|%%\w{1,60}%%|%[A-Z][A-Z_]{1,60}%")),
    ("mailchimp", ("*|",), re.compile(r"\*\|[A-Z][^|\n]{0,80}\|\*")),
    ("dunder", ("__",), re.compile(r"(?<!\w)_{2,3}[A-Za-z][A-Za-z0-9]{0,40}(?:_[A-Za-z0-9]{1,40}){0,8}_{2,3}(?!\w)")),
    ("brace", ("{",), re.compile(r"(?<![{$#\w])\{(?:\d{1,2}|[A-Za-z_][\w.]{0,60}|)\}(?!\})")),
    (
        "razor",
        ("@Model", "@ViewBag", "@Html", "@Url", "@{"),
        re.compile(r"(?<!\w)@(?:Model|ViewBag|Html|Url)\.\w{1,60}|(?<!\w)@\{[^{}\n]{1,120}\}"),
    ),
    (
        "icu",
        ("{",),
        re.compile(r"\{ {0,5}[\w.]{1,60} {0,5}, {0,5}(?:plural|select|selectordinal|number|date|time)\b[^\n]{0,400}"),
    ),
)
TRANSLATION_KEY = re.compile(
    r"[a-zA-Z][\w-]{1,40}(?:[.:][a-zA-Z_][\w-]{1,40}){1,6}|[A-Z][A-Z0-9]{2,30}(?:_[A-Z0-9]{2,30}){1,6}"
)
"""A message key that stands where its translation should: `paywall.title.subscribe`, `READ_MORE_LABEL`."""
KEY_MARKS = (".", ":", "_")
PROSE_WORDS = 6
"""With so many words around it, a placeholder is part of a sentence."""
CODE_TAGS = frozenset(["pre", "code", "kbd", "samp", "tt", "var"])

NAMES: tuple[str, ...] = (
    *(f"placeholder_{name}" for name, _, _ in KINDS),
    "placeholder_share",
    "placeholder_whole_line",
    "placeholder_in_prose",
    "placeholder_in_code",
    "translation_key",
)


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    covered = np.zeros(reading.size, dtype=np.float32)
    for row, (_, literals, pattern) in enumerate(KINDS):
        if any(literal in reading.joined for literal in literals):
            for match in pattern.finditer(reading.joined):
                block = reading.block_of(match.start())
                matrix[row, block] += 1
                covered[block] += match.end() - match.start()
    found = covered > 0
    base = len(KINDS)
    if found.any():
        share = np.minimum(covered / np.maximum(reading.lengths, 1), 1)
        matrix[:base] = np.minimum(matrix[:base], 3)
        matrix[base] = share
        matrix[base + 1] = share > 0.85
        matrix[base + 2] = found & (reading.word_counts >= PROSE_WORDS) & (share < 0.5)
        for block in np.flatnonzero(found).tolist():
            matrix[base + 3, block] = _in_code(reading, block)
    texts = reading.document.texts
    for block in reading.blocks_with(KEY_MARKS, reading.joined):
        text = texts[block]
        if " " not in text and len(text) > 5 and TRANSLATION_KEY.fullmatch(text):
            matrix[base + 4, block] = 1
    return matrix.T


def _in_code(reading: Reading, block: int) -> bool:
    document = reading.document
    element = document.leaf[block]
    while element >= 0:
        if document.tags[element] in CODE_TAGS:
            return True
        element = document.parents[element]
    return False
