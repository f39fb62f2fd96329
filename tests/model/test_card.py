"""The card of a model: what it was trained on, one hash over that, and the figures as a table."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

from classifier.corpus.labelled_page import LabelledPage
from classifier.features import FEATURE_NAMES
from classifier.model.card import data_digest, model_card, write_card
from classifier.model.training import Settings

PAGES = [
    LabelledPage(
        "a", "own", "a.example", 0, html=b"<p>A</p>", runs=(("C", 1),), type="article", lang="en", access="open"
    ),
    LabelledPage("b", "news", "b.example", 2, html=b"<p>B</p>", known_text="B", lang="de"),
    LabelledPage("c", "news", "b.example", 2, html=b"<p>C</p>", known_text="C", lang="de"),
    LabelledPage("d", "own", "d.example", 3, text="D", runs=(("N", 1),)),
]
ROW = {"precision": 0.9, "recall": 0.8, "f1": 0.847, "lines": 120, "f1_interval": [0.81, 0.88]}
FIGURES = {
    "pages": 4,
    "labels": {"content": ROW, "paywall": {key: value for key, value in ROW.items() if key != "f1_interval"}},
    "macro_f1": 0.85,
    "access": {"counts": {"open -> open": 3}},
}


def test_the_card_says_what_the_model_was_trained_on():
    card = model_card(PAGES, Settings(seed=5), None)
    assert card["folds"] == [0, 2, 3]
    assert card["pages"] == {"news": 2, "own": 2}
    assert card["sites"] == 3
    assert card["languages"] == {"de": 2, "en": 1}
    assert card["features"] == len(FEATURE_NAMES)
    assert card["settings"] == asdict(Settings(seed=5))
    assert card["data_sha256"] == data_digest(PAGES)
    assert card["cross_validated_by_site"] is None


def test_the_card_holds_the_figures():
    assert model_card(PAGES, Settings(), FIGURES)["cross_validated_by_site"] == FIGURES


def test_a_card_is_plain_data():
    card = model_card(PAGES, Settings(), FIGURES)
    assert json.loads(json.dumps(card)) == card


# The hash


def test_the_order_of_pages_does_not_matter():
    assert data_digest(PAGES[::-1]) == data_digest(PAGES)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "z"},
        {"source": "gold"},
        {"html": b"<p>Z</p>"},
        {"runs": (("N", 1),)},
        {"known_text": "Z"},
        {"access": "gated"},
        {"type": "forum"},
        {"wanted": ("A",)},
        {"unwanted": ("A",)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_whatever_is_known_of_a_page_changes_the_hash(change):
    assert data_digest([replace(PAGES[0], **change), *PAGES[1:]]) != data_digest(PAGES)


@pytest.mark.parametrize(
    "change", [{"title": "A"}, {"site": "z.example"}, {"fold": 4}], ids=lambda change: next(iter(change))
)
def test_title_site_and_fold_change_the_hash(change):
    assert data_digest([replace(PAGES[0], **change), *PAGES[1:]]) != data_digest(PAGES)


def test_a_page_less_or_twice_changes_the_hash():
    assert len({data_digest(pages) for pages in (PAGES, PAGES[1:], [*PAGES, PAGES[0]], [])}) == 4


def test_known_text_may_be_odd():
    assert data_digest([replace(PAGES[1], known_text="\ud800 B")]) != data_digest([PAGES[1]])


# The file


def test_the_card_is_written_beside_the_model(tmp_path):
    path = write_card(tmp_path / "boiler.model", model_card(PAGES, Settings(), FIGURES))
    assert path == tmp_path / "boiler.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# Model card: boiler.model"
    assert "- **folds**: [0, 2, 3]" in lines
    assert '- **pages**: {"news": 2, "own": 2}' in lines
    assert f"- **data sha256**: {data_digest(PAGES)}" in lines
    assert "| content | 0.9 | 0.8 | 0.847 | 0.81 to 0.88 | 120 |" in lines
    assert lines[-1] == 'Macro F1 0.85 over 4 pages. Access: {"counts": {"open -> open": 3}}'


def test_the_table_has_as_many_cells_in_each_row(tmp_path):
    path = write_card(tmp_path / "boiler.model", model_card(PAGES, Settings(), FIGURES))
    rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    assert len(rows) == 4
    assert {row.count("|") for row in rows} == {7}


def test_a_card_without_figures_has_no_table(tmp_path):
    text = write_card(tmp_path / "boiler.model", model_card(PAGES, Settings(), None)).read_text(encoding="utf-8")
    assert "Figures" not in text
    assert "cross validated" not in text
    assert "- **sites**: 3" in text


def test_the_card_of_a_trained_model_is_in_the_model(model):
    assert model.card["folds"] == list(model.folds) == [0, 1, 2, 3]
    assert sum(model.card["pages"].values()) == 40
