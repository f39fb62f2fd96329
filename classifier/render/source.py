"""The page as it came in, kept for views that need its markup; parsed again only when such a view is asked for."""

from __future__ import annotations

from typing import Any

import lxml.html
from lxml import etree

from classifier.segment.tree import PageInput, parse


class PageSource:
    """What the caller gave to `predict`: bytes and strings by reference, trees as they are. Pickles as bytes or a string."""

    __slots__ = ("_content_type", "_held")

    def __init__(self, page: PageInput, content_type: str | None = None) -> None:
        self._held = bytes(page) if isinstance(page, (bytearray, memoryview)) else page
        self._content_type = content_type

    def root(self) -> etree._Element | None:
        """The root of the page's tree; None where there is nothing to read."""
        return parse(self._held, self._content_type)[0]

    def __getstate__(self) -> tuple[Any, str | None]:
        if isinstance(self._held, (bytes, str)):
            return self._held, self._content_type
        root = self.root()
        return ("" if root is None else lxml.html.tostring(root, encoding="unicode", with_tail=False)), None

    def __setstate__(self, state: tuple[Any, str | None]) -> None:
        self._held, self._content_type = state
