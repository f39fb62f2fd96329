"""What a page declares about itself in one place: meta tags and the main node of its JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from classifier.embedded.json_ld import Node, json_ld_scripts, nodes, objects, strings, types
from classifier.embedded.prose import paragraphs

PIECE = re.compile(
    r"Article$|Posting$|^(?:Report|Recipe|Review|HowTo|QAPage|Question|Product|ProductGroup|Course|Event|Book|Movie|VideoObject|Podcast)"
)
"""Types of what a page is about, as against the site, its owner and its parts."""
PAGE = frozenset(["WebPage", "ItemPage", "AboutPage", "CollectionPage", "FAQPage"])
SITE = frozenset(["WebSite"])


@dataclass(frozen=True, slots=True)
class Declared:
    """meta: first value of each meta name, lower case. piece: the JSON-LD node of what the page is about, then of the page.
    by_id: nodes that others refer to. site: name of the JSON-LD WebSite."""

    meta: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pieces: tuple[Node, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)
    site: str = ""

    def first(self, names: Iterable[str]) -> str:
        """The first of these meta tags that says something."""
        return next((value for name in names for value in self.meta.get(name, ()) if value), "")

    def resolved(self, value: object) -> list[Node | str]:
        """The objects and strings of a property, references (`@id`) followed."""
        found: list[Node | str] = []
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                known = self.by_id.get(str(item.get("@id"))) if "name" not in item else None
                found.append(known or item)
            elif isinstance(item, str):
                found.append(self.by_id.get(item, item))
        return found


def read_declared(root: etree._Element) -> Declared:
    """Everything that a page declares, read in one go."""
    meta: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv")
        value = " ".join((tag.get("content") or "").split())
        if name and value:
            meta.setdefault(name.strip().lower(), []).append(value)
    declared = nodes(script.text or "" for script in json_ld_scripts(root))
    of_piece = [node for node in declared if any(PIECE.search(kind) for kind in types(node))]
    of_page = [node for node in declared if types(node) & PAGE]
    site = next((name for node in declared if types(node) & SITE for name in strings(node.get("name"))), "")
    return Declared(
        {name: tuple(values) for name, values in meta.items()},
        tuple(of_piece + of_page),
        {str(node["@id"]): node for node in declared if "@id" in node and len(node) > 1},
        plain(site),
    )


def plain(text: str) -> str:
    """A declared string in one line, entities and markup resolved."""
    return " ".join(paragraphs(text))


def names_of(declared: Declared, value: object) -> list[str]:
    """The names of the persons and organisations that a property holds."""
    found: list[str] = []
    for item in declared.resolved(value):
        found += [item] if isinstance(item, str) else strings(item.get("name"))
    return [name for name in map(plain, found) if name]


def publisher(declared: Declared) -> str:
    """Name of the publisher of the main piece."""
    for node in declared.pieces:
        for name in names_of(declared, objects(node.get("publisher"))):
            return name
    return ""
