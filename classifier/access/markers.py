"""The table of access markers, and which of them a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from classifier.errors import DataFileError
from classifier.segment import Document

KINDS = ("gate", "meter", "declared", "open", "content", "vendor", "consent")
PLACES = ("markup", "script", "meta", "address")


@dataclass(frozen=True, slots=True)
class Marker:
    """A row of the table. kind: what it says about access. where: the part of the page that the pattern is looked for in."""

    name: str
    kind: str
    where: str
    pattern: re.Pattern[str]
    source: str


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
        found.append(Marker(cells[0], cells[1], cells[2], re.compile(cells[3], re.I | re.M), cells[4]))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A marker that a page shows. element: number of the element that carries it, -1 for scripts and meta. hidden: whether
    the markup hides that element or anything around it."""

    marker: Marker
    element: int = -1
    hidden: bool = False


@cache
def _any_of(table: tuple[Marker, ...], where: str) -> re.Pattern[str]:
    patterns = [f"(?:{marker.pattern.pattern})" for marker in table if marker.where == where]
    return re.compile("|".join(patterns) or r"(?!)", re.I | re.M)


def sightings(document: Document, table: tuple[Marker, ...] | None = None) -> list[Sighting]:
    """The markers that a page shows: for markup, on elements that hold text; each marker once, at its first element, and
    once more at its first hidden one. table: the markers to look for, those that ship by default."""
    table = markers() if table is None else table
    found: list[Sighting] = []
    seen: set[tuple[str, bool]] = set()
    any_markup = _any_of(table, "markup")
    shown: dict[str, list[Marker]] = {}
    for element, markup in enumerate(document.markup):
        if not markup or document.end_block[element] <= document.first_block[element]:
            continue
        if markup not in shown:
            shown[markup] = (
                [marker for marker in table if marker.where == "markup" and marker.pattern.search(markup)]
                if any_markup.search(markup)
                else []
            )
        for marker in shown[markup]:
            hidden = document.is_inside_hidden(element)
            if (marker.name, hidden) not in seen:
                seen.add((marker.name, hidden))
                found.append(Sighting(marker, element, hidden))
    for where, text in _page_facts(document):
        if text and _any_of(table, where).search(text):
            found += [Sighting(marker) for marker in table if marker.where == where and marker.pattern.search(text)]
    return found


def _page_facts(document: Document) -> tuple[tuple[str, str], ...]:
    """The places that are no elements with text: (where, the text to search)."""
    meta = document.meta
    addresses = (meta.get(name, "") for name in ("og:url", "canonical", "twitter:url"))
    return (
        ("script", "\n".join(document.script_sources)),
        ("meta", "\n".join(f"{name}={content}" for name, content in meta.items())),
        ("address", "\n".join(addresses)),
    )
