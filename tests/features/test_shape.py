"""Shape of a text: lengths, case, marks, what it starts and ends with, and the patterns that it holds."""

import numpy as np
import pytest

from .columns import column, html, of_block, text, texts_where

PROSE = "The heron came back to the pond, stood still for an hour, and left."


def test_longer_text_has_a_longer_length():
    short, long = column(text("Menu", PROSE), "log_chars")
    assert short == pytest.approx(np.log1p(4))
    assert long > short


def test_a_character_of_japanese_weighs_as_two():
    latin, japanese = column(text("abcd", "日本"), "log_chars")
    assert latin == japanese


def test_two_characters_of_japanese_are_about_a_word():
    latin, japanese = column(text("two words", "日本語だ"), "log_words")
    assert latin == japanese


@pytest.mark.parametrize(("length", "over"), [(10, False), (11, True)])
def test_length_steps_begin_above_their_number(length, over):
    assert column(text("x" * length), "chars_over_10") == [over]


def test_one_word_lines_are_marked():
    assert texts_where(text("Menu", "Main menu", "—"), "one_word") == ["Menu"]


def test_a_sentence_counts_its_words_per_full_stop():
    one, two = column(text("One two three four five six.", "One two three. Four five six."), "words_per_sentence")
    assert one == pytest.approx(3)
    assert two == pytest.approx(2)


@pytest.mark.parametrize("line", ["one. two", "one, two", "one: two", "one / two"])
def test_every_kind_of_punctuation_counts_by_the_word(line):
    assert column(text(line), "punctuation_per_word") == pytest.approx([0.5])


def test_commas_of_other_scripts_are_commas():
    assert column(text("a, b", "あ、い", "ا، ب"), "log_commas") == pytest.approx([np.log(2)] * 3)


@pytest.mark.parametrize("line", ["And then…", "And then...", "And then […]", "And then [...]"])
def test_a_text_that_breaks_off_ends_in_an_ellipsis(line):
    assert column(text(line), "ends_in_ellipsis") == [1]


def test_an_ellipsis_inside_a_sentence_is_none_at_its_end():
    assert column(text("And then… he left."), "ends_in_ellipsis") == [0]


def test_capitals_are_all_upper_only_without_small_letters():
    assert texts_where(text("LIVE NOW", "Live NOW", "UN", "12:30"), "all_upper") == ["LIVE NOW"]


def test_digits_and_glyphs_have_no_letters():
    assert texts_where(text("12", "›", "a1", "א", "日"), "no_letters") == ["12", "›"]


@pytest.mark.parametrize(
    ("line", "name", "share"),
    [
        ("ABcd", "share_upper", 0.5),
        ("a123", "share_digit", 0.75),
        ("{}ab", "share_brace", 0.5),
        ("€9", "share_currency", 0.5),
        ("«a»b", "share_quote", 0.5),
        ("a—bc", "share_dash", 0.25),
        ("日本ab", "share_unspaced", 0.5),
        ("→→ab", "share_symbol", 0.5),
    ],
)
def test_shares_are_of_all_characters(line, name, share):
    assert column(text(line), name) == pytest.approx([share])


@pytest.mark.parametrize(
    ("line", "start", "end"),
    [
        ("The heron left.", "upper", "sentence"),
        ("and so on:", "lower", "colon"),
        ("12 of 15", "digit", "digit"),
        ("„Ja, ja“", "quote", "quote"),
        ("→ more →", "symbol", "symbol"),
        ("first,", "lower", "comma"),
    ],
)
def test_first_and_last_character_are_told_by_kind(line, start, end):
    document = text(line)
    assert column(document, f"starts_{start}") == [1]
    assert column(document, f"ends_{end}") == [1]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("date", "Published 2024-05-17"),
        ("date", "17.05.2024"),
        ("date", "2024年5月"),
        ("time", "at 10:30 am"),
        ("time", "20.15 Uhr"),
        ("year", "the flood of 1953"),
        ("price", "only $ 5"),
        ("price", "12 Kč a month"),
        ("price", "980円"),
        ("address", "see https://pond.example"),
        ("address", "write to heron@pond.example"),
        ("copyright", "© Pond Press"),
        ("copyright", "Copyright Pond Press"),
        ("initialism", "GENEVA (AP) — Talks went on"),
        ("initialism", "Ann Poole / Getty"),
    ],
)
def test_a_pattern_is_seen_in_the_line_that_holds_it(name, line):
    assert texts_where(text(PROSE, line, PROSE), f"has_{name}") == [line]


@pytest.mark.parametrize("name", ["date", "time", "year", "price", "address", "copyright", "initialism"])
def test_plain_prose_holds_no_pattern(name):
    assert texts_where(text(PROSE), f"has_{name}") == []


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("price", ("Quantity 3", "€ now and later")),
        ("price", ("All prices in €", "5 items in your basket")),
        ("date", ("1.", "2.", "30 herons")),
        ("initialism", ("Home /", "AP")),
    ],
)
def test_a_pattern_does_not_reach_into_the_next_block(name, lines):
    assert texts_where(text(*lines), f"has_{name}") == []


def test_a_price_after_a_block_that_ends_in_a_digit_is_found_in_its_own_block():
    assert texts_where(html("<p>Quantity: 1</p><p>€ 20</p>"), "has_price") == ["€ 20"]


def test_pathological_punctuation_is_read_in_no_time():
    lines = ["1-" * 5_000, "$" * 10_000, "a." * 5_000 + "@", "(" * 10_000, "www" * 3_000]
    assert of_block(text(*lines), lines[1], "log_words") > 0


def test_a_pattern_in_a_long_paragraph_says_nothing():
    assert column(text("word " * 80 + "© 2024"), "has_copyright") == [0]
