"""How many pages of each site are open, metered and gated, with examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from classifier.page import Access, Label, Page

SHORTEST_QUOTE, LONGEST_QUOTE = 12, 120


@dataclass(frozen=True, slots=True)
class Verdict:
    """What counting needs of a page. wall: its first wall text that says something, "" for none."""

    name: str
    site: str
    access: Access
    wall: str = ""


@dataclass(slots=True)
class SiteWalls:
    """The pages of a site by verdict, and the first of each kind of wall as examples."""

    site: str
    counts: Counter[Access] = field(default_factory=Counter)
    examples: list[Verdict] = field(default_factory=list)

    @property
    def pages(self) -> int:
        """Pages of the site that have a verdict."""
        return self.counts.total()

    @property
    def walled(self) -> int:
        """Pages that are metered or gated."""
        return self.counts[Access.METERED] + self.counts[Access.GATED]

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "site": self.site,
            "pages": self.pages,
            **{access.value: self.counts[access] for access in Access},
            "examples": [{"page": e.name, "access": e.access.value, "wall": e.wall} for e in self.examples],
        }


def count_walls(verdicts: Iterable[Verdict], examples: int = 3) -> list[SiteWalls]:
    """Count pages by site; sites with the most walled pages first, then by name. examples: of each verdict but open, a site.

    Memory grows with the number of sites, not of pages.
    """
    sites: dict[str, SiteWalls] = {}
    for verdict in verdicts:
        site = sites.setdefault(verdict.site, SiteWalls(verdict.site))
        if verdict.access is not Access.OPEN and site.counts[verdict.access] < examples:
            site.examples.append(verdict)
        site.counts[verdict.access] += 1
    for site in sites.values():
        site.examples.sort(key=lambda example: example.access is not Access.GATED)
    return sorted(sites.values(), key=lambda site: (-site.walled, site.site))


def verdict_of(name: str, site: str, page: Page) -> Verdict:
    """What counting needs of a labelled page."""
    walls = [block.text for block in page.with_label(Label.PAYWALL)] if page.access is not Access.OPEN else []
    telling = next((text for text in walls if len(text) >= SHORTEST_QUOTE), walls[0] if walls else "")
    return Verdict(name, site, page.access, _quoted(telling))


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + "…"
