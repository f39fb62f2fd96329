"""Blocks of the same make, and text that is said twice."""

import numpy as np
import pytest

from .columns import column, html, of_block, text, texts_where

CARDS = "".join(f"<div class='card'><h3>Card {n}</h3><p>Price {n}</p></div>" for n in range(5))


def test_items_of_a_list_share_their_path():
    document = html("<ul><li>One</li><li>Two</li><li>Three</li></ul><p>Other</p>")
    assert column(document, "same_path_log_count") == pytest.approx([np.log(4)] * 3 + [np.log(2)])


def test_another_class_is_another_path():
    document = html("<p class='lead'>One</p><p>Two</p><p>Three</p>")
    assert column(document, "same_path_log_count") == pytest.approx([np.log(2), np.log(3), np.log(3)])


def test_cards_repeat_by_part():
    document = html(CARDS)
    assert column(document, "same_path_log_count") == pytest.approx([np.log(6)] * 10)
    assert column(document, "same_parent_path_log_count") == pytest.approx([np.log(11)] * 10)


def test_neighbours_of_one_path_are_marked_on_both_sides():
    document = html("<h1>Title</h1><p>One</p><p>Two</p><div>End</div>")
    assert texts_where(document, "same_path_as_before") == ["Two"]
    assert texts_where(document, "same_path_as_after") == ["One"]


def test_means_are_of_the_blocks_on_the_path():
    document = html("<ul><li><a>ab</a></li><li><a>cd</a></li></ul><p>plain</p>")
    assert of_block(document, "ab", "same_path_mean_link_density") == 1
    assert of_block(document, "plain", "same_path_mean_link_density") == 0
    assert of_block(document, "ab", "same_path_mean_log_chars") == pytest.approx(np.log(3))


def test_shares_of_the_paths_add_up_to_the_page():
    document = html("<p>abcd</p><p>ef</p><div>gh</div>")
    assert column(document, "same_path_page_share") == pytest.approx([0.75, 0.75, 0.25])


def test_long_share_tells_paragraphs_from_items():
    document = html(f"<div><p>{'word ' * 30}</p><p>short</p></div><ul><li>item</li></ul>")
    assert column(document, "same_path_long_share") == [0.5, 0.5, 0]


def test_text_that_stands_twice_is_counted_at_both_places():
    document = html("<h1>Heron returns</h1><p>Body</p><div>Heron returns</div>")
    assert column(document, "log_same_text") == pytest.approx([np.log(2), 0, np.log(2)])
    assert column(document, "same_text_share") == pytest.approx([2 / 3] * 3)


def test_extracted_text_knows_repeats_and_no_paths():
    document = text("Share", "Body", "Share")
    assert column(document, "log_same_text") == pytest.approx([np.log(2), 0, np.log(2)])
    assert column(document, "same_path_log_count") == [0, 0, 0]
    assert column(document, "same_path_as_before") == [0, 0, 0]
