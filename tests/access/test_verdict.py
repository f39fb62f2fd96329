"""From block probabilities and page signals to a verdict: thresholds, the inputs one by one, the saved arrays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.access.signals import BLOCK_NAMES, Signals
from classifier.access.signals import NAMES as SIGNAL_NAMES
from classifier.access.verdict import (
    NAMES,
    VerdictModel,
    from_arrays,
    to_arrays,
    verdict,
    verdict_inputs,
)
from classifier.page import Access

from .pages import ARTICLE, BODY, BROKEN_OFF, NAVIGATION, WALL, inputs, inputs_of, ld, logistic

# The verdict


@pytest.mark.parametrize(
    ("walled", "gated", "access"),
    [(-4, 4, Access.OPEN), (-4, -4, Access.OPEN), (4, -4, Access.METERED), (4, 4, Access.GATED), (4, 0, Access.GATED)],
)
def test_the_first_model_says_whether_there_is_a_wall_and_the_second_whether_it_cuts(walled, gated, access):
    model = VerdictModel(logistic(walled), logistic(gated))
    assert verdict(model.probabilities(inputs({}))) is access


def test_the_threshold_trades_misses_for_alarms():
    doubtful = {"open": 0.4, "metered": 0.1, "gated": 0.5}
    assert verdict(doubtful) is Access.GATED
    assert verdict(doubtful, threshold=0.7) is Access.OPEN
    sure = {"open": 0.9, "metered": 0.08, "gated": 0.02}
    assert verdict(sure) is Access.OPEN
    assert verdict(sure, threshold=0.05) is Access.METERED


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_probabilities_are_of_open_metered_and_gated_and_sum_to_one(walled, gated):
    odds = VerdictModel(logistic(walled), logistic(gated)).probabilities(inputs({}))
    assert list(odds) == list(Access)
    assert sum(odds.values()) == pytest.approx(1)
    assert all(0 <= value <= 1 for value in odds.values())


@given(st.floats(0, 1), st.floats(0, 1), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_a_higher_threshold_never_makes_a_page_walled(walled, gated, thresholds):
    odds = {"open": 1 - walled, "metered": walled * (1 - gated), "gated": walled * gated}
    low, high = sorted(thresholds)
    assert verdict(odds, low) is not Access.OPEN or verdict(odds, high) is Access.OPEN


# A logistic model


def test_the_log_odds_are_the_sum_of_the_terms():
    model = logistic(-1.0, wall_most=3.0, declared_paid=0.5)
    row = inputs({"wall_most": 0.8, "declared_paid": 1, "declared_free": 1})
    assert model.terms(row).sum() == pytest.approx(2.9)
    assert model.probability(row) == pytest.approx(1 / (1 + math.exp(-1.9)))


# The inputs


def test_a_page_without_blocks_has_its_signals_alone():
    signals = Signals(np.ones(len(SIGNAL_NAMES), np.float32), np.zeros((0, len(BLOCK_NAMES)), np.float32))
    row = verdict_inputs(np.zeros((0, 1), np.float32), np.zeros((0, 6), np.float32), signals)
    values = dict(zip(NAMES, row.tolist(), strict=True))
    assert {name for name, value in values.items() if value} == set(SIGNAL_NAMES)


def test_words_that_are_declared_and_missing():
    assert inputs_of(ld({"wordCount": 300}) + ARTICLE, [BODY, BODY])["missing_words"] == pytest.approx(
        math.log(301) - math.log(35), abs=1e-3
    )
    assert inputs_of(ld({"wordCount": 20}) + ARTICLE, [BODY, BODY])["missing_words"] == 0
    assert inputs_of(ld({"wordCount": 9_000_000}) + ARTICLE, [BODY, BODY])["missing_words"] == 3
    assert inputs_of(ARTICLE, [BODY, BODY])["missing_words"] == 0


def test_signals_are_passed_on():
    values = inputs_of(ld({"isAccessibleForFree": False}) + ARTICLE, [BODY, BODY])
    assert values["declared_paid"] == 1


def test_a_language_without_a_lexicon_is_not_scrambled_text():
    scrambled = "<p>Bjagy tfcfh hqsemx ahpo oogu fudvs kvdgof gqnxv dzczdo rxnq wvwfc vthwku jzcmr.</p>"
    page = ARTICLE + scrambled
    assert inputs_of(page, [BODY, BODY, BODY])["scrambled"] == 0
    assert inputs_of(ld({"isAccessibleForFree": False}) + page, [BODY, BODY, BODY])["scrambled"] > 0


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from([ARTICLE, WALL, BROKEN_OFF, "<p>Menu</p>"]), st.integers(0, 5)), max_size=6))
def test_inputs_are_finite_whatever_the_blocks_are(pieces):
    markup = "".join(piece for piece, _ in pieces) + "<p>End</p>"
    roles = [role for piece, role in pieces for _ in range(2 if piece == ARTICLE else 1)] + [NAVIGATION]
    assert all(math.isfinite(value) and value >= 0 for value in inputs_of(markup, roles).values())


# Saved


def test_a_model_survives_its_arrays():
    model = VerdictModel(logistic(-1.5, wall_most=2.0), logistic(0.5, missing_words=1.0))
    again = from_arrays("html.access", to_arrays("html.access", model))
    for row in (inputs({}), inputs({"wall_most": 0.7, "missing_words": 2.5})):
        assert again.probabilities(row) == model.probabilities(row)


def test_two_models_share_a_file_by_their_prefixes():
    arrays = to_arrays("a", VerdictModel(logistic(4), logistic(4))) | to_arrays(
        "b", VerdictModel(logistic(-4), logistic(4))
    )
    assert [verdict(from_arrays(name, arrays).probabilities(inputs({}))) for name in "ab"] == ["gated", "open"]


def test_a_missing_part_is_named():
    arrays = to_arrays("html.access", VerdictModel(logistic(), logistic()))
    del arrays["html.access.gated"]
    with pytest.raises(KeyError, match=r"html\.access\.gated"):
        from_arrays("html.access", arrays)


@pytest.mark.parametrize("change", [lambda row: row[:-1], lambda row: np.append(row, row[:3]), lambda row: row[:0]])
def test_a_part_of_another_size_is_named(change):
    arrays = to_arrays("html.access", VerdictModel(logistic(), logistic()))
    arrays["html.access.walled"] = change(arrays["html.access.walled"])
    with pytest.raises(ValueError, match=r"html\.access\.walled has \d+ numbers instead of \d+"):
        from_arrays("html.access", arrays)
