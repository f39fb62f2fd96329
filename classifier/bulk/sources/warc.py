"""WARC and WET, plain, gzip, lz4 or zstd: the responses of an archive, or the texts extracted from them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO

from classifier.bulk.inputs import STANDARD_INPUT, Input
from classifier.bulk.source import Source
from classifier.bulk.sources.archive import Record, read_records
from classifier.bulk.sources.fields import problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.streams import told

LARGEST_PAGE = 64_000_000


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page a response or conversion record, which alone are counted; other records are passed over."""
    try:
        file = _opened(each)
    except OSError as error:
        if not after:
            yield problem_at(each, 1, 0, f"can't be read: {told(error)}")
        return
    with file:
        for record in read_records(file, LARGEST_PAGE, after):
            if record.is_last:
                yield problem_at(each, record.number, record.position, record.problem)
            else:
                yield _source(each, options, record)


def _opened(each: Input) -> BinaryIO:
    return sys.stdin.buffer if each.path == STANDARD_INPUT else open(each.path, "rb")


def _source(each: Input, options: ReadOptions, record: Record) -> Source:
    return Source(
        name=(record.id or f"{each.name}:{record.number}").strip("<>"),
        data=record.body,
        is_text=record.is_text if options.text is None or record.problem else options.text,
        problem=record.problem,
        is_skipped=record.is_skipped,
        url=record.url or None,
        headers=record.headers,
        status=record.status,
        input=each,
        record=record.number,
        read=record.position,
    )
