"""WARC and WET, plain, gzip, lz4 or zstd: the responses of an archive, or the texts extracted from them."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from classifier.bulk.inputs import STANDARD_INPUT, Input
from classifier.bulk.source import Source
from classifier.bulk.sources.content import is_plain_text
from classifier.bulk.sources.fields import problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.responses import content_type_of, no_page
from classifier.bulk.sources.streams import DAMAGE, told
from classifier.extras import extra

LARGEST_PAGE = 64_000_000
DECODERS = {
    "chunked": "ChunkedReader",
    "gzip": "GzipReader",
    "x-gzip": "GzipReader",
    "br": "BrotliReader",
    "zstd": "ZstdReader",
}


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page a response or conversion record, which alone are counted; other records are passed over."""
    warc = extra("fastwarc.warc", "warc", "reading WARC")
    wanted = warc.WarcRecordType.response | warc.WarcRecordType.conversion
    number, position = 0, 0
    try:
        with _opened(each) as file:
            for record in warc.ArchiveIterator(file, record_types=wanted, parse_http=False):
                position = record.stream_pos or position
                if number + 1 > after:
                    is_text = record.record_type == warc.WarcRecordType.conversion
                    yield _page(each, options, record, number + 1, position, is_text)
                record.consume()  # here, so that damage is met at the same record whether it is read or passed over
                number += 1
    except DAMAGE as error:
        if number + 1 > after:
            yield problem_at(each, number + 1, position, f"can't be read from here on as WARC: {told(error)}")


def _opened(each: Input) -> BinaryIO:
    return sys.stdin.buffer if each.path == STANDARD_INPUT else open(each.path, "rb")


def _page(each: Input, options: ReadOptions, record: Any, number: int, position: int, is_text: bool) -> Source:
    name = (record.record_id or f"{each.name}:{number}").strip("<>")
    url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None

    def without_page(problem: str, is_skipped: bool = False) -> Source:
        return Source(
            name,
            problem=problem,
            is_skipped=is_skipped,
            url=url,
            input=each,
            record=number,
            read=position,
            status=status,
        )

    status: int | None = None
    headers: dict[str, str] = {}
    if record.content_length > LARGEST_PAGE:
        return without_page(f"the record is larger than {LARGEST_PAGE // 1_000_000} MB")
    if not is_text:
        try:
            record.parse_http()
        except (OSError, ValueError) as error:
            return without_page(f"the record's HTTP headers can't be read: {told(error)}")
        if record.http_headers is None or record.http_headers.status_code is None:
            return without_page("the record holds no HTTP response")
        headers, status = dict(record.http_headers.items()), record.http_headers.status_code
        if problem := no_page(status, headers):
            return without_page(problem, is_skipped=True)
    length = record.content_length
    body = record.reader.read(LARGEST_PAGE)
    if len(body) < length:
        raise EOFError(f"the record ends after {len(body)} of {length} bytes")
    if not is_text:
        body = _decoded(body, headers)
        is_text = content_type_of(headers) == "text/plain" and is_plain_text("", body)
    return Source(
        name=name,
        data=body,
        is_text=is_text if options.text is None else options.text,
        url=url,
        headers=headers,
        status=status,
        input=each,
        record=number,
        read=position,
    )


def _decoded(body: bytes, headers: dict[str, str]) -> bytes:
    """The body of a response without its transfer and content encodings. Crawlers often store a body that they have decoded
    under the headers that it came with: one that is not encoded as its headers say stays as it is."""
    streams = extra("fastwarc.stream_io", "warc", "reading WARC")
    by_name = {name.lower(): value.lower() for name, value in headers.items()}
    for encodings in (by_name.get("transfer-encoding", ""), by_name.get("content-encoding", "")):
        for encoding in reversed([part.strip() for part in encodings.split(",")]):
            if encoding in DECODERS:
                try:
                    body = getattr(streams, DECODERS[encoding])(io.BytesIO(body)).read(LARGEST_PAGE) or body
                except (OSError, ValueError):
                    continue
    return body
