"""What the families share: words, lengths, character classes, and which block a position falls into."""

import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.features import Reading
from classifier.features import characters as ch
from classifier.features.reading import shifted, window_sum

from .columns import html, some_markup, some_text, text


def words_of(line: str) -> list[str]:
    return [word for word in Reading(text(line)).words if word != "\n"]


def test_words_are_lower_case_and_without_punctuation():
    assert words_of("The heron, again: 12 fish!") == ["the", "heron", "again", "12", "fish"]


def test_each_block_ends_in_a_line_break():
    assert Reading(text("one two", "three")).words == ["one", "two", "\n", "three", "\n"]


@pytest.mark.parametrize("line", ["日本語", "ひらがな", "ไทยแ", "ລາວ", "中文字"])
def test_scripts_without_spaces_count_character_by_character(line):
    assert words_of(line) == list(line)


def test_a_latin_name_in_japanese_text_stays_one_word():
    assert words_of("新しいiPhoneです") == ["新", "し", "い", "iphone", "で", "す"]


@pytest.mark.parametrize("line", ["Zwölf Boxkämpfer", "два слова", "δύο λέξεις", "두 단어", "كلمتان هنا"])
def test_spaced_scripts_count_words(line):
    assert Reading(text(line)).word_counts.tolist() == [2]


@pytest.mark.parametrize(
    "line",
    [
        "पूरी खबर",
        "সম্পূর্ণ খবর",
        "முழு கட்டுரை",
        "کتاِب خوب",
        "שָׁלוֹם רַב",
        unicodedata.normalize("NFD", "tiếp tục"),
    ],
    ids=["hi", "bn", "ta", "fa", "he", "vi decomposed"],
)
def test_combining_marks_do_not_break_words(line):
    assert Reading(text(line)).word_counts.tolist() == [2]


def test_word_spans_lead_to_the_words_of_each_block():
    reading = Reading(text("one two", "—", "three"))
    spans = zip(reading.word_starts, reading.word_ends, strict=True)
    assert [reading.words[start:end] for start, end in spans] == [["one", "two"], [], ["three"]]


def test_block_of_finds_the_block_at_its_first_and_last_character():
    reading = Reading(text("abc", "de", "f"))
    assert [reading.block_of(at) for at in range(len("abc\nde\nf\n"))] == [0, 0, 0, 0, 1, 1, 1, 2, 2]


def test_link_density_is_the_share_of_characters_in_links():
    assert Reading(html("<p>abcdef<a>ghi</a>j</p>")).link_density.tolist() == pytest.approx([0.3])


def test_character_counts_leave_the_separators_out():
    reading = Reading(text("Ab 1", "c"))
    counts = reading.class_counts
    assert counts[:, ch.SPACE].tolist() == [1, 0]
    assert counts[0, [ch.UPPER, ch.LOWER, ch.DIGIT]].tolist() == [1, 1, 1]


def test_first_and_last_characters_are_each_block_s_own():
    reading = Reading(text("Stop.", "5x", "€"))
    assert reading.first_characters().tolist() == [ch.UPPER, ch.DIGIT, ch.CURRENCY]
    assert reading.last_characters().tolist() == [ch.SENTENCE_END, ch.LOWER, ch.CURRENCY]


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("A", ch.UPPER),
        ("ß", ch.LOWER),
        ("א", ch.UNCASED),
        ("漢", ch.UNSPACED),
        ("ก", ch.UNSPACED),
        ("ཀ", ch.UNCASED),  # shares neither its 256 code points nor its spaces with Thai, Lao and Burmese
        ("٣", ch.DIGIT),
        ("\u00a0", ch.SPACE),
        ("\u200b", ch.SPACE),
        ("。", ch.SENTENCE_END),
        ("؟", ch.SENTENCE_END),
        ("、", ch.COMMA),
        ("：", ch.COLON),
        ("„", ch.QUOTE),
        ("—", ch.DASH),
        ("$", ch.CURRENCY),
        ("₹", ch.CURRENCY),
        ("→", ch.SYMBOL),
        ("\U0001f600", ch.SYMBOL),
        ("{", ch.BRACE),
        ("&", ch.OTHER_PUNCTUATION),
        ("\u0301", ch.MARK),
    ],
)
def test_characters_have_the_class_of_their_use(character, kind):
    codes = ch.code_points(character)
    assert ch.classes_of(codes, ch.planes_of(codes)).tolist() == [kind]


@given(st.one_of(some_markup.map(html), some_text.map(text)))
def test_every_character_of_every_block_is_counted_once(document):
    reading = Reading(document)
    np.testing.assert_array_equal(reading.class_counts.sum(axis=1), reading.lengths)
    assert (reading.class_counts >= 0).all()


@given(some_text)
def test_words_end_as_many_blocks_as_there_are(lines):
    reading = Reading(text("first", lines))
    assert reading.words.count("\n") == reading.size


def test_window_sum_counts_neighbours_on_both_sides_and_stops_at_the_ends():
    assert window_sum(np.array([1.0, 2.0, 4.0, 8.0]), 1).tolist() == [3, 7, 14, 12]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(0, 40))
def test_window_sum_is_the_sum_of_a_slice(values, radius):
    sums = window_sum(np.array(values, dtype=float), radius)
    assert sums.tolist() == [sum(values[max(at - radius, 0) : at + radius + 1]) for at in range(len(values))]


def test_shifted_takes_the_neighbour_and_leaves_zero_beyond_the_ends():
    values = np.array([1.0, 2.0, 3.0])
    assert shifted(values, 1).tolist() == [2, 3, 0]
    assert shifted(values, -1).tolist() == [0, 1, 2]
    assert shifted(values, 3).tolist() == [0, 0, 0]
