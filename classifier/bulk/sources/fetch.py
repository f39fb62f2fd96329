"""Fetching pages as a guest: what robots.txt allows, one request to a host at a time with a pause between two, and nothing
larger or longer than agreed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urljoin, urlsplit

from classifier.bulk.sources.options import Politeness
from classifier.bulk.sources.responses import no_page
from classifier.extras import extra

REDIRECTS = 5
ROBOTS_BYTES = 500_000
"""What RFC 9309 wants to be read of robots.txt at least."""
LONGEST_DELAY = 60.0
"""A Crawl-delay above this means that the host does not want to be read."""
TRY_AGAIN = frozenset([408, 425, 429, 500, 502, 503, 504])
FIRST_WAIT = 1.0
KEPT_HOSTS = 10_000
NO_PAGE_OF_ITS_OWN = frozenset([301, 302, 303, 307, 308])


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of an address. problem: why there is no page, "" where there is."""

    data: bytes = b""
    url: str = ""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


class _RefusedError(Exception):
    """There is no page to be had from an address, and why."""


@dataclass(slots=True)
class _Host:
    """What is known of a host: its rules (None before they are fetched), and when it may be asked again."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    rules: Any = None
    free_at: float = 0.0


class Fetcher:
    """Fetches addresses; may be used from several threads. Raises InputError when the libraries it needs are not installed."""

    def __init__(self, politeness: Politeness) -> None:
        self._httpx = extra("httpx", "fetch", "fetching addresses")
        self._protego = extra("protego", "fetch", "fetching addresses").Protego
        self._politeness = politeness
        self._client = self._httpx.Client(
            headers={"User-Agent": politeness.user_agent}, timeout=politeness.timeout, follow_redirects=False
        )
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        self._client.close()

    def stop(self) -> None:
        """Have what is still being fetched, or waited for, end soon."""
        self._stopped.set()

    def fetch(self, url: str) -> Fetched:
        """The page of an address, after its redirects; a problem rather than an exception where there is none."""
        last = Fetched(url=url, problem="not fetched")
        wait = FIRST_WAIT
        for attempt in range(self._politeness.retries + 1):
            if attempt and self._stopped.wait(wait):
                break
            try:
                last = self._fetch_once(url)
            except _RefusedError as error:
                return Fetched(url=url, problem=str(error))
            except (self._httpx.HTTPError, self._httpx.InvalidURL, OSError, ValueError) as error:
                last = Fetched(url=url, problem=f"can't be fetched: {_named(error)}")
            else:
                if last.status not in TRY_AGAIN:
                    break
            wait = max(2 * wait, min(_retry_after(last.headers), LONGEST_DELAY))
        return last

    def _fetch_once(self, url: str) -> Fetched:
        until = time.monotonic() + self._politeness.timeout
        for _ in range(REDIRECTS + 1):
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise _RefusedError("not an address that can be fetched; it begins with http:// or https://")
            host = self._host(f"{parts.scheme}://{parts.netloc}")
            with host.lock:
                self._read_rules(host, f"{parts.scheme}://{parts.netloc}")
                if not host.rules.can_fetch(url, self._politeness.user_agent):
                    raise _RefusedError("robots.txt does not allow it")
                if (asked := self._asked_delay(host)) > LONGEST_DELAY:
                    raise _RefusedError(f"robots.txt asks for {asked:g} seconds between two requests")
                with self._turn(host):
                    fetched = self._get(url, until, self._politeness.max_bytes)
            location = {name.lower(): value for name, value in fetched.headers.items()}.get("location")
            if fetched.status not in NO_PAGE_OF_ITS_OWN or not location:
                return fetched
            url = urljoin(url, location)
        raise _RefusedError(f"more than {REDIRECTS} redirects")

    def _get(self, url: str, until: float, max_bytes: int) -> Fetched:
        with self._client.stream("GET", url) as response:
            headers, status = dict(response.headers.items()), response.status_code
            if problem := no_page(status, headers):
                return Fetched(url=url, status=status, headers=headers, problem=problem)
            chunks, size = [], 0
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > max_bytes:
                    raise _RefusedError(f"larger than {max_bytes / 1e6:g} MB")
                if time.monotonic() > until or self._stopped.is_set():
                    raise _RefusedError(f"took longer than {self._politeness.timeout:g} seconds")
                chunks.append(chunk)
        return Fetched(b"".join(chunks), url, status, headers)

    def _host(self, origin: str) -> _Host:
        with self._lock:
            if len(self._hosts) >= KEPT_HOSTS:
                for known in [known for known, host in self._hosts.items() if not host.lock.locked()][
                    : KEPT_HOSTS // 2
                ]:
                    del self._hosts[known]
            return self._hosts.setdefault(origin, _Host())

    def _read_rules(self, host: _Host, origin: str) -> None:
        """Read a host's robots.txt once. RFC 9309: none (4xx) allows all, a failing server (5xx) nothing."""
        if host.rules is not None:
            return
        url = f"{origin}/robots.txt"
        for _ in range(REDIRECTS + 1):
            with self._turn(host), self._client.stream("GET", url) as response:
                status, body = response.status_code, b""
                for chunk in response.iter_bytes():
                    body += chunk
                    if len(body) >= ROBOTS_BYTES:
                        break
                location = response.headers.get("location")
            if status not in NO_PAGE_OF_ITS_OWN or not location:
                break
            url = urljoin(url, location)
        if status >= 500:
            raise _RefusedError(f"its robots.txt can't be read (HTTP status {status})")
        host.rules = self._protego.parse(body.decode("utf-8", "replace") if status < 300 else "")
        host.free_at += max(0.0, self._asked_delay(host) - self._politeness.delay)

    @contextmanager
    def _turn(self, host: _Host) -> Iterator[None]:
        """Wait until a host may be asked again."""
        if self._stopped.wait(max(host.free_at - time.monotonic(), 0)):
            raise _RefusedError("the run ended")
        try:
            yield
        finally:
            host.free_at = time.monotonic() + max(self._politeness.delay, self._asked_delay(host))

    def _asked_delay(self, host: _Host) -> float:
        return 0.0 if host.rules is None else float(host.rules.crawl_delay(self._politeness.user_agent) or 0.0)


def _retry_after(headers: Mapping[str, str]) -> float:
    value = {name.lower(): value for name, value in headers.items()}.get("retry-after", "")
    return float(value) if value.isdigit() else 0.0


def _named(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
