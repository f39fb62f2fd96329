"""A bounded, streaming count of block hashes by site. The same pages in the same order give the same counts."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from classifier.site_memory.hashes import Floats, Hashes, PageHashes

SITES = 10_000
HASHES_A_SITE = 50_000
HASHES = 4_000_000
"""Of all sites together; a hash takes 16 bytes."""
KEPT_SHARE = 0.75
"""Of a full site's hashes that stay: those of several pages and of the last ones."""
HALF_LIFE = 1_000
"""Pages of a site after which the counts so far are halved, so that a new design is learned and an old one forgotten."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the other pages of a site say about the blocks of one. pages: how many there are (older ones count less).
    counts: (blocks,), on how many of them each block stands."""

    pages: float
    counts: Floats


@dataclass(slots=True)
class _Site:
    """hashes: in order. counts: pages that have each; last: the number of the last one."""

    pages: float = 0.0
    number: int = 0
    hashes: Hashes = field(default_factory=lambda: np.zeros(0, np.uint64))
    counts: NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, np.float32))
    last: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    def add(self, page: PageHashes, most: int) -> None:
        if self.pages >= HALF_LIFE:
            self.pages /= 2
            self.counts /= 2
        self.pages, self.number = self.pages + 1, self.number + 1
        at, is_known = self._find(page.unique)
        self.counts[at[is_known]] += 1
        self.last[at[is_known]] = self.number
        places = np.searchsorted(self.hashes, page.unique[~is_known])
        self.hashes = np.insert(self.hashes, places, page.unique[~is_known])
        self.counts = np.insert(self.counts, places, 1)
        self.last = np.insert(self.last, places, self.number)
        if len(self.hashes) > most:
            self._forget(int(most * KEPT_SHARE))

    def others(self, page: PageHashes) -> Seen:
        """What is known besides the page itself, which has been added."""
        at, is_known = self._find(page.blocks)
        counts = np.zeros(len(page.blocks))
        counts[is_known] = np.maximum(self.counts[at[is_known]] - 1, 0)
        return Seen(max(self.pages - 1, 0.0), counts)

    def _find(self, hashes: Hashes) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Where hashes stand, and whether they do."""
        at = np.searchsorted(self.hashes, hashes)
        is_known = np.zeros(len(hashes), dtype=bool)
        inside = at < len(self.hashes)
        is_known[inside] = self.hashes[at[inside]] == hashes[inside]
        return at, is_known

    def _forget(self, kept: int) -> None:
        best = np.sort(np.lexsort((self.hashes, -self.last, self.counts <= 1))[:kept])
        self.hashes, self.counts, self.last = self.hashes[best], self.counts[best], self.last[best]


class SiteMemory:
    """Counts of the sites that pages came from last. What is forgotten first: the site whose last page is longest ago; within
    a site, hashes of a single page that is long ago."""

    def __init__(self, sites: int = SITES, hashes_a_site: int = HASHES_A_SITE, hashes: int = HASHES) -> None:
        self._most_sites, self._most_of_site, self._most = sites, hashes_a_site, hashes
        self._sites: OrderedDict[str, _Site] = OrderedDict()
        self._held = 0

    def __len__(self) -> int:
        """How many hashes are held."""
        return self._held

    def add(self, site: str, page: PageHashes) -> None:
        """Count one more page of a site."""
        counted = self._sites.setdefault(site, _Site())
        self._sites.move_to_end(site)
        before = len(counted.hashes)
        counted.add(page, self._most_of_site)
        self._held += len(counted.hashes) - before
        while len(self._sites) > 1 and (len(self._sites) > self._most_sites or self._held > self._most):
            _, gone = self._sites.popitem(last=False)
            self._held -= len(gone.hashes)

    def others(self, site: str, page: PageHashes) -> Seen:
        """What the other pages of its site say about a page that has been added."""
        counted = self._sites.get(site)
        if counted is None:
            return Seen(0.0, np.zeros(len(page.blocks)))
        return counted.others(page)
