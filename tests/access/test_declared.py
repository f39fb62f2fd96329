"""What JSON-LD declares about access: in every shape that publishers write it, and in shapes that nobody should."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.access.declared import MOST_NODES, Declared, declared_access

PAID_PART = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}


def declared(*values: object) -> Declared:
    """What a page with these JSON-LD values says. A str is taken as it is."""
    return declared_access([value if isinstance(value, str) else json.dumps(value) for value in values])


# The flag


@pytest.mark.parametrize("value", [False, "False", "false", " FALSE ", 0, "0", "no"])
def test_an_article_is_declared_paid(value):
    assert declared({"@type": "NewsArticle", "isAccessibleForFree": value}).free is False


@pytest.mark.parametrize("value", [True, "True", "true", 1, "yes"])
def test_an_article_is_declared_free(value):
    assert declared({"@type": "NewsArticle", "isAccessibleForFree": value}).free is True


@pytest.mark.parametrize(
    "values", [(), ({},), ([],), ("null",), ("3",), ('"text"',), ({"@type": "NewsArticle", "headline": "A ferry"},)]
)
def test_a_page_that_says_nothing_is_neither(values):
    assert declared(*values) == Declared(None, False, 0, ())


@pytest.mark.parametrize("value", [None, [], ""])
def test_an_empty_flag_says_nothing(value):
    assert declared({"@type": "NewsArticle", "isAccessibleForFree": value}).free is None


@pytest.mark.parametrize("value", [[False], ["False"], "https://schema.org/False", "http://schema.org/False"])
def test_false_may_stand_in_a_list_or_be_the_address_that_schema_org_gives_it(value):
    assert declared({"@type": "NewsArticle", "isAccessibleForFree": value}).free is False


# Where it stands


@pytest.mark.parametrize(
    "value",
    [
        [{"@type": "WebSite"}, {"@type": "NewsArticle", "isAccessibleForFree": False}],
        {"@graph": [{"@type": "Person"}, {"@type": "Article", "isAccessibleForFree": "False"}]},
        {"@graph": [[{"@graph": [{"isAccessibleForFree": False}]}]]},
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "isAccessibleForFree": False}},
    ],
    ids=["array", "graph", "graph in a graph", "nested"],
)
def test_the_flag_is_found_wherever_it_stands(value):
    assert declared(value).free is False


def test_one_paid_article_makes_the_page_paid_in_either_order():
    free, paid = {"isAccessibleForFree": True}, {"isAccessibleForFree": False}
    assert declared(free, paid).free is False
    assert declared(paid, free).free is False
    assert declared([free, paid]).free is False
    assert declared(free, free).free is True


# Microdata


@pytest.mark.parametrize(
    ("content", "free"), [("false", False), ("False", False), ("true", True), ("", None), ("x", None)]
)
def test_the_flag_may_stand_in_microdata(content, free):
    assert declared_access([], {"isaccessibleforfree": content}).free is free


def test_microdata_and_json_ld_are_read_together():
    ld = ['{"isAccessibleForFree": true}']
    assert declared_access(ld, {"isaccessibleforfree": "false"}).free is False
    assert declared_access(ld, {"wordcount": "640"}).word_count == 640


# Paid parts


def test_a_paid_part_is_not_the_flag_of_the_page():
    found = declared({"@type": "NewsArticle", "isAccessibleForFree": True, "hasPart": PAID_PART})
    assert found == Declared(True, True, 0, (".paywall",))


def test_parts_may_be_an_array_with_several_selectors():
    parts = [PAID_PART, {**PAID_PART, "cssSelector": [".section1", ".section2", 3]}]
    assert declared({"hasPart": parts}) == Declared(None, True, 0, (".paywall", ".section1", ".section2"))


@pytest.mark.parametrize(
    "part",
    [
        {"@type": ["WebPageElement", "Thing"], "isAccessibleForFree": "False"},
        {"isAccessibleForFree": False, "cssSelector": ".meteredContent"},
    ],
    ids=["types in a list", "selector without a type"],
)
def test_a_part_is_told_by_its_type_or_its_selector(part):
    found = declared({"@type": "Article", "hasPart": part})
    assert (found.free, found.paid_part) == (None, True)


def test_a_free_part_is_not_paid():
    assert declared({"hasPart": {**PAID_PART, "isAccessibleForFree": True}}).paid_part is False


# Words


@pytest.mark.parametrize(("value", "count"), [(812, 812), ("812", 812), (0, 0), (-3, 0), (True, 0), (None, 0), ([], 0)])
def test_the_word_count_is_a_number_or_its_digits(value, count):
    assert declared({"@type": "Article", "wordCount": value}).word_count == count


def test_the_largest_word_count_is_taken():
    assert declared({"wordCount": 40}, {"wordCount": 900}, {"wordCount": 12}).word_count == 900


def test_an_absurd_word_count_stays_a_small_number():
    assert declared('{"wordCount": ' + "9" * 4000 + "}").word_count < 10_000_000


@pytest.mark.parametrize("count", ["²", "12³", "①"])
def test_digits_that_are_no_numbers_are_passed_over(count):
    assert declared({"@type": "Article", "wordCount": count}).word_count == 0


# Broken JSON


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "isAccessibleForFree": false,}',
        '{"headline": "A "ferry" again", "isAccessibleForFree" : "False"}',
        '<!-- {"isAccessibleForFree": " false"} -->',
        '//<![CDATA[\n{"isAccessibleForFree":FALSE}\n//]]>',
        '{"isAccessibleForFree": false',
    ],
    ids=["trailing comma", "quotes in quotes", "comment", "CDATA", "cut off"],
)
def test_the_flag_is_found_in_broken_json(text):
    assert declared(text).free is False


def test_line_breaks_inside_strings_are_no_error():
    assert declared('{"description": "two\nlines", "hasPart": ' + json.dumps(PAID_PART) + "}").paid_part is True


def test_broken_json_hides_nothing_of_its_neighbours():
    found = declared('{"wordCount": 700, "isAccessibleForFree": true,}', {"isAccessibleForFree": False}, "{{ld}}", "")
    assert found == Declared(False, False, 700, ())


def test_free_in_broken_json_is_free():
    assert declared('{"isAccessibleForFree": "True",}').free is True


@pytest.mark.parametrize("text", ["{", "]", "\ud800", "{'isAccessibleForFree': nothing}", "\0" * 50])
def test_what_is_no_json_says_nothing(text):
    assert declared(text) == Declared()


# Hostile JSON


@pytest.mark.parametrize("depth", [100, 900, 5_000, 100_000])
@pytest.mark.parametrize(
    ("before", "opening", "closing", "after"),
    [
        ("", "[", "]", ""),
        ("", '{"a":', "}", ""),
        ('{"@type":', "[", "]", "}"),
        ('{"isAccessibleForFree":', "[", "]", "}"),
        ('{"wordCount":', '{"a":', "}", "}"),
    ],
    ids=["arrays", "objects", "type", "flag", "words"],
)
def test_depth_is_no_error(before, opening, closing, after, depth):
    found = declared(f"{before}{opening * depth}1{closing * depth}{after}")
    assert (found.paid_part, found.word_count) == (False, 0)


def test_a_flag_above_too_deep_a_value_is_still_found():
    assert declared('{"isAccessibleForFree": false, "a": ' + "[" * 5_000 + "]" * 5_000 + "}").free is False


def test_the_search_ends_after_a_bounded_number_of_values():
    flag = {"isAccessibleForFree": False}
    assert declared([0] * (MOST_NODES - 10) + [flag]).free is False
    assert declared([0] * (MOST_NODES + 10) + [flag]).free is None


def test_long_broken_json_is_searched_in_linear_time():
    hostile = ['"isAccessibleForFree"' * 50_000, '"isAccessibleForFree" : "' * 50_000, '"wordCount":"' * 50_000]
    start = time.perf_counter()
    assert declared(*hostile) == Declared()
    assert time.perf_counter() - start < 5


_KEYS = st.sampled_from(["@type", "isAccessibleForFree", "wordCount", "cssSelector", "hasPart", "@graph"])
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.sampled_from(["False", "WebPageElement", ".paywall"])
    | st.text("ab 1{}[],:\"'", max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=15,
)


@given(_VALUES, st.integers(0, 40))
def test_no_json_raises_whole_or_cut_off(value, cut):
    for text in (json.dumps(value), json.dumps(value)[:cut]):
        found = declared_access([text])
        assert found.free in (None, True, False)
        assert found.word_count >= 0
        assert all(isinstance(selector, str) for selector in found.selectors)
