"""`boiler evaluate`: figures of a model, and the refusal to score what it was trained on."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from classifier.page import Label

from .conftest import Boiler
from .small import HELD_OUT, LEARNED, copy_labelled


def test_figures_of_the_fold_that_was_left_out_parse_as_json(boiler: Boiler, labelled: Path, model_file: Path) -> None:
    ran = boiler("evaluate", labelled, "--model", model_file, "--fold", 0, "--json")
    assert ran.code == 0, ran.err
    figures = json.loads(ran.out)
    lines = (labelled / f"{HELD_OUT}.labels").read_text(encoding="utf-8").partition("---\n")[2].splitlines()
    scored = [line for line in lines if line[:1] in set("CMNIP")]
    assert (figures["pages"], figures["not_scored"]) == (1, [])
    assert list(figures["labels"]) == [label.value for label in Label]
    assert sum(row["lines"] for row in figures["labels"].values()) == len(scored)
    assert sum(figures["confusion"].values()) == len(scored)
    assert sum(figures["access"]["counts"].values()) == 1
    assert figures["access"]["gated"]["pages"] == 1


def test_figures_are_shown_as_tables(boiler: Boiler, labelled: Path, model_file: Path) -> None:
    ran = boiler("evaluate", labelled, "--model", model_file, "--fold", 0)
    assert ran.code == 0, ran.err
    assert ran.out.startswith("1 pages, macro F1 0.")
    for shown in ("precision", "rows: true, columns: predicted", "false alarms: 0 of 0", *Label):
        assert shown in ran.out


@pytest.mark.parametrize("fold", [(), ("--fold", 4)])
def test_folds_that_the_model_was_trained_on_are_refused(
    boiler: Boiler, labelled: Path, model_file: Path, fold: tuple[object, ...]
) -> None:
    ran = boiler("evaluate", labelled, "--model", model_file, *fold)
    assert ran.out == ""
    assert "is of fold 4, and the model was trained on folds 1, 2, 3, 4" in ran.complaint
    assert "--allow-overlap" in ran.complaint


def test_overlap_can_be_allowed(boiler: Boiler, labelled: Path, model_file: Path) -> None:
    ran = boiler("evaluate", labelled, "--model", model_file, "--allow-overlap", "--json")
    assert json.loads(ran.out)["pages"] == len(LEARNED) + 1


def test_cross_validation_scores_every_page_without_a_model(boiler: Boiler, tmp_path: Path) -> None:
    # With two parts each model learns from three sites, the fewest there may be.
    names = (HELD_OUT, "en-free-donation-appeal", "en-free-comment-gate", "en-leaky-island", "en-patreon-locked")
    folder = copy_labelled(tmp_path / "pages", (*names, "en-medium-member"))
    report = tmp_path / "out.html"
    ran = boiler("evaluate", folder, "--cv", 2, "--json", "-j", 1, "--report", report)
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["pages"] == 6
    links = re.findall(r'href="(out\.pages/\d\d\.html)"', report.read_text(encoding="utf-8"))
    assert links
    assert all("cross-validation, 2 parts" in (tmp_path / link).read_text(encoding="utf-8") for link in links)


def test_cross_validation_and_a_model_exclude_each_other(boiler: Boiler, labelled: Path, model_file: Path) -> None:
    assert "not both" in boiler("evaluate", labelled, "--cv", 2, "--model", model_file).complaint


def test_too_few_sites_to_cross_validate(boiler: Boiler, labelled: Path) -> None:
    ran = boiler("evaluate", labelled, "--cv", 2, "-j", 1)
    assert ran.code == 2
    assert "fewer than 3 sites" in ran.err.splitlines()[-1]


def test_pages_of_the_project_can_be_left_out(boiler: Boiler, labelled: Path, model_file: Path) -> None:
    ran = boiler("evaluate", labelled, "--model", model_file, "--real-only")
    assert ran.complaint.startswith(f"{labelled}: no labelled pages to score")


def test_a_fold_without_pages(boiler: Boiler, tmp_path: Path, model_file: Path) -> None:
    folder = copy_labelled(tmp_path / "pages", [HELD_OUT])
    ran = boiler("evaluate", folder, "--model", model_file, "--fold", 3)
    assert ran.complaint.startswith(f"{folder}: no labelled pages to score")


def test_a_folder_that_is_not_there(boiler: Boiler, tmp_path: Path, model_file: Path) -> None:
    ran = boiler("evaluate", tmp_path / "nowhere", "--model", model_file)
    assert ran.complaint.startswith(f"{tmp_path / 'nowhere'}: no such folder")


def test_a_wrong_line_is_named_with_its_file(boiler: Boiler, tmp_path: Path, model_file: Path) -> None:
    path = copy_labelled(tmp_path / "pages", [HELD_OUT]) / f"{HELD_OUT}.labels"
    rows = path.read_text(encoding="utf-8").splitlines()
    rows[11] = "X\tno such code"
    path.write_text("\n".join(rows), encoding="utf-8")
    assert boiler("evaluate", path.parent, "--model", model_file).complaint.startswith(f"{path}, line 12: ")


def test_a_wrong_row_of_public_labels_is_named_with_its_file(boiler: Boiler, tmp_path: Path, model_file: Path) -> None:
    folder = copy_labelled(tmp_path / "pages", [HELD_OUT])
    (folder / "more.jsonl").write_text('\n{"name": "p1"}\n')
    complaint = boiler("evaluate", folder, "--model", model_file).complaint
    assert complaint.startswith(f"{folder / 'more.jsonl'}, line 2: ")


def test_a_model_that_is_not_there(boiler: Boiler, labelled: Path) -> None:
    assert "no such model file" in boiler("evaluate", labelled, "--model", "no.model").complaint


def test_a_report_comes_with_views_of_the_worst_pages(
    boiler: Boiler, labelled: Path, model_file: Path, tmp_path: Path
) -> None:
    report = tmp_path / "out.html"
    ran = boiler("evaluate", labelled, "--model", model_file, "--allow-overlap", "--report", report)
    assert ran.code == 0, ran
    links = re.findall(r'href="(out\.pages/\d\d\.html)"', report.read_text(encoding="utf-8"))
    assert links
    for link in links:
        assert '"other":{"name":"labels"' in (tmp_path / link).read_text(encoding="utf-8")
    again = boiler(
        "evaluate", labelled, "--model", model_file, "--allow-overlap", "--report", tmp_path / "new.html", "--against", report
    )  # fmt: skip
    assert again.code == 0, again
    assert "Both are over the same pages" in (tmp_path / "new.html").read_text(encoding="utf-8")


def test_an_earlier_report_needs_a_new_one(boiler: Boiler, labelled: Path, tmp_path: Path) -> None:
    ran = boiler("evaluate", labelled, "--against", tmp_path / "old.html")
    assert ran.complaint == "--against compares reports; give --report too"
