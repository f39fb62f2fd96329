"""Main text for a page whose body has almost none: blocks from outside the body, behind those of the body."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from classifier.access.declared import declared_access
from classifier.embedded.json_ld import json_ld_scripts
from classifier.embedded.main_text import Found, Source, texts_outside_the_body
from classifier.features.words import words_of
from classifier.page import Access, Block, Label, Page, Role

MOST_CHARS = {Source.BODY: 250, Source.DESCRIPTION: 250, Source.STATE: 250, Source.META: 100}
"""A body with this much main text (250 characters are about 40 words) is not added to from a source."""
MOST_CHARS_OF_PRODUCT = 500
"""The same for a product's description, which shops leave to their scripts while names and sizes stand in the body."""
SHINGLE = 4
MISSING = 0.5
"""Share of a text that the body must lack; a text that it has was judged where it stands."""
CONFIDENCE = {Source.BODY: 0.88, Source.DESCRIPTION: 0.73, Source.STATE: 0.65, Source.META: 0.86}
"""Share of the words that belong to the known main text, over pages of public corpora whose bodies were emptied."""


def with_fallback(page: Page, root: etree._Element) -> Page:
    """The page, with text from JSON-LD, embedded state or the meta description where its body has almost no main text.

    A page behind a wall, or that declares itself paid, stays as it is. Pages with their main text in the body come back unread and unchanged.
    """
    chars = sum(len(text) for _, text in page.pieces_of(Role.BODY))
    limits = MOST_CHARS | ({Source.DESCRIPTION: MOST_CHARS_OF_PRODUCT} if page.type == "product" else {})
    if chars >= max(limits.values()) or page.access is not Access.OPEN:
        return page
    declared = declared_access(script.text or "" for script in json_ld_scripts(root))
    if declared.free is False or declared.paid_part:
        return page  # what is sold must not come out of the data beside it
    shown: set[tuple[str, ...]] | None = None
    for found in texts_outside_the_body(root, page.title):
        if chars >= limits[found.source]:
            continue
        if shown is None:
            shown = _shingles(" ".join(block.text for block in page.blocks))
        lacking = tuple(text for text in found.paragraphs if _share_lacking(text, shown) > MISSING)
        size = sum(map(len, lacking))
        if size > found.chars * MISSING and size > chars * MISSING:
            found = replace(found, paragraphs=lacking)
            warning = f"main text was taken from {found.source}, since the visible body has almost none"
            return replace(page, blocks=(*page.blocks, *_blocks(page, found)), warnings=(*page.warnings, warning))
    return page


def _blocks(page: Page, found: Found) -> Iterator[Block]:
    first = page.blocks[-1].paragraph + 1 if page.blocks else 0
    confidence = CONFIDENCE[found.source]
    shares = {role.value: 0.0 for role in Role} | {"body": confidence, "navigation": round(1 - confidence, 4)}
    for number, text in enumerate(found.paragraphs, start=first):
        yield Block(text, Label.CONTENT, Role.BODY, confidence, shares, number, found.tag, found.xpath)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[at : at + SHINGLE]) for at in range(max(len(words) - SHINGLE + 1, 1))}


def _share_lacking(text: str, shown: set[tuple[str, ...]]) -> float:
    """Share of a text's runs of four words that the body lacks."""
    own = _shingles(text)
    return len(own - shown) / len(own)
