"""What the page says about itself: title, description, JSON-LD types and address, held against each block."""

from __future__ import annotations

import re

import numpy as np

from classifier.features.reading import Floats, Reading
from classifier.features.words import words_of
from classifier.segment import Document

TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(f'"(?:{names})"'))
    for name, names in (
        ("article", r"\w{0,20}Article|BlogPosting|Report|LiveBlogPosting"),
        ("product", "Product|ProductGroup|Offer"),
        ("forum", "DiscussionForumPosting|QAPage|Question"),
        ("list", "ItemList|CollectionPage|SearchResultsPage|OfferCatalog"),
        ("faq", "FAQPage"),
        ("organization", "Organization|LocalBusiness|SoftwareApplication|Service"),
    )
)
DECLARED_TYPE = re.compile(r'"@type"\s{0,5}:\s{0,5}(\[[^\]]{0,200}|"[^"]{0,60}")')
"""The value of an "@type": a name, or the start of a list of names."""
ADDRESSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("dated", re.compile(r"/(?:19|20)\d\d[/-]\d{1,2}")),
    ("numbered", re.compile(r"\d{5,}")),
    ("worded", re.compile(r"(?<![a-z0-9])[a-z0-9]++(?:-[a-z0-9]++){3}")),
    ("forum", re.compile(r"forum|thread|topic|/t/|discuss|community|question|/r/", re.I)),
    ("product", re.compile(r"product|/p/|/dp/|/item|shop|store|sku", re.I)),
    ("list", re.compile(r"categor|collection|/tag|/c/|search|listing|archive|/best|browse", re.I)),
    (
        "documentation",
        re.compile(r"docs?[./]|documentation|/guide|reference|manual|/api|wiki|/help|/learn|tutorial", re.I),
    ),
    ("blog", re.compile(r"blog|/news|article|story|/post", re.I)),
)
GENERATORS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("forum", re.compile(r"discourse|phpbb|vbulletin|xenforo|invision|mybb|vanilla|flarum|smf", re.I)),
    ("documentation", re.compile(r"sphinx|mkdocs|docusaurus|gitbook|hugo|vuepress|jekyll|mediawiki|doxygen", re.I)),
    ("blog", re.compile(r"wordpress|blogger|ghost|medium|substack|joomla|drupal", re.I)),
)

_OWN = ("title_overlap", "covers_title", "in_title", "description_overlap", "is_author", "in_headline")
NAMES: tuple[str, ...] = (
    *_OWN,
    *(f"page_type_{name}" for name, _ in TYPES),
    "og_article",
    "og_product",
    *(f"page_address_{name}" for name, _ in ADDRESSES),
    "page_address_depth",
    *(f"page_generator_{name}" for name, _ in GENERATORS),
    "page_log_blocks",
    "page_log_chars",
    "page_link_density",
    "page_long_blocks",
    "page_long_share",
    "page_log_elements",
    "page_h1",
    "page_article_tags",
)
TITLE_END = re.compile(r"\s[|·»–—-]\s|\s::\s")
LONG_BLOCK = 80
LONGEST_ADDRESS = 2_000
SHORT_WORDS = 40
"""Longer blocks are not compared with titles and names."""


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    if not reading.document.is_text:
        _held_against(reading, matrix)
    matrix[len(_OWN) :] = np.array(_page(reading), dtype=np.float32)[:, None]
    return matrix.T


def _held_against(reading: Reading, matrix: Floats) -> None:
    meta = reading.document.meta
    titles = [reading.document.title, meta.get("og:title", ""), meta.get("twitter:title", "")]
    title = max((set(words_of(t)) for t in titles), key=len)
    headline = meta.get("og:title") or TITLE_END.split(reading.document.title)[0]
    headline_words = words_of(headline)
    description = set(words_of(meta.get("og:description") or meta.get("description") or ""))
    author = set(words_of(meta.get("author") or meta.get("article:author") or ""))
    wanted = title | description | author | set(headline_words)
    if not wanted:
        return
    words = reading.words
    for block, (start, end) in enumerate(zip(reading.word_starts.tolist(), reading.word_ends.tolist(), strict=True)):
        size = end - start
        if size > SHORT_WORDS * 3:
            continue
        own = words[start:end]
        if wanted.isdisjoint(own):
            continue
        unique = set(own)
        if title and size <= SHORT_WORDS:
            shared = len(unique & title)
            if shared:
                matrix[0, block] = shared / len(unique)
                matrix[1, block] = shared / len(title)
                matrix[2, block] = shared == len(unique)
            if headline_words and own == headline_words:
                matrix[5, block] = 1
        if author and size <= SHORT_WORDS:
            matrix[4, block] = len(unique & author) / len(unique | author)
        if description:
            matrix[3, block] = len(unique & description) / len(unique)


def _page(reading: Reading) -> list[float]:
    """What is the same for all blocks of the page."""
    document = reading.document
    values: list[float] = []
    types = "\n".join({found for text in document.json_ld for found in DECLARED_TYPE.findall(text)})
    values += [bool(pattern.search(types)) for _, pattern in TYPES]
    og_type = document.meta.get("og:type", "").lower()
    values += ["article" in og_type, "product" in og_type]
    address = page_address(document)
    values += [bool(pattern.search(address)) for _, pattern in ADDRESSES]
    values.append(min(address.count("/"), 8) / 8)
    generator = document.meta.get("generator", "")
    values += [bool(pattern.search(generator)) for _, pattern in GENERATORS]
    chars = float(reading.lengths.sum())
    long = reading.lengths >= LONG_BLOCK
    values += [
        np.log1p(reading.size),
        np.log1p(chars),
        sum(document.link_chars) / max(chars, 1),
        np.log1p(long.sum()),
        float(reading.lengths[long].sum()) / max(chars, 1),
        np.log1p(len(document.tags)),
        min(document.tags.count("h1"), 4),
        min(document.tags.count("article"), 20) ** 0.5,
    ]
    return values


def page_address(document: Document) -> str:
    """Path of the page's own address as it declares it, without the host."""
    address = document.meta.get("og:url") or document.meta.get("canonical") or document.meta.get("twitter:url") or ""
    return "/" + address[:LONGEST_ADDRESS].split("://", 1)[-1].partition("/")[2]
