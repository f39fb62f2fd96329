"""Several networks at once say what each says alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.features import PageFeatures
from classifier.features.tokens import Bag, Shared
from classifier.model.ensemble import convolved, ensembles, group_means, segment_sums
from classifier.model.inference import FittedNetwork
from classifier.model.network import Layout, averaged, grouping_of, initial_weights, taps

FEATURES, CLASSES = 7, 6


def network(seed, known_seed=0, **shape):
    """A network of noise that knows a few words. Networks of one family have the same known_seed."""
    words = np.random.default_rng(known_seed)
    known = tuple(np.unique(words.integers(0, 60, size).astype(np.uint32)) for size in (20, 9))
    tables = tuple((len(hashes), dimensions) for hashes, dimensions in zip(known, (4, 3), strict=True))
    layout = Layout(FEATURES, CLASSES, **{"hidden": 10, "context": 8, "tables": tables, "groups": 2, **shape})
    mean = words.standard_normal(FEATURES).astype(np.float32)
    scale = words.uniform(0.5, 2, FEATURES).astype(np.float32)
    rng = np.random.default_rng(seed)
    weights = initial_weights(layout, rng)
    biased = {name: value + 0.1 * (value.ndim == 1) for name, value in weights.items()}
    return FittedNetwork(layout, mean, scale, known, {n: v.astype(np.float32) for n, v in biased.items()})


def bag(size, rng):
    """Up to three hashes for each block; more of them than any network knows."""
    ends = np.cumsum(rng.integers(0, 4, size)).astype(np.int32)
    return Bag(rng.integers(0, 80, int(ends[-1]) if size else 0).astype(np.uint32), ends)


def page(size, seed=0):
    """A page of noise on which some columns are the same for all blocks."""
    rng = np.random.default_rng(seed)
    matrix = (3 * rng.standard_normal((size, FEATURES))).astype(np.float32)
    matrix[:, ::3] = 1.5
    return PageFeatures(matrix, (bag(size, rng), bag(size, rng)), rng.integers(0, 4, (size, 2)).astype(np.int32))


def alone(networks, features):
    return np.mean([each.probabilities(features) for each in networks], axis=0)


@settings(max_examples=40, deadline=None)
@given(size=st.integers(0, 40), seed=st.integers(0, 1000))
def test_two_families_say_what_their_networks_say_alone(size, seed):
    general, walls = [network(1), network(2)], [network(3, known_seed=5)]
    (together,) = ensembles([general, walls])
    features = page(size, seed)
    for found, networks in zip(together.probabilities(features), (general, walls), strict=True):
        np.testing.assert_allclose(found, alone(networks, features), atol=2e-6)


def test_families_of_other_shapes_stay_apart():
    general, walls = [network(1)], [network(2, known_seed=3, hidden=12)]
    apart = ensembles([general, walls])
    assert len(apart) == 2
    for each, networks in zip(apart, (general, walls), strict=True):
        np.testing.assert_allclose(each.probabilities(page(9))[0], alone(networks, page(9)), atol=2e-6)


def test_a_network_that_knows_no_word_and_no_group():
    one = network(1, tables=(), groups=0)
    one = replace(one, known=())
    (together,) = ensembles([[one]])
    bare = PageFeatures(page(9).matrix)
    np.testing.assert_allclose(together.probabilities(bare)[0], one.probabilities(bare), atol=2e-6)


@pytest.mark.parametrize("dilation", [1, 3, 9])
@pytest.mark.parametrize("rows", [1, 4, 30])
def test_a_convolution_is_the_product_with_the_rows_beside_each_other(rows, dilation):
    rng = np.random.default_rng(rows)
    values = rng.standard_normal((2, rows, 3)).astype(np.float32)
    kernels = rng.standard_normal((2, 5, 3, 4)).astype(np.float32)
    expected = [taps(each, dilation, 5) @ kernel.reshape(15, 4) for each, kernel in zip(values, kernels, strict=True)]
    np.testing.assert_allclose(convolved(values, kernels, dilation), expected, atol=1e-5)


def test_means_of_groups():
    values = np.random.default_rng(0).standard_normal((7, 2, 3)).astype(np.float32)
    grouping = grouping_of(np.array([4, 1, 4, 4, 9, 1, 3]))
    found = group_means(values, grouping)[grouping.of_row]
    np.testing.assert_allclose(found.reshape(7, 6), averaged(values.reshape(7, 6), grouping), atol=1e-6)


@pytest.mark.parametrize("columns", [3, 4])
def test_sums_of_segments(columns):
    rows = np.arange(5 * columns, dtype=np.float32).reshape(5, columns)
    np.testing.assert_array_equal(segment_sums(rows, np.array([0, 2])), [rows[:2].sum(axis=0), rows[2:].sum(axis=0)])


def test_lists_that_blocks_share_count_like_those_given_again():
    one = network(1)
    (together,) = ensembles([[one]])
    hashes = page(40).bags[0].hashes[:5]
    shared = Shared(hashes, np.array([2, 2, 5]), np.array([2, 0, 1, 2, 0]))
    spelled = np.concatenate([hashes[2:], hashes[:2], hashes[2:], hashes[:2]])
    bag = Bag(spelled, np.array([3, 5, 5, 8, 10], dtype=np.int32))
    features = page(5)
    expected = one.probabilities(replace(features, bags=(bag, bag)))
    found = together.probabilities(replace(features, bags=(replace(bag, shared=shared), bag)))[0]
    np.testing.assert_allclose(found, expected, atol=2e-6)
