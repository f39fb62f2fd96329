"""Whatever the caller holds (bytes, str, an lxml element, an object around one) to the root of an lxml tree."""

from __future__ import annotations

import re
import threading
from typing import Any, TypeAlias

from lxml import etree

from classifier.errors import InputError
from classifier.segment.decoding import decode, is_utf8, names_charset

PageInput: TypeAlias = Any
"""bytes, str, an lxml element or tree, or an object with `.root` (parsel selectors) or `.selector.root` (Scrapy responses)."""

XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,1000}\?>")
DECLARATION_BYTES = 1024
ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
REPLACEMENT = "\ufffd".encode()
SAMPLE = 4096
BINARY_SHARE = 0.1
LONGEST_CHARACTER = 4

_of_thread = threading.local()


def parse(page: PageInput, content_type: str | None = None) -> tuple[etree._Element | None, list[str]]:
    """The root element of a page, or None when there is no markup and no text to read; with warnings that say why.

    Raises InputError for a type that can't hold a page. Bad markup never raises.
    """
    warnings: list[str] = []
    if isinstance(page, (bytes, bytearray, memoryview)):
        data = bytes(page)
        if _is_ready(data, content_type):
            return _root(data, warnings)
        text, encoding = decode(data, content_type)
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
    return _root(text.encode("utf-8", "replace"), warnings)


def _is_ready(data: bytes, content_type: str | None) -> bool:
    """Whether a page can go to the parser as it is: UTF-8 text that nothing has to be taken from and no warning is due for.

    Most pages can; decoding and encoding them again would take half as long as parsing.
    """
    start = data[: LONGEST_CHARACTER * SAMPLE].decode("utf-8", "ignore")[:SAMPLE]
    return (
        not (content_type and names_charset(content_type))
        and start.strip() != ""
        and start[0] != "\ufeff"
        and b"<?xml" not in data[:DECLARATION_BYTES]
        and b"\0" not in data
        and REPLACEMENT not in data
        and not looks_binary(start)
        and is_utf8(data)
    )


def _root(data: bytes, warnings: list[str]) -> tuple[etree._Element | None, list[str]]:
    # One parser a thread, since threads that share one wait for each other. Plain elements, not those of lxml.html,
    # whose classes are looked up in Python element by element.
    parser = getattr(_of_thread, "parser", None)
    if parser is None:
        parser = _of_thread.parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        warnings.append(f"the page holds no markup that can be read: {error}")
        return None, warnings
    if root is None:
        warnings.append("the page holds no markup that can be read: Document is empty")
    return root, warnings


def looks_binary(text: str, sample: int = SAMPLE) -> bool:
    """Whether a text is bytes of something else (an image, an archive): many control or undecodable characters at its start."""
    head = text[:sample]
    return len(ODD.findall(head)) > len(head) * BINARY_SHARE


def _held_root(page: PageInput) -> etree._Element:
    for candidate in (page, getattr(page, "root", None), getattr(getattr(page, "selector", None), "root", None)):
        if isinstance(candidate, etree._ElementTree):
            candidate = candidate.getroot()
        if isinstance(candidate, etree._Element) and isinstance(candidate.tag, str):
            return candidate
    raise InputError(
        f"a page must be bytes, str, an lxml element or an object that holds one (parsel, Scrapy), not {type(page).__name__}"
    )
