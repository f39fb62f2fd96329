"""Where a block stands in the order of the page."""

import numpy as np
import pytest

from .columns import column, html, of_block, text, texts_where

LONG = "The heron came back to the pond, stood still for an hour, caught a fish, and left before rain."


def test_share_of_blocks_runs_from_zero_to_one():
    assert column(text("a", "b", "c"), "share_of_blocks") == [0, 0.5, 1]


def test_a_single_block_stands_at_the_top():
    assert column(text("a"), "share_of_blocks") == [0]


def test_share_of_characters_counts_the_block_itself():
    assert column(text("aaa", "a"), "share_of_chars") == [0.75, 1]


def test_distance_from_both_ends():
    document = text("a", "b", "c")
    assert column(document, "log_from_top") == pytest.approx(np.log1p([0, 1, 2]).tolist())
    assert column(document, "log_from_end") == pytest.approx(np.log1p([2, 1, 0]).tolist())


def test_blocks_after_the_headline_know_it():
    document = html("<p>Menu</p><h1>Heron returns</h1><p>Body</p>")
    assert column(document, "after_h1") == [0, 1, 1]
    assert column(document, "log_since_h1") == pytest.approx(np.log1p([3, 0, 1]).tolist())
    assert column(document, "log_until_h1") == pytest.approx(np.log1p([1, 0, 3]).tolist())


def test_text_inside_markup_of_a_heading_is_the_heading():
    document = html("<h2><span>Sub</span></h2><p>Body</p>")
    assert of_block(document, "Sub", "log_since_heading") == 0
    assert of_block(document, "Body", "log_since_heading") == pytest.approx(np.log(2))


def test_an_empty_heading_is_none():
    document = html("<h1></h1><p>Body</p>")
    assert column(document, "after_h1") == [0]


def test_furniture_stands_before_the_first_and_after_the_last_long_text():
    document = html(f"<p>Menu</p><p>{LONG}</p><p>Aside</p><p>{LONG}</p><p>Footer</p>")
    assert texts_where(document, "before_long") == ["Menu"]
    assert texts_where(document, "after_long") == ["Footer"]


def test_distance_from_long_text_counts_blocks():
    document = text("a", "b", LONG, "c")
    assert column(document, "log_until_long") == pytest.approx(np.log1p([2, 1, 0, 4]).tolist())
    assert column(document, "log_since_long") == pytest.approx(np.log1p([4, 4, 0, 1]).tolist())


def test_a_long_link_is_no_long_text():
    document = html(f"<p><a>{LONG}</a></p><p>Body</p>")
    assert column(document, "before_long") == [1, 1]


def test_blank_lines_of_extracted_text_are_kept_up_to_three():
    document = text("a", "b", "", "c", "", "", "", "", "d")
    assert column(document, "blank_lines_before") == [0, 0, 1, 3]
    assert column(document, "blank_lines_after") == [0, 1, 3, 3]


def test_pieces_of_one_paragraph_go_on():
    document = html("<p>Press <svg><title>arrow</title></svg> to go on</p><p>New</p>")
    assert document.texts == ["Press", "arrow", "to go on", "New"]
    assert column(document, "paragraph_goes_on") == [0, 1, 1, 0]


def test_lines_of_extracted_text_never_go_on():
    assert column(text("a", "b"), "paragraph_goes_on") == [0, 0]
