"""WARC files of the project's own pages, written for the tests."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from .conftest import html

PAGE_TYPE = ("Content-Type", "text/html; charset=utf-8")


def write_warc(path: Path, names: Iterable[str], odd: bool = False, compressed: bool = True) -> Path:
    """Responses with the pages of these names; odd: also a 402, an image, a page sent in chunks and compressed, and an empty one."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=compressed)
        writer.write_record(writer.create_warcinfo_record(path.name, {"software": "a test"}))
        for name in names:
            _write(writer, name, html(name))
        if odd:
            _write(
                writer,
                "paid",
                b"<title>Pay first</title><p>This page costs 3 cents.</p>",
                status="402 Payment Required",
            )
            _write(
                writer, "photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), headers=[("Content-Type", "image/png")]
            )
            squeezed = gzip.compress(b"<p>Sent in pieces, " + b"which a server may do. " * 20)
            chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(squeezed), squeezed)
            coded = [PAGE_TYPE, ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")]
            _write(writer, "chunked", chunked, headers=coded)
            _write(writer, "empty", b"")
    return path


def write_wet(path: Path, texts: dict[str, str]) -> Path:
    """Conversion records with these extracted texts."""
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for name, text in texts.items():
            record = writer.create_warc_record(
                _url(name), "conversion", payload=BytesIO(text.encode()), warc_content_type="text/plain"
            )
            writer.write_record(record)
    return path


def _write(
    writer: WARCWriter, name: str, body: bytes, status: str = "200 OK", headers: list[tuple[str, str]] | None = None
) -> None:
    http = StatusAndHeaders(status, headers or [PAGE_TYPE], protocol="HTTP/1.1")
    writer.write_record(writer.create_warc_record(_url(name), "response", payload=BytesIO(body), http_headers=http))


def _url(name: str) -> str:
    return f"https://site.example/{name}"
