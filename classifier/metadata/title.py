"""The title of what is on a page, without the site's name around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.embedded.json_ld import strings
from classifier.metadata.declared import Declared, plain

SEPARATOR = re.compile(r"(?<!\s)\s++(?:[|·•»«:—–-]++\s++|\|\s*+)|\|\s*+")
OWN_NAMES = ("og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title")


def title(declared: Declared, document_title: str, headings: Sequence[str], site_name: str) -> str:
    """The best title: the heading that the declared one contains, else the declared one without the site's name.

    document_title: text of `<title>`. headings: level-one headings of the page, in order.
    """
    headline = next(
        (plain(name) for node in declared.pieces for key in ("headline",) for name in strings(node.get(key))), ""
    )
    candidates = [plain(declared.first(OWN_NAMES)), headline, plain(document_title)]
    best = next((candidate for candidate in candidates if candidate), "")
    for heading in headings:
        if heading and any(_same_start(heading, candidate) for candidate in candidates):
            return heading
    if not best:
        return headings[0] if headings else ""
    return without_site(best, site_name)


def without_site(text: str, site_name: str) -> str:
    """A title without the part, first or last, that names the site."""
    parts = SEPARATOR.split(text)
    if len(parts) < 2:
        return text
    site = _folded(site_name)
    if site and _folded(parts[-1]) in (site, site.removeprefix("the")):
        return text[: list(SEPARATOR.finditer(text))[-1].start()].strip()
    if site and _folded(parts[0]) == site:
        return text[next(iter(SEPARATOR.finditer(text))).end() :].strip()
    return text


def _same_start(heading: str, declared: str) -> bool:
    """Whether a heading is the declared title, or that with the site's name cut off."""
    one, other = _folded(heading), _folded(declared)
    return bool(one) and (
        one == other or (len(one) > len(other) / 3 and (other.startswith(one) or other.endswith(one)))
    )


def _folded(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())
