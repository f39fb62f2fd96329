"""Facts outside the visible text: title, language, meta tags, JSON-LD, script addresses."""

from __future__ import annotations

import re

from lxml import etree

from classifier.segment.document import Document

LANGUAGE = re.compile(r"^\s*([a-zA-Z]{2,3})(?:[-_]|\s*$)")
JSON_LD_LIMIT = 2_000_000
"""Characters of JSON-LD kept a page; more than that is not a description of a page."""


def read_head(root: etree._Element, document: Document) -> None:
    """Fill title, lang, meta, json_ld and script_sources of the document from anywhere in the tree."""
    left = JSON_LD_LIMIT
    for element in root.iter("title", "meta", "script", "link"):
        tag = element.tag
        if tag == "meta":
            name = (
                element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            )
            content = element.get("content")
            if name and content is not None:
                document.meta.setdefault(name.strip().lower(), content)
        elif tag == "link":
            if element.get("rel") == "canonical" and element.get("href"):
                document.meta.setdefault("canonical", element.get("href", ""))
        elif tag == "script":
            if "ld+json" in (element.get("type") or "").lower():
                text = element.text or ""
                if text.strip() and len(text) <= left:
                    document.json_ld.append(text)
                    left -= len(text)
            elif element.get("src"):
                document.script_sources.append(element.get("src", ""))
        elif not document.title and _in_head(element):
            document.title = " ".join((element.text or "").split())
    document.lang = _language(root, document.meta)


def _in_head(title: etree._Element) -> bool:
    parent = title.getparent()
    return parent is not None and parent.tag in ("head", "html", "body")


def _language(root: etree._Element, meta: dict[str, str]) -> str:
    page = root if root.tag == "html" else root.getroottree().getroot()
    for value in (
        page.get("lang"),
        page.get("{http://www.w3.org/XML/1998/namespace}lang"),
        page.get("xml:lang"),
        meta.get("content-language"),
        meta.get("og:locale"),
    ):
        match = LANGUAGE.match(value or "")
        if match:
            return match[1].lower()
    return ""
