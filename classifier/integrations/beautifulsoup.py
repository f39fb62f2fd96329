"""BeautifulSoup: a parsed soup to the lxml tree that `Model.predict` takes, without parsing again.

    page = model.predict(soup_to_tree(soup))

The nodes are copied, so the soup may be changed afterwards; what was taken out of it before is not labelled.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import html_parser

from classifier.errors import InputError
from classifier.extras import require

require("beautifulsoup", "bs4")

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML tree holds."""
ODD_IN_NAME = re.compile(r"[^A-Za-z0-9_.-]")


def soup_to_tree(soup: Tag) -> etree._Element:
    """The <html> element of a BeautifulSoup object or tag, by any of its parsers.

    Raises InputError for another type.
    """
    if not isinstance(soup, Tag):
        raise InputError(f"a soup must be a BeautifulSoup object or a tag, not {type(soup).__name__}")
    top = (soup.find("html", recursive=False) or soup) if isinstance(soup, BeautifulSoup) else soup
    root = html_parser.makeelement("html", _attributes(top) if top.name == "html" else {})
    start = root if top.name == "html" or isinstance(top, BeautifulSoup) else _below(root, top)
    # (tag, element made of it) whose children are still to be copied: no recursion, however deep the page.
    waiting: list[tuple[Tag, etree._Element]] = [(top, start)]
    while waiting:
        tag, element = waiting.pop()
        last = None
        for child in tag.children:
            if isinstance(child, Tag):
                last = _below(element, child)
                waiting.append((child, last))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                _append_text(element, last, child)
    return root


def _append_text(element: etree._Element, last: etree._Element | None, text: str) -> None:
    text = ILLEGAL.sub("", text)
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _below(element: etree._Element, tag: Tag) -> etree._Element:
    return etree.SubElement(element, _name(tag.name), _attributes(tag))


def _attributes(tag: Tag) -> dict[str, str]:
    """Attributes as lxml takes them; lists (class, rel) joined again."""
    return {
        _name(name): ILLEGAL.sub("", " ".join(value) if isinstance(value, list) else str(value or ""))
        for name, value in tag.attrs.items()
    }


def _name(name: Any) -> str:
    """A name as XML allows it, without its prefix."""
    kept = ODD_IN_NAME.sub("-", str(name).rpartition(":")[2])
    return kept if kept[:1].isalpha() else f"x{kept}"
