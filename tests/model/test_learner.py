"""From pages to a network: which words get a vector, and that they are used."""

from __future__ import annotations

import numpy as np

from classifier.features import PageFeatures
from classifier.features.tokens import Bag
from classifier.model.fitting import Schedule
from classifier.model.inference import word_rows
from classifier.model.learner import FEWEST_SITES, Size, fit_network, known_words


def bag(*blocks):
    """A bag with these hashes for each block."""
    return Bag(
        np.array([h for block in blocks for h in block], np.uint32),
        np.cumsum([len(b) for b in blocks]).astype(np.int32),
    )


def test_a_word_needs_several_sites_not_several_pages():
    pages = [bag([7, 8]), *[bag([7])] * (FEWEST_SITES - 1), *[bag([8])] * 9]
    sites = [*range(FEWEST_SITES), *[0] * 9]
    assert known_words(pages, sites, 10).tolist() == [7]


def test_the_words_of_the_most_sites_are_kept():
    pages = [bag([1, 2, 3])] * FEWEST_SITES + [bag([3, 1])] + [bag([1])]
    assert known_words(pages, range(len(pages)), 2).tolist() == [1, 3]


def test_unknown_words_are_left_out():
    rows = word_rows(bag([5, 9, 5], [], [4], [9]), np.array([5, 9], np.uint32))
    assert rows.rows.tolist() == [0, 1, 0, 1]
    assert rows.counts.tolist() == [3, 0, 0, 1]


def test_a_network_without_known_words_still_labels():
    rows = word_rows(bag([5], [6]), np.zeros(0, np.uint32))
    assert rows.counts.tolist() == [0, 0]


def test_a_word_that_tells_the_class_is_learned():
    rng = np.random.default_rng(0)
    pages, allowed = [], []
    for _ in range(60):
        words = rng.integers(1, 7, 12)
        groups = np.zeros((12, 1), np.int32)
        pages.append(PageFeatures(rng.standard_normal((12, 2)).astype(np.float32), (bag(*words[:, None]),), groups))
        allowed.append(np.eye(2, dtype=bool)[words % 2])
    weights = [np.ones(12, np.float32)] * 60
    size = Size(hidden=8, context=8, width=3, dilations=(1,), vector=4)
    network = fit_network(pages[:50], allowed[:50], weights[:50], range(50), size, Schedule(epochs=20, rate=1e-2), 0)
    right = [
        may[np.arange(12), network.probabilities(page).argmax(axis=1)].mean()
        for page, may in zip(pages[50:], allowed[50:], strict=True)
    ]
    assert np.mean(right) > 0.95
