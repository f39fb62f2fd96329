"""Archives read from files and from an object store (fsspec's in memory)."""

from __future__ import annotations

import gzip
import logging
from pathlib import Path

import brotli
import fsspec
import pytest

import classifier
from classifier.bulk.sources.archive import decoded
from classifier.integrations.warc import find_archives, read_responses

from .archives import write_warc, write_wet
from .conftest import OPEN, WALLED, html

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("compressed", [True, False])
def test_pages_come_with_their_http_facts(tmp_path: Path, compressed: bool) -> None:
    ending = "warc.gz" if compressed else "warc"
    path = write_warc(tmp_path / f"pages.{ending}", [*WALLED, *OPEN], odd=True, compressed=compressed)
    read = {response.url.rsplit("/", 1)[-1]: response for response in read_responses(str(path))}
    assert [*read] == [*WALLED, *OPEN, "paid", "chunked", "empty"]
    assert all(read[name].body == html(name) for name in (*WALLED, *OPEN))
    assert (read["paid"].status, read[OPEN[0]].status) == (402, 200)
    assert read[OPEN[0]].headers["content-type"] == "text/html; charset=utf-8"
    assert read["chunked"].body.startswith(b"<p>Sent in pieces, which")
    assert read["empty"].body == b""
    assert all(response.id.startswith("<urn:uuid:") and response.date for response in read.values())


def test_wet_records_are_text(tmp_path: Path) -> None:
    path = write_wet(tmp_path / "pages.wet.gz", {"a": "Die Fähre fährt.\n", "b": "Two."})
    read = [
        (response.url, response.body.decode(), response.is_text, response.status)
        for response in read_responses(str(path))
    ]
    assert read == [
        ("https://site.example/a", "Die Fähre fährt.\n", True, None),
        ("https://site.example/b", "Two.", True, None),
    ]


def test_a_file_of_an_object_store_is_read(tmp_path: Path) -> None:
    path = write_warc(tmp_path / "pages.warc.gz", WALLED)
    with fsspec.open("memory://bucket/pages.warc.gz", "wb") as file:
        file.write(path.read_bytes())
    assert len(list(read_responses("memory://bucket/pages.warc.gz"))) == len(WALLED)


def test_a_file_cut_off_gives_what_stood_before(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write_warc(tmp_path / "pages.warc.gz", [*WALLED, *OPEN])
    path.write_bytes(path.read_bytes()[:-2000])
    with caplog.at_level(logging.WARNING):
        read = list(read_responses(str(path)))
    assert [response.body for response in read[:2]] == [html(name) for name in WALLED]
    assert len(read) == 2
    assert f"{path}: record 3: can't be read from here on as WARC" in caplog.text


def test_a_body_too_large_is_passed_over_and_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = write_warc(tmp_path / "pages.warc.gz", [*WALLED, *OPEN])
    largest = len(html(OPEN[0])) - 1
    with caplog.at_level(logging.WARNING):
        read = list(read_responses(str(path), largest=largest))
    assert len(read) == sum(len(html(name)) <= largest for name in WALLED)
    assert f"https://site.example/{OPEN[0]}: the record is larger than {largest / 1e6:g} MB" in caplog.text


def test_globs_find_files(tmp_path: Path) -> None:
    paths = [write_warc(tmp_path / f"{name}.warc.gz", [name]) for name in WALLED]
    (tmp_path / "folder.warc.gz").mkdir()
    assert find_archives(f"{tmp_path}/*.warc.gz") == [path.as_uri() for path in sorted(paths)]
    assert len(list(read_responses(find_archives(str(paths[0]))[0]))) == 1
    with pytest.raises(classifier.InputError, match="names no file"):
        find_archives(f"{tmp_path}/*.wet")


def test_a_missing_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        list(read_responses("/nowhere/pages.warc.gz"))


PAGE = b"<p>" + b"The ferry runs in winter. " * 40
ENCODED = {
    "gzip": gzip.compress(PAGE),
    "br": brotli.compress(PAGE),
}


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_compression_is_undone(encoding: str) -> None:
    assert decoded(ENCODED[encoding], {"content-encoding": encoding}, len(PAGE) * 2) == PAGE


@pytest.mark.parametrize(
    "headers", [{"content-encoding": "gzip"}, {"content-encoding": "br"}, {"transfer-encoding": "chunked"}, {}]
)
def test_a_body_that_is_decoded_already_stays(headers: dict[str, str]) -> None:
    assert decoded(PAGE, headers, len(PAGE) * 2) == PAGE


def test_a_small_body_can_not_fill_the_memory() -> None:
    assert len(decoded(gzip.compress(bytes(10_000_000)), {"content-encoding": "gzip"}, largest=1000)) == 1000
