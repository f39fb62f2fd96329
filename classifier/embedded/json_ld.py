"""A page's JSON-LD, read without trusting its shape: schema.org nodes in the order that the page names them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias

from lxml import etree

Node: TypeAlias = dict[str, Any]
MOST_NODES = 20_000
"""Objects read a page; more than that is no description of it."""
WRAPPING = re.compile(r"^\s{0,100}(?://)?\s{0,9}(?:<!--|<!\[CDATA\[)?\s*|\s*(?://)?\s{0,9}(?:-->|\]\]>)?[\s;]{0,100}$")
TRAILING_COMMA = re.compile(r",(?=\s{0,100}[}\]])")


def json_ld_scripts(root: etree._Element) -> list[etree._Element]:
    """The elements of a page that hold JSON-LD, in page order."""
    return [script for script in root.iter("script") if "ld+json" in (script.get("type") or "").lower()]


def read_json(text: str) -> Any:
    """The value of a JSON text, None for one that can't be read. Comment marks around it and trailing commas are forgiven."""
    for attempt in (text, TRAILING_COMMA.sub("", WRAPPING.sub("", text))):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def nodes(texts: Iterable[str]) -> list[Node]:
    """Every object of these JSON-LD texts, outer before inner, in their order."""
    found: list[Node] = []
    for text in texts:
        for value in walk(read_json(text)):
            if isinstance(value, dict):
                found.append(value)
                if len(found) >= MOST_NODES:
                    return found
    return found


def walk(value: Any) -> Iterator[Any]:
    """A JSON value and all values inside it, depth first, in their order."""
    stack = [value]
    while stack:
        value = stack.pop()
        yield value
        if isinstance(value, dict):
            stack += reversed(value.values())
        elif isinstance(value, list):
            stack += reversed(value)


def types(node: Node) -> frozenset[str]:
    """The schema.org types of a node, without their namespace."""
    return frozenset(name.rstrip("/").rpartition("/")[2].rpartition(":")[2] for name in strings(node.get("@type")))


def strings(value: Any) -> list[str]:
    """The string, or the strings of the list, that a property holds; its `@value` or `@id` where it is an object."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return strings(value.get("@value", value.get("@id")))
    if isinstance(value, list):
        return [item for inner in value for item in (strings(inner) if not isinstance(inner, list) else [])]
    return []


def objects(value: Any) -> list[Node]:
    """The object, or the objects of the list, that a property holds."""
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, dict)]
