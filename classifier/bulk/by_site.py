"""Labelling many pages with what other pages of their sites say, in one pass and in order.

Pages are labelled by themselves first, in as many processes as wanted. Here, in the process that reads the results, each is counted,
held until LOOK_AHEAD more have been counted, and labelled once more: so the first pages of a site learn from the next ones, too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from classifier.bulk.one_page import finished
from classifier.bulk.site import UNKNOWN, site_of
from classifier.bulk.source import Source
from classifier.page import Page
from classifier.render.source import PageSource
from classifier.segment.tree import PageInput
from classifier.site_memory.adjustment import Adjustment, adjusted, shipped_adjustment
from classifier.site_memory.hashes import PageHashes, hashes_of
from classifier.site_memory.memory import SiteMemory

LOOK_AHEAD = 64
"""Pages that are held: results come so many pages later."""

SiteOf = Callable[[PageInput], str]
"""The site of a page; "" where it is not known, which keeps the page out of the memory."""


@dataclass(frozen=True, slots=True)
class _Held:
    item: PageInput
    page: Page
    site: str
    hashes: PageHashes | None


def with_site_memory(
    label: Callable[[Iterable[PageInput]], Iterator[Page]],
    pages: Iterable[PageInput],
    site_of_page: SiteOf | None = None,
    *,
    finish: Callable[[PageInput, Page], Any] | None = None,
    memory: SiteMemory | None = None,
    adjustment: Adjustment | None = None,
) -> Iterator[Any]:
    """The results of `label` for pages, in order, labelled once more with what the pages of their sites say.

    site_of_page: the site of a page; by its address or the one it declares when None (see `site_of`). finish: what to make of a
    page and its result. memory, adjustment: an empty memory of the usual size and the shipped weights when None.
    """
    memory, adjustment = memory or SiteMemory(), adjustment or shipped_adjustment()
    find_site = site_of_page or site_of_input
    given: deque[PageInput] = deque()
    held: deque[_Held] = deque()

    def noted() -> Iterator[PageInput]:
        for item in pages:
            given.append(item)
            yield item

    def ready(each: _Held) -> Any:
        page = each.page
        if each.hashes is not None:
            page = adjusted(page, each.site, each.hashes, memory, adjustment)
        return page if finish is None else finished(finish, each.item, _with_source(page, each.item))

    with closing(label(noted())) as labelled:  # type: ignore[type-var]
        for page in labelled:
            item = given.popleft()
            site = find_site(item) if page.blocks else ""
            hashes = hashes_of(page) if site else None
            if hashes is not None:
                memory.add(site, hashes)
            held.append(_Held(item, page, site, hashes))
            if len(held) > LOOK_AHEAD:
                yield ready(held.popleft())
    while held:
        yield ready(held.popleft())


def site_of_input(item: PageInput) -> str:
    """The site of a page by its address, the one that it declares, or its folder; "" where none of these tells."""
    if isinstance(item, Source):
        site = site_of(item.name, item.url, item.data)
    elif isinstance(item, str):
        site = site_of("", None, item.encode("utf-8", "replace"))
    elif isinstance(item, (bytes, bytearray, memoryview)):
        site = site_of("", None, bytes(item))
    else:
        site = UNKNOWN
    return "" if site == UNKNOWN else site


def _with_source(page: Page, item: PageInput) -> Page:
    """The page with its markup, which views such as Markdown need and which does not come from other processes."""
    if page.source is not None or not isinstance(item, Source) or item.is_text or not page.blocks:
        return page
    kind = next((value for name, value in item.headers.items() if name.lower() == "content-type"), None)
    return replace(page, source=PageSource(item.data, kind))
