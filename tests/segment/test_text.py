"""Extracted text: a block a line, blank lines as a hint."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import InputError
from classifier.segment import segment_text

from .pages import any_text, unhurried


def test_each_line_is_a_block():
    assert segment_text("The pond\nA heron waits.\nIt flies.").texts == ["The pond", "A heron waits.", "It flies."]


def test_blank_lines_are_counted_before_the_block():
    document = segment_text("\none\n\n\ntwo\nthree\n \t\nfour\n\n")
    assert document.texts == ["one", "two", "three", "four"]
    assert document.gap == [1, 2, 0, 1]


def test_white_space_in_a_line_is_folded():
    assert segment_text("  a \t grey\u00a0 heron ").texts == ["a grey heron"]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_the_line_breaks_of_any_system_end_a_line(line_break):
    document = segment_text(line_break.join(["one", "two", "", "three"]))
    assert document.texts == ["one", "two", "three"]
    assert document.gap == [0, 0, 1]


@pytest.mark.parametrize("character", ["\f", "\v", "\x1c", "\x85", "\u2028"])
def test_other_separators_are_white_space_in_a_line(character):
    assert segment_text(f"one{character}two").texts == ["one two"]


def test_nul_characters_are_left_out():
    assert segment_text("a he\0ron\n\0\n").texts == ["a heron"]


def test_each_line_is_a_paragraph():
    assert segment_text("one\ntwo\n\nthree").paragraph == [0, 1, 2]


def test_markup_is_text_like_any_other():
    assert segment_text("<p>a &amp; b</p>").texts == ["<p>a &amp; b</p>"]


def test_there_are_no_elements_and_no_links():
    document = segment_text("one\ntwo")
    assert document.is_text
    assert document.tags == []
    assert document.leaf == document.container == [-1, -1]
    assert document.link_chars == document.links == [0, 0]
    assert document.noscript == [False, False]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n", "\0"])
def test_a_text_without_words_says_so(text):
    document = segment_text(text)
    assert len(document) == 0
    assert document.warnings == ["the text is empty"]


def test_a_text_with_words_has_no_warnings():
    assert segment_text("a line").warnings == []


def test_a_byte_order_mark_is_no_text():
    assert segment_text("\ufeffThe pond\nA heron waits.").texts == ["The pond", "A heron waits."]


@pytest.mark.parametrize("text", [None, b"bytes", 3, ["a line"]])
def test_a_wrong_type_is_refused(text):
    with pytest.raises(InputError):
        segment_text(text)


_lines = st.lists(
    st.one_of(st.text(max_size=20), st.sampled_from(["", " ", "\t", "a heron", "\u00a0", "\0"])), max_size=12
)
_breaks = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])


@unhurried
@given(st.builds(lambda lines, line_break: line_break.join(lines), _lines, _breaks))
def test_every_line_that_is_not_blank_is_kept_once(text):
    lines = [line.replace("\0", "") for line in re.split("\r\n|\r|\n", text)]
    assert segment_text(text).texts == [" ".join(line.split()) for line in lines if line.strip()]


@unhurried
@given(any_text)
def test_any_text_can_be_segmented(text):
    document = segment_text(text)
    columns = (document.leaf, document.container, document.link_chars, document.links, document.paragraph)
    assert {len(column) for column in (*columns, document.noscript, document.gap)} == {len(document)}


@unhurried
@given(any_text)
def test_segmenting_the_blocks_again_changes_nothing(text):
    blocks = segment_text(text).texts
    assert segment_text("\n".join(blocks)).texts == blocks
