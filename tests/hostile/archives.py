"""Hostile archives and rows of pages: WARC records and JSON lines. Each maps a name to a function that gives the file's bytes."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable

from .pages import ARTICLE, PARAGRAPH, noise


def record(body: bytes, *headers: str, kind: str = "response", length: int | str | None = None) -> bytes:
    """A WARC record. headers: of the HTTP response. length: what the record says that its content has."""
    http = "".join(f"{header}\r\n" for header in ("HTTP/1.1 200 OK", "Content-Type: text/html", *headers))
    content = f"{http}\r\n".encode("utf-8", "surrogateescape") + body
    return (
        (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: https://a.example/\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(content) if length is None else length}\r\n\r\n"
        ).encode()
        + content
        + b"\r\n\r\n"
    )


GOOD = record(ARTICLE.encode())

WARC_FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "noise": lambda: noise(1_000_000),
    "noise_between_records": lambda: GOOD + noise(100_000) + GOOD,
    "head_only": lambda: b"WARC/1.0\r\n",
    "heads_200_000": lambda: b"WARC/1.0\r\n\r\n" * 200_000,
    "header_5_MB": lambda: b"WARC/1.0\r\nWARC-Type: response\r\nX: " + b"x" * 5_000_000 + b"\r\n\r\n" + GOOD,
    "headers_200_000": lambda: b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000 + b"\r\n" + GOOD,
    "length_negative": lambda: record(b"text", length=-5) + GOOD,
    "length_2_to_the_63": lambda: record(b"text", length=2**63) + GOOD,
    "length_of_letters": lambda: record(b"text", length="many") + GOOD,
    "length_too_short": lambda: record(ARTICLE.encode(), length=60) + GOOD,
    "length_too_long": lambda: record(ARTICLE.encode(), length=10_000_000),
    "length_5_000_digits": lambda: record(b"text", length="9" * 5_000) + GOOD,
    "truncated": lambda: (GOOD * 3)[:-200],
    "truncated_gzip": lambda: gzip.compress(GOOD * 3)[:-20],
    "gzip_bomb": lambda: gzip.compress(record(b"<p>" + b"\0" * 60_000_000)),
    "gzip_bomb_in_the_body": lambda: record(gzip.compress(b"<p>" + b"x" * 60_000_000), "Content-Encoding: gzip"),
    "gzip_that_is_none": lambda: record(ARTICLE.encode(), "Content-Encoding: gzip"),
    "gzip_named_1_000_times": lambda: record(
        gzip.compress(ARTICLE.encode()), f"Content-Encoding: {'gzip,' * 1_000}gzip"
    ),
    "deflate": lambda: record(zlib.compress(ARTICLE.encode()), "Content-Encoding: deflate"),
    "chunks_of_nonsense": lambda: record(b"zz\r\n" + ARTICLE.encode(), "Transfer-Encoding: chunked"),
    "chunk_of_2_to_the_63": lambda: record(b"7fffffffffffffff\r\n" + ARTICLE.encode(), "Transfer-Encoding: chunked"),
    "chunks_100_000": lambda: record(b"1\r\nx\r\n" * 100_000 + b"0\r\n\r\n", "Transfer-Encoding: chunked"),
    "http_headers_100_000": lambda: record(ARTICLE.encode(), *["X: y"] * 100_000),
    "http_header_not_utf_8": lambda: record(ARTICLE.encode(), "Content-Type: text/html; charset=\udcff\udcfe"),
    "http_missing": lambda: record(b"").replace(b"HTTP/1.1 200 OK", b"nothing of that"),
    "status_5_000_digits": lambda: GOOD.replace(b" 200 OK", b" " + b"9" * 5_000),
    "charset_nonsense": lambda: record(ARTICLE.encode(), "Content-Type: text/html; charset=../../etc/passwd"),
    "conversion_20_MB": lambda: record(b"a line of text\n" * 1_300_000, kind="conversion"),
    "address_with_line_breaks": lambda: GOOD.replace(b"https://a.example/", b"https://a.example/\r\n <script>\x1b[31m"),
    "page_nested_200_000_deep": lambda: record(b"<div>" * 200_000),
    "records_200": lambda: GOOD * 200,
}


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


JSON_LINES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "blank_1_000_000": lambda: b"\n" * 1_000_000,
    "noise": lambda: noise(1_000_000),
    "nul": lambda: b"\0" * 1_000_000,
    "lines_50_000_deep": lambda: (b"[" * 50_000 + b"]" * 50_000 + b"\n") * 10,
    "number_5_MB": lambda: b"9" * 5_000_000,
    "numbers_too_long": lambda: b'{"html":' + b"9" * 5_000 + b"}\n" + line(html=PARAGRAPH),
    "string_unclosed_10_MB": lambda: b'{"html":"' + b"x" * 10_000_000,
    "page_10_MB": lambda: line(html=PARAGRAPH * 45_000),
    "page_that_is_a_list": lambda: line(html=["<p>"] * 100_000),
    "page_that_is_a_number": lambda: line(html=3) + line(html=None) + line(html=True) + line(html={}),
    "page_of_surrogates": lambda: b'{"html":"<p>\\ud800\\udfff\\udc00"}\n' * 200,
    "page_nested_200_000_deep": lambda: line(html="<div>" * 200_000),
    "fields_100_000": lambda: line(**{f"f{n}": n for n in range(100_000)}) + line(html=PARAGRAPH),
    "same_field_100_000_times": lambda: b"{" + b'"html":"<p>x",' * 100_000 + b'"url":"y"}\n',
    "no_object": lambda: b'null\n3\n"x"\n[]\nNaN\n-Infinity\n',
    "not_utf_8": lambda: b'{"html":"\xff\xfe"}\n' + line(html=PARAGRAPH),
    "utf_16": lambda: line(html=PARAGRAPH).decode().encode("utf-16"),
    "address_of_100_000_dots": lambda: line(html=PARAGRAPH, url="https://" + "a." * 100_000),
    "address_that_is_none": lambda: line(html=PARAGRAPH, url="https://[::1") + line(html=PARAGRAPH, url=[1]),
    "status_of_all_kinds": lambda: b"".join(line(html=PARAGRAPH, status=s) for s in (-1, 10**30, "x", [], True, 1.5)),
    "headers_of_all_kinds": lambda: b"".join(
        line(html=PARAGRAPH, headers=h)
        for h in (1, "x", [1], {"content-type": 3}, {"": None}, {"Content-Type": ["a", {}]})
    ),
    "gzip": lambda: gzip.compress(line(html=PARAGRAPH) * 100),
    "gzip_truncated": lambda: gzip.compress(line(html=PARAGRAPH) * 100)[:-10],
    "rows_300": lambda: line(text="a line of text") * 300,
}
