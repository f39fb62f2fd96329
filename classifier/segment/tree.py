"""Whatever the caller holds (bytes, str, an lxml element, an object around one) to the root of an lxml tree."""

from __future__ import annotations

import copy
import re
import threading
from itertools import islice
from typing import Any, TypeAlias

from lxml import etree

from classifier.errors import InputError
from classifier.segment.decoding import decode, is_sound_utf8, names_charset
from classifier.segment.guards import DEEPEST, MOST_ATTRIBUTES, bounded_attributes, bounded_tags, flattened
from classifier.segment.limits import DEFAULT_LIMITS, NO_DEADLINE, Deadline, Limits

PageInput: TypeAlias = Any
"""bytes, str, an lxml element or tree, or an object with `.root` (parsel selectors) or `.selector.root` (Scrapy responses)."""

XML_DECLARATION = re.compile(r"^\s{0,100}<\?xml[^>]{0,1000}\?>")
SHORTEST_TAG = 2
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
DECLARATION_BYTES = 1024
ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
SAMPLE = 4096
BINARY_SHARE = 0.1
LONGEST_CHARACTER = 4
RESOURCE_LIMIT = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT, which lxml 6.0 has no name for."""

_of_thread = threading.local()


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
        data = start_of(memoryview(page), limits.max_bytes, "bytes", warnings)
        kind = next((kind for start, kind in NOT_MARKUP if data.startswith(start)), None)
        if kind:
            warnings.append(f"the page is not text: it looks like {kind}")
            return None, warnings
        if _is_ready(data, content_type):
            return _root(data, warnings, limits, deadline)
        text, encoding = decode(data, content_type)
        if "\ufffd" in text:
            warnings.append(f"{text.count(chr(0xFFFD))} characters could not be decoded as {encoding}")
    elif isinstance(page, str):
        text = start_of(page, limits.max_bytes, "characters", warnings)
    else:
        return _bounded_tree(_held_root(page), limits, warnings), warnings
    text = XML_DECLARATION.sub("", text.lstrip("\ufeff").replace("\0", ""))
    if not text.strip():
        warnings.append("the page is empty")
        return None, warnings
    if looks_binary(text):
        warnings.append("the page is not text: most of its characters are control or undecodable characters")
        return None, warnings
    return _root(text.encode("utf-8", "replace"), warnings, limits, deadline)


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
        and not looks_binary(start)
        and is_sound_utf8(data)
    )


def _root(
    markup: bytes, warnings: list[str], limits: Limits, deadline: Deadline
) -> tuple[etree._Element | None, list[str]]:
    deadline.check()
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
    if root is None:
        warnings.append("the page holds no markup that can be read: Document is empty")
        return None, warnings
    deadline.check()
    if len(markup) > SHORTEST_TAG * limits.max_elements and markup.count(b"<") > limits.max_elements:
        root = _bounded_tree(root, limits, warnings, owned=True)
    return root, warnings


def start_of(page: Any, most: int, unit: str, warnings: list[str]) -> Any:
    """The page, or its start where it is longer than is read."""
    if len(page) > most:
        warnings.append(_read_up_to(most, unit, "max_bytes"))
        page = page[:most]
    return bytes(page) if isinstance(page, memoryview) else page


def _read_up_to(most: int, unit: str, limit: str) -> str:
    return f"the page is longer than {most:,} {unit} (limits.{limit}); it was read up to there"


def _parsed(markup: bytes, warnings: list[str]) -> etree._Element | None:
    """The tree of a page; of a flattened page where it is nested deeper than libxml2 goes."""
    # One parser a thread, since threads that share one wait for each other. Plain elements, not those of lxml.html,
    # whose classes are looked up in Python element by element. No table of ids, which nobody asks for.
    parser = getattr(_of_thread, "parser", None)
    if parser is None:
        parser = _of_thread.parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
    root = etree.fromstring(markup, parser)
    if any(entry.type == RESOURCE_LIMIT for entry in parser.error_log.filter_from_fatals()):
        warnings.append(f"the page is nested too deeply; what is deeper than {DEEPEST:,} levels was read as one level")
        root = etree.fromstring(flattened(markup), parser)
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
