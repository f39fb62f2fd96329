"""The files of `data/labeled/`: reading and writing them, and what is said of wrong ones."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.corpus.codes import CODES, read_runs, to_runs
from classifier.corpus.labeled_folder import (
    PublicLabels,
    read_labeled_folder,
    read_labels_file,
    read_public_labels,
    with_page,
    write_labels_file,
)
from classifier.corpus.labelled_page import FOLDS, LabelledPage, fold_of_site
from classifier.errors import DataFileError

HEAD = "site: pond.example\ntype: article\nlang: en\naccess: open\n"
LABELS = HEAD + "---\nM\tHeron returns\nC\tIt came back.\n"
HTML = "<h1>Heron returns</h1><p>It came back.</p>"
ROW = {
    "name": "p1",
    "source": "gold",
    "sha256": hashlib.sha256(HTML.encode()).hexdigest(),
    "site": "pond.example",
    "fold": 3,
    "type": "article",
    "lang": "en",
    "access": "open",
    "runs": "M12 C11",
}


def labelled(folder: Path, labels: str = LABELS, name: str = "heron", page: str = HTML, suffix: str = ".html") -> Path:
    """Write a page and its labels; return the path of the labels."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(name + suffix).write_text(page, encoding="utf-8")
    path = folder / f"{name}.labels"
    path.write_text(labels, encoding="utf-8")
    return path


def message_of(path: Path) -> str:
    """What is said of a wrong labels file."""
    with pytest.raises(DataFileError) as caught:
        read_labels_file(path)
    return str(caught.value)


class TestLabelsFile:
    def test_a_page_is_read_with_its_labels(self, tmp_path):
        page = read_labels_file(labelled(tmp_path))
        assert page == LabelledPage(
            name="heron",
            source="own",
            site="pond.example",
            fold=fold_of_site("pond.example"),
            html=HTML.encode(),
            runs=(("M", 12), ("C", 11)),
            type="article",
            lang="en",
            access="open",
        )

    def test_a_page_of_extracted_text_has_text_and_no_html(self, tmp_path):
        page = read_labels_file(labelled(tmp_path, page="Heron returns\nIt came back.", suffix=".txt"))
        assert page.text == "Heron returns\nIt came back."
        assert page.html is None

    def test_html_is_kept_as_bytes_in_its_own_encoding(self, tmp_path):
        path = labelled(tmp_path)
        tmp_path.joinpath("heron.html").write_bytes("<p>Ü</p>".encode("latin-1"))
        assert read_labels_file(path).html == b"<p>\xdc</p>"

    def test_the_fold_of_the_file_counts_before_that_of_the_site(self, tmp_path):
        assert read_labels_file(labelled(tmp_path, HEAD + "fold: 4\n---\nC\tx\n")).fold == 4

    def test_a_page_of_another_source_is_not_synthetic(self, tmp_path):
        own = read_labels_file(labelled(tmp_path / "own"))
        gold = read_labels_file(labelled(tmp_path / "gold", HEAD + "source: gold\n---\nC\tx\n"))
        assert (own.synthetic, gold.synthetic) == (True, False)

    def test_optional_keys_and_spaces_around_values_do_no_harm(self, tmp_path):
        page = read_labels_file(labelled(tmp_path, "wall:  meter \ngenre: poem\n" + HEAD + "---\n\nC\tx\n\n"))
        assert (page.site, page.runs) == ("pond.example", (("C", 1),))

    def test_a_tab_inside_the_text_belongs_to_the_text(self, tmp_path):
        assert read_labels_file(labelled(tmp_path, HEAD + "---\nC\ta\tb\n")).runs == (("C", 2),)

    @settings(max_examples=60, deadline=None)
    @given(lines=st.lists(st.tuples(st.text(st.characters(codec="utf-8"), max_size=30), st.sampled_from(CODES))))
    def test_written_labels_read_back(self, tmp_path_factory, lines):
        path = labelled(tmp_path_factory.mktemp("written"))
        head = {"site": "pond.example", "type": "article", "lang": "en", "access": "open"}
        write_labels_file(path, head, [("first line", "M"), *lines])
        assert read_labels_file(path).runs == read_runs(to_runs([("first line", "M"), *lines]))

    def test_a_line_is_written_on_one_line(self, tmp_path):
        path = labelled(tmp_path)
        write_labels_file(path, {"site": "pond.example"}, [("Heron\n  returns", "M"), ("\u200b", "N")])
        assert path.read_text(encoding="utf-8") == "site: pond.example\n---\nM\tHeron returns\n"


class TestWrongLabelsFile:
    @pytest.mark.parametrize(
        ("labels", "line"),
        [
            ("title: Heron\n" + LABELS, 1),
            (HEAD + "M\tHeron returns\n", 5),
            (HEAD + "\n---\nC\tx\n", 5),
            (LABELS + "X\tHome\n", 8),
            (LABELS + "N Home\n", 8),
            (LABELS + "NN\tHome\n", 8),
            (LABELS + "\tHome\n", 8),
            (LABELS + "Home\n", 8),
        ],
        ids=["unknown key", "no rule", "blank in head", "unknown code", "no tab", "two codes", "no code", "no label"],
    )
    def test_the_file_and_the_line_are_named(self, tmp_path, labels, line):
        path = labelled(tmp_path, labels)
        assert message_of(path).startswith(f"{path}, line {line}: ")

    @pytest.mark.parametrize("key", ["site", "type", "lang", "access"])
    def test_a_key_that_is_missing_or_empty_is_named(self, tmp_path, key):
        missing = "".join(row for row in LABELS.splitlines(keepends=True) if not row.startswith(key))
        empty = "".join(f"{key}:\n" if row.startswith(key) else row for row in LABELS.splitlines(keepends=True))
        for labels in (missing, empty):
            path = labelled(tmp_path, labels)
            assert str(path) in message_of(path)
            assert f"`{key}:`" in message_of(path)

    def test_a_page_without_its_labels_partner_is_said(self, tmp_path):
        path = labelled(tmp_path)
        tmp_path.joinpath("heron.html").unlink()
        assert message_of(path) == f"{path}: neither heron.html nor heron.txt is beside it; put the labelled page there"

    def test_labels_that_are_not_utf_8_name_the_byte(self, tmp_path):
        path = labelled(tmp_path)
        path.write_bytes(b"site: p\xfcnd\n")
        assert f"{path}: not UTF-8" in message_of(path)
        assert "byte 7" in message_of(path)

    @pytest.mark.parametrize("labels", [HEAD, HEAD + "---\n", HEAD + "---\n\n\n"])
    def test_a_file_without_labelled_lines_is_said(self, tmp_path, labels):
        path = labelled(tmp_path, labels)
        assert message_of(path) == f"{path}: no labelled lines after ---"

    @pytest.mark.parametrize(
        ("wrong", "offered"),
        [
            ("type: essay", "documentation"),
            ("access: closed", "metered"),
            ("fold: 5", "from 0 to 4"),
            ("fold: one", "from 0 to 4"),
        ],
    )
    def test_a_wrong_value_names_the_file_and_what_may_stand_there(self, tmp_path, wrong, offered):
        path = labelled(tmp_path, _with(wrong))
        assert message_of(path).startswith(str(path))
        assert offered in message_of(path)

    @pytest.mark.parametrize(("wrong", "line"), [("type: essay", 2), ("access: closed", 4), ("fold: 5", 5)])
    def test_a_wrong_value_names_its_line(self, tmp_path, wrong, line):
        path = labelled(tmp_path, _with(wrong))
        assert f"{path}, line {line}: " in message_of(path)

    @pytest.mark.parametrize("fold", ["12", "01", "234"])
    def test_a_fold_of_several_digits_is_wrong(self, tmp_path, fold):
        assert "from 0 to 4" in message_of(labelled(tmp_path, _with(f"fold: {fold}")))

    def test_an_empty_fold_is_wrong(self, tmp_path):
        assert "from 0 to 4" in message_of(labelled(tmp_path, _with("fold:")))

    def test_a_text_page_that_is_not_utf_8_is_named(self, tmp_path):
        path = labelled(tmp_path, suffix=".txt")
        tmp_path.joinpath("heron.txt").write_bytes(b"p\xfcnd")
        assert "heron.txt" in message_of(path)


def _with(row: str) -> str:
    """Good labels with one row of the head in the place of its like, or added."""
    key = row.partition(":")[0]
    rows = [row if line.startswith(key) else line for line in HEAD.splitlines()]
    return "\n".join(rows if row in rows else [*rows, row]) + "\n---\nC\tx\n"


class TestFolder:
    def test_pages_come_by_path_from_all_folders_inside(self, tmp_path):
        for name in ("de/b", "de/a", "cs/z"):
            labelled(tmp_path / Path(name).parent, name=Path(name).name)
        assert [page.name for page in read_labeled_folder(tmp_path)] == ["z", "a", "b"]

    def test_a_page_without_labels_is_no_labelled_page(self, tmp_path):
        tmp_path.joinpath("alone.html").write_text(HTML)
        assert list(read_labeled_folder(tmp_path)) == []

    def test_a_folder_that_is_not_there_is_named(self, tmp_path):
        with pytest.raises(DataFileError, match="nowhere: no such folder"):
            list(read_labeled_folder(tmp_path / "nowhere"))

    def test_the_first_wrong_file_ends_the_reading(self, tmp_path):
        labelled(tmp_path, name="a")
        wrong = labelled(tmp_path, "nonsense\n", name="b")
        pages = read_labeled_folder(tmp_path)
        assert next(pages).name == "a"
        with pytest.raises(DataFileError, match=f"{wrong.name}, line 1"):
            next(pages)


class TestFoldOfSite:
    def test_a_site_has_one_fold_on_every_machine(self):
        assert [fold_of_site(site) for site in ("pond.example", "lock.example", "reed.example")] == [3, 4, 0]

    @given(st.text())
    def test_a_fold_is_one_of_five(self, site):
        assert 0 <= fold_of_site(site) < FOLDS

    def test_sites_spread_over_all_folds(self):
        assert {fold_of_site(f"site{number}.example") for number in range(60)} == set(range(FOLDS))


class TestPublicLabels:
    @staticmethod
    def rows(tmp_path: Path, *rows: str) -> Path:
        path = tmp_path / "gold.jsonl"
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
        return path

    def test_a_row_is_read(self, tmp_path):
        (labels,) = read_public_labels(self.rows(tmp_path, json.dumps(ROW)))
        assert labels == PublicLabels(**ROW | {"runs": (("M", 12), ("C", 11))})

    def test_labels_of_access_alone_have_no_runs(self, tmp_path):
        (labels,) = read_public_labels(self.rows(tmp_path, json.dumps(ROW | {"runs": "", "corpus": "press"})))
        assert labels.runs == ()

    @pytest.mark.parametrize(
        ("row", "told"),
        [
            ("{", "JSONDecodeError"),
            ("[1, 2]", "TypeError"),
            ("7", "TypeError"),
            (json.dumps({"name": "p1"}), "'source'"),
            (json.dumps(ROW | {"runs": "Z3"}), "Z3"),
            (json.dumps(ROW | {"fold": "first"}), "first"),
        ],
        ids=["not JSON", "a list", "a number", "no source", "wrong runs", "wrong fold"],
    )
    def test_a_wrong_row_names_file_line_and_reason(self, tmp_path, row, told):
        path = self.rows(tmp_path, json.dumps(ROW), "", row)
        with pytest.raises(DataFileError) as caught:
            list(read_public_labels(path))
        assert str(caught.value).startswith(f"{path}, line 3: ")
        assert told in str(caught.value)

    def test_labels_that_are_not_utf_8_are_named(self, tmp_path):
        path = tmp_path / "gold.jsonl"
        path.write_bytes(b'{"name": "p\xfcnd"}\n')
        with pytest.raises(DataFileError, match=r"gold\.jsonl"):
            list(read_public_labels(path))

    @pytest.mark.parametrize("wrong", [{"fold": 7}, {"access": "closed"}], ids=str)
    def test_values_of_public_labels_are_checked_as_those_of_own_pages(self, tmp_path, wrong):
        with pytest.raises(DataFileError, match=r"gold\.jsonl, line 1"):
            list(read_public_labels(self.rows(tmp_path, json.dumps(ROW | wrong))))

    def test_labels_are_joined_with_the_page_that_they_were_made_on(self, tmp_path):
        (labels,) = read_public_labels(self.rows(tmp_path, json.dumps(ROW)))
        page = with_page(labels, HTML.encode())
        assert (page.name, page.source, page.fold, page.html) == ("p1", "gold", 3, HTML.encode())
        assert page.runs == (("M", 12), ("C", 11))

    def test_another_version_of_the_page_is_refused(self, tmp_path):
        (labels,) = read_public_labels(self.rows(tmp_path, json.dumps(ROW)))
        with pytest.raises(DataFileError, match=r"gold/p1: .*SHA-256 differs"):
            with_page(labels, b"<p>Another page</p>")
