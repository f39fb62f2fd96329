from pathlib import Path

import pytest

from classifier.corpus.doubts import Doubt, write_doubts

from .conftest import Boiler
from .small import GATED, html


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.html").write_bytes(html(GATED))
    return folder


def test_the_address_is_on_this_machine_and_holds_a_token(
    boiler: Boiler, folder: Path, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("classifier.labelling.server.serve", lambda app, listening: listening.close())
    first = boiler("label", folder, "--model", model_file, "--no-open")
    second = boiler("label", folder, "--model", model_file, "--no-open")
    assert first.code == 0, first
    told, address = first.out.splitlines()
    assert told.startswith("1 pages, 0 of them labelled")
    assert address.startswith("http://127.0.0.1:")
    assert len(address.split("/")[3]) >= 32
    assert address.split("/")[3] not in second.out


def test_a_list_opens_only_its_pages(boiler: Boiler, folder: Path, model_file: Path, tmp_path: Path) -> None:
    doubts = tmp_path / "doubts.tsv"
    write_doubts(doubts, [Doubt("other", 1, "content", "paywall", 0.9)])
    ran = boiler("label", folder, "--model", model_file, "--list", doubts, "--no-open")
    assert ran.complaint == f"{doubts}: none of its pages is in {folder}; name the folder that was trained on"


def test_a_folder_that_is_missing_or_empty_is_wrong_input(boiler: Boiler, tmp_path: Path) -> None:
    assert "no such folder" in boiler("label", tmp_path / "missing").complaint
    assert "no pages in this folder" in boiler("label", tmp_path).complaint
