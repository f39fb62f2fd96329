"""Whatever the caller holds (bytes, str, an lxml element, an object around one) to the root of an lxml tree."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

import lxml.html
from lxml import etree

from classifier.errors import InputError
from classifier.segment.decoding import decode

PageInput: TypeAlias = Any
"""bytes, str, an lxml element or tree, or an object with `.root` (parsel selectors) or `.selector.root` (Scrapy responses)."""

XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,1000}\?>")
BYTES_PARSER = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)


def parse(page: PageInput, content_type: str | None = None) -> tuple[etree._Element | None, list[str]]:
    """The root element of a page, or None when there is no markup and no text to read; with warnings that say why.

    Raises InputError for a type that can't hold a page. Bad markup never raises.
    """
    warnings: list[str] = []
    if isinstance(page, (bytes, bytearray, memoryview)):
        text, encoding = decode(bytes(page), content_type)
        if "\ufffd" in text:
            warnings.append(f"{text.count(chr(0xFFFD))} characters could not be decoded as {encoding}")
    elif isinstance(page, str):
        text = page
    else:
        return _held_root(page), warnings
    text = XML_DECLARATION.sub("", text.lstrip("\ufeff").replace("\0", ""))
    if not text.strip():
        warnings.append("the page is empty")
        return None, warnings
    if looks_binary(text):
        warnings.append("the page is not text: most of its characters are control or undecodable characters")
        return None, warnings
    try:
        root = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=BYTES_PARSER)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        warnings.append(f"the page holds no markup that can be read: {error}")
        return None, warnings
    return root, warnings


def looks_binary(text: str, sample: int = 4096) -> bool:
    """Whether a text is bytes of something else (an image, an archive): many control or undecodable characters at its start."""
    head = text[:sample]
    odd = sum((c < " " and c not in "\t\n\r\f\x0b\x1b") or c in "\ufffd\x7f" for c in head)
    return odd > len(head) * 0.1


def _held_root(page: PageInput) -> etree._Element:
    for candidate in (page, getattr(page, "root", None), getattr(getattr(page, "selector", None), "root", None)):
        if isinstance(candidate, etree._ElementTree):
            candidate = candidate.getroot()
        if isinstance(candidate, etree._Element) and isinstance(candidate.tag, str):
            return candidate
    raise InputError(
        f"a page must be bytes, str, an lxml element or an object that holds one (parsel, Scrapy), not {type(page).__name__}"
    )
