"""What arguments name: files, folders, patterns and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from classifier.bulk.inputs import Input, Kind, find_inputs, kind_of
from classifier.errors import InputError


def paths(arguments: Iterable[str], **options: Any) -> list[str]:
    return [found.path for found in find_inputs(list(arguments), **options)]


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


class TestFindInputs:
    def test_a_file_of_any_ending_is_taken_by_name(self, here: Path) -> None:
        assert paths(["photo.png", "b.html"]) == ["photo.png", "b.html"]

    def test_a_folder_gives_pages_by_ending_in_the_order_of_their_paths(self, here: Path) -> None:
        assert paths(["."]) == ["C.HTML", "a.htm", "b.html", "below/d.xhtml", "notes.txt"]

    def test_folders_named_like_pages_are_no_pages(self, here: Path) -> None:
        (here / "folder.html").mkdir()
        assert "folder.html" not in paths([str(here)])
        assert paths(["*.html"]) == ["b.html"]

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
        assert paths([pattern]) == found

    def test_a_file_whose_name_looks_like_a_pattern_is_that_file(self, here: Path) -> None:
        (here / "[b].html").touch()
        assert paths(["[b].html"]) == ["[b].html"]

    def test_arguments_keep_their_order_and_each_page_comes_once(self, here: Path) -> None:
        assert paths(["b.html", "-", "*.html", "below", "-"]) == ["b.html", "-", "below/d.xhtml"]

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
            paths(["b.html", argument])
        assert str(caught.value).startswith(told)
        assert "\n" not in str(caught.value)

    def test_an_argument_that_no_file_can_be_called_is_named(self) -> None:
        with pytest.raises(InputError):
            paths(["<p>a page in the place of its path</p>" * 1000])

    def test_nothing_is_read_before_every_argument_is_known_to_name_something(self, here: Path) -> None:
        with pytest.raises(InputError):
            find_inputs(["b.html", "nowhere.html"])

    def test_a_folder_holds_archives_and_data_sets_too(self, here: Path) -> None:
        for name in ("x.warc.gz", "y.jsonl.zst", "z.parquet", "table.csv", "below/w.wet"):
            (here / name).write_bytes(b"x")
        found = {found.path: found.kind for found in find_inputs(["."])}
        assert found["x.warc.gz"] is found["below/w.wet"] is Kind.WARC
        assert (found["y.jsonl.zst"], found["z.parquet"]) == (Kind.JSONL, Kind.PARQUET)
        assert "table.csv" not in found

    def test_a_kind_chooses_among_the_files_of_a_folder(self, here: Path) -> None:
        (here / "table.csv").write_bytes(b"x")
        assert paths(["."], kind=Kind.CSV) == ["table.csv"]

    def test_a_folder_comes_in_the_order_of_whole_paths_so_that_a_place_in_it_can_be_compared(
        self, tmp_path: Path
    ) -> None:
        for name in ("a/x.html", "a.html", "a-b/y.html", "a/b/z.html", "ab.html", "a0.html"):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch()
        found = paths([str(tmp_path)])
        assert found == sorted(found)
        assert len(found) == 6

    def test_files_of_the_run_itself_are_passed_over(self, here: Path) -> None:
        assert "b.html" not in paths(["."], besides=[here / "b.html"])
        assert "b.html" not in paths(["*.html"], besides=["b.html"])

    def test_a_folder_that_can_not_be_listed_is_not_lost(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        listing = os.scandir

        def refused(folder: str) -> Any:
            if str(folder).endswith("below"):
                raise PermissionError(13, "Permission denied")
            return listing(folder)

        monkeypatch.setattr(os, "scandir", refused)
        (told,) = [found for found in find_inputs(["."]) if found.problem]
        assert (told.path, told.problem) == ("below", "can't be read: Permission denied")

    def test_a_link_in_a_folder_to_the_folder_is_not_followed(self, here: Path) -> None:
        (here / "loop").symlink_to(here)
        assert not [path for path in paths(["."]) if "loop" in path]

    def test_an_address_is_told_how_to_be_fetched(self) -> None:
        with pytest.raises(InputError, match="--from urls"):
            find_inputs(["https://pond.example/heron"])


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.HTML", Kind.PAGE),
        ("a.html.gz", Kind.PAGE),
        ("a.ndjson.gz", Kind.JSONL),
        ("a.tsv", Kind.CSV),
        ("a.feather", Kind.ARROW),
        ("CC-MAIN.warc.wet.gz", Kind.WARC),
        ("a.warc.lz4", Kind.WARC),
        ("a.php", None),
        ("a.gz", None),
    ],
)
def test_endings_tell_what_a_file_holds(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


def test_an_input_is_called_as_its_user_knows_it() -> None:
    assert (Input("-").name, Input("crawl/a.html").name) == ("standard input", "crawl/a.html")
