"""The pages of a WARC or WET stream, wherever it comes from: what bulk runs and the integrations both read archives with.

Reading streams: one record is held at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from classifier.bulk.sources.content import is_plain_text
from classifier.bulk.sources.responses import content_type_of, no_page
from classifier.bulk.sources.streams import DAMAGE, told
from classifier.extras import extra

FIRST_CHUNK = re.compile(rb"\s{0,4}[0-9a-fA-F]{1,8}[ \t]{0,8}(;[^\r\n]{0,200})?\r?\n")
DECODERS: Mapping[str, tuple[bytes, str]] = {
    "gzip": (b"\x1f\x8b", "GzipReader"),
    "x-gzip": (b"\x1f\x8b", "GzipReader"),
    "zstd": (b"\x28\xb5\x2f\xfd", "ZstdReader"),
    "br": (b"", "BrotliReader"),
}
"""Content encodings, with what their bytes start with and who undoes them."""


@dataclass(frozen=True, slots=True)
class Record:
    """A response or a conversion record. number: among these, from 1. position: bytes of the stream read before it.

    id, url, date: as the record says. body: bytes of the page, transfer and content encodings undone. is_text: extracted text.
    status, headers: of the HTTP response; None and empty for WET. problem: why it gives no page, "" where it does; is_skipped: it
    was never meant to be one (a redirect, an image). is_last: the stream can't be read from here on.
    """

    number: int
    position: int = 0
    id: str = ""
    url: str = ""
    date: str = ""
    body: bytes = b""
    is_text: bool = False
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    is_skipped: bool = False
    is_last: bool = False


def read_records(stream: Any, largest: int, after: int = 0) -> Iterator[Record]:
    """The response and conversion records of a stream, which alone are counted, after a number of them.

    largest: bytes of a record, and of its body unpacked. Damage ends it with a record that tells so; whatever stands before is
    given. Raises MissingExtraError without FastWARC.
    """
    warc = extra("fastwarc.warc", "warc", "reading WARC")
    wanted = warc.WarcRecordType.response | warc.WarcRecordType.conversion
    number, position = 0, 0
    try:
        for record in warc.ArchiveIterator(stream, record_types=wanted, parse_http=False):
            position = record.stream_pos or position
            if number + 1 > after:
                is_text = record.record_type == warc.WarcRecordType.conversion
                yield _record(record, number + 1, position, is_text, largest)
            record.consume()  # here, so that damage is met at the same record whether it is read or passed over
            number += 1
    except (*DAMAGE, RuntimeError) as error:
        if number + 1 > after:
            problem = f"can't be read from here on as WARC: {told(error)}"
            yield Record(number + 1, position, problem=problem, is_last=True)


def _record(record: Any, number: int, position: int, is_text: bool, largest: int) -> Record:
    facts = {name.lower(): value for name, value in record.headers.items()}
    identity, url, date = (facts.get(name, "") for name in ("warc-record-id", "warc-target-uri", "warc-date"))
    status: int | None = None
    headers: dict[str, str] = {}

    def without_page(problem: str, is_skipped: bool = False) -> Record:
        return Record(
            number, position, identity, url.strip("<>"), date, status=status, problem=problem, is_skipped=is_skipped
        )

    if record.content_length > largest:
        return without_page(f"the record is larger than {largest / 1_000_000:g} MB")
    if not is_text:
        try:
            record.parse_http()
        except (OSError, ValueError) as error:
            return without_page(f"the record's HTTP headers can't be read: {told(error)}")
        if record.http_headers is None or record.http_headers.status_code is None:
            return without_page("the record holds no HTTP response")
        headers, status = dict(record.http_headers.items()), record.http_headers.status_code
        identified = facts.get("warc-identified-payload-type")
        if problem := no_page(status, {"content-type": identified} if identified else headers):
            return without_page(problem, is_skipped=True)
    length = record.content_length
    body = record.reader.read(largest)
    if len(body) < length:
        raise EOFError(f"the record ends after {len(body)} of {length} bytes")
    if not is_text:
        body = decoded(body, headers, largest)
        is_text = content_type_of(headers) == "text/plain" and is_plain_text("", body)
    return Record(number, position, identity, url.strip("<>"), date, body, is_text, status, headers)


def decoded(body: bytes, headers: Mapping[str, str], largest: int) -> bytes:
    """A body as the page that was sent: chunks joined, compression undone, at most `largest` bytes of it.

    Many archives hold bodies decoded under the headers of the encoded ones; such bodies, and damaged ones, stay as they are.
    """
    streams = extra("fastwarc.stream_io", "warc", "reading WARC")
    by_name = {name.lower(): value.lower() for name, value in headers.items()}
    if "chunked" in by_name.get("transfer-encoding", "") and FIRST_CHUNK.match(body):
        body = _unpacked(streams.ChunkedReader, body, largest)
    for header in ("transfer-encoding", "content-encoding"):
        for encoding in reversed(by_name.get(header, "").split(",")):
            start, reader = DECODERS.get(encoding.strip(), (b"", ""))
            if reader and body.startswith(start):
                body = _unpacked(getattr(streams, reader), body, largest)
    return body


def _unpacked(reader: Any, body: bytes, largest: int) -> bytes:
    try:
        return bytes(reader(BytesIO(body)).read(largest)) or body
    except (*DAMAGE, ValueError, RuntimeError):
        return body
