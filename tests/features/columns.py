"""Short ways from an invented page to one feature of its blocks, and strategies for pages that nobody would write."""

from __future__ import annotations

from hypothesis import strategies as st

from classifier.features import FEATURE_NAMES, features
from classifier.segment import Document, segment_html, segment_text
from classifier.segment.tree import parse


def html(markup: str) -> Document:
    """The document of a piece of HTML."""
    root, _ = parse(markup)
    return Document() if root is None else segment_html(root)


def text(*lines: str) -> Document:
    """The document of extracted text with these lines."""
    return segment_text("\n".join(lines))


def column(document: Document, name: str) -> list[float]:
    """One feature of each block, in page order."""
    return features(document)[:, FEATURE_NAMES.index(name)].tolist()


def of_block(document: Document, block_text: str, name: str) -> float:
    """One feature of the block that has this text."""
    return column(document, name)[document.texts.index(block_text)]


def texts_where(document: Document, name: str) -> list[str]:
    """The texts of the blocks whose feature is not zero."""
    return [block for block, value in zip(document.texts, column(document, name), strict=True) if value]


_TAGS = (
    "div",
    "p",
    "a",
    "span",
    "li",
    "ul",
    "h1",
    "nav",
    "svg",
    "title",
    "td",
    "b",
    "pre",
    "code",
    "noscript",
    "x-card",
)
_CLASSES = ("", "nav", "paywall", "hidden", "article-body", "related_items", "ÄÖ", "{{x}}")
_WORDS = st.sampled_from(
    [
        "the",
        "Subscribe",
        "to",
        "read",
        "İ",
        "日本語",
        "ไทย",
        "हिन्दी",
        "€ 5",
        "{{n}}",
        "...",
        "›",
        "__x__",
        "2024-05-01",
        "©",
    ]
)


def _element(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(
        lambda tag, name, inner: f'<{tag} class="{name}">{" ".join(inner)}</{tag}>',
        st.sampled_from(_TAGS),
        st.sampled_from(_CLASSES),
        st.lists(children, max_size=4),
    )


some_markup = st.recursive(st.one_of(_WORDS, st.text(max_size=20)), _element, max_leaves=25)
"""Nested elements around odd words and arbitrary text, with stray angle brackets now and then."""

some_text = st.lists(st.one_of(_WORDS, st.text(max_size=40)), max_size=12).map("\n".join)
"""Extracted text: a few lines of anything."""
