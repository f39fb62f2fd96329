"""From block probabilities and page signals to a verdict: thresholds, the inputs one by one, the saved arrays."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.access import signals
from classifier.access.verdict import (
    BODY,
    NAMES,
    PAYWALL,
    Logistic,
    VerdictModel,
    from_arrays,
    to_arrays,
    verdict,
    verdict_inputs,
)
from classifier.features import feature_matrix
from classifier.features.reading import Reading
from classifier.page import Access

from .pages import ARTICLE, html, inputs, ld, logistic

NAVIGATION = 3
WALL = "<p>Subscribe to read on</p>"
BROKEN_OFF = "<p>The harbour master said that the ferry would come back, but only when the engine…</p>"


def inputs_of(markup: str, roles: list[int]) -> dict[str, float]:
    """The verdict's inputs by name, for a page whose blocks surely have these roles."""
    reading = Reading(html(markup))
    assert reading.size == len(roles)
    row = verdict_inputs(
        feature_matrix(reading), np.eye(6, dtype=np.float32)[np.array(roles, dtype=int)], signals.page_signals(reading)
    )
    return dict(zip(NAMES, row.tolist(), strict=True))


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


def test_one_odd_input_is_cut_at_five_deviations():
    model = logistic(log_body_words=1.0)
    assert model.probability(inputs({"log_body_words": 1e9})) == pytest.approx(1 / (1 + math.exp(-5)))


# The inputs


def test_a_page_without_blocks_has_its_signals_alone():
    row = verdict_inputs(
        np.zeros((0, 1), np.float32), np.zeros((0, 6), np.float32), np.ones(len(signals.NAMES), np.float32)
    )
    values = dict(zip(NAMES, row.tolist(), strict=True))
    assert {name for name, value in values.items() if value} == set(signals.NAMES)


def test_a_page_of_plain_body_has_no_wall_inputs():
    values = inputs_of(ARTICLE, [BODY, BODY])
    assert {name for name, value in values.items() if value} == {"log_body_words", "log_body_blocks", "last_body_ends"}
    assert values["log_body_blocks"] == pytest.approx(math.log(3))
    assert values["log_body_words"] == pytest.approx(math.log(1 + 18 + 16))


def test_a_wall_after_the_body():
    values = inputs_of(ARTICLE + WALL, [BODY, BODY, PAYWALL])
    assert (values["wall_most"], values["wall_second"], values["wall_visible"]) == (1, 0, 1)
    assert values["wall_follows_body"] == 1
    assert values["wall_position"] == pytest.approx(2 / 3)
    assert values["log_body_words_before"] == values["log_body_words"] > 0
    assert values["log_body_words_after"] == 0


def test_a_wall_before_the_body():
    values = inputs_of(WALL + ARTICLE, [PAYWALL, BODY, BODY])
    assert (values["wall_follows_body"], values["wall_position"], values["log_body_words_before"]) == (0, 0, 0)
    assert values["log_body_words_after"] == values["log_body_words"] > 0


def test_a_wall_far_below_the_body_does_not_follow_it():
    menu = "<p>Menu</p>" * 6
    values = inputs_of(ARTICLE + menu + WALL, [BODY, BODY, *[NAVIGATION] * 6, PAYWALL])
    assert values["wall_follows_body"] == 0
    assert inputs_of(ARTICLE + "<p>Ad</p>" + WALL, [BODY, BODY, NAVIGATION, PAYWALL])["wall_follows_body"] == 1


def test_several_wall_blocks():
    values = inputs_of(ARTICLE + WALL * 3, [BODY, BODY, PAYWALL, PAYWALL, PAYWALL])
    assert (values["wall_most"], values["wall_second"]) == (1, 1)
    assert values["wall_blocks"] == values["log_wall_mass"] == pytest.approx(math.log(4))


def test_a_hidden_wall_is_not_visible():
    values = inputs_of(f"{ARTICLE}<div hidden>{WALL}</div>", [BODY, BODY, PAYWALL])
    assert (values["wall_most"], values["wall_visible"]) == (1, 0)


def test_wall_words_count_where_the_wall_is():
    walled = inputs_of(ARTICLE + "<p>Subscribe to continue reading</p>", [BODY, BODY, PAYWALL])
    link = inputs_of(ARTICLE + "<p>Subscribe to continue reading</p>", [BODY, BODY, NAVIGATION])
    assert walled["wall_cues"] > link["wall_cues"] == 0


def test_a_piece_that_breaks_off():
    values = inputs_of(ARTICLE + BROKEN_OFF, [BODY, BODY, BODY])
    assert values["last_body_breaks_off"] == 1
    values = inputs_of(BROKEN_OFF + ARTICLE, [BODY, BODY, BODY])
    assert (values["last_body_breaks_off"], values["last_body_ends"]) == (0, 1)
    values = inputs_of(ARTICLE + BROKEN_OFF.replace("…", ""), [BODY, BODY, BODY])
    assert (values["last_body_breaks_off"], values["last_body_ends"]) == (0, 0)


def test_short_body_blocks_do_not_end_the_piece():
    values = inputs_of(BROKEN_OFF + "<p>Ann Poole.</p>", [BODY, BODY])
    assert values["last_body_breaks_off"] == 1


def test_words_that_are_declared_and_missing():
    assert inputs_of(ld({"wordCount": 900}) + ARTICLE, [BODY, BODY])["missing_words"] == pytest.approx(
        math.log(901) - math.log(35), abs=1e-3
    )
    assert inputs_of(ld({"wordCount": 20}) + ARTICLE, [BODY, BODY])["missing_words"] == 0
    assert inputs_of(ld({"wordCount": 9_000_000}) + ARTICLE, [BODY, BODY])["missing_words"] == 4
    assert inputs_of(ARTICLE, [BODY, BODY])["missing_words"] == 0


def test_signals_are_passed_on():
    values = inputs_of(ld({"isAccessibleForFree": False}) + ARTICLE, [BODY, BODY])
    assert values["declared_paid"] == 1


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


def test_a_model_is_scaled_before_it_is_weighted():
    size = len(NAMES)
    scaled = Logistic(np.full(size, 2, np.float32), np.full(size, 4, np.float32), np.ones(size, np.float32), 0.0)
    assert scaled.terms(np.full(size, 8, np.float32)).tolist() == [1.5] * size
