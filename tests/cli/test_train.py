"""`boiler train`: labelled pages in, a model with its card out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.corpus.doubts import read_doubts
from classifier.loading import load

from .conftest import Boiler
from .small import GATED, LEARNED, copy_labelled, html

QUICK = ("--epochs", 1, "--cv", 0, "-j", 1)


def test_the_same_pages_and_seed_give_the_same_bytes(
    boiler: Boiler, labelled: Path, model_file: Path, tmp_path: Path
) -> None:
    # The model file was made by another call with these pages, settings and seed.
    ran = boiler("train", labelled, "--without-fold", 0, "--out", tmp_path / "own.model", *QUICK)
    assert ran.code == 0, ran.err
    assert (tmp_path / "own.model").read_bytes() == model_file.read_bytes()


def test_model_and_card_are_written_and_the_model_works(boiler: Boiler, labelled: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.model"
    ran = boiler("train", labelled, "-o", path, "--seed", 5, *QUICK)
    assert ran.code == 0, ran.err
    model = load(path)
    assert model.folds == (0, 1, 2, 3, 4)
    assert model.card["pages"] == {"own": 5}
    assert model.card["sites"] == 5
    assert model.card["settings"]["seed"] == 5
    assert len(model.predict(html(GATED)).blocks) > 20
    card = path.with_suffix(".md").read_text(encoding="utf-8")
    assert card.startswith("# Model card: own.model\n")
    assert "- **folds**: [0, 1, 2, 3, 4]\n" in card
    assert model.card["data_sha256"] in card


def test_another_seed_gives_another_model_and_the_fold_left_out_can_be_scored(
    boiler: Boiler, labelled: Path, model_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "own.model"
    boiler("train", labelled, "--without-fold", 0, "-o", path, "--seed", 1, *QUICK)
    page, other = load(model_file).predict(html(GATED)), load(path).predict(html(GATED))
    assert [block.text for block in page.blocks] == [block.text for block in other.blocks]
    assert [block.confidence for block in page.blocks] != [block.confidence for block in other.blocks]
    assert json.loads(boiler("evaluate", labelled, "--model", path, "--fold", 0, "--json").out)["pages"] == 1
    assert "trained on folds 1, 2, 3, 4" in boiler("evaluate", labelled, "--model", path, "--fold", 1).complaint


def test_cross_validated_figures_are_printed_and_go_into_the_card(boiler: Boiler, tmp_path: Path) -> None:
    # With two parts each model learns from three sites, the fewest there may be.
    folder = copy_labelled(tmp_path / "pages", (*LEARNED, GATED, "en-medium-member"))
    path = tmp_path / "own.model"
    ran = boiler("train", folder, "-o", path, "--epochs", 1, "--cv", 2, "-j", 1)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("6 pages, macro F1 0.")
    figures = json.loads(boiler("info", path, "--json").out)["cross_validated_by_site"]
    assert figures["pages"] == 6
    assert f"macro F1 {figures['macro_f1']:.3f}" in ran.out
    card = path.with_suffix(".md").read_text(encoding="utf-8")
    assert "## Figures, cross-validated by site" in card
    assert f"| paywall | {figures['labels']['paywall']['precision']} |" in card


def test_features_kept_from_the_last_run_change_nothing(
    boiler: Boiler, labelled: Path, model_file: Path, tmp_path: Path
) -> None:
    for name in ("first.model", "second.model"):
        ran = boiler(
            "train", labelled, "--without-fold", 0, "-o", tmp_path / name, "--cache", tmp_path / "cache", *QUICK
        )
        assert ran.code == 0, ran.err
        assert (tmp_path / name).read_bytes() == model_file.read_bytes()
    assert any((tmp_path / "cache").rglob("*.pkl"))


class TestRefused:
    def test_a_folder_that_is_not_there(self, boiler: Boiler, tmp_path: Path) -> None:
        ran = boiler("train", tmp_path / "nowhere", "-o", tmp_path / "own.model")
        assert ran.complaint.startswith(f"{tmp_path / 'nowhere'}: no such folder")

    def test_a_folder_without_labelled_pages(self, boiler: Boiler, tmp_path: Path) -> None:
        (tmp_path / "page.html").write_bytes(html(GATED))
        ran = boiler("train", tmp_path, "-o", tmp_path / "own.model")
        assert ran.complaint.startswith(f"{tmp_path}: ")
        assert ".labels" in ran.complaint

    def test_an_output_in_a_folder_that_is_not_there(self, boiler: Boiler, labelled: Path, tmp_path: Path) -> None:
        ran = boiler("train", labelled, "-o", tmp_path / "nowhere" / "own.model")
        assert ran.complaint.startswith(f"{tmp_path / 'nowhere'}: no such folder")

    def test_a_wrong_line_is_named_with_its_file(self, boiler: Boiler, tmp_path: Path) -> None:
        path = copy_labelled(tmp_path / "pages") / f"{GATED}.labels"
        path.write_text("site: a.example\nkind: article\n", encoding="utf-8")
        ran = boiler("train", path.parent, "-o", tmp_path / "own.model")
        assert ran.complaint.startswith(f"{path}, line 2: ")
        assert not (tmp_path / "own.model").exists()

    def test_too_few_sites(self, boiler: Boiler, tmp_path: Path) -> None:
        folder = copy_labelled(tmp_path / "pages", LEARNED[:2])
        ran = boiler("train", folder, "-o", tmp_path / "own.model", *QUICK)
        assert ran.code == 2
        assert ran.err.splitlines()[-1].startswith("boiler: html mode has pages of fewer than 3 sites")

    @pytest.mark.parametrize("folds", [1, 3])
    def test_too_few_sites_to_cross_validate(self, boiler: Boiler, tmp_path: Path, labelled: Path, folds: int) -> None:
        folder = labelled if folds == 1 else copy_labelled(tmp_path / "pages", LEARNED)
        ran = boiler("train", folder, "-o", tmp_path / "own.model", "--epochs", 1, "--cv", folds, "-j", 1)
        assert ran.code == 2
        assert "fewer than 3 sites" in ran.err.splitlines()[-1]

    @pytest.mark.parametrize("out", [".", "file/own.model"], ids=["a folder", "below a file"])
    def test_an_output_that_can_not_be_written(self, boiler: Boiler, labelled: Path, tmp_path: Path, out: str) -> None:
        (tmp_path / "file").write_text("not a folder")
        ran = boiler("train", labelled, "-o", tmp_path / out, *QUICK)
        assert ran.code == 2
        assert str(tmp_path / out) in ran.err.splitlines()[-1]

    def test_a_negative_seed(self, boiler: Boiler, labelled: Path, tmp_path: Path) -> None:
        ran = boiler("train", labelled, "-o", tmp_path / "own.model", "--seed", -1, *QUICK)
        assert ran.code == 2
        assert "seed" in ran.err


def test_pages_of_no_particular_type(boiler: Boiler, tmp_path: Path) -> None:
    folder = copy_labelled(tmp_path / "pages", LEARNED)
    for path in folder.glob("*.labels"):
        path.write_text(path.read_text(encoding="utf-8").replace("type: article", "type: other"), encoding="utf-8")
    ran = boiler("train", folder, "-o", tmp_path / "own.model", *QUICK)
    assert ran.code == 0, ran.err
    assert load(tmp_path / "own.model").predict(html(GATED)).blocks


@pytest.mark.parametrize("name", ["own.md", "own.joblib"])
def test_what_is_written_under_any_name_loads_again(boiler: Boiler, labelled: Path, tmp_path: Path, name: str) -> None:
    ran = boiler("train", labelled, "-o", tmp_path / name, *QUICK)
    assert ran.code == 2 or boiler("info", tmp_path / name).code == 0


def test_a_learning_curve_and_a_list_of_suspicious_labels(boiler: Boiler, tmp_path: Path) -> None:
    folder = copy_labelled(tmp_path / "pages", (*LEARNED, GATED, "en-medium-member"))
    doubts = tmp_path / "doubts.tsv"
    out = tmp_path / "own.model"
    options = ("--epochs", 1, "--cv", 2, "-j", 1)
    ran = boiler("train", folder, "-o", out, *options, "--learning-curve", "--suspicious", doubts)
    assert ran.code == 0, ran.err
    assert "learning curve" in ran.out
    assert "not tried: 2 of 6 sites" in ran.out
    names = {path.stem for path in folder.glob("*.labels")}
    assert set(read_doubts(doubts)) <= names


@pytest.mark.parametrize("option", [("--learning-curve",), ("--suspicious", "doubts.tsv")])
def test_both_need_models_that_did_not_see_the_pages(boiler: Boiler, labelled: Path, option: tuple[str, ...]) -> None:
    assert boiler("train", labelled, "--cv", 0, *option).complaint.endswith("give --cv 2 or more")
