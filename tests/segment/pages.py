"""Short ways from an invented page to its blocks, a plain reading of the tree to compare with, and strategies for pages."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from hypothesis import settings
from hypothesis import strategies as st
from lxml import etree

from classifier.segment import Document, segment_html
from classifier.segment.tree import parse

unhurried = settings(deadline=None)
"""For properties: a busy machine may take its time with one example."""

UNREAD = {"head", "script", "style", "template", "iframe", "object", "embed", "canvas", "audio", "video", "noscript"}


def tree(page: object) -> etree._Element:
    """The root of a page that has text."""
    root, _ = parse(page)
    assert root is not None
    return root


def html(page: object) -> Document:
    """The document of a page that has text."""
    return segment_html(tree(page))


def texts(page: object) -> list[str]:
    """The texts of the blocks of a page."""
    return html(page).texts


def paragraphs(page: object) -> list[list[str]]:
    """The texts of the blocks of a page, those of one paragraph in one list."""
    document = html(page)
    together: dict[int, list[str]] = {}
    for number, text in zip(document.paragraph, document.texts, strict=True):
        together.setdefault(number, []).append(text)
    return list(together.values())


def tags(document: Document, elements: list[int]) -> list[str]:
    """The tags of elements that are given by number."""
    return [document.tags[element] for element in elements]


def squeezed(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


def text_nodes(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Each text node inside an element that is text of the page, without white space, after the element that holds it."""
    if isinstance(element.tag, str) and element.tag not in UNREAD:
        if squeezed(element.text or ""):
            yield element, squeezed(element.text)
        for child in element:
            yield from text_nodes(child)
            if squeezed(child.tail or ""):
                yield element, squeezed(child.tail)


def text_nodes_of_blocks(root: etree._Element, document: Document) -> list[list[tuple[etree._Element, str]]]:
    """The text nodes of each block; fails where blocks and text nodes don't follow each other in step."""
    nodes = text_nodes(root)
    blocks = []
    for text in document.texts:
        wanted, held = squeezed(text), []
        while wanted:
            node = next(nodes)
            assert wanted.startswith(node[1])
            wanted = wanted.removeprefix(node[1])
            held.append(node)
        blocks.append(held)
    assert list(nodes) == []
    return blocks


_BLOCKS = ("div", "p", "li", "ul", "h2", "td", "table", "section", "nav", "x-card", "button", "pre", "svg", "option")
_INLINE = ("a", "b", "span", "i", "em", "code", "small", "wbr")
_ATTRIBUTES = ("", ' class="material-icons"', ' class="sr-only"', ' style="display:none"', ' id="top" lang="en"')
_SILENT = (
    "<br>",
    "<br><br>",
    "<hr>",
    "<img alt='a heron'>",
    "<!-- a comment -->",
    "<?php echo 1 ?>",
    "<script>let a = 1;</script>",
    "<style>p {color: red}</style>",
    "<template><p>kept for later</p></template>",
    "<iframe>an older browser</iframe>",
    "<noscript>Please switch scripts on</noscript>",
    " \n",
)
_PLAIN = st.characters(codec="utf-8", exclude_categories=["Cc"], exclude_characters="\ufeff\ufffd")
_text = st.one_of(
    st.sampled_from(["heron ", "a pond", " & ", "日本語", "\u00a0", "x < y"]), st.text(_PLAIN, max_size=12)
)

Piece = tuple[str, str]
"""Markup, and the text in it that belongs to the page."""


def _element(children: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    return st.builds(
        lambda tag, attributes, inner: (
            f"<{tag}{attributes}>{''.join(markup for markup, _ in inner)}</{tag}>",
            "".join(text for _, text in inner),
        ),
        st.sampled_from(_BLOCKS + _INLINE),
        st.sampled_from(_ATTRIBUTES),
        st.lists(children, max_size=5),
    )


_piece: st.SearchStrategy[Piece] = st.recursive(
    st.one_of(_text.map(lambda text: (escape(text), text)), st.sampled_from(_SILENT).map(lambda markup: (markup, ""))),
    _element,
    max_leaves=30,
)

nested_pages: st.SearchStrategy[Piece] = st.lists(_piece, max_size=4).map(
    lambda pieces: (
        f"<html><head><title>T</title></head><body>{''.join(markup for markup, _ in pieces)}</body></html>",
        "".join(text for _, text in pieces),
    )
)
"""A page of nested elements with comments, scripts and line breaks between them; and the text that a reader finds in it."""

any_text = st.text(st.characters(), max_size=200)
"""Any str at all, lone surrogates and control characters with it."""

_SCRAPS = (
    *(
        "<",
        ">",
        "</",
        "/>",
        "<p",
        "<p>",
        "</p>",
        "<a href='",
        '"',
        "<!--",
        "-->",
        "<!DOCTYPE",
        "<![CDATA[",
        "]]>",
        "<?xml",
        "?>",
    ),
    *(
        "<svg>",
        "<title>",
        "</title>",
        "<table><tr><td>",
        "<frameset>",
        "<body>",
        "</body>",
        "</html>",
        "<head>",
        "<noscript>",
    ),
    *(
        "<script>",
        "</script>",
        "<style>",
        "<plaintext>",
        "<textarea>",
        "<template>",
        "<x:y>",
        "<br><br>",
        "<select><option>",
    ),
    *(
        "&",
        "&#",
        "&#0;",
        "&#xD800;",
        "&#99999999;",
        "&amp",
        "&nbsp;",
        "\0",
        "\ud800",
        "\ufeff",
        "\x1b",
        " ",
        "heron",
        "日本",
    ),
)
tag_soup = st.lists(st.one_of(st.sampled_from(_SCRAPS), st.text(max_size=5)), max_size=40).map("".join)
"""Markup that breaks every rule."""
