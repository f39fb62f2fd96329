"""Files that hold one page."""

from __future__ import annotations

import gzip
import io
import sys
from pathlib import Path

import pytest

from classifier.bulk.inputs import Input
from classifier.bulk.sources import read_sources
from classifier.bulk.sources.options import ReadOptions


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two pages and a folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.html").write_bytes(b"\xff\xfe<\x00p\x00>\x00")
    (tmp_path / "notes.txt").write_bytes(b"<p>notes</p>")
    (tmp_path / "below").mkdir()
    return tmp_path


def test_pages_come_with_their_bytes_as_they_are(here: Path) -> None:
    page, text = read_sources([Input("b.html", size=8), Input("notes.txt")])
    assert (page.name, page.data, page.is_text, page.problem) == ("b.html", b"\xff\xfe<\x00p\x00>\x00", False, "")
    assert (text.name, text.data, text.is_text) == ("notes.txt", b"<p>notes</p>", True)
    assert (page.input, page.record, page.read) == (Input("b.html", size=8), 1, 8)


def test_standard_input_has_a_name_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>\xfc</p>")))
    (source,) = read_sources([Input("-")])
    assert (source.name, source.data, source.is_text) == ("standard input", b"<p>\xfc</p>", False)


@pytest.mark.parametrize("text", [True, False])
def test_the_kind_can_be_told_instead_of_guessed(here: Path, text: bool) -> None:
    read = read_sources([Input("b.html"), Input("notes.txt")], ReadOptions(text))
    assert {source.is_text for source in read} == {text}


def test_a_page_that_can_not_be_read_is_a_source_with_the_reason(here: Path) -> None:
    gone, folder, page = read_sources([Input("gone.html"), Input("below"), Input("b.html")])
    assert (gone.name, gone.data, gone.problem) == ("gone.html", b"", "can't be read: No such file or directory")
    assert folder.problem == "can't be read: Is a directory"
    assert page.problem == ""


def test_pages_are_read_one_at_a_time(here: Path) -> None:
    sources = read_sources([Input("notes.txt"), Input("b.html")])
    assert next(sources).problem == ""
    (here / "b.html").unlink()
    assert next(sources).problem != ""


def test_a_page_saved_with_gzip_is_unpacked(here: Path) -> None:
    Path("b.html.gz").write_bytes(gzip.compress(b"<p>packed"))
    Path("torn.html.gz").write_bytes(gzip.compress(b"<p>packed" * 100)[:-12])
    page, torn = read_sources([Input("b.html.gz"), Input("torn.html.gz")])
    assert (page.data, page.is_text) == (b"<p>packed", False)
    assert torn.problem.startswith("can't be read: Compressed file ended")


def test_what_finding_a_file_has_shown_is_told(here: Path) -> None:
    (source,) = read_sources([Input("below", problem="can't be read: Permission denied")])
    assert source.problem == "can't be read: Permission denied"
