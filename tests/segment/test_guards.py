"""Guards before the parser: attributes, brackets and nesting are bounded, and nothing else of a page changes."""

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.segment.guards import (
    DEEPEST,
    HARMLESS_BYTES,
    MOST_ATTRIBUTES,
    bounded_attributes,
    bounded_tags,
    flattened,
)

from .pages import squeezed, unhurried

FILLING = b"<p>filling</p>" * (HARMLESS_BYTES // 14 + 1)
MANY = " ".join(f"a{n}=x" for n in range(1_000))


def attributes(page: bytes) -> list[int]:
    """How many attributes each element behind the filling has, as the parser reads them."""
    root = lxml.html.document_fromstring(page)
    return [len(element.attrib) for element in root.iter("div", "script", "textarea", "a")]


@pytest.mark.parametrize(
    "tag",
    [
        f"<div {MANY}>",
        f"<DIV {MANY}>",
        f"<div {MANY.replace('=x', '')}>",
        f"<div {MANY.replace('=x', '').replace(' ', '/')}>",
        "<div " + MANY.replace("=x", '=">"') + ">",
        f"<div t='>' {MANY}>",
        f'<div t="<p>" {MANY}>',
        f"<div t=a'b {MANY}>",
        f"<div t = '>' {MANY}>",
        f"<!--><div {MANY}>",
        f"<!-- a --!><div {MANY}>",
        f"<!----><div {MANY}>",
        f"<script t='>' {MANY}></script>",
        f"<script>a<b</script><div {MANY}>",
        f"<textarea {MANY}></textarea>",
        f"a < b <div {MANY}>",
        f"<div\n{MANY.replace(' ', chr(10))}>",
        f"<div {MANY.replace('=x', ' = x')}>",
    ],
    ids=lambda tag: tag[:24],
)
def test_no_tag_keeps_more_than_the_most_attributes(tag):
    page, cut = bounded_attributes(FILLING + tag.encode() + b"text")
    assert cut == 1
    assert 0 < max(attributes(page)) <= MOST_ATTRIBUTES + 1
    assert b"text" in page


def test_the_attributes_that_stay_are_the_first():
    page, _ = bounded_attributes(FILLING + f"<div class='main' {MANY}>text</div><p>more</p>".encode())
    (div,) = lxml.html.document_fromstring(page).iter("div")
    assert div.get("class") == "main"
    assert div.text == "text"
    assert page.endswith(b">text</div><p>more</p>")


@pytest.mark.parametrize(
    "page",
    [
        b"<div class='" + b"a " * 5_000 + b"'>text</div>",
        b"<!-- <div " + MANY.encode() + b"> -->",
        b"<script>if (a<b && " + MANY.encode() + b" > c) {}</script>",
        b"<style>a<b " + MANY.encode() + b"></style>",
        b"<p>a < b > c</p>" * 100,
        b"<a href='x>text</a>",
        b"<img src='data:image/png;base64," + b"QUJD" * 10_000 + b"'>",
    ],
    ids=lambda page: page[:12].decode(),
)
def test_other_pages_stay_as_they_are(page):
    assert bounded_attributes(FILLING + page) == (FILLING + page, 0)


def test_a_small_page_is_not_looked_at():
    page = f"<div {MANY}>".encode()
    assert bounded_attributes(page) == (page, 0)


def test_a_page_is_cut_before_a_bracket():
    assert bounded_tags(b"<p>one<p>two<p>three", 2) == (b"<p>one<p>two", True)
    assert bounded_tags(b"<p>one<p>two<p>three", 3) == (b"<p>one<p>two<p>three", False)


def test_flattening_keeps_what_is_above():
    page = b"<html><body><p>one</p><br></p></body></html>"
    assert flattened(page) == page


def test_flattening_drops_tags_below_and_keeps_the_breaks_of_blocks():
    page = b"<div>" * DEEPEST + b"<div>one</div><b>two</b><img>three" + b"</div>" * DEEPEST + b"<p>after</p>"
    assert flattened(page) == b"<div>" * DEEPEST + b"<hr>one<hr>two<img>three" + b"</div>" * DEEPEST + b"<p>after</p>"


@unhurried
@given(st.lists(st.sampled_from(["<div>", "</div>", "<b>", "</b>", "one ", "two ", "<br>"]), max_size=60))
def test_flattening_keeps_all_text(pieces):
    page = ("<div>" * DEEPEST + "".join(pieces)).encode()
    text = "".join(piece for piece in pieces if "<" not in piece)
    parser = lxml.html.HTMLParser(huge_tree=True)
    assert squeezed(lxml.html.document_fromstring(flattened(page), parser=parser).text_content()) == squeezed(text)
