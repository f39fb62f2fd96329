"""How much of a page is read."""

import pytest
from lxml import etree

from classifier.segment import segment_html, segment_text
from classifier.segment.document import DEEPEST_PATH, LONGEST_MARKUP, MOST_MARKUP, bounded
from classifier.segment.limits import Deadline, Limits, TimeIsUpError
from classifier.segment.tree import parse


def read(page, **limits):
    """Texts and warnings of a page under limits."""
    root, warnings = parse(page, limits=Limits(**limits))
    document = bounded(segment_html(root), Limits(**limits))
    return document.texts, warnings + document.warnings


@pytest.mark.parametrize("name", ["max_bytes", "max_elements", "max_blocks", "max_characters", "seconds"])
@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_a_limit_must_be_positive(name, value):
    with pytest.raises(ValueError, match=name):
        Limits(**{name: value})


def test_a_page_within_its_limits_says_nothing():
    page = "<p>one</p><p>two</p>"
    assert read(page, max_bytes=len(page), max_elements=4, max_blocks=2, max_characters=6) == (["one", "two"], [])


@pytest.mark.parametrize(("page", "unit"), [("<p>one</p><p>two</p>", "characters"), (b"<p>one</p><p>two</p>", "bytes")])
def test_a_page_of_too_many_bytes_is_read_up_to_there(page, unit):
    assert read(page, max_bytes=10) == (
        ["one"],
        [f"the page is longer than 10 {unit} (limits.max_bytes); it was read up to there"],
    )


def test_a_page_of_too_many_elements_is_read_up_to_there():
    texts, warnings = read("<div><p>one</p><p>two</p></div><p>three</p>", max_elements=4)
    assert texts == ["one"]
    assert warnings == ["the page is longer than 4 elements (limits.max_elements); it was read up to there"]


def test_a_tree_of_too_many_elements_is_read_up_to_there_and_stays_whole():
    root = etree.fromstring("<html><body><div><p>one</p><p>two</p></div><p>three</p></body></html>")
    before = etree.tostring(root)
    texts, warnings = read(root, max_elements=4)
    assert texts == ["one"]
    assert len(warnings) == 1
    assert etree.tostring(root) == before


def test_blocks_beyond_the_most_are_left_out():
    texts, warnings = read("<p>one</p><p>two</p><p>three</p>", max_blocks=2)
    assert texts == ["one", "two"]
    assert warnings == ["the page has more than 2 blocks (limits.max_blocks); it was read up to there"]


def test_characters_beyond_the_most_are_left_out_by_whole_blocks():
    texts, warnings = read("<p>one</p><p>two</p><p>three</p>", max_characters=8)
    assert texts == ["one", "two"]
    assert warnings == ["the page has more than 8 characters (limits.max_characters); it was read up to there"]


def test_of_one_long_text_the_start_is_kept():
    assert read(f"<p>{'word ' * 100}</p>", max_characters=9)[0] == ["word word"]


def test_what_is_left_out_leaves_the_columns_in_step():
    root, _ = parse("<div><p>one</p><p>two</p></div><div><a>three</a></div>")
    document = bounded(segment_html(root), Limits(max_blocks=1))
    assert len(document.leaf) == len(document.links) == len(document.gap) == len(document.xpaths()) == 1
    assert all(0 <= first <= end <= 1 for first, end in zip(document.first_block, document.end_block, strict=True))


def test_text_has_the_same_limits():
    document = bounded(segment_text("one\ntwo\nthree"), Limits(max_blocks=2))
    assert document.texts == ["one", "two"]
    assert len(document.warnings) == 1


def test_class_names_beyond_the_most_are_not_read():
    page = "".join(f"<p class='{'x' * 5_000}{n}'>text</p>" for n in range(MOST_MARKUP // 5_000 + 1))
    root, _ = parse(page)
    document = bounded(segment_html(root), Limits())
    assert max(map(len, document.markup)) == LONGEST_MARKUP
    assert sum(map(len, set(document.markup))) <= MOST_MARKUP
    assert document.warnings == ["the page has more than 500,000 characters of class names; the rest was not read"]


def test_elements_that_are_nested_deeply_have_no_path():
    root, _ = parse("<div>" * (DEEPEST_PATH + 10) + "deep")
    assert segment_html(root).xpaths() == [""]


def test_time_is_up_after_the_deadline():
    with pytest.raises(TimeIsUpError, match=r"limits\.seconds"):
        Deadline(1e-9).check()
    Deadline(1_000).check()
    Deadline(None).check()
