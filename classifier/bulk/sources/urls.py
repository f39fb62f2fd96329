"""Lists of addresses, one a line: fetched politely, several hosts at a time, and given in the order of the list."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from classifier.bulk.inputs import Input
from classifier.bulk.source import Source
from classifier.bulk.sources.content import is_plain_text
from classifier.bulk.sources.fetch import Fetched, Fetcher
from classifier.bulk.sources.fields import problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.responses import content_type_of
from classifier.bulk.sources.streams import DAMAGE, opened_stream, told

AHEAD = 4
"""Addresses a host at work that are fetched ahead of the one whose page is awaited."""
LONGEST_ADDRESS = 8_192


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page an address; blank lines and lines that begin with # are none."""
    politeness = options.politeness
    waiting: deque[tuple[_Line, Future[Fetched]]] = deque()
    with Fetcher(politeness) as fetcher, ThreadPoolExecutor(politeness.hosts) as threads:
        try:
            for line in _lines(each, after):
                if line.problem:
                    yield from (_page(each, options, *known) for known in waiting)
                    waiting.clear()
                    yield problem_at(each, line.number, line.read, line.problem)
                    return
                waiting.append((line, threads.submit(fetcher.fetch, line.address)))
                if len(waiting) >= AHEAD * politeness.hosts:
                    yield _page(each, options, *waiting.popleft())
            while waiting:
                yield _page(each, options, *waiting.popleft())
        finally:
            fetcher.stop()
            threads.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    read: int
    address: str = ""
    problem: str = ""


def _lines(each: Input, after: int) -> Iterator[_Line]:
    number, position = 0, 0
    try:
        with opened_stream(each) as stream:
            while line := stream.bytes.readline(LONGEST_ADDRESS):
                number, position = number + 1, stream.read_so_far()
                address = line.decode("utf-8", "replace").strip()
                if number > after and address and not address.startswith("#"):
                    yield _Line(number, position, address)
    except DAMAGE as error:
        if number + 1 > after:
            yield _Line(number + 1, position, problem=f"can't be read from here on: {told(error)}")


def _page(each: Input, options: ReadOptions, line: _Line, future: Future[Fetched]) -> Source:
    fetched = future.result()
    is_text = content_type_of(fetched.headers) == "text/plain" and is_plain_text("", fetched.data)
    return Source(
        name=line.address,
        data=fetched.data,
        is_text=is_text if options.text is None else options.text,
        problem=fetched.problem,
        url=fetched.url or line.address,
        headers=fetched.headers,
        status=fetched.status,
        input=each,
        record=line.number,
        read=line.read,
    )
