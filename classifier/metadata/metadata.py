"""Title, authors, date, site name and language of a page, each from the most trustworthy place that tells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from classifier.embedded.json_ld import strings
from classifier.metadata.authors import authors
from classifier.metadata.dates import published
from classifier.metadata.declared import Declared, plain, publisher, read_declared
from classifier.metadata.title import title as best_title

FURNITURE = "furniture"
SITE_NAMES = ("og:site_name", "application-name", "al:ios:app_name", "apple-mobile-web-app-title")
DESCRIPTIONS = ("og:description", "description", "twitter:description")


@dataclass(frozen=True, slots=True)
class Metadata:
    """title: without the site's name. authors: names, in order. date: of publication, YYYY-MM-DD. site_name: as the site calls
    itself, else its host. lang: two- or three-letter code. description, url: as declared. Empty where the page doesn't tell."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    site_name: str = ""
    lang: str = ""
    description: str = ""
    url: str = ""

    @property
    def author(self) -> str:
        """The names of the authors in one string."""
        return ", ".join(self.authors)


def read_metadata(
    root: etree._Element | None,
    blocks: Sequence[tuple[str, str, str]] = (),
    *,
    title: str = "",
    lang: str = "",
    url: str | None = None,
) -> Metadata:
    """The metadata of a page. root: of its tree, None for extracted text. blocks: text, role and tag of each.

    title: text of `<title>`. lang: as the words and the markup tell. url: where the page came from.
    """
    declared = read_declared(root) if root is not None else Declared()
    address = declared.first(("og:url",)) or _canonical(root) or url or ""
    site_name = plain(declared.first(SITE_NAMES)) or declared.site or publisher(declared) or _host(url or address)
    headings = [text for text, role, tag in blocks if tag == "h1" and role != "navigation"]
    headings += [" ".join("".join(h1.itertext()).split()) for h1 in root.iter("h1")] if root is not None else []
    described = plain(declared.first(DESCRIPTIONS))
    return Metadata(
        title=best_title(declared, title, headings, site_name),
        authors=authors(root, declared, [text for text, role, _ in blocks if role == FURNITURE], site_name),
        date=published(root, declared, url),
        site_name=site_name,
        lang=lang or _language(declared),
        description=described,
        url=address,
    )


def _canonical(root: etree._Element | None) -> str:
    links = root.xpath("//link[@rel='canonical']/@href") if root is not None else []
    return str(links[0]).strip() if links else ""


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _language(declared: Declared) -> str:
    found = [text for node in declared.pieces for text in strings(node.get("inLanguage"))]
    return found[0].partition("-")[0].lower() if found else ""
