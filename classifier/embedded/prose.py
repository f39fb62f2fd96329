"""Strings of embedded data to paragraphs of plain text: markup inside them is parsed, entities are resolved."""

from __future__ import annotations

import html
import re

import lxml.html
from lxml import etree

from classifier.segment.html import segment_html

MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
ESCAPED_MARKUP = re.compile(r"&lt;/?[a-zA-Z]{1,10}")
SENTENCE_END = re.compile(r"[.!?…。！？।؟](?:[\"'”’»)\]]?(?:\s|$)|(?=[^\x00-\x7f]))")
CODE = re.compile(r"[{};=<>\\|]|https?://|\b\w+\(")
LEAST_CHARS = 60
MOST_CODE = 0.02
LEAST_SPACES, MOST_SPACES = 0.08, 0.3
ASCII_SHARE = 0.7


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a string, white space folded. Markup in it, once escaped or not, is read as a page is."""
    if ESCAPED_MARKUP.search(text):
        text = html.unescape(text)
    if MARKUP.search(text):
        try:
            document = segment_html(
                lxml.html.document_fromstring(f"<html><body>{text.replace(chr(0), '')}</body></html>")
            )
        except (etree.ParserError, etree.XMLSyntaxError, ValueError):
            return []
        joined: dict[int, list[str]] = {}
        for number, piece in zip(document.paragraph, document.texts, strict=True):
            joined.setdefault(number, []).append(piece)
        lines = [" ".join(pieces) for pieces in joined.values()]
    else:
        lines = text.splitlines()
    # Descriptions come doubly escaped (&amp;hellip;) from templates that escape what was escaped before.
    folded = (" ".join(html.unescape(html.unescape(line)).split()) for line in lines)
    return [line for line in folded if line]


def is_prose(text: str) -> bool:
    """Whether a string reads as sentences, not as code, an address or a list of settings."""
    if len(text) < LEAST_CHARS or not SENTENCE_END.search(text):
        return False
    if len(CODE.findall(text)) > len(text) * MOST_CODE:
        return False
    if sum(map(str.isascii, text[:200])) < ASCII_SHARE * min(len(text), 200):
        return True  # scripts that may be written without spaces
    return LEAST_SPACES <= text.count(" ") / len(text) <= MOST_SPACES
