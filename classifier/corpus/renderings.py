"""A page as careless extractors leave it: plain text in which only some tags break lines and icon titles run together.

Text mode is trained on these, since what reaches it in practice is other tools' output. Each style is a habit seen in
real extractors: breaking at block tags only (icons, buttons and table cells are glued to their neighbours), breaking at
every text node, one or two line breaks, and leaving out lists of links.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from lxml import etree

from classifier.segment.elements import BOUNDARIES, SKIPPED

GLUED = frozenset(
    ["option", "button", "title", "svg", "label", "textarea", "td", "th", "desc", "optgroup", "foreignobject"]
)
"""Tags that careless extractors take for inline."""


@dataclass(frozen=True, slots=True)
class Style:
    """How an extractor writes a page. every_node: each text node is a line. glue: GLUED tags don't break lines. gap: blank
    lines between lines. drop_links: share of the runs of link lines that are left out."""

    name: str
    glue: bool = True
    every_node: bool = False
    gap: int = 1
    drop_links: float = 0.0


STYLES = (
    Style("glued"),
    Style("glued, single breaks", gap=0),
    Style("block tags", glue=False),
    Style("text nodes", glue=False, every_node=True, gap=0),
    Style("without link lists", drop_links=0.9),
)


@dataclass(frozen=True, slots=True)
class RenderedLine:
    """A line of a rendering, and whether most of it is link text."""

    text: str
    linked: bool


def render(root: etree._Element, style: Style) -> list[RenderedLine]:
    """The lines of a page in document order; all text of the body but noscript and template text, as `style` breaks it."""
    breaking = BOUNDARIES - GLUED if style.glue else BOUNDARIES
    lines: list[RenderedLine] = []
    parts: list[str] = []
    linked = 0

    def flush() -> None:
        nonlocal linked
        text = " ".join("".join(parts).split())
        if text:
            lines.append(RenderedLine(text, linked > len(text) / 2))
        parts.clear()
        linked = 0

    def put(text: str | None, in_link: bool) -> None:
        nonlocal linked
        if text:
            parts.append(text)
            if in_link:
                linked += len(text.strip())
            if style.every_node:
                flush()

    # Depth first with an explicit stack: (element, whether it is being left, whether it stands in a link).
    stack: list[tuple[etree._Element, bool, bool]] = [(root, False, False)]
    while stack:
        element, leaving, in_link = stack.pop()
        tag = element.tag
        if leaving:
            if tag in breaking:
                flush()
            if element is not root:
                put(element.tail, in_link)
            continue
        if not isinstance(tag, str) or tag in SKIPPED or tag == "noscript" or _is_page_title(element):
            put(element.tail, in_link)
            continue
        if tag in breaking:
            flush()
        if tag == "br":
            put(" ", False)
        stack.append((element, True, in_link))
        inside = in_link or tag == "a"
        put(element.text, inside)
        stack += [(child, False, inside) for child in reversed(element)]
    flush()
    return lines


def _is_page_title(element: etree._Element) -> bool:
    parent = element.getparent() if element.tag == "title" else None
    return parent is not None and parent.tag == "head"


def drop_link_lists(lines: list[RenderedLine], share: float, rng: np.random.Generator) -> list[int]:
    """Positions of the lines that remain when an extractor leaves out a share of the runs of link lines."""
    kept: list[int] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].linked:
            end += 1
        if end - at >= 2 and rng.random() < share:
            at = end
            continue
        stop = max(end, at + 1)
        kept += range(at, stop)
        at = stop
    return kept
