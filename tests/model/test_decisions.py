"""From probabilities to roles: the cut for body text follows the F1 that a page can be expected to reach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.model.decisions import (
    BODY,
    COMMENT,
    FURNITURE,
    HIGHEST_CUT,
    ICON,
    LOWEST_CUT,
    NAVIGATION,
    PAYWALL,
    body_cut,
    choose_roles,
)

SHARES = st.floats(0, 1, width=32)
BLOCKS = st.lists(st.tuples(SHARES, st.integers(1, 80)), min_size=1, max_size=8)


def floats(*values):
    return np.array(values, dtype=np.float32)


def expected_f1(body, words, chosen):
    """F1 by words that the chosen blocks can be expected to reach, from its definition."""
    right = sum(share * size for share, size, take in zip(body, words, chosen, strict=True) if take)
    taken = sum(size for size, take in zip(words, chosen, strict=True) if take)
    there = sum(share * size for share, size in zip(body, words, strict=True))
    return 2 * right / (taken + there) if taken + there else 0.0


# The cut


@pytest.mark.parametrize(
    ("body", "words", "cut"),
    [
        ((1, 1, 1), (10, 10, 10), 0.5),
        ((0.6, 0.3), (1, 1), 0.6 / 1.9),
        ((0.6, 0.3), (50, 50), 0.6 / 1.9),
        ((0.3, 0.6), (1, 1), 0.6 / 1.9),
        ((0.8, 0.4, 0.1), (30, 10, 10), 24 / 59),
        ((0, 0), (5, 5), LOWEST_CUT),
        ((0.1,), (5,), LOWEST_CUT),
        ((), (), LOWEST_CUT),
    ],
)
def test_the_cut_is_half_of_the_best_expected_f1(body, words, cut):
    assert body_cut(floats(*body), floats(*words)) == pytest.approx(cut, abs=1e-6)


@given(BLOCKS)
def test_the_cut_stays_within_its_bounds(blocks):
    body, words = zip(*blocks, strict=True)
    assert LOWEST_CUT <= body_cut(floats(*body), floats(*words)) <= HIGHEST_CUT


@given(BLOCKS)
def test_no_choice_of_blocks_has_a_higher_expected_f1(blocks):
    body, words = zip(*blocks, strict=True)
    cut = body_cut(floats(*body), floats(*words))
    if cut in (LOWEST_CUT, HIGHEST_CUT):
        return
    chosen = [share >= cut for share in body]
    best = max(
        expected_f1(body, words, [bool(choice >> k & 1) for k in range(len(body))]) for choice in range(1 << len(body))
    )
    assert expected_f1(body, words, chosen) == pytest.approx(best, abs=1e-5)


@given(BLOCKS)
def test_the_order_of_blocks_does_not_matter(blocks):
    body, words = zip(*blocks, strict=True)
    assert body_cut(floats(*body), floats(*words)) == pytest.approx(
        body_cut(floats(*body[::-1]), floats(*words[::-1])), abs=1e-6
    )


def test_blocks_without_words_weigh_as_one_word():
    assert body_cut(floats(0.6, 0.3), floats(0, 0)) == body_cut(floats(0.6, 0.3), floats(1, 1))


# Roles


def test_a_page_that_the_model_is_sure_of_is_cut_at_one_half():
    sure = floats((0.9, 0, 0, 0.1, 0, 0), (1, 0, 0, 0, 0, 0), (0.45, 0, 0, 0.55, 0, 0), (0.1, 0, 0, 0.2, 0.7, 0))
    assert choose_roles(sure, floats(100, 100, 3, 3)) == [BODY, BODY, NAVIGATION, ICON]


def test_a_page_that_the_model_is_unsure_of_is_cut_lower():
    unsure = floats((0.4, 0, 0, 0.6, 0, 0), (0.35, 0, 0, 0.6, 0.05, 0), (0.02, 0, 0, 0.9, 0.08, 0))
    assert choose_roles(unsure, floats(20, 20, 20)) == [BODY, BODY, NAVIGATION]


def test_body_that_misses_the_cut_is_not_body_even_where_it_is_likeliest():
    probabilities = floats((1, 0, 0, 0, 0, 0), (0.4, 0, 0.25, 0.35, 0, 0))
    assert choose_roles(probabilities, floats(500, 2)) == [BODY, NAVIGATION]


def test_the_words_of_a_block_decide_how_much_it_moves_the_cut():
    probabilities = floats((1, 0, 0, 0, 0, 0), (0.4, 0, 0, 0.6, 0, 0), (0.4, 0, 0, 0.6, 0, 0))
    assert choose_roles(probabilities, floats(500, 5, 5)) == [BODY, NAVIGATION, NAVIGATION]
    assert choose_roles(probabilities, floats(5, 500, 500)) == [BODY, BODY, BODY]


def test_a_wall_that_is_likelier_than_body_is_no_body():
    probabilities = floats((0.45, 0, 0, 0, 0, 0.55), (0.55, 0, 0, 0, 0, 0.45))
    assert choose_roles(probabilities, floats(9, 9)) == [PAYWALL, BODY]


def test_roles_of_a_label_count_together():
    probabilities = floats((0, 0, 0.3, 0.25, 0, 0.45), (0.15, 0.3, 0.2, 0.2, 0, 0.15), (1, 0, 0, 0, 0, 0))
    assert choose_roles(probabilities, floats(9, 9, 100)) == [COMMENT, FURNITURE, BODY]


@given(st.lists(st.lists(st.integers(1, 100), min_size=6, max_size=6), min_size=1, max_size=12))
def test_what_is_body_reaches_the_cut_and_is_as_likely_as_a_wall(rows):
    probabilities = floats(*rows)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    before = probabilities.copy()
    words = np.full(len(rows), 9, dtype=np.float32)
    cut = body_cut(probabilities[:, BODY], words)
    for role, row in zip(choose_roles(probabilities, words), probabilities, strict=True):
        assert (role == BODY) == (row[BODY] >= cut and row[BODY] >= row[PAYWALL])
    np.testing.assert_array_equal(probabilities, before)
