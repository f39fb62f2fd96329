"""Whatever the caller holds (bytes, str, an lxml element, an object around one) to the root of an lxml tree."""

from __future__ import annotations

import copy
import re
from itertools import islice
from typing import Any, TypeAlias

import lxml.html
from lxml import etree

from classifier.errors import InputError
from classifier.segment.decoding import decode
from classifier.segment.guards import DEEPEST, MOST_ATTRIBUTES, bounded_attributes, bounded_tags, flattened
from classifier.segment.limits import DEFAULT_LIMITS, NO_DEADLINE, Deadline, Limits

PageInput: TypeAlias = Any
"""bytes, str, an lxml element or tree, or an object with `.root` (parsel selectors) or `.selector.root` (Scrapy responses)."""

XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,1000}\?>")
TAGS_AN_ELEMENT = 3
"""Brackets that open a tag, a comment or nothing, for each element that is read."""
NOT_MARKUP = (
    (b"\x1f\x8b", "gzip data; decompress it first"),
    (b"\x28\xb5\x2f\xfd", "zstandard data; decompress it first"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\x89PNG", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)
"""How files start that are served as pages by mistake."""
BYTES_PARSER = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)


def parse(
    page: PageInput,
    content_type: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    deadline: Deadline = NO_DEADLINE,
) -> tuple[etree._Element | None, list[str]]:
    """The root element of a page, or None when there is no markup and no text to read; with warnings that say why.

    Raises InputError for a type that can't hold a page, TimeIsUpError after the deadline. Bad markup never raises.
    """
    warnings: list[str] = []
    if isinstance(page, (bytes, bytearray, memoryview)):
        data = _start(memoryview(page), limits.max_bytes, "bytes", warnings)
        kind = next((kind for start, kind in NOT_MARKUP if data.startswith(start)), None)
        if kind:
            warnings.append(f"the page is not text: it looks like {kind}")
            return None, warnings
        text, encoding = decode(data, content_type)
        if "\ufffd" in text:
            warnings.append(f"{text.count(chr(0xFFFD))} characters could not be decoded as {encoding}")
    elif isinstance(page, str):
        text = _start(page, limits.max_bytes, "characters", warnings)
    else:
        return _bounded_tree(_held_root(page), limits, warnings), warnings
    text = XML_DECLARATION.sub("", text.lstrip("\ufeff").replace("\0", ""))
    if not text.strip():
        warnings.append("the page is empty")
        return None, warnings
    if looks_binary(text):
        warnings.append("the page is not text: most of its characters are control or undecodable characters")
        return None, warnings
    deadline.check()
    markup = text.encode("utf-8", "replace")
    markup, is_cut = bounded_tags(markup, TAGS_AN_ELEMENT * limits.max_elements)
    if is_cut:
        warnings.append(_read_up_to(limits.max_elements, "elements", "max_elements"))
    markup, tags = bounded_attributes(markup)
    if tags:
        warnings.append(f"attributes were left out of {tags} tags that had more than {MOST_ATTRIBUTES}")
    try:
        root = _parsed(markup, warnings)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        warnings.append(f"the page holds no markup that can be read: {error}")
        return None, warnings
    deadline.check()
    if markup.count(b"<") > limits.max_elements:
        root = _bounded_tree(root, limits, warnings, owned=True)
    return root, warnings


def _start(page: Any, most: int, unit: str, warnings: list[str]) -> Any:
    """The page, or its start where it is longer than is read."""
    if len(page) > most:
        warnings.append(_read_up_to(most, unit, "max_bytes"))
        page = page[:most]
    return bytes(page) if isinstance(page, memoryview) else page


def _read_up_to(most: int, unit: str, limit: str) -> str:
    return f"the page is longer than {most:,} {unit} (limits.{limit}); it was read up to there"


def _parsed(markup: bytes, warnings: list[str]) -> etree._Element:
    """The tree of a page; of a flattened page where it is nested deeper than libxml2 goes."""
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    root = lxml.html.document_fromstring(markup, parser=parser)
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log.filter_from_fatals()):
        warnings.append(f"the page is nested too deeply; what is deeper than {DEEPEST:,} levels was read as one level")
        root = lxml.html.document_fromstring(flattened(markup), parser=BYTES_PARSER)
    return root


def _bounded_tree(root: etree._Element, limits: Limits, warnings: list[str], owned: bool = False) -> etree._Element:
    """The tree with no more elements than are read; a copy where something goes and the tree is the caller's."""
    if root.xpath("count(descendant-or-self::*)") <= limits.max_elements:
        return root
    message = _read_up_to(limits.max_elements, "elements", "max_elements")
    if message not in warnings:
        warnings.append(message)
    if not owned:
        root = copy.deepcopy(root)
    last = next(islice(root.iter(etree.Element), limits.max_elements - 1, None))
    while last is not root:
        above = last.getparent()
        if above is None:
            break
        del above[above.index(last) + 1 :]
        last = above
    return root


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
