"""Precision, recall, F1 and intervals: known values, and what must hold for any counts."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.evaluate.metrics import (
    Score,
    bootstrap_interval,
    f1_of,
    macro_f1,
    score_counts,
    score_label,
    shingle_overlap,
    wilson_interval,
    word_f1,
)

CONFUSION = {("c", "c"): 8, ("c", "n"): 2, ("n", "c"): 4, ("n", "n"): 5, ("n", "p"): 1}


# Scores


@pytest.mark.parametrize(
    ("counts", "score"),
    [
        ((6, 8, 12), Score(0.75, 0.5, 0.6, 12)),
        ((5, 5, 5), Score(1, 1, 1, 5)),
        ((0, 5, 3), Score(0, 0, 0, 3)),
        ((0, 0, 3), Score(0, 0, 0, 3)),
        ((0, 5, 0), Score(0, 0, 0, 0)),
        ((0, 0, 0), Score(0, 0, 0, 0)),
    ],
)
def test_scores_of_counts(counts, score):
    assert score_counts(*counts) == score


def test_scores_of_a_label_come_from_its_row_and_column():
    assert score_label(CONFUSION, "c") == score_counts(8, 12, 10)
    assert score_label(CONFUSION, "n") == score_counts(5, 7, 10)
    assert score_label(CONFUSION, "p") == score_counts(0, 1, 0)
    assert score_label(CONFUSION, "icon") == score_counts(0, 0, 0)


def test_the_macro_mean_is_over_the_labels_that_occur():
    expected = (score_label(CONFUSION, "c").f1 + score_label(CONFUSION, "n").f1) / 2
    assert macro_f1(CONFUSION, ["c", "n", "p", "icon"]) == expected
    assert macro_f1(CONFUSION, ["c"]) == score_label(CONFUSION, "c").f1
    assert macro_f1({}, ["c", "n"]) == 0
    assert macro_f1({("p", "p"): 0, ("c", "c"): 1}, ["c", "p"]) == 1


# Wilson's interval


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (1, 1, 0.2065, 1.0),
        (8, 10, 0.4902, 0.9433),
        (81, 263, 0.2553, 0.3662),
        (0, 0, 0.0, 1.0),
    ],
)
def test_intervals_of_shares_are_those_of_the_textbook(hits, total, low, high):
    assert wilson_interval(hits, total) == pytest.approx((low, high), abs=1e-4)


@given(st.integers(1, 5000), st.floats(0, 1))
def test_an_interval_of_a_share_holds_the_share_and_mirrors(total, share):
    hits = round(share * total)
    low, high = wilson_interval(hits, total)
    assert 0 <= low <= hits / total + 1e-12
    assert hits / total - 1e-12 <= high <= 1
    assert wilson_interval(total - hits, total) == pytest.approx((1 - high, 1 - low), abs=1e-9)


def test_more_cases_make_the_interval_narrower():
    widths = [high - low for low, high in (wilson_interval(n // 2, n) for n in (4, 40, 400, 4000))]
    assert widths == sorted(widths, reverse=True)


# The bootstrap


def mean(values):
    return sum(values) / len(values)


def test_the_interval_of_a_mean_is_near_the_normal_one():
    values = np.random.default_rng(0).normal(10, 2, size=400).tolist()
    low, high = bootstrap_interval(values, mean, rounds=2000)
    half = 1.96 * np.std(values) / 20
    assert (low, high) == pytest.approx((mean(values) - half, mean(values) + half), abs=0.015)


def test_a_coin_of_two_groups_is_a_quarter_a_half_a_quarter():
    drawn = []
    assert bootstrap_interval([0, 1], lambda groups: drawn.append(mean(groups)) or drawn[-1], rounds=4000) == (0, 1)
    assert [drawn.count(value) / 4000 for value in (0, 0.5, 1)] == pytest.approx([0.25, 0.5, 0.25], abs=0.03)


def test_groups_that_are_alike_leave_no_doubt():
    assert bootstrap_interval([0.7] * 5, mean) == pytest.approx((0.7, 0.7))
    assert bootstrap_interval([0.7], mean) == (0.7, 0.7)


def test_nothing_to_draw_from_leaves_all_doubt():
    assert bootstrap_interval([], mean) == (0, 1)


def test_the_same_seed_draws_the_same_groups():
    values = list(range(30))
    one = bootstrap_interval(values, mean, rounds=50)
    assert bootstrap_interval(values, mean, rounds=50) == one
    assert bootstrap_interval(values, mean, rounds=50, seed=1) != one


def test_each_round_draws_as_many_whole_groups_as_there_are():
    sizes = []

    def figure(groups):
        sizes.append(len(groups))
        assert all(group in ("ab", "c", "def") for group in groups)
        return 0.0

    bootstrap_interval(["ab", "c", "def"], figure, rounds=7)
    assert sizes == [3] * 7


# Words


@pytest.mark.parametrize(
    ("predicted", "true", "f1"),
    [
        ("the ferry runs", "the ferry runs", 1),
        ("The FERRY, runs!", "runs the ferry", 1),
        ("the ferry", "the ferry runs again", 2 / 3),
        ("the the the the", "the the", 2 / 3),
        ("a b c", "d e f", 0),
        ("", "text", 0),
        ("text", "", 0),
        ("", "", 0),
        ("снова ходит", "Снова", 2 / 3),
    ],
)
def test_words_are_compared_as_bags(predicted, true, f1):
    assert word_f1(predicted, true) == pytest.approx(f1)


@given(st.text("ab c,", max_size=30), st.text("ab c,", max_size=30))
def test_word_f1_is_a_share_and_symmetric(one, two):
    assert 0 <= word_f1(one, two) <= 1
    assert word_f1(one, two) == pytest.approx(word_f1(two, one))
    assert word_f1(one, one) == (1 if re.search(r"\w", one) else 0)


# Shingles


@pytest.mark.parametrize(
    ("predicted", "true", "overlap"),
    [
        ("a b c d e", "a b c d e", (1, 1)),
        ("a b c d", "a b c d e", (1, 1 / 2)),
        ("a, b. c! d e f", "a b c d e", (2 / 3, 1)),
        ("e d c b a", "a b c d e", (0, 0)),
        ("a b c d a b c d", "a b c d", (1 / 5, 1)),
        ("a b", "a b", (1, 1)),
        ("a b", "a b c d e", (0, 0)),
        ("A b c d", "a b c d", (0, 0)),
        ("", "a b c d", (None, 0)),
        ("a b c d", "", (0, None)),
        (" ", "", (None, None)),
    ],
)
def test_runs_of_four_words_are_compared(predicted, true, overlap):
    assert shingle_overlap(predicted, true) == overlap


def test_the_length_of_the_runs_may_be_chosen():
    assert shingle_overlap("b a", "a b", size=1) == (1, 1)
    assert shingle_overlap("a b x", "a b c", size=2) == (1 / 2, 1 / 2)


@pytest.mark.parametrize(("precision", "recall", "f1"), [(1, 1, 1), (0.5, 1, 2 / 3), (0, 1, 0), (0, 0, 0)])
def test_f1_is_the_harmonic_mean(precision, recall, f1):
    assert f1_of(precision, recall) == pytest.approx(f1)
