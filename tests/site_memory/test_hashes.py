"""Blocks as numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from classifier.page import Page
from classifier.site_memory.hashes import hashes_of, log_odds

from .pages import FERRY, MENU, block, page

TEXT, TEXT_AT_PATH = 0, 1


def test_digits_and_capitals_make_no_difference() -> None:
    found = hashes_of(page([block("12 comments", 0.1), block("7345 Comments", 0.1), block("No comments", 0.1)])).blocks
    assert found[TEXT, 0] == found[TEXT, 1] != found[TEXT, 2]


def test_the_path_is_that_of_names() -> None:
    places = ["/html/body/div[1]/p[2]", "/html/body/div[7]/p", "/html/body/nav/p"]
    found = hashes_of(page([block(FERRY, 0.9, place) for place in places])).blocks
    assert len(set(found[TEXT])) == 1
    assert found[TEXT_AT_PATH, 0] == found[TEXT_AT_PATH, 1] != found[TEXT_AT_PATH, 2]


def test_a_text_is_no_text_at_a_path() -> None:
    found = hashes_of(page({FERRY: 0.9, MENU: 0.1})).blocks
    assert not set(found[TEXT]) & set(found[TEXT_AT_PATH])


def test_each_hash_stands_once_with_the_mean_of_its_blocks() -> None:
    found = hashes_of(page([block(MENU, 0.2), block(MENU, 0.6)]))
    assert len(found.unique) == 2
    assert found.log_odds == pytest.approx([math.log(0.4 / 0.6)] * 2)


def test_log_odds_are_bounded() -> None:
    assert log_odds(np.array([0.0, 0.5, 1.0])) == pytest.approx([-6.907, 0, 6.907], abs=1e-3)


def test_half_a_surrogate_pair_is_hashed() -> None:
    assert hashes_of(page({"\ud800": 0.5})).blocks.shape == (2, 1)


def test_a_page_without_blocks_has_none() -> None:
    found = hashes_of(Page())
    assert (found.blocks.shape, len(found.unique)) == ((2, 0), 0)
