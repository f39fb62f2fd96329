"""Pages of WARC and WET files, from a path or an object store (s3://, gs://, hf://, https://: whatever fsspec reads).

Reading streams: one record is held at a time. A file that is cut off or damaged gives what could be read before and says so.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from classifier.errors import InputError
from classifier.extras import require

require("warc", "fastwarc", "fsspec")

import fsspec
from fastwarc import ArchiveIterator, WarcRecordType
from fastwarc.stream_io import BrotliReader, ChunkedReader, GzipReader, ZstdReader

log = logging.getLogger(__name__)

HTML_TYPES = ("text/html", "application/xhtml+xml")
LARGEST = 20_000_000
"""Bytes of a body beyond which a record is passed over; no page that people read is as large."""
FIRST_CHUNK = re.compile(rb"\s{0,4}[0-9a-fA-F]{1,8}[ \t]{0,8}(;[^\r\n]{0,200})?\r?\n")
DECODERS: Mapping[str, tuple[bytes, Callable[[BytesIO], Any]]] = {
    "gzip": (b"\x1f\x8b", GzipReader),
    "x-gzip": (b"\x1f\x8b", GzipReader),
    "zstd": (b"\x28\xb5\x2f\xfd", ZstdReader),
    "br": (b"", BrotliReader),
}
"""Content encodings, with what their bytes start with."""


class DamagedError(ValueError):
    """A record ends before its length."""


@dataclass(frozen=True, slots=True)
class Response:
    """A page of an archive. body: bytes of the page, transfer and content encodings undone; is_text: a WET record, extracted text.

    id, url, date: as the record says. status, headers: of the HTTP response; None and empty for WET.
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
    """The HTML responses and WET conversions of one file, compressed or not.

    largest: bytes; larger bodies are passed over with a logged warning. storage: options of the file system, as fsspec takes
    them (`anon=True` for open buckets). Raises OSError (FileNotFoundError) when the file can't be opened.
    """
    with fsspec.open(path, "rb", **storage) as stream:
        kinds = WarcRecordType.response | WarcRecordType.conversion
        records = ArchiveIterator(stream, record_types=kinds, parse_http=True)
        while True:
            try:
                record = next(records, None)
                if record is None:
                    return
                read = _response(record, largest, path)
            except (OSError, ValueError, EOFError, RuntimeError) as error:
                log.warning("%s: reading stopped, the file is damaged or cut off: %s", path, error)
                return
            if read is not None:
                yield read


def _response(record: Any, largest: int, path: str) -> Response | None:
    facts = {name.lower(): value for name, value in record.headers.asdict().items()}
    identity, url, date = (facts.get(name, "") for name in ("warc-record-id", "warc-target-uri", "warc-date"))
    is_text = record.record_type == WarcRecordType.conversion
    headers: dict[str, str] = {}
    status = None
    if not is_text:
        if record.http_headers is None:
            return None
        headers = {name.lower(): value for name, value in record.http_headers.asdict().items()}
        status = record.http_headers.status_code
        kind = facts.get("warc-identified-payload-type") or headers.get("content-type", HTML_TYPES[0])
        if kind.partition(";")[0].strip().lower() not in HTML_TYPES:
            return None
    length = record.content_length
    if length > largest:
        log.warning("%s: %s is larger than %d bytes and was passed over", path, url or identity, largest)
        return None
    body = record.reader.read()
    if len(body) < length:
        raise DamagedError(f"{url or identity} ends after {len(body)} of {length} bytes")
    return Response(identity, url, date, decoded(body, headers, largest), is_text, status, headers)


def decoded(body: bytes, headers: Mapping[str, str], largest: int = LARGEST) -> bytes:
    """A body as the page that was sent: chunks joined, compression undone, at most `largest` bytes of it.

    Many archives hold bodies decoded under the headers of the encoded ones; such bodies, and damaged ones, stay as they are.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower() and FIRST_CHUNK.match(body):
        body = _read(ChunkedReader, body, largest)
    for encoding in reversed(headers.get("content-encoding", "").lower().split(",")):
        start, reader = DECODERS.get(encoding.strip(), (b"", None))
        if reader is not None and body.startswith(start):
            body = _read(reader, body, largest)
    return body


def _read(reader: Callable[[BytesIO], Any], body: bytes, largest: int) -> bytes:
    try:
        return reader(BytesIO(body)).read(largest) or body
    except (OSError, ValueError, EOFError, RuntimeError):
        return body
