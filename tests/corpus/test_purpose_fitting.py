"""Fitting what lines are for."""

from pathlib import Path

import numpy as np
import pytest

from classifier.corpus.purpose_fitting import PurposeLine, fit_purposes, inputs_of, read_purpose_lines
from classifier.features.line_purposes import BUCKETS, PURPOSES

LABELED = Path(__file__).parents[2] / "data" / "labeled"
LINES = [
    PurposeLine("gate", "Read the rest with a pass", "en"),
    PurposeLine("gate", "Get a pass for the rest", "en"),
    PurposeLine("donation", "Give what you can to the paper", "en"),
    PurposeLine("donation", "Your gift keeps the paper going", "en"),
    PurposeLine("prose", "Rain fell all night", "en"),
]


def test_fitted_lines_are_told_apart():
    table = fit_purposes(LINES).astype(np.float32)
    scores = inputs_of(["A pass opens the rest", "A gift to the paper"]) @ table[:BUCKETS] + table[BUCKETS]
    assert [PURPOSES[best] for best in scores.argmax(axis=1)] == ["gate", "donation"]


def test_lines_of_two_purposes_are_too_few():
    with pytest.raises(ValueError, match="3 or more purposes"):
        fit_purposes(LINES[:4])


def test_a_purpose_without_lines_is_never_likeliest():
    table = fit_purposes(LINES).astype(np.float32)
    assert table[BUCKETS, PURPOSES.index("consent")] == -30


def test_the_same_lines_give_the_same_table():
    assert np.array_equal(fit_purposes(LINES), fit_purposes(LINES))


@pytest.mark.parametrize("row", ["gate Subscribe", "wall\tSubscribe", "gate\t ", "gate\tSubscribe\tnow"])
def test_a_wrong_row_is_named(tmp_path, row):
    (tmp_path / "lines").mkdir()
    (tmp_path / "lines" / "en.tsv").write_text(f"gate\tSubscribe\n{row}\n")
    with pytest.raises(ValueError, match=r"en\.tsv, line 2: expected a purpose"):
        read_purpose_lines(tmp_path)


def test_the_shipped_lines_are_distinct_and_cover_every_purpose_in_every_language():
    lines = read_purpose_lines(LABELED)
    assert len(lines) == len({(line.lang, line.text) for line in lines})
    for lang in {line.lang for line in lines}:
        assert {line.purpose for line in lines if line.lang == lang} == set(PURPOSES), lang


def test_the_shipped_table_was_fitted_to_the_shipped_lines():
    """Nearly all lines that a table was fitted to come out right; lines added since would not."""
    from classifier.features.line_purposes import _table

    lines = read_purpose_lines(LABELED)
    scores = inputs_of([line.text for line in lines]) @ _table()[:BUCKETS] + _table()[BUCKETS]
    right = np.array([PURPOSES[best] for best in scores.argmax(axis=1)]) == [line.purpose for line in lines]
    assert right.mean() > 0.97
