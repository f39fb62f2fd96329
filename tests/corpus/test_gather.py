"""Everything that a command was pointed at: own pages, public labels with their pages, corpora."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from classifier.corpus.gather import Gathered, gather
from classifier.errors import DataFileError

from .test_corpora import HTML, ROW, corpus
from .test_labeled_folder import HEAD, labelled


def public(folder: Path, *rows: dict[str, Any], html: bytes = HTML) -> Path:
    """Public labels of pages with this HTML; by default of one page p1 with hand labels."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = {
        "name": "p1",
        "source": "gold",
        "sha256": hashlib.sha256(html).hexdigest(),
        "site": "pond.example",
        "fold": 2,
        "type": "article",
        "lang": "en",
        "access": "open",
        "runs": "M12 C11",
    }
    folder.joinpath("gold.jsonl").write_text("".join(json.dumps(whole | row) + "\n" for row in rows or ({},)))
    return folder


def names(gathered: Gathered) -> list[str]:
    return [f"{page.source}/{page.name}" for page in gathered.pages]


def test_own_pages_come_before_public_ones_and_those_before_corpora(tmp_path):
    data = public(labelled(tmp_path / "data").parent)
    home = corpus(
        tmp_path / "corpora" / "news", ROW, {**ROW, "id": "p2"}, pages={"p1": HTML, "p2": b"<p>Two</p>"}
    ).parent
    assert names(gather([data], [home])) == ["own/heron", "gold/p1", "news/p2"]


def test_a_page_with_hand_labels_counts_once_and_keeps_its_known_text(tmp_path):
    home = corpus(tmp_path / "news", ROW | {"title": "Heron returns", "author": "Ann Poole"})
    (page,) = gather([public(tmp_path / "data")], [home]).pages
    assert page.runs == (("M", 12), ("C", 11))
    assert (page.known_text, page.title, page.author) == ("It came back.", "Heron returns", "Ann Poole")


def test_labels_without_their_page_are_told_as_missing(tmp_path):
    gathered = gather([public(tmp_path / "data")])
    assert gathered.pages == ()
    assert gathered.missing == ("gold/p1",)


def test_labels_made_on_another_version_are_told_as_missing(tmp_path):
    home = corpus(tmp_path / "news", ROW, pages={"p1": b"<p>Later version</p>"})
    gathered = gather([public(tmp_path / "data")], [home])
    assert gathered.missing == ("gold/p1",)
    assert names(gathered) == ["news/p1"]


def test_judged_access_reaches_the_page_of_a_corpus(tmp_path):
    data = public(tmp_path / "data", {"runs": "", "access": "gated"})
    (page,) = gather([data], [corpus(tmp_path / "news", ROW)]).pages
    assert (page.source, page.access, page.runs) == ("news", "gated", ())


def test_access_that_nobody_judged_is_empty(tmp_path):
    (page,) = gather([], [corpus(tmp_path / "news", ROW)]).pages
    assert page.access == ""


def test_judged_access_is_not_given_to_another_page_of_the_same_name(tmp_path):
    data = public(tmp_path / "data", {"runs": "", "access": "gated"})
    home = corpus(tmp_path / "news", ROW, pages={"p1": b"<p>Another page</p>"})
    assert [page.access for page in gather([data], [home]).pages] == [""]


def test_pages_of_two_corpora_may_share_a_name(tmp_path):
    corpus(tmp_path / "corpora" / "news", ROW)
    corpus(tmp_path / "corpora" / "press", ROW, pages={"p1": b"<p>Another page</p>"})
    gathered = gather([public(tmp_path / "data")], [tmp_path / "corpora"])
    assert names(gathered) == ["gold/p1", "press/p1"]


def test_a_page_labelled_twice_is_used_once(tmp_path):
    data = public(tmp_path / "data", {}, {"source": "more", "runs": "M12 N11"})
    (page,) = gather([data], [corpus(tmp_path / "news", ROW)]).pages
    assert (page.source, page.runs) == ("gold", (("M", 12), ("C", 11)))


def test_one_fold_may_be_left_out_or_kept(tmp_path):
    home = tmp_path / "data"
    for fold in range(3):
        labelled(home, HEAD + f"fold: {fold}\n---\nC\tx\n", name=f"page{fold}")
    assert names(gather([home], without_fold=1)) == ["own/page0", "own/page2"]
    assert names(gather([home], only_fold=1)) == ["own/page1"]
    assert names(gather([home], only_fold=1, without_fold=1)) == []


def test_gathering_twice_gives_the_same(tmp_path):
    data = public(labelled(tmp_path / "data").parent)
    home = corpus(tmp_path / "news", ROW, {**ROW, "id": "p2"})
    assert gather([data], [home]) == gather([data], [home])


def test_several_folders_of_each_kind_are_read_in_the_order_given(tmp_path):
    for name in ("b", "a"):
        labelled(tmp_path / name, name=name)
    assert names(gather([tmp_path / "b", tmp_path / "a"])) == ["own/b", "own/a"]


@pytest.mark.parametrize("argument", ["data", "corpora"])
def test_a_folder_that_is_not_there_is_named(tmp_path, argument):
    folders = {"data": [], "corpora": []} | {argument: [tmp_path / "nowhere"]}
    with pytest.raises(DataFileError, match="nowhere"):
        gather(**folders)


def test_a_folder_with_nothing_to_read_is_named(tmp_path):
    tmp_path.joinpath("empty").mkdir()
    with pytest.raises(DataFileError, match="empty"):
        gather([tmp_path / "empty"])


def test_a_wrong_row_of_public_labels_ends_the_gathering(tmp_path):
    data = public(tmp_path / "data", {}, {"runs": "nonsense"})
    with pytest.raises(DataFileError, match=r"gold\.jsonl, line 2"):
        gather([data])
