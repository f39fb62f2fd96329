"""What an element's attributes say: its class and id words, whether it is hidden, whether it is set in an icon font."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

WORDS, STYLE, HIDDEN, ARIA, AMP = range(5)
ATTRIBUTES = {
    "class": WORDS,
    "id": WORDS,
    "role": WORDS,
    "itemprop": WORDS,
    "data-testid": WORDS,
    "data-component": WORDS,
    "data-area": WORDS,
    "data-component-name": WORDS,
    "property": WORDS,
    "style": STYLE,
    "hidden": HIDDEN,
    "aria-hidden": ARIA,
    "subscriptions-section": AMP,
}
"""The attributes that say something, and how they are read."""
ICON_CLASSES = (
    "material-icons",
    "material-symbols",
    "mat-icon",
    "glyphicon",
    "google-symbols",
    "icon-ligature",
    "notranslate material",
)
ICON_CLASS = re.compile(rf"(?:^|[\s\"])(?:{'|'.join(ICON_CLASSES)})", re.I)
HIDDEN_CLASSES = frozenset(
    "sr-only visually-hidden visuallyhidden screen-reader screen-reader-text screen-reader-only hidden d-none is-hidden "
    "u-hidden invisible offscreen hide element-invisible show-for-sr a11y-hidden".split()
)
HIDDEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)
CACHE_SIZE = 50_000


class Markup(NamedTuple):
    """words: values of the class, id, role and similar attributes in one string."""

    words: str
    hidden: bool
    icon_font: bool


NO_MARKUP = Markup("", False, False)
HIDDEN_MARKUP = Markup("", True, False)
_by_words: dict[str, Markup] = {}


def read_markup(element: etree._Element) -> Markup:
    """The markup of one element. Class strings repeat within and across pages, so what they mean is kept, up to a bound."""
    attributes = element.items()
    if not attributes:
        return NO_MARKUP
    words: str | None = None
    hides = False
    for name, value in attributes:
        if name not in ATTRIBUTES:
            continue
        kind = ATTRIBUTES[name]
        if kind == WORDS:
            words = value if words is None else f"{words} {value}"
        elif kind == STYLE:
            hides = hides or HIDDEN_STYLE.search(value) is not None
        elif kind == AMP:
            word = f"amp-subscriptions-{value}"
            words = word if words is None else f"{words} {word}"
        elif kind == HIDDEN or value == "true":
            hides = True
    if words is None:
        return HIDDEN_MARKUP if hides else NO_MARKUP
    known = _by_words.get(words) or _read(words)
    return known._replace(hidden=True) if hides and not known.hidden else known


def _read(words: str) -> Markup:
    lower = words.lower()
    known = Markup(
        words,
        not HIDDEN_CLASSES.isdisjoint(lower.split()),
        ("icon" in lower or "material" in lower or "symbols" in lower) and ICON_CLASS.search(words) is not None,
    )
    if len(_by_words) >= CACHE_SIZE:
        _by_words.clear()
    _by_words[words] = known
    return known
