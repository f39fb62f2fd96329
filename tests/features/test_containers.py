"""The containers around a block, and the one that looks like the main container."""

import numpy as np
import pytest

from classifier.features import Reading
from classifier.features.containers import compute

from .columns import column, html, of_block, text, texts_where

SENTENCE = "The heron came back to the pond, stood still for an hour, caught a fish, and left before the rain. "
ARTICLE = "".join(f"<p>{number} {SENTENCE}</p>" for number in range(4))
MENU = "<ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(6)) + "</ul>"
PAGE = f"<body><nav>{MENU}</nav><main><article>{ARTICLE}</article></main><footer><p>Pond Press</p></footer></body>"


def test_the_innermost_container_is_the_block_itself():
    document = html("<div><p>Four words stand here</p><p>x</p></div>")
    assert of_block(document, "Four words stand here", "around_0_log_chars") == pytest.approx(np.log1p(21))
    assert of_block(document, "Four words stand here", "around_0_log_blocks") == pytest.approx(np.log(2))


def test_one_level_up_holds_the_siblings_too():
    document = html("<div><p>abcd</p><p>ef</p></div><p>elsewhere</p>")
    assert of_block(document, "ef", "around_1_log_chars") == pytest.approx(np.log1p(6))
    assert of_block(document, "ef", "around_1_log_blocks") == pytest.approx(np.log(3))
    assert of_block(document, "ef", "around_1_chars_per_block") == pytest.approx(np.log1p(3))


def test_a_list_of_links_is_dense_with_links_around_each_item():
    document = html(PAGE)
    assert of_block(document, "Section 2", "around_1_link_density") == 1
    assert of_block(document, document.texts[7], "around_1_link_density") == 0


def test_sentences_are_counted_by_block_of_the_container():
    document = html("<div><p>One. Two.</p><p>None</p></div>")
    assert column(document, "around_0_sentences_per_block") == [2, 0]
    assert column(document, "around_1_sentences_per_block") == [1, 1]


def test_page_share_is_all_at_the_top():
    document = html(PAGE)
    assert column(document, "around_5_page_share") == pytest.approx([1] * len(document))
    assert of_block(document, "Pond Press", "around_0_page_share") < 0.05


def test_the_container_of_the_paragraphs_is_the_main_one():
    document = html(PAGE)
    assert texts_where(document, "in_main") == [one for one in document.texts if SENTENCE.strip() in one]


def test_distance_from_the_main_container_has_a_sign():
    document = html(PAGE)
    distance = column(document, "main_distance")
    assert distance[0] < distance[5] < 0
    assert of_block(document, "Pond Press", "main_distance") > 0
    assert all(value == 0 for value, inside in zip(distance, column(document, "in_main"), strict=True) if inside)


def test_the_parent_of_the_main_container_reaches_further():
    document = html(f"<body><nav>{MENU}</nav><main><h1>Heron</h1><article>{ARTICLE}</article></main></body>")
    assert of_block(document, "Heron", "in_main") == 0
    assert of_block(document, "Heron", "in_main_parent") == 1
    assert of_block(document, "Section 1", "in_main_parent") == 0


def test_position_in_the_main_container_rises_from_zero():
    document = html(PAGE)
    inside = [
        value
        for value, is_in in zip(column(document, "main_position"), column(document, "in_main"), strict=True)
        if is_in
    ]
    assert inside == [0, 0.25, 0.5, 0.75]


def test_the_share_of_the_main_container_is_told_to_every_block():
    shares = set(column(html(PAGE), "main_share"))
    assert len(shares) == 1
    assert 0.8 < shares.pop() < 1


def test_long_link_lists_do_not_win_the_vote():
    teasers = "".join(f"<li><a href='/{n}'>{n} {SENTENCE}</a></li>" for n in range(12))
    document = html(f"<body><ul>{teasers}</ul><article>{ARTICLE}</article></body>")
    assert column(document, "in_main") == [0] * 12 + [1] * 4


def test_extracted_text_has_no_containers():
    assert not compute(Reading(text(SENTENCE, SENTENCE))).any()
