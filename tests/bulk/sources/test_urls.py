"""Lists of addresses, fetched from a site on this machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import pytest

from classifier.bulk.inputs import Input, Kind
from classifier.bulk.source import Source
from classifier.bulk.sources import read_input
from classifier.bulk.sources.options import Politeness, ReadOptions

ROBOTS = "User-agent: *\nDisallow: /private\n"


@dataclass
class Site:
    """A site whose answers are set by path: (status, headers, body); it notes what it is asked for and when."""

    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, float, str]] = field(default_factory=list)
    address: str = ""

    def give(self, path: str, body: bytes = b"<p>page", status: int = 200, **headers: str) -> str:
        told = {"Content-Type": "text/html", **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.answers.setdefault(path, []).append((status, told, body))
        return self.address + path

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site with a robots.txt."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, time.monotonic(), self.headers["User-Agent"]))
            answers = site.answers.get(self.path, [(404, {}, b"")])
            status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    site.give("/robots.txt", ROBOTS.encode(), Content_Type="text/plain")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


def fetch(tmp_path: Path, *addresses: str, after: int = 0, **politeness: object) -> list[Source]:
    path = tmp_path / "addresses.txt"
    path.write_text("\n".join(addresses) + "\n")
    polite = Politeness(**{"delay": 0.0, "timeout": 5.0, "retries": 0, **politeness})  # type: ignore[arg-type]
    return list(read_input(Input(str(path), Kind.URLS), ReadOptions(politeness=polite), after))


def test_pages_come_in_the_order_of_the_list(tmp_path: Path, site: Site) -> None:
    addresses = [site.give(f"/{n}", b"<p>%d" % n) for n in range(40)]
    sources = fetch(tmp_path, "# a list", "", *addresses)
    assert [(s.name, s.url, s.data, s.status) for s in sources] == [
        (address, address, b"<p>%d" % n, 200) for n, address in enumerate(addresses)
    ]
    assert [s.record for s in sources] == list(range(3, 43))
    assert site.paths().count("/robots.txt") == 1


def test_known_addresses_are_not_fetched_again(tmp_path: Path, site: Site) -> None:
    fetch(tmp_path, site.give("/a"), site.give("/b"), after=1)
    assert site.paths() == ["/robots.txt", "/b"]


def test_robots_txt_is_heeded_under_the_name_that_is_given(tmp_path: Path, site: Site) -> None:
    (source,) = fetch(tmp_path, site.give("/private/x"), user_agent="pondbot")
    assert source.problem == "robots.txt does not allow it"
    assert [(path, agent) for path, _, agent in site.asked] == [("/robots.txt", "pondbot")]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (503, False)])
def test_a_robots_txt_that_is_not_there_allows_all_and_one_that_fails_nothing(
    tmp_path: Path, site: Site, status: int, allowed: bool
) -> None:
    site.answers["/robots.txt"] = [(status, {}, b"")]
    (source,) = fetch(tmp_path, site.give("/a"))
    assert (source.problem == "") is allowed


def test_a_host_is_given_a_pause_between_two_requests(tmp_path: Path, site: Site) -> None:
    fetch(tmp_path, *(site.give(f"/{n}") for n in range(3)), delay=0.3)
    times = [when for _, when, _ in site.asked]
    assert all(later - before >= 0.29 for before, later in pairwise(times))


def test_a_crawl_delay_is_heeded(tmp_path: Path, site: Site) -> None:
    site.answers["/robots.txt"] = [(200, {}, b"User-agent: *\nCrawl-delay: 0.4\n")]
    fetch(tmp_path, site.give("/a"), site.give("/b"))
    (a,), (b,) = ([when for path, when, _ in site.asked if path == wanted] for wanted in ("/a", "/b"))
    assert abs(b - a) >= 0.39


def test_redirects_are_followed_and_their_end_is_the_address(tmp_path: Path, site: Site) -> None:
    end = site.give("/end")
    first, loop = site.give("/first", status=301, Location="/end"), site.give("/loop", status=302, Location="/loop")
    private = site.give("/to-private", status=302, Location="/private/x")
    found, looped, refused = fetch(tmp_path, first, loop, private)
    assert (found.name, found.url, found.data) == (first, end, b"<p>page")
    assert looped.problem == "more than 5 redirects"
    assert refused.problem == "robots.txt does not allow it"


def test_a_page_larger_or_slower_than_agreed_is_given_up(tmp_path: Path, site: Site) -> None:
    (large,) = fetch(tmp_path, site.give("/large", b"x" * 50_000), max_bytes=20_000)
    assert large.problem == "larger than 0.02 MB"


def test_an_error_that_may_pass_is_tried_again(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.bulk.sources.fetch.FIRST_WAIT", 0.05)
    site.give("/busy", status=503)
    (source,) = fetch(tmp_path, site.give("/busy", b"<p>at last"), retries=1)
    assert source.data == b"<p>at last"
    (gone,) = fetch(tmp_path, site.give("/gone", status=404), retries=3)
    assert gone.problem == "HTTP status 404"
    assert site.paths().count("/gone") == 1


def test_a_page_that_asks_for_payment_is_a_page(tmp_path: Path, site: Site) -> None:
    (source,) = fetch(tmp_path, site.give("/paid", b"<p>pay", status=402, crawler_price="USD 1"))
    assert (source.problem, source.status, source.headers["crawler-price"]) == ("", 402, "USD 1")


@pytest.mark.parametrize(
    "address", ["ftp://pond.example/x", "file:///etc/passwd", "heron", "http://", "http://[", "http://\x00/"]
)
def test_what_is_no_address_is_told(tmp_path: Path, address: str) -> None:
    (source,) = fetch(tmp_path, address)
    assert source.problem
    assert source.data == b""


def test_a_host_that_is_not_there_is_told(tmp_path: Path) -> None:
    (source,) = fetch(tmp_path, "http://127.0.0.1:1/x")
    assert source.problem.startswith("can't be fetched: ConnectError")
