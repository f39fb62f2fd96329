"""The network: its arithmetic against plain definitions."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.model.network import (
    Inputs,
    Layout,
    WordRows,
    averaged,
    forward,
    from_taps,
    grouping_of,
    initial_weights,
    pooled_vectors,
    softmax,
    taps,
)

from .small_network import GROUPS, LAYOUT, TABLES, some_pages, some_weights

# Parts


def test_softmax_gives_probabilities_of_any_scores():
    probabilities = softmax(np.array([[0.0, 0.0], [1e4, -1e4], [np.log(3), 0.0]]))
    np.testing.assert_allclose(probabilities, [[0.5, 0.5], [1, 0], [0.75, 0.25]])


def test_taps_put_each_row_beside_its_neighbours():
    rows = np.array([[1], [2], [3], [4]], dtype=np.float32)
    assert taps(rows, 1, 3).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 0]]
    assert taps(rows, 2, 3).tolist() == [[0, 1, 3], [0, 2, 4], [1, 3, 0], [2, 4, 0]]
    assert taps(rows, 9, 3).tolist() == [[0, 1, 0], [0, 2, 0], [0, 3, 0], [0, 4, 0]]


@given(st.integers(1, 12), st.integers(1, 3), st.integers(1, 9), st.sampled_from([1, 3, 5]))
def test_from_taps_is_the_adjoint_of_taps(rows, columns, dilation, width):
    rng = np.random.default_rng(rows)
    values = rng.standard_normal((rows, columns)).astype(np.float32)
    gradient = rng.standard_normal((rows, width * columns)).astype(np.float32)
    there = float((taps(values, dilation, width) * gradient).sum())
    back = float((values * from_taps(gradient, dilation, width)).sum())
    assert there == pytest.approx(back, abs=1e-4)


def test_the_vectors_of_a_block_are_summed_and_divided_by_the_root_of_their_number():
    table = np.array([[1, 0], [0, 2], [4, 4]], dtype=np.float32)
    words = WordRows(np.array([0, 1, 2, 2]), np.array([2, 2, 3, 4, 4]))
    root = 2**0.5
    np.testing.assert_allclose(pooled_vectors(table, words), [[1 / root, 2 / root], [0, 0], [4, 4], [4, 4], [0, 0]])


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_each_row_becomes_the_mean_of_its_group(numbers):
    groups = np.array(numbers)
    values = np.random.default_rng(len(numbers)).standard_normal((len(numbers), 2)).astype(np.float32)
    expected = np.stack([values[groups == group].mean(axis=0) for group in groups])
    np.testing.assert_allclose(averaged(values, grouping_of(groups)), expected, atol=1e-6)


def test_the_reach_is_that_of_the_widest_convolution():
    assert Layout(5, 4, width=5, dilations=(1, 3, 9)).reach == 18
    assert Layout(5, 4, width=3, dilations=(2,)).reach == 2


# Forward


def test_both_passes_score_every_block():
    first, second = forward(some_weights(), LAYOUT, some_pages()[0].page)
    assert first.shape == second.shape == (6, LAYOUT.classes)
    assert not np.allclose(first, second)


def test_a_page_without_blocks_has_no_scores():
    nothing = WordRows(np.zeros(0, np.intp), np.zeros(0, np.intp))
    page = Inputs(np.zeros((0, LAYOUT.inputs), np.float32), (nothing,) * len(TABLES), np.zeros((0, GROUPS), np.int32))
    first, second = forward(some_weights(), LAYOUT, page)
    assert first.shape == second.shape == (0, LAYOUT.classes)


def test_the_first_pass_sees_a_block_alone_and_the_second_its_neighbours():
    page = some_pages()[2].page
    features = page.features.copy()
    features[4] += 3
    others = np.arange(len(features)) != 4
    first, second = forward(some_weights(), LAYOUT, page)
    first_changed, second_changed = forward(some_weights(), LAYOUT, replace(page, features=features))
    np.testing.assert_array_equal(first[others], first_changed[others])
    assert (np.abs(second - second_changed).max(axis=1) > 1e-4).all()


def test_the_second_pass_sees_the_whole_of_a_blocks_groups():
    layout = Layout(features=2, classes=3, width=1, dilations=(), groups=1)
    rng = np.random.default_rng(0)
    weights = initial_weights(layout, rng)
    weights["wg"][:] = 0
    features, groups = rng.standard_normal((6, 2)).astype(np.float32), np.array([0, 0, 0, 1, 1, 1])[:, None]
    changed = features.copy()
    changed[0] += 3
    second, other = (forward(weights, layout, Inputs(each, (), groups))[1] for each in (features, changed))
    assert (np.abs(second - other).max(axis=1) > 1e-4).tolist() == [True] * 3 + [False] * 3
