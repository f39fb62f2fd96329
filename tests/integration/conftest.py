"""Tests with real engines. They are collected only with `-m integration`, and then a missing engine is a failure."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import classifier

PAGES = Path(__file__).parents[2] / "data" / "labeled" / "pages"
WALLED = ("en-plan-table", "en-regwall-daily")
OPEN = ("en-recipe-parsnip-story",)
# Workers of the engines import the package and what stands beside a test. Here, since an engine that one test starts lives on
# and serves the next ones with the environment that it found.
os.environ["PYTHONPATH"] = os.pathsep.join(
    [str(Path(__file__).parents[2]), str(Path(__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Without the mark these modules can't even be imported in an environment that has no engines."""
    return True if config.getoption("markexpr") == "not integration" else None


def html(name: str) -> bytes:
    """The HTML of one of the project's labelled pages."""
    return next(PAGES.glob(f"*/{name}.html")).read_bytes()


@pytest.fixture(scope="session")
def model() -> classifier.Model:
    return classifier.load()


class Site(SimpleHTTPRequestHandler):
    """A folder of pages; /paid asks for payment, /moved leads to a page, /photo.png is no page."""

    def do_GET(self) -> None:
        if self.path == "/paid":
            self._answer(402, b"<title>Pay first</title><p>This page costs 3 cents.</p>")
        elif self.path == "/moved":
            self._answer(301, b"<p>elsewhere</p>", location=f"/{OPEN[0]}.html")
        elif self.path == "/photo.png":
            self._answer(200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), kind="image/png")
        else:
            super().do_GET()

    def _answer(self, status: int, body: bytes, kind: str = "text/html", location: str | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a loopback site that has the project's English pages as /NAME.html."""
    folder = tmp_path_factory.mktemp("site")
    for name in (*WALLED, *OPEN):
        (folder / f"{name}.html").write_bytes(html(name))
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Site, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
