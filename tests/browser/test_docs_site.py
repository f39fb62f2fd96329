"""The documentation site, built as in CI, in a real browser."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from .conftest import Opened
from .watching import sideways, violations

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
PAGES = (
    "index",
    "start",
    "inspect",
    "labelling",
    "evaluating",
    "faq",
    "how-it-works",
    "integrations/scrapy",
    "api/pages",
)
THEMES_OWN = ("landmark-unique", "scrollable-region-focusable")
"""The theme's buttons to copy code and its boxes around wide tables, which pages can't change."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site on this machine."""
    folder = tmp_path_factory.mktemp("site")
    build = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(build, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)])
def test_a_page_is_accessible_and_loads_nothing_from_elsewhere(
    site: str, opened: Opened, name: str, dark: bool, phone: bool
) -> None:
    watched = opened(f"{site}/{name}.html", dark=dark, phone=phone)
    assert violations(watched.page, "article.md-content__inner", without=THEMES_OWN) == []
    assert sideways(watched.page) == 0
    assert all(request.startswith((site, "data:", "blob:")) for request in watched.requests)
    assert watched.problems == []
    for picture in watched.page.locator("article img:visible").all():
        picture.scroll_into_view_if_needed()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0


def test_pictures_follow_the_theme(site: str, opened: Opened) -> None:
    for dark in (False, True):
        picture = opened(f"{site}/inspect.html", dark=dark).page.locator("article img:visible").first
        assert ("-dark.png" in (picture.get_attribute("src") or "")) is dark
