"""What is seen to before libxml2 parses a page, since parsing can't be interrupted.

libxml2 takes time quadratic in the attributes of one tag (10 seconds for 100,000) and drops all that follows after 2,048
levels of nesting. These guards are linear in the page.
"""

from __future__ import annotations

import re

import numpy as np

from classifier.segment.elements import BOUNDARIES

MOST_ATTRIBUTES = 128
HARMLESS_BYTES = 64_000
"""A page of fewer bytes has too few attributes to take long."""
DEEPEST = 1_000
"""Levels of nesting kept where a page has more than the parser takes."""

# The tokens of the HTML standard, as libxml2 reads them. What they match is never given back, so that a page is passed once.
_GAP = r"[ \t\n\r\f/]"
_SPACE = r"[ \t\n\r\f]"
_VALUE = r"""(?:"[^"]*+"?+|'[^']*+'?+|[^ \t\n\r\f>]*+)"""
_ATTRIBUTE = rf"{_GAP}*+[^ \t\n\r\f/>][^ \t\n\r\f/>=]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE})?+"
_FEW = rf"(?:{_ATTRIBUTE}){{0,{MOST_ATTRIBUTES}}}+"
_NAME = r"[a-z][^ \t\n\r\f/>]*+"
_NOT_CLOSED = rf"(?:{_SPACE}++|/++{_SPACE}++)*+>"
_COMMENT = r"<!--(?!-?>)(?:[^-]++|-(?!-!?>))*+"
_RAW = ("style", "title", "textarea", "xmp", "iframe", "noembed", "noframes")
"""Elements whose content is text up to their end tag, and nothing else."""
_IN_RAW = {name: rf"(?:[^<]++|<(?!/{name}{_GAP}|/{name}>))*+" for name in _RAW}
# A comment in a script may hold whole scripts, whose ends don't end the script around it.
_NO_END = rf"<(?!/script{_GAP}|/script>)"
_SCRIPT_IN_COMMENT = rf"<script(?={_GAP}|>)(?:[^-<]++|-(?!->)|{_NO_END})*+(?:</script)?+"
_COMMENT_IN_SCRIPT = rf"<!--(?!-?>)(?:[^-<]++|-(?!->)|{_SCRIPT_IN_COMMENT}|{_NO_END})*+"
_IN_RAW["script"] = rf"(?:[^<]++|{_COMMENT_IN_SCRIPT}|{_NO_END})*+"
_RAW_ELEMENTS = "|".join(rf"{name}(?={_GAP}|>){_FEW}{_NOT_CLOSED}{content}" for name, content in _IN_RAW.items())
_PLAIN = re.compile(
    rf"(?:[^<]++|{_COMMENT}|<[!?][^>]*+|</[^a-z][^>]*+|</[a-z](?:{_ATTRIBUTE})*+"
    rf"|<(?:{_RAW_ELEMENTS})|<{_NAME}{_FEW}{_GAP}*+>|<(?![a-z/!?]))*+".encode(),
    re.I,
)
"""All up to a tag of too many attributes."""
_LONG_TAG = re.compile(rf"(<({_NAME}){_FEW})((?:{_ATTRIBUTE})*+){_GAP}*+>?+".encode(), re.I)
_CONTENT = {name.encode(): re.compile(content.encode(), re.I) for name, content in _IN_RAW.items()}
_ANY_TAG = re.compile(
    rf"<(/?)([a-z][^ \t\n\r\f/>]{{0,40}})[^ \t\n\r\f/>]*+(?:{_ATTRIBUTE})*+{_GAP}*+(>?)".encode(), re.I
)
_VOID = frozenset("area base basefont br col embed frame hr img input link meta param source track wbr".split())


def bounded_attributes(page: bytes) -> tuple[bytes, int]:
    """The page without the attributes after the first MOST_ATTRIBUTES of a tag; and how many tags lost some."""
    if len(page) < HARMLESS_BYTES:
        return page, 0
    parts: list[bytes] = []
    kept_to = at = cut = 0
    while True:
        plain = _PLAIN.match(page, at)
        tag = _LONG_TAG.match(page, plain.end() if plain else at)
        if tag is None:
            break
        at = tag.end()
        if tag[3]:
            parts += [page[kept_to : tag.start(3)], b">"]
            kept_to = at
            cut += 1
            content = _CONTENT.get(tag[2].lower())
            raw = content.match(page, at) if content else None
            at = raw.end() if raw else at
    return (b"".join([*parts, page[kept_to:]]), cut) if cut else (page, 0)


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
        if not tag[3]:
            break
        name = tag[2].lower().decode("ascii", "replace")
        if name in _VOID:
            continue
        is_end = bool(tag[1])
        depth = max(depth - 1, 0) if is_end else depth + 1
        if depth > DEEPEST or (is_end and depth == DEEPEST):
            parts += [page[kept_to : tag.start()], b"<hr>" if name in BOUNDARIES else b""]
            kept_to = tag.end()
    return b"".join([*parts, page[kept_to:]])
