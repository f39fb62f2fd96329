"""How much of a block and of its neighbourhood is link text."""

import numpy as np
import pytest

from .columns import column, html, of_block, text

MENU = "<ul>" + "".join(f"<li><a href='/{n}'>Page number {n}</a></li>" for n in range(8)) + "</ul>"
PARAGRAPH = "<p>The heron came back to the pond, <a href='/h'>stood</a> still for an hour, and left.</p>"


def test_a_menu_entry_is_all_link():
    document = html(MENU)
    assert column(document, "link_density") == [1.0] * 8
    assert column(document, "whole_link") == [1.0] * 8


def test_a_paragraph_with_a_link_is_mostly_text():
    document = html(PARAGRAPH)
    (density,) = column(document, "link_density")
    assert density == pytest.approx(len("stood") / len(document.texts[0]))
    assert column(document, "whole_link") == [0.0]


def test_space_around_link_text_makes_no_density_above_one():
    assert column(html("<p><a>   Home   </a></p>"), "link_density") == [1.0]


def test_links_are_counted_in_their_block():
    document = html("<p><a>One</a> <a>Two</a> <a>Three</a></p><p>none</p>")
    assert column(document, "links") == pytest.approx([np.log(4), 0])


def test_two_long_links_have_more_characters_a_link_than_two_short_ones():
    short, long = column(
        html("<p><a>A</a> <a>B</a></p><p><a>A long story</a> <a>Another long story</a></p>"), "chars_per_link"
    )
    assert long > short


def test_an_anchor_between_paragraphs_stands_out_from_its_neighbours():
    document = html(PARAGRAPH + "<p><a>Read more</a></p>" + PARAGRAPH)
    assert of_block(document, "Read more", "link_density") == 1
    assert of_block(document, "Read more", "link_density_1") < 0.3


def test_a_wider_window_sees_the_menu_beyond_the_paragraph():
    document = html(PARAGRAPH + MENU)
    narrow, wide = (column(document, f"link_density_{radius}")[0] for radius in (1, 8))
    assert narrow < wide


def test_density_before_and_after_are_the_neighbours():
    document = html("<p><a>Home</a></p><p>plain words</p><p><a>Next</a></p>")
    assert column(document, "link_density_before") == [0, 1, 0]
    assert column(document, "link_density_after") == [0, 1, 0]


def test_mean_length_of_the_neighbourhood_tells_a_menu_from_prose():
    document = html(MENU + PARAGRAPH * 8)
    lengths = column(document, "mean_log_chars_3")
    assert lengths[1] < lengths[-2]


def test_extracted_text_has_no_links():
    assert column(text("Home", "About"), "link_density_20") == [0, 0]
