"""From probabilities to roles: the cut for body text follows the F1 that a page can be expected to reach."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.model.decisions import (
    BODY,
    HIGHEST_CUT,
    LOWEST_CUT,
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


def roles(**shares):
    """A block's probabilities, by role; the rest is none."""
    names = ("body", "furniture", "comment", "navigation", "icon", "paywall")
    return tuple(shares.get(name, 0) for name in names)


def test_a_page_that_the_model_is_sure_of_is_cut_at_one_half():
    probabilities = floats(
        roles(body=0.9, furniture=0.1),
        roles(body=1),
        roles(body=0.45, navigation=0.55),
        roles(body=0.2, furniture=0.5, navigation=0.3),
        roles(body=0.1, furniture=0.2, icon=0.7),
    )
    assert choose_roles(probabilities, floats(100, 100, 3, 3, 3)) == [0, 0, 3, 1, 4]


def test_a_page_that_the_model_is_unsure_of_is_cut_lower():
    probabilities = floats(
        roles(body=0.4, navigation=0.6), roles(body=0.35, navigation=0.65), roles(body=0.02, navigation=0.98)
    )
    assert choose_roles(probabilities, floats(20, 20, 20)) == [0, 0, 3]


def test_body_that_misses_the_cut_may_still_be_content():
    probabilities = floats(roles(body=1), roles(body=0.4, furniture=0.25, navigation=0.35))
    assert choose_roles(probabilities, floats(500, 2)) == [0, 1]


def test_the_words_of_a_block_decide_how_much_it_moves_the_cut():
    probabilities = floats(roles(body=1), *[roles(body=0.4, navigation=0.6)] * 2)
    assert choose_roles(probabilities, floats(500, 5, 5)) == [0, 3, 3]
    assert choose_roles(probabilities, floats(5, 500, 500)) == [0, 0, 0]


def test_a_likelier_wall_is_no_body_however_low_the_cut():
    probabilities = floats(roles(body=0.4, paywall=0.6), roles(body=0.4, navigation=0.6))
    assert choose_roles(probabilities, floats(20, 20)) == [5, 0]


def test_comments_and_navigation_are_one_label():
    probabilities = floats(roles(furniture=0.4, comment=0.25, navigation=0.35))
    assert choose_roles(probabilities, floats(20)) == [3]


@given(st.lists(st.lists(st.integers(1, 100), min_size=6, max_size=6), min_size=1, max_size=12))
def test_the_label_is_the_likeliest_and_the_role_the_likeliest_of_it(rows):
    probabilities = floats(*rows)
    probabilities /= probabilities.sum(axis=1, keepdims=True)
    before = probabilities.copy()
    words = np.full(len(rows), 9, dtype=np.float32)
    cut = body_cut(probabilities[:, BODY], words)
    for role, row in zip(choose_roles(probabilities, words), probabilities, strict=True):
        if row[0] >= cut and row[0] >= row[5]:
            assert role == 0
        else:
            shares = {1: row[0] + row[1], 2 if row[2] > row[3] else 3: row[2] + row[3], 4: row[4], 5: row[5]}
            assert shares[role] == pytest.approx(max(shares.values()))
    np.testing.assert_array_equal(probabilities, before)
