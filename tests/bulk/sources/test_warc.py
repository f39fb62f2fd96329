"""WARC and WET."""

from __future__ import annotations

import gzip
from pathlib import Path

import lz4.frame
import pytest

from .records import gzipped, read, warc_record

PAGE = b"<p>The heron came back.</p>"


@pytest.mark.parametrize("packed", ["plain", "gzip", "lz4"])
def test_responses_are_pages_with_address_status_and_headers(tmp_path: Path, packed: str) -> None:
    records = [
        warc_record(1, b"software: x", head="", kind="warcinfo"),
        warc_record(2, b"", head="GET / HTTP/1.1\r\nHost: pond.example", kind="request"),
        warc_record(
            3,
            PAGE,
            head="HTTP/1.1 402 Payment Required\r\nContent-Type: text/html; charset=koi8-r\r\ncrawler-price: USD 1",
        ),
        warc_record(4, b"x: y", head="", kind="metadata"),
    ]
    pack = {"plain": b"".join, "gzip": gzipped, "lz4": lambda parts: b"".join(map(lz4.frame.compress, parts))}[packed]
    (tmp_path / "x.warc").write_bytes(pack(records))  # type: ignore[operator]
    (source,) = read(tmp_path / "x.warc")
    assert (source.name, source.url, source.status) == ("urn:uuid:3", "https://pond.example/3", 402)
    assert (source.data, source.is_text) == (PAGE, False)
    assert source.headers["Content-Type"] == "text/html; charset=koi8-r"
    assert source.headers["crawler-price"] == "USD 1"


def test_wet_holds_text(tmp_path: Path) -> None:
    (tmp_path / "x.warc.wet.gz").write_bytes(
        gzipped([warc_record(1, b"Home\nThe heron <p>", head="", kind="conversion")])
    )
    (source,) = read(tmp_path / "x.warc.wet.gz")
    assert (source.data, source.is_text, source.url) == (b"Home\nThe heron <p>", True, "https://pond.example/1")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        ("HTTP/1.1 301 Moved\r\nLocation: /there", "HTTP status 301"),
        ("HTTP/1.1 404 Not Found\r\nContent-Type: text/html", "HTTP status 404"),
        ("HTTP/1.1 200 OK\r\nContent-Type: image/png", "content type image/png"),
    ],
)
def test_a_response_that_is_no_page_is_skipped_with_the_reason(tmp_path: Path, head: str, told: str) -> None:
    (tmp_path / "x.warc").write_bytes(warc_record(1, b"x", head=head) + warc_record(2, PAGE))
    skipped, page = read(tmp_path / "x.warc")
    assert (skipped.problem, skipped.is_skipped) == (told, True)
    assert page.data == PAGE


@pytest.mark.parametrize("status", [401, 402, 403, 451])
def test_a_page_that_is_withheld_is_a_page(tmp_path: Path, status: int) -> None:
    (tmp_path / "x.warc").write_bytes(warc_record(1, PAGE, head=f"HTTP/1.1 {status} No\r\nContent-Type: text/html"))
    assert read(tmp_path / "x.warc")[0].problem == ""


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("Content-Encoding: gzip", gzip.compress(PAGE)),
        ("Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)),
        ("Content-Encoding: gzip", PAGE),
        ("Transfer-Encoding: chunked", PAGE),
        ("Content-Encoding: mystery", PAGE),
    ],
    ids=["gzip", "chunked", "gzip that is none", "chunks that are none", "unknown"],
)
def test_a_body_is_decoded_where_it_is_encoded_as_its_headers_say(tmp_path: Path, encoding: str, body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{encoding}"
    (tmp_path / "x.warc").write_bytes(warc_record(1, body, head=head) + warc_record(2, PAGE))
    assert [source.data for source in read(tmp_path / "x.warc")] == [PAGE, PAGE]


def test_a_record_without_http_is_told_and_costs_itself_alone(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(warc_record(1, b"garbage", head="") + warc_record(2, PAGE))
    bad, page = read(tmp_path / "x.warc")
    assert bad.problem == "the record holds no HTTP response"
    assert page.data == PAGE


def test_a_damaged_archive_gives_what_stands_before_the_damage(tmp_path: Path) -> None:
    data = gzipped(warc_record(n, PAGE) for n in range(1, 4))
    (tmp_path / "x.warc.gz").write_bytes(data[:-20])
    first, second, told = read(tmp_path / "x.warc.gz")
    assert first.data == second.data == PAGE
    assert told.problem.startswith("can't be read from here on as WARC")
    assert read(tmp_path / "x.warc.gz", after=2) == [told]
    assert read(tmp_path / "x.warc.gz", after=3) == []


def test_every_cut_of_an_archive_is_told_or_leaves_whole_pages(tmp_path: Path) -> None:
    data = gzipped(warc_record(n, PAGE) for n in range(1, 3))
    for length in range(1, len(data), 3):
        (tmp_path / "x.warc.gz").write_bytes(data[:length])
        sources = read(tmp_path / "x.warc.gz")
        assert all(source.problem or source.data == PAGE for source in sources)
        assert [source.record for source in sources] == list(range(1, len(sources) + 1))


def test_a_file_that_is_no_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(b"<p>a page</p>")
    (told,) = read(tmp_path / "x.warc")
    assert told.problem.startswith("can't be read from here on as WARC")


def test_reading_goes_on_after_records_that_are_known(tmp_path: Path) -> None:
    (tmp_path / "x.warc.gz").write_bytes(gzipped(warc_record(n, PAGE) for n in range(1, 6)))
    assert read(tmp_path / "x.warc.gz", after=3) == read(tmp_path / "x.warc.gz")[3:]
