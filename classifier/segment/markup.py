"""What an element's attributes say: its class and id words, whether it is hidden, whether it is set in an icon font."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree

WORD_ATTRIBUTES = frozenset(
    [
        "class",
        "id",
        "role",
        "itemprop",
        "data-testid",
        "data-component",
        "data-area",
        "data-component-name",
        "property",
    ]
)
AMP_SECTION = "subscriptions-section"
ICON_CLASS = re.compile(
    r"(?:^|[\s\"])(?:material-icons|material-symbols|mat-icon|glyphicon|google-symbols|icon-ligature|notranslate material)",
    re.I,
)
HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader(?:-text|-only)?|hidden|d-none|is-hidden|u-hidden|invisible|offscreen|hide|element-invisible|show-for-sr|a11y-hidden)(?=$|\s)",
    re.I,
)
HIDDEN_STYLE = re.compile(r"display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden", re.I)
CACHE_SIZE = 50_000


class Markup(NamedTuple):
    """words: values of the class, id, role and similar attributes in one string."""

    words: str
    hidden: bool
    icon_font: bool


NO_MARKUP = Markup("", False, False)
_by_words: dict[str, Markup] = {}


def read_markup(element: etree._Element) -> Markup:
    """The markup of one element. Class strings repeat within and across pages, so what they mean is kept, up to a bound."""
    words: list[str] = []
    hides = False
    for name, value in element.items():
        if name in WORD_ATTRIBUTES:
            words.append(value)
        elif name == AMP_SECTION:
            words.append(f"amp-subscriptions-{value}")
        elif name == "style":
            hides = hides or HIDDEN_STYLE.search(value) is not None
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            hides = True
    if not words:
        return Markup("", True, False) if hides else NO_MARKUP
    joined = " ".join(words)
    known = _by_words.get(joined)
    if known is None:
        known = Markup(joined, HIDDEN_CLASS.search(joined) is not None, ICON_CLASS.search(joined) is not None)
        if len(_by_words) >= CACHE_SIZE:
            _by_words.clear()
        _by_words[joined] = known
    return known._replace(hidden=True) if hides and not known.hidden else known
