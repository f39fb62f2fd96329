"""One walk over the tree: every text node of the body goes into exactly one block, in document order."""

from __future__ import annotations

import re
from itertools import chain

from lxml import etree

from classifier.segment.document import Document
from classifier.segment.elements import BOUNDARIES, ICON_TAGS, SKIPPED, SOFT_BOUNDARIES
from classifier.segment.head import read_head
from classifier.segment.markup import read_markup

WHITE_SPACE = re.compile(r"\s+")
MOST_TAGS = 1_000
NOSCRIPT_MINIMUM = 150
"""Fewer visible characters than this in a <noscript> are an image or a request to switch scripts on."""

INLINE, SOFT, BLOCK, SKIP = range(4)
"""Kinds of open elements: inside a line, a boundary that leaves the paragraph open, a boundary, and one whose text is passed over."""


class _Kinds(dict[str, int]):
    """Kind of each tag met, up to a bound: a page may invent any number of tags."""

    def __missing__(self, tag: str) -> int:
        if tag in SKIPPED:
            kind = SKIP
        elif tag in SOFT_BOUNDARIES:
            kind = SOFT
        else:
            kind = BLOCK if tag in BOUNDARIES or "-" in tag or tag == "noscript" else INLINE
        if len(self) < MOST_TAGS:
            self[tag] = kind
        return kind


_kinds = _Kinds()


def segment_html(root: etree._Element) -> Document:
    """Cut a parsed page into blocks. Text of <noscript> is taken only where the body lacks it.

    Every element is visited once (twice on the rare page whose text stands in <noscript>): linear in the page.
    """
    document = Document()
    read_head(root, document)
    if root.getparent() is not None:
        document.root_path = root.getroottree().getpath(root)
    # Text after an early </html> hangs on a second root beside the first.
    roots = [root, *root.itersiblings("html")] if root.getparent() is None else [root]
    passed_over = [noscript for part in roots for noscript in _walk(part, document, frozenset())]
    wanted = _lacking(passed_over, document)
    if not wanted:
        return document
    whole = Document(
        title=document.title,
        lang=document.lang,
        meta=document.meta,
        json_ld=document.json_ld,
        script_sources=document.script_sources,
        root_path=document.root_path,
    )
    whole.warnings.append("text was taken from <noscript>, since the visible body lacks it")
    for part in roots:
        _walk(part, whole, wanted)
    return whole


def _lacking(noscripts: list[etree._Element], document: Document) -> frozenset[etree._Element]:
    """The <noscript> elements whose text the body lacks."""
    candidates = [(noscript, _visible_text(noscript)) for noscript in noscripts]
    candidates = [
        (noscript, text)
        for noscript, text in candidates
        if len(text) >= NOSCRIPT_MINIMUM and "<" not in text[:NOSCRIPT_MINIMUM]
    ]
    if not candidates:
        return frozenset()
    body = WHITE_SPACE.sub("", "".join(document.texts))
    return frozenset(noscript for noscript, text in candidates if text[: NOSCRIPT_MINIMUM // 2] not in body)


def _visible_text(element: etree._Element) -> str:
    """Text of an element without script and style, without white space."""
    pieces = element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::template)]")
    return WHITE_SPACE.sub("", "".join(pieces))


def _walk(
    root: etree._Element, document: Document, wanted_noscripts: frozenset[etree._Element]
) -> list[etree._Element]:
    """Fill the columns of the document; return the <noscript> elements that were passed over.

    One loop with local state instead of small methods: this runs for each element of each page.
    """
    tags, parents, markup, hidden = document.tags, document.parents, document.markup, document.hidden
    first_block, end_block, texts = document.first_block, document.end_block, document.texts
    leaves, containers, paragraphs = document.leaf, document.container, document.paragraph
    passed_over: list[etree._Element] = []
    parts: list[str] = []  # of the block being filled; empty before its first character that is no white space
    leaf = block_container = -1
    link_chars = links = paragraph = noscripts = line_breaks = 0

    def flush() -> None:
        nonlocal leaf, link_chars, links
        if leaf >= 0:
            text = " ".join("".join(parts).split())
            texts.append(text)
            leaves.append(leaf)
            containers.append(block_container)
            document.link_chars.append(link_chars if link_chars < len(text) else len(text))
            document.links.append(links)
            paragraphs.append(paragraph)
            document.noscript.append(noscripts > 0)
            leaf = -1
            parts.clear()
        link_chars = links = 0

    number = container = -1  # of the innermost open element, of the innermost open block-level element
    in_link = is_skipping = False
    innermost: etree._Element | None = None
    frames: list[tuple[etree._Element, int, int, bool, int]] = []
    # The end of the page closes whatever is open.
    for element in chain(root.iter(), (None,)):
        parent = element.getparent() if element is not None and frames else None
        while innermost is not parent:
            finished, outer, outer_container, outer_in_link, kind = frames.pop()
            innermost = frames[-1][0] if frames else None
            if kind == SKIP:
                is_skipping = frames[-1][-1] == SKIP
                if is_skipping:
                    continue
            else:
                if kind != INLINE:
                    flush()
                    line_breaks = 0
                    if kind == BLOCK:
                        paragraph += 1
                        if tags[number] == "noscript":
                            noscripts -= 1
                end_block[number] = len(texts) + (leaf >= 0)
                number, container, in_link = outer, outer_container, outer_in_link
                if innermost is None:
                    break
            tail = finished.tail
            if tail:
                if not tail.isspace():
                    parts.append(tail)
                    line_breaks = 0
                    if leaf < 0:
                        leaf, block_container = number, container
                    if in_link:
                        link_chars += len(" ".join(tail.split()))
                elif leaf >= 0:
                    parts.append(tail)
        if element is None:
            break
        tag = element.tag
        if type(tag) is not str:
            kind = SKIP
        else:
            if tag[0] == "{":
                tag = tag.rpartition("}")[2]
            kind = _kinds[tag]
            if (tag == "noscript" and element not in wanted_noscripts) or (
                tag == "title" and tags and tags[number] == "head"
            ):
                kind = SKIP
        if kind == SKIP or is_skipping:
            if not frames:
                break
            frames.append((element, number, container, in_link, SKIP))
            innermost = element
            if tag == "noscript" and not is_skipping and not (tags and tags[number] == "head"):
                passed_over.append(element)
                # It keeps its place among its siblings, so that paths count right.
                parents.append(number)
                tags.append(tag)
                markup.append("")
                hidden.append(True)
                first_block.append(len(texts))
                end_block.append(len(texts))
            is_skipping = True
            continue
        words, hides, icon_font = read_markup(element)
        if icon_font and tag in ICON_TAGS:
            kind = SOFT
        if kind != INLINE:
            flush()
            line_breaks = 0
            if kind == BLOCK:
                paragraph += 1
        elif tag == "br":
            line_breaks += 1
            if leaf >= 0:
                parts.append(" ")
            if line_breaks == 2:
                flush()
                paragraph += 1
        frames.append((element, number, container, in_link, kind))
        innermost = element
        parents.append(number)
        number = len(tags)
        tags.append(tag)
        markup.append(words)
        hidden.append(hides)
        first_block.append(len(texts))
        end_block.append(0)
        if kind == BLOCK:
            container = number
            if tag == "noscript":
                noscripts += 1
        elif tag == "a":
            in_link = True
            links += 1
        text = element.text
        if text:
            if not text.isspace():
                parts.append(text)
                line_breaks = 0
                if leaf < 0:
                    leaf, block_container = number, container
                if in_link:
                    link_chars += len(" ".join(text.split()))
            elif leaf >= 0:
                parts.append(text)
    flush()
    document.gap = [0] * len(texts)
    for at, end in enumerate(end_block):
        if end < first_block[at]:
            end_block[at] = first_block[at]
    if end_block:
        end_block[0] = len(texts)
    return passed_over
