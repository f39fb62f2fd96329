"""Blocks as numbers."""

from __future__ import annotations

from classifier.page import Page
from classifier.site_memory.hashes import hashes_of

from .pages import FERRY, MENU, block, page


def test_digits_and_capitals_make_no_difference() -> None:
    found = hashes_of(page([block("12 comments", 0.1), block("7345 Comments", 0.1), block("No comments", 0.1)])).blocks
    assert found[0] == found[1] != found[2]


def test_the_path_counts_by_its_names() -> None:
    places = ["/html/body/div[1]/p[2]", "/html/body/div[7]/p", "/html/body/nav/p"]
    found = hashes_of(page([block(FERRY, 0.9, place) for place in places])).blocks
    assert found[0] == found[1] != found[2]


def test_each_hash_stands_once_and_in_order() -> None:
    found = hashes_of(page([block(MENU, 0.2), block(FERRY, 0.9), block(MENU, 0.6)]))
    assert found.unique.tolist() == sorted(set(found.blocks.tolist()))


def test_half_a_surrogate_pair_is_hashed() -> None:
    assert hashes_of(page({"\ud800": 0.5})).blocks.shape == (1,)


def test_a_page_without_blocks_has_none() -> None:
    assert len(hashes_of(Page()).unique) == 0
