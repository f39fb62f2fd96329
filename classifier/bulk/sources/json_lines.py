"""JSON lines: one object a line, plain or compressed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from classifier.bulk.inputs import Input
from classifier.bulk.source import Source
from classifier.bulk.sources.fields import page_of, problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.streams import DAMAGE, opened_stream, told

LONGEST_LINE = 128_000_000


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page a line; blank lines are none."""
    number, position = 0, 0
    try:
        with opened_stream(each) as stream:
            for number, line in enumerate(_lines(stream.bytes), 1):
                position = stream.read_so_far()
                if number <= after or (line is not None and not line.strip()):
                    continue
                yield _page(each, options, line, number, position)
    except DAMAGE as error:
        if number + 1 > after:
            yield problem_at(each, number + 1, position, f"can't be read from here on: {told(error)}")


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines; None for one that is too long to hold."""
    while line := stream.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = stream.readline(LONGEST_LINE)
            yield None
        else:
            yield line


def _page(each: Input, options: ReadOptions, line: bytes | None, number: int, position: int) -> Source:
    if line is None:
        return problem_at(each, number, position, f"the line is longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return problem_at(each, number, position, f"the line is not JSON: {error}")
    if not isinstance(record, dict):
        return problem_at(each, number, position, f"the line holds {type(record).__name__}, not an object with fields")
    return page_of(each, options, record, number, position)
