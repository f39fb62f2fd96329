"""Who wrote it: names from declarations, else from a byline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import etree

from classifier.metadata.declared import Declared, names_of, plain

META_NAMES = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "byl",
    "twitter:data1",
)
BY = re.compile(
    r"^(?:written\s+by|posted\s+by|published\s+by|reviewed\s+by|story\s+by|by|author|von|par|por|di|da|de|door|av|af|autor(?:in)?|auteur|автор|作者|文|記者|كتب|द्वारा)\s*[:：]?\s+",
    re.I,
)
BETWEEN = re.compile(r"(?:[,;|&、，]|(?<!\s)\s++(?:[,;|&、，]|(?:and|und|et|y)(?=\s)))\s*+")
NO_NAME = re.compile(
    r"https?:|www\.|@|\d{3}|\d:\d|[<>{}]|\.com\b|\w\.\w+\.\w|"
    r"^(?:\w+ \d{1,2}|(?:\w+ )*writer|admin|administrator|staff|editor|editorial|guest|unknown|anonymous|null|none|author|user)$",
    re.I,
)
TITLES = re.compile(
    r"^(?:MS|MD|PhD|Ph\.D\.?|RD|RDN|FAND|Jr\.?|Sr\.?|MPH|MSc|MBA|DO|DDS|CPT|LCSW|Esq\.?|M\.D\.?|II|III)$", re.I
)
BYLINE_XPATHS = (
    "//*[@rel='author']",
    "//*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author' and not(.//*)]",
    "//*[contains(concat(' ', normalize-space(@class), ' '), ' author ') or contains(concat(' ', normalize-space(@class), ' '), ' author-name ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' byline ') or contains(concat(' ', normalize-space(@class), ' '), ' byline-name ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' entry-author-name ') or contains(@class, 'author__name')"
    " or contains(@class, 'author_name') or contains(@class, 'authorName') or contains(@class, 'byline__name') or @data-testid='author-name']",
)
BEHIND = re.compile(
    r"(?<!\s)\s++(?:[•·|–—-]\s|(?:on|posted|published|updated)\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*+\.?+\s++\d)",
    re.I,
)
"""Where a name in a byline ends: before a mark that parts, or a date."""
LONGEST = 60
MOST_WORDS = 6


def authors(
    root: etree._Element | None, declared: Declared, furniture: Sequence[str], site_name: str
) -> tuple[str, ...]:
    """The names of the authors, as declared first, then as marked up, then from a byline block (texts of `furniture`)."""
    for node in declared.pieces:
        if found := _clean(names_of(declared, node.get("author") or node.get("creator")), site_name):
            return found
    for name in META_NAMES:
        if name == "twitter:data1" and "written" not in declared.first(("twitter:label1",)).lower():
            continue
        if found := _clean(map(plain, declared.meta.get(name, ())), site_name):
            return found
    if root is not None:
        for xpath in BYLINE_XPATHS:
            for element in root.xpath(xpath)[:3]:
                if found := _clean([" ".join("".join(element.itertext()).split())], site_name):
                    return found
    for text in furniture:
        if BY.match(text) and (found := _clean([text], site_name)):
            return found
    return ()


def _clean(names: Iterable[str], site_name: str) -> tuple[str, ...]:
    """Names apart from each other, without `By`, addresses, dates and the site's own name."""
    found: list[str] = []
    for name in names:
        for part in BETWEEN.split(BEHIND.split(BY.sub("", name), maxsplit=1)[0]):
            part = BY.sub("", part).strip(" .-–—•·|")
            if not part or len(part) > LONGEST or len(part.split()) > MOST_WORDS or NO_NAME.search(part):
                continue
            if TITLES.match(part) or part.lower() == site_name.lower():
                continue
            found.append(part)
    return tuple(dict.fromkeys(found))
