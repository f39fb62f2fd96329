"""Icon names that an extractor glued to the text beside them: `SportChevron`, `Reveal menuChevron Down Icon`.

Extractors that take svg and buttons for inline leave no space between an icon's title and its neighbours. Where lower case
meets upper case inside a line and one side is an icon's name, the line is two blocks.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

GLUE = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z])")
WORD = re.compile(r"\w+")
WHOLE_SHARE = 0.5
"""A line of which icons' names make up more than this is left whole: it is one run of icons with some names unknown."""
FEWEST_RUN = 4


@cache
def icon_words() -> frozenset[str]:
    """Words that hardly occur but as names of graphics."""
    text = resources.files("classifier.segment").joinpath("icon_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def split_glued(line: str) -> list[str]:
    """The parts of a line: runs of icons' names and runs of other text. A line without glued icon names is one part."""
    pieces = GLUE.split(line) if len(line) > 1 else [line]
    if len(pieces) < 2:
        return [line]
    known = icon_words()
    icons = [not known.isdisjoint(WORD.findall(piece.lower())) for piece in pieces]
    if not any(icons) or all(icons):
        return [line]
    named = sum(len(piece) for piece, icon in zip(pieces, icons, strict=True) if icon)
    if sum(icons) >= FEWEST_RUN and named > WHOLE_SHARE * len(line):
        return [line]
    parts = [pieces[0]]
    for piece, icon, before in zip(pieces[1:], icons[1:], icons, strict=False):
        if icon == before:
            parts[-1] += piece
        else:
            parts.append(piece)
    return [part for part in (part.strip() for part in parts) if part]
