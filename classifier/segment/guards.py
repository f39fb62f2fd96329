"""What is seen to before libxml2 parses a page, since parsing can't be interrupted.

libxml2 takes time quadratic in the attributes of one tag (10 seconds for 100,000) and drops all that follows after 2,048
levels of nesting. These guards are linear in the page.
"""

from __future__ import annotations

import re

import numpy as np

from classifier.segment.elements import BOUNDARIES

MOST_ATTRIBUTES = 256
HARMLESS_BYTES = 64_000
"""A page of fewer bytes has too few attributes to take long."""
DEEPEST = 1_000
"""Levels of nesting kept where a page has more than the parser takes."""

# One pass over the whole page without going back: comments, scripts and styles are passed over, and so are tags of few and
# short attributes. Where it stops there is a tag that has to be counted. Each round of the outer loop takes the text before a
# tag and the tag, since the rounds are what takes time; letters in either case are spelled out, since re.I slows all sets.
_RUN = rb"[^>=]{0,64}+"
_FEW = rb"(?:" + _RUN + rb"=\s*+(?:\"[^\"]*+\"|'[^']*+')?+){0,24}+" + _RUN + rb">"
_PLAIN = re.compile(
    rb"(?:[^<]*+<(?:"
    rb"(?=[^a-zA-Z!])"
    rb"|(?:[sS][cC][rR][iI][pP][tT]|[sS][tT][yY][lL][eE])\b" + _FEW + rb"(?:[^<]++|<(?!/[sS]))*+"
    rb"|[a-zA-Z]" + _FEW + rb"|!(?:--(?!-?>)(?:[^-]++|-(?!-!?>))*+)?+"
    rb"))*+(?:[^<]*+(?=<|\Z))"
)
_TAG = re.compile(rb"<[a-z](?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>?", re.I)
_ATTRIBUTE = re.compile(rb"[\s/]*+[^\s/>=]++\s*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+")
_ANY_TAG = re.compile(rb"<(/?)([a-z][^\s/>]{0,40})(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+>", re.I)
_VOID = frozenset("area base basefont br col embed frame hr img input link meta param source track wbr".split())


def bounded_attributes(page: bytes) -> tuple[bytes, int]:
    """The page without the attributes after the first MOST_ATTRIBUTES of a tag; and how many tags lost some."""
    if len(page) < HARMLESS_BYTES:
        return page, 0
    parts: list[bytes] = []
    kept_to = at = cut = 0
    while True:
        match = _PLAIN.match(page, at)
        at = match.end() if match else at
        tag = _TAG.match(page, at)
        if tag is None:
            break
        at = tag.end()
        if at - tag.start() > 2 * MOST_ATTRIBUTES:
            end = _end_of_attributes(page, tag)
            if end < at - 1:
                parts += [page[kept_to:end], b">"]
                kept_to = at
                cut += 1
    return (b"".join([*parts, page[kept_to:]]), cut) if cut else (page, 0)


def _end_of_attributes(page: bytes, tag: re.Match[bytes]) -> int:
    """Where the last attribute of a tag that is kept ends."""
    at = tag.start() + 1
    for _ in range(MOST_ATTRIBUTES + 1):  # the tag's name looks like one
        attribute = _ATTRIBUTE.match(page, at, tag.end())
        if attribute is None:
            return tag.end()
        at = attribute.end()
    return at


def bounded_tags(page: bytes, most: int) -> tuple[bytes, bool]:
    """The page up to its `most`-th `<`, and whether that left something out."""
    if len(page) <= most or page.count(b"<") <= most:
        return page, False
    brackets = np.flatnonzero(np.frombuffer(page, dtype=np.uint8) == ord("<"))
    return page[: int(brackets[most])], True


def flattened(page: bytes) -> bytes:
    """The page without the tags below DEEPEST levels, which leaves all of its text in order.

    Levels are counted from start and end tags alone. Where a block-level element goes, a break between blocks stays.
    """
    parts: list[bytes] = []
    kept_to = depth = 0
    for tag in _ANY_TAG.finditer(page):
        name = tag[2].lower().decode("ascii", "replace")
        if name in _VOID:
            continue
        is_end = bool(tag[1])
        depth = max(depth - 1, 0) if is_end else depth + 1
        if depth > DEEPEST or (is_end and depth == DEEPEST):
            parts += [page[kept_to : tag.start()], b"<hr>" if name in BOUNDARIES else b""]
            kept_to = tag.end()
    return b"".join([*parts, page[kept_to:]])
