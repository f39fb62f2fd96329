"""When it was published: the declared date, else `<time>`, else what htmldate finds, where that is installed."""

from __future__ import annotations

import re
from datetime import date

from lxml import etree

from classifier.embedded.json_ld import strings
from classifier.metadata.declared import Declared

META_NAMES = (
    "article:published_time", "datepublished", "og:published_time", "dc.date.issued", "dcterms.created", "dc.date", "date", "pubdate",
    "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "citation_publication_date", "cxenseparse:recs:publishtime", "article.published",
)  # fmt: skip
MARKED_UP = (
    "//*[@itemprop='datePublished' or @itemprop='datepublished']",
    "//time[@datetime][@pubdate or contains(@class, 'publish') or contains(@class, 'entry-date')]",
    "//article//time[@datetime]",
    "//main//time[@datetime]",
)
ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.]?(0[1-9]|1[0-2])[-/.]?(0[1-9]|[12]\d|3[01])(?!\d)")


def published(root: etree._Element | None, declared: Declared, url: str | None) -> str:
    """The day of publication as YYYY-MM-DD; empty where nothing tells it."""
    candidates = [
        text
        for node in declared.pieces
        for key in ("datePublished", "dateCreated", "uploadDate")
        for text in strings(node.get(key))
    ]
    candidates += [value for name in META_NAMES for value in declared.meta.get(name, ())]
    for xpath in MARKED_UP:
        marked = root.xpath(f"({xpath})[1]") if root is not None else []
        candidates += [found.get("datetime") or found.get("content") or "" for found in marked]
    for candidate in candidates:
        if day := iso_day(candidate):
            return day
    return _with_htmldate(root, url) if root is not None else ""


def iso_day(text: str) -> str:
    """The day that an ISO 8601 text begins with or holds; empty for any other."""
    match = ISO.search(text)
    if not match:
        return ""
    try:
        return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _with_htmldate(root: etree._Element, url: str | None) -> str:
    try:
        from htmldate import find_date
    except ImportError:
        return ""
    # As text, since it takes only trees of lxml.html, and changes them.
    markup = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return find_date(markup, url=url, original_date=True) or ""
