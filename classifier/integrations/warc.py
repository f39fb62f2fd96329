"""Pages of WARC and WET files, from a path or an object store (s3://, gs://, hf://, https://: whatever fsspec reads).

Reading streams: one record is held at a time. A file that is cut off or damaged gives what could be read before and says so.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from classifier.errors import InputError
from classifier.extras import require

require("warc", "fastwarc", "fsspec")

import fsspec

from classifier.bulk.sources.archive import read_records

log = logging.getLogger(__name__)

LARGEST = 20_000_000
"""Bytes of a body beyond which a record is passed over; no page that people read is as large."""


@dataclass(frozen=True, slots=True)
class Response:
    """A page of an archive. body: bytes of the page, transfer and content encodings undone; is_text: extracted text.

    id, url, date: as the record says. status, headers (names in small letters): of the HTTP response; None and empty for WET.
    """

    id: str
    url: str
    date: str
    body: bytes
    is_text: bool = False
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def find_archives(pattern: str, **storage: Any) -> list[str]:
    """Paths of the files that a path or glob names, in any file system: "crawl/*.warc.gz", "s3://bucket/crawl/*.warc.gz".

    Raises InputError when there are none.
    """
    system, path = fsspec.url_to_fs(pattern, **storage)
    found = [system.unstrip_protocol(name) for name in sorted(system.glob(path)) if system.isfile(name)]
    if not found:
        raise InputError(f"{pattern}: names no file; check the path, and quote it if your shell expands it")
    return found


def read_responses(path: str, largest: int = LARGEST, **storage: Any) -> Iterator[Response]:
    """The pages of one file, compressed or not: what `boiler predict` takes for pages of it, too. Redirects, errors and images
    are passed over; 401, 402, 403 and 451 are pages: that is how a wall can look.

    largest: bytes; larger records are passed over with a logged warning, as are unreadable ones. storage: options of the file
    system, as fsspec takes them (`anon=True` for open buckets). Raises OSError (FileNotFoundError) when the file can't be opened.
    """
    with fsspec.open(path, "rb", **storage) as stream:
        for record in read_records(stream, largest):
            if not record.problem:
                headers = {name.lower(): value for name, value in record.headers.items()}
                yield Response(record.id, record.url, record.date, record.body, record.is_text, record.status, headers)
            elif not record.is_skipped:
                log.warning("%s: %s: %s", path, record.url or f"record {record.number}", record.problem)
