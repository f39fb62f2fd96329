"""A real headless Chromium (Debian's package) driven by playwright, and axe. A missing browser fails the tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from .watching import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


@contextmanager
def started_browser() -> Iterator[Browser]:
    """The browser while it runs."""
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    assert program, "no chromium on this machine; install Debian's package `chromium`"
    with sync_playwright() as playwright:
        # As root (in CI) Chromium has no sandbox of its own.
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the whole session: Playwright keeps an event loop running, and later tests want one of their own.
    with started_browser() as started:
        yield started


Opened = Callable[..., Watched]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Open an address: `opened(url, dark=True, phone=True)`."""
    contexts = []

    def open_address(url: str, *, dark: bool = False, phone: bool = False) -> Watched:
        context = browser.new_context(
            viewport=PHONE if phone else DESKTOP, color_scheme="dark" if dark else "light", has_touch=phone
        )
        contexts.append(context)
        watched = Watched(context.new_page())
        watched.page.goto(url)
        return watched

    yield open_address
    for context in contexts:
        context.close()
