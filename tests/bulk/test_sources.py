"""Paths, globs, folders and standard input to pages."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from classifier.bulk.sources import Source, find_paths, is_plain_text, read_sources
from classifier.errors import InputError


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with pages in it, in a folder below, and files that are no pages."""
    monkeypatch.chdir(tmp_path)
    for name in (
        "b.html",
        "a.htm",
        "C.HTML",
        "notes.txt",
        "photo.png",
        "page.html.bak",
        "below/d.xhtml",
        "below/e.json",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"<p>{name}</p>")
    return tmp_path


class TestFindPaths:
    def test_a_file_of_any_ending_is_taken_by_name(self, here: Path) -> None:
        assert find_paths(["photo.png", "b.html"]) == ["photo.png", "b.html"]

    def test_a_folder_gives_pages_by_ending_in_the_order_of_their_paths(self, here: Path) -> None:
        assert find_paths(["."]) == ["C.HTML", "a.htm", "b.html", "below/d.xhtml", "notes.txt"]

    def test_folders_named_like_pages_are_no_pages(self, here: Path) -> None:
        (here / "folder.html").mkdir()
        assert "folder.html" not in find_paths([str(here)])
        assert find_paths(["*.html"]) == ["b.html"]

    @pytest.mark.parametrize(
        ("pattern", "found"),
        [
            ("*.htm*", ["a.htm", "b.html", "page.html.bak"]),
            ("?.html", ["b.html"]),
            ("[ab].*", ["a.htm", "b.html"]),
            ("**/*.xhtml", ["below/d.xhtml"]),
        ],
    )
    def test_a_pattern_gives_files_in_order(self, here: Path, pattern: str, found: list[str]) -> None:
        assert find_paths([pattern]) == found

    def test_a_file_whose_name_looks_like_a_pattern_is_that_file(self, here: Path) -> None:
        (here / "[b].html").touch()
        assert find_paths(["[b].html"]) == ["[b].html"]

    def test_arguments_keep_their_order_and_each_page_comes_once(self, here: Path) -> None:
        assert find_paths(["b.html", "-", "*.html", "below", "-"]) == ["b.html", "-", "below/d.xhtml"]

    @pytest.mark.parametrize(
        ("argument", "told"),
        [
            ("nowhere.html", "nowhere.html: no such file or folder"),
            ("*.warc", "*.warc: the pattern matches no file"),
            ("empty", "empty: no pages in this folder; pages end in .htm, .html"),
        ],
    )
    def test_an_argument_that_names_nothing_is_named(self, here: Path, argument: str, told: str) -> None:
        (here / "empty").mkdir()
        with pytest.raises(InputError) as caught:
            find_paths(["b.html", argument])
        assert str(caught.value).startswith(told)
        assert "\n" not in str(caught.value)

    def test_an_argument_that_no_file_can_be_called_is_named(self) -> None:
        with pytest.raises(InputError):
            find_paths(["<p>a page in the place of its path</p>" * 1000])


class TestReadSources:
    def test_pages_come_with_their_bytes_as_they_are(self, here: Path) -> None:
        (here / "b.html").write_bytes(b"\xff\xfe<\x00p\x00>\x00")
        assert list(read_sources(["b.html", "notes.txt"])) == [
            Source("b.html", b"\xff\xfe<\x00p\x00>\x00", is_text=False),
            Source("notes.txt", b"<p>notes.txt</p>", is_text=True),
        ]

    def test_standard_input_has_a_name_that_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"<p>\xfc</p>")))
        assert list(read_sources(["-"])) == [Source("standard input", b"<p>\xfc</p>", is_text=False)]

    @pytest.mark.parametrize("text", [True, False])
    def test_the_kind_can_be_told_instead_of_guessed(self, here: Path, text: bool) -> None:
        assert {source.is_text for source in read_sources(["b.html", "notes.txt"], text)} == {text}

    def test_a_page_that_can_not_be_read_is_a_source_with_the_reason(self, here: Path) -> None:
        gone, folder, page = read_sources(["gone.html", "below", "b.html"])
        assert (gone.name, gone.data, gone.problem) == ("gone.html", b"", "can't be read: No such file or directory")
        assert folder.problem == "can't be read: Is a directory"
        assert page.problem == ""

    def test_pages_are_read_one_at_a_time(self, here: Path) -> None:
        sources = read_sources(["a.htm", "b.html"])
        assert next(sources).problem == ""
        (here / "b.html").unlink()
        assert next(sources).problem != ""


class TestIsPlainText:
    @pytest.mark.parametrize("name", ["page.html", "PAGE.HTM", "page.xhtml", "page.shtml"])
    def test_endings_of_html(self, name: str) -> None:
        assert not is_plain_text(name, b"no markup at all")

    @pytest.mark.parametrize("name", ["page.txt", "PAGE.TXT", "page.text"])
    def test_endings_of_text(self, name: str) -> None:
        assert is_plain_text(name, b"<p>a text about markup</p>")

    @pytest.mark.parametrize(
        "data",
        [b"<!DOCTYPE html>", b"<P>x", b"text, then <a href='/'>link</a>", b"<h2 class=x>y", b"\n\n<html\n>", b"a<br>b"],
    )
    def test_markup_makes_html(self, data: bytes) -> None:
        assert not is_plain_text("-", data)
        assert not is_plain_text("page.php", data)

    @pytest.mark.parametrize(
        "data", [b"", b"Home | Sport", b"3 < 4 and a > b", b"<price> is a placeholder", b"x <3 p>"]
    )
    def test_the_lack_of_it_makes_text(self, data: bytes) -> None:
        assert is_plain_text("-", data)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
    def test_markup_in_wide_characters_makes_html(self, encoding: str) -> None:
        assert not is_plain_text("-", "<!DOCTYPE html><p>Hello</p>".encode(encoding))
