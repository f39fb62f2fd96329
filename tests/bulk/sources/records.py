"""Files of records for the readers, made here."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from classifier.bulk.inputs import Input, kind_of
from classifier.bulk.source import Source
from classifier.bulk.sources import read_input
from classifier.bulk.sources.options import ReadOptions

PAGES = tuple(f"<p>The heron came back on day {day}.</p>" for day in range(1, 6))


def read(path: Path, after: int = 0, **options: Any) -> list[Source]:
    """All pages of a file, after its first records."""
    each = Input(str(path), kind_of(path.name) or options.pop("kind"), size=path.stat().st_size)
    return list(read_input(each, ReadOptions(**options), after))


def json_lines(records: Iterable[Mapping[str, Any]]) -> bytes:
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


def warc_record(
    number: int, body: bytes, head: str = "HTTP/1.1 200 OK\r\nContent-Type: text/html", kind: str = "response"
) -> bytes:
    """One record of an archive. head: of the HTTP response, "" for a record that holds none."""
    content = (head.encode() + b"\r\n\r\n" if head else b"") + body
    about = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{number}>",
        f"WARC-Target-URI: https://pond.example/{number}",
        f"Content-Type: {'application/http; msgtype=' + kind if head else 'text/plain'}",
        f"Content-Length: {len(content)}",
    ]
    return "\r\n".join(about).encode() + b"\r\n\r\n" + content + b"\r\n\r\n"


def gzipped(records: Iterable[bytes]) -> bytes:
    """An archive as crawlers write it: each record packed by itself."""
    return b"".join(gzip.compress(record) for record in records)
