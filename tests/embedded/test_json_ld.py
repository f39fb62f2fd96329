"""JSON-LD as pages write it: broken, nested, in lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.embedded.json_ld import nodes, objects, read_json, strings, types, walk


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}',
        '{"a": 1,}',
        '<!-- {"a": 1} -->',
        '//<![CDATA[\n{"a": 1}\n//]]>',
        '{"a": 1};',
        '\n\t{\n"a": 1\n}  ',
    ],
)
def test_damage_that_pages_do_is_forgiven(text):
    assert read_json(text) == {"a": 1}


@pytest.mark.parametrize("text", ["", "no json", '{"a": ', "[" * 100_000])
def test_what_cannot_be_read_is_none(text):
    assert read_json(text) is None


def test_line_breaks_inside_strings_are_kept():
    assert read_json('{"text": "one\ntwo"}') == {"text": "one\ntwo"}


def test_outer_nodes_come_before_inner_ones():
    text = '{"@graph": [{"@type": "Article", "author": {"@type": "Person"}}, {"@type": "WebSite"}]}'
    assert [sorted(types(node)) for node in nodes([text])] == [[], ["Article"], ["Person"], ["WebSite"]]


@pytest.mark.parametrize(
    ("declared", "names"),
    [
        ("Article", {"Article"}),
        (["Product", "Thing"], {"Product", "Thing"}),
        ("https://schema.org/Article", {"Article"}),
        ("schema:Article", {"Article"}),
        (None, set()),
        (7, set()),
    ],
)
def test_types(declared, names):
    assert types({"@type": declared}) == names


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("one", ["one"]),
        (["one", "two"], ["one", "two"]),
        ({"@value": "one"}, ["one"]),
        (["one", {"@value": "two"}, 3, ["deep"]], ["one", "two"]),
        (3, []),
        (None, []),
    ],
)
def test_strings_of_a_property(value, found):
    assert strings(value) == found


def test_objects_of_a_property():
    assert objects({"a": 1}) == [{"a": 1}]
    assert objects([{"a": 1}, "no", {"b": 2}]) == [{"a": 1}, {"b": 2}]
    assert objects("no") == []


JSON = st.recursive(
    st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@given(JSON)
def test_anything_can_be_asked_for_types_and_strings(value):
    for inner in walk(value):
        strings(inner), objects(inner)
        if isinstance(inner, dict):
            types(inner)
