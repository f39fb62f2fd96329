"""A page in the browser: what went wrong in it, what it asked for, what axe says of it, whether it fits the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, LocatorAssertions, Page


class Watched:
    """A page of the browser with all that went wrong or went out in it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.problems: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))


def expect(locator: Locator) -> LocatorAssertions:
    """Playwright's assertions that wait. Imported here, so that the core suite can be collected without a browser."""
    from playwright.sync_api import expect as waiting

    return waiting(locator)


def violations(page: Page, part: str | None = None, *, without: Sequence[str] = ()) -> list[str]:
    """What axe finds wrong, a line each. part: a selector, of the only part to look at. without: rules that are not asked for."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"rules": {rule: {"enabled": False} for rule in without}}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} ({'; '.join(node['html'][:120] for node in rule['nodes'][:3])})"
        for rule in found
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the screen; 0 on a page that needs no scrolling sideways."""
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return max(int(wider), 0)
