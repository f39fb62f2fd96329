"""Folders of public pages with their known text: reading them, finding a labelled page in them, and what is said of damage."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from classifier.corpus.corpora import corpora_in, find_labelled, read_corpus
from classifier.corpus.labeled_folder import PublicLabels
from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import DataFileError

HTML = b"<h1>Heron returns</h1><p>It came back.</p>"
ROW = {"id": "p1", "site": "pond.example", "fold": 2, "text": "It came back."}


def corpus(folder: Path, *rows: dict[str, Any] | str, pages: dict[str, bytes] | None = None) -> Path:
    """Write a corpus: its index, and the pages (HTML for every row that has an id, unless given)."""
    (folder / "html").mkdir(parents=True)
    with gzip.open(folder / "pages.jsonl.gz", "wt", encoding="utf-8") as index:
        index.writelines((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)
    named = {row["id"]: HTML for row in rows if isinstance(row, dict) and "id" in row}
    for name, page in (named if pages is None else pages).items():
        with gzip.open(folder / "html" / f"{name}.html.gz", "wb") as file:
            file.write(page)
    return folder


def labels_of(name: str, html: bytes) -> PublicLabels:
    digest = hashlib.sha256(html).hexdigest()
    return PublicLabels(name, "gold", digest, "pond.example", 1, "article", "en", "open", (("M", 12), ("C", 11)))


def message_of(folder: Path) -> str:
    with pytest.raises(DataFileError) as caught:
        list(read_corpus(folder))
    return str(caught.value)


class TestFinding:
    def test_a_folder_with_an_index_is_a_corpus(self, tmp_path):
        folder = corpus(tmp_path / "news", ROW)
        assert corpora_in(folder) == [folder]

    def test_a_folder_of_corpora_gives_them_by_name(self, tmp_path):
        second, first = corpus(tmp_path / "press", ROW), corpus(tmp_path / "news", ROW)
        tmp_path.joinpath("notes").mkdir()
        assert corpora_in(tmp_path) == [first, second]

    @pytest.mark.parametrize("name", ["empty", "missing"])
    def test_a_folder_without_a_corpus_is_named(self, tmp_path, name):
        tmp_path.joinpath("empty").mkdir()
        with pytest.raises(DataFileError, match=f"{name}: holds no corpus"):
            corpora_in(tmp_path / name)


class TestReading:
    def test_a_page_is_read_with_its_known_text(self, tmp_path):
        row = ROW | {"title": "Heron returns", "author": "Ann Poole", "type": "article"}
        assert list(read_corpus(corpus(tmp_path / "news", row))) == [
            LabelledPage(
                name="p1",
                source="news",
                site="pond.example",
                fold=2,
                html=HTML,
                known_text="It came back.",
                title="Heron returns",
                author="Ann Poole",
                type="article",
            )
        ]

    def test_pages_keep_the_order_of_the_index(self, tmp_path):
        folder = corpus(tmp_path / "news", *({**ROW, "id": name} for name in "cab"))
        assert [page.name for page in read_corpus(folder)] == ["c", "a", "b"]

    def test_a_page_may_have_snippets_instead_of_its_text(self, tmp_path):
        row = {"id": "p1", "site": "pond.example", "fold": 0, "with_": ["It came back"], "without": ["Share"]}
        (page,) = read_corpus(corpus(tmp_path / "snippets", row))
        assert (page.known_text, page.wanted, page.unwanted) == ("", ("It came back",), ("Share",))

    def test_several_authors_are_one_string(self, tmp_path):
        (page,) = read_corpus(corpus(tmp_path / "news", ROW | {"author": ["Ann Poole", "Bo Reed"]}))
        assert page.author == "Ann Poole, Bo Reed"

    def test_null_is_nothing(self, tmp_path):
        (page,) = read_corpus(
            corpus(tmp_path / "news", ROW | {"title": None, "author": None, "type": None, "with_": None})
        )
        assert (page.title, page.author, page.type, page.wanted) == ("", "", "", ())

    def test_a_page_of_which_nothing_is_known_is_passed_over(self, tmp_path):
        folder = corpus(tmp_path / "news", {**ROW, "id": "a", "text": ""}, {**ROW, "id": "b"})
        assert [page.name for page in read_corpus(folder)] == ["b"]

    def test_a_row_with_labelled_lines_is_passed_over_even_without_its_page(self, tmp_path):
        folder = corpus(tmp_path / "press", {"id": "x", "lines": [["N", "Home"]]}, ROW, pages={"p1": HTML})
        assert [page.name for page in read_corpus(folder)] == ["p1"]


class TestDamage:
    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ("{", "not JSON"),
            ("", "not JSON"),
            ({"id": "p2", "fold": 1, "text": "x"}, "'site'"),
            ({"site": "pond.example", "fold": 1, "text": "x"}, "'id'"),
            (ROW | {"fold": "first"}, "first"),
            (ROW | {"fold": None}, "NoneType"),
            ("[1, 2]", "TypeError"),
        ],
        ids=["not JSON", "blank", "no site", "no id", "wrong fold", "null fold", "a list"],
    )
    def test_a_wrong_row_names_index_and_line(self, tmp_path, row, told):
        folder = corpus(tmp_path / "news", ROW, row, pages={"p1": HTML, "p2": HTML})
        message = message_of(folder)
        assert message.startswith(f"{folder / 'pages.jsonl.gz'}, line 2: ")
        assert told in message

    @pytest.mark.parametrize("row", ["7", "null", "true"])
    def test_a_row_that_is_a_bare_value_names_index_and_line(self, tmp_path, row):
        folder = corpus(tmp_path / "news", ROW, row)
        assert message_of(folder).startswith(f"{folder / 'pages.jsonl.gz'}, line 2: ")

    def test_a_page_that_is_missing_names_its_file(self, tmp_path):
        folder = corpus(tmp_path / "news", ROW, pages={})
        assert message_of(folder).startswith(f"{folder / 'html' / 'p1.html.gz'}: can't be read")

    @pytest.mark.parametrize(
        "damage",
        [lambda data: data[: len(data) // 2], lambda data: b"plain text", lambda data: data[:10] + b"\xff" * 20],
    )
    def test_a_damaged_page_names_its_file(self, tmp_path, damage):
        folder = corpus(tmp_path / "news", ROW)
        path = folder / "html" / "p1.html.gz"
        path.write_bytes(damage(path.read_bytes()))
        assert message_of(folder).startswith(f"{path}: can't be read")

    @pytest.mark.parametrize(
        "damage", [lambda data: data[:-12], lambda data: b"plain text", lambda data: data[:10] + b"\xff" * 20]
    )
    def test_a_damaged_index_is_named(self, tmp_path, damage):
        folder = corpus(tmp_path / "news", ROW)
        index = folder / "pages.jsonl.gz"
        index.write_bytes(damage(index.read_bytes()))
        assert message_of(folder).startswith(f"{index}: can't be read")

    def test_an_index_that_is_not_utf_8_is_named(self, tmp_path):
        folder = corpus(tmp_path / "news", ROW)
        index = folder / "pages.jsonl.gz"
        index.write_bytes(gzip.compress(b'{"id": "p\xfcnd"}\n'))
        assert message_of(folder).startswith(f"{index}: can't be read")

    def test_pages_before_the_damage_are_read(self, tmp_path):
        pages = read_corpus(corpus(tmp_path / "news", ROW, "{"))
        assert next(pages).name == "p1"
        with pytest.raises(DataFileError, match="line 2"):
            next(pages)


class TestLabelled:
    def test_labels_find_their_page(self, tmp_path):
        page = find_labelled(labels_of("p1", HTML), [corpus(tmp_path / "news", ROW)])
        assert page is not None
        assert (page.html, page.runs, page.source) == (HTML, (("M", 12), ("C", 11)), "gold")

    def test_a_page_of_the_same_name_and_other_text_is_another_page(self, tmp_path):
        first = corpus(tmp_path / "news", ROW, pages={"p1": b"<p>Other</p>"})
        second = corpus(tmp_path / "press", ROW)
        found = find_labelled(labels_of("p1", HTML), [first, second])
        assert found is not None
        assert found.html == HTML
        assert find_labelled(labels_of("p1", HTML), [first]) is None

    def test_no_corpus_at_hand_has_no_page(self):
        assert find_labelled(labels_of("p1", HTML), []) is None
