"""State that pages hand to their scripts."""

import json

import lxml.html
import pytest

from classifier.embedded.state import LEAST_CHARS, states

VALUE = {"page": {"title": "A heron", "body": "The heron came back. " * 20}}
TEXT = json.dumps(VALUE)


def held(html: str) -> list[object]:
    return [value for _, value in states(lxml.html.document_fromstring(f"<html><body>{html}</body></html>"))]


@pytest.mark.parametrize(
    "html",
    [
        f'<script id="__NEXT_DATA__" type="application/json">{TEXT}</script>',
        f"<script>window.__INITIAL_STATE__ = {TEXT};</script>",
        f"<script>window.__APOLLO_STATE__={TEXT};(function(){{ start() }})()</script>",
        f"<script>window.state = JSON.parse({json.dumps(TEXT)});</script>",
        f"<script>self.__next_f.push([1,{json.dumps(TEXT)}])</script>",
        f"<script>hydrate({TEXT}, document.body)</script>",
    ],
)
def test_where_state_stands(html):
    assert held(html) == [VALUE]


@pytest.mark.parametrize(
    "html",
    [
        f'<script type="application/ld+json">{TEXT}</script>',
        '<script>window.state = {"a": 1}</script>',
        "<script>" + "function run() { return x = [y]; } " * 50 + "</script>",
        f'<script type="application/json">{TEXT[:-1]}</script>',
        f"<script>window.state = {TEXT[:-2]}</script>",
    ],
    ids=["JSON-LD", "too short", "code", "cut JSON", "cut assignment"],
)
def test_where_none_stands(html):
    assert held(html) == []


def test_a_script_full_of_assignments_is_tried_a_bounded_number_of_times():
    broken = 'x = {"a": ' * 20_000
    assert len(broken) > LEAST_CHARS
    assert held(f"<script>{broken}</script>") == []
