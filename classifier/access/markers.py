"""The table of access markers, and which of them a page shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from classifier.errors import DataFileError
from classifier.segment import Document

KINDS = ("gate", "meter", "declared", "open", "content", "vendor", "consent")
PLACES = ("markup", "script", "meta", "address")
CACHE_SIZE = 50_000
TOKEN = re.compile(r"\\.|\[\^?+\]?+(?:\\.|[^\]\\])*+\]?+|\{\d*+,?+\d*+\}|.", re.S)
"""A token of a regular expression: an escape, a set, a repetition, or one character."""
SPECIAL = frozenset(".^$+*?|()")


@dataclass(frozen=True, slots=True)
class Marker:
    """A row of the table. kind: what it says about access. where: the part of the page that the pattern is looked for in.
    literals: lower-case strings of which one is in whatever the pattern matches; "" where there is none to tell."""

    name: str
    kind: str
    where: str
    pattern: re.Pattern[str]
    source: str
    literals: tuple[str, ...]


@cache
def markers() -> tuple[Marker, ...]:
    """The markers that ship, in the table's order."""
    return parse_markers(resources.files("classifier.access").joinpath("markers.tsv").read_text(encoding="utf-8"))


def read_markers(path: Path) -> tuple[Marker, ...]:
    """The markers that ship and those of a file of one's own. Raises DataFileError naming the file and the row that is wrong."""
    try:
        own = parse_markers(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, re.error) as error:
        raise DataFileError(f"{path}: {error}; see docs/paywalls.md for the format of a table of markers") from error
    return (*markers(), *own)


def parse_markers(table: str) -> tuple[Marker, ...]:
    """Read a table of markers. Raises ValueError naming the line of a row that is wrong."""
    found = []
    for number, line in enumerate(table.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 5 or cells[1] not in KINDS or cells[2] not in PLACES:
            raise ValueError(
                f"markers, line {number}: expected name, kind ({', '.join(KINDS)}), where ({', '.join(PLACES)}), pattern and source, with tabs between"
            )
        name, kind, where, pattern, source = cells
        found.append(Marker(name, kind, where, re.compile(pattern, re.I | re.M), source, literals_of(pattern)))
    return tuple(found)


def literals_of(pattern: str) -> tuple[str, ...]:
    """The longest literal of each alternative of a regular expression, in lower case; "" for one that has none.

    Reads only what is certain: groups, sets, classes and repeated characters end a literal and are no part of one.
    """
    literals: list[str] = []
    runs = [""]
    depth = 0
    tokens = TOKEN.findall(pattern)
    for token, following in zip(tokens, [*tokens[1:], ""], strict=True):
        if token == "|" and not depth:
            literals.append(max(runs, key=len))
            runs = [""]
            continue
        depth += {"(": 1, ")": -1}.get(token, 0)
        character = token[1:] if token[0] == "\\" and not token[1:].isalnum() else token
        if depth or len(character) > 1 or token in SPECIAL or following[:1] in ("?", "*", "{"):
            runs.append("")
        else:
            runs[-1] += character.lower()
    return (*literals, max(runs, key=len))


@dataclass(frozen=True, slots=True)
class Sighting:
    """A marker that a page shows. element: number of the element that carries it, -1 for scripts and meta. hidden: whether
    the markup hides that element or anything around it."""

    marker: Marker
    element: int = -1
    hidden: bool = False


def sightings(document: Document, table: tuple[Marker, ...] | None = None) -> list[Sighting]:
    """The markers that a page shows: for markup, on elements that hold text; each marker once, at its first element, and
    once more at its first hidden one. table: the markers to look for, those that ship by default."""
    table = markers() if table is None else table
    found: list[Sighting] = []
    seen: set[tuple[str, bool]] = set()
    shown = _shown(dict.fromkeys(document.markup), table)
    for element, markup in enumerate(document.markup) if shown else ():
        if markup not in shown or document.end_block[element] <= document.first_block[element]:
            continue
        for marker in shown[markup]:
            hidden = document.is_inside_hidden(element)
            if (marker.name, hidden) not in seen:
                seen.add((marker.name, hidden))
                found.append(Sighting(marker, element, hidden))
    for where, text in _page_facts(document):
        found += [Sighting(marker) for marker in _possible(table, where, text) if marker.pattern.search(text)]
    return found


def _page_facts(document: Document) -> tuple[tuple[str, str], ...]:
    """The places that are no elements with text: (where, the text to search)."""
    meta = document.meta
    addresses = [meta.get(name, "") for name in ("og:url", "canonical", "twitter:url")]
    return (
        ("script", "\n".join(document.script_sources)),
        ("meta", "\n".join([f"{name}={content}" for name, content in meta.items()])),
        ("address", "\n".join(addresses)),
    )


_by_markup: dict[str, tuple[Marker, ...]] = {}


def _shown(markups: Iterable[str], table: tuple[Marker, ...]) -> dict[str, tuple[Marker, ...]]:
    """Those of the class and id strings that show a marker. Strings repeat from page to page, so what they show of the markers
    that ship is kept."""
    known = _by_markup if table is markers() else {}
    unknown = [markup for markup in markups if markup not in known]
    shown = {markup: of_markup for markup in markups if (of_markup := known.get(markup))}
    if len(known) + len(unknown) > CACHE_SIZE:
        known.clear()
    possible = _possible(table, "markup", "\n".join(unknown))
    for markup in unknown:
        of_markup = tuple([marker for marker in possible if marker.pattern.search(markup)])
        known[markup] = of_markup
        if of_markup:
            shown[markup] = of_markup
    return shown


def _possible(table: tuple[Marker, ...], where: str, text: str) -> list[Marker]:
    """The markers of a place that a text may show, by their literals: a plain search is many times faster than a pattern."""
    lower = text.lower()
    return [
        marker for marker in table if marker.where == where and any(literal in lower for literal in marker.literals)
    ]
