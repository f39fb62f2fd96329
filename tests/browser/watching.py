"""A page in the browser: what went wrong in it, what it asked for, how it looks."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator, LocatorAssertions, Page

SCREENSHOTS = Path(__file__).parents[2] / "docs" / "images"
LARGEST = 300_000


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


def violations(page: Page) -> list[str]:
    """What axe finds wrong, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']}: {rule['help']} ({'; '.join(node['html'][:120] for node in rule['nodes'][:3])})"
        for rule in found
    ]


def screenshot(page: Page, name: str) -> None:
    """Take a picture; it replaces the one in the docs when BOILER_SCREENSHOTS is set, so that test runs change no file."""
    picture = page.screenshot(type="jpeg", quality=70)
    assert len(picture) < LARGEST
    if os.environ.get("BOILER_SCREENSHOTS"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (SCREENSHOTS / f"{name}.jpg").write_bytes(picture)
