"""The page as it came in: held by reference, sent to other processes, left behind on request."""

import pickle

import lxml.html
import pytest

from classifier.page import Block, Label, Page, Role
from classifier.render.source import PageSource
from tests.render.pages import page

HTML = "<html><body><h2>Herons</h2><ul><li>one</li></ul></body></html>"
MARKDOWN = "## Herons\n\n- one"


@pytest.mark.parametrize("held", [HTML, HTML.encode(), bytearray(HTML.encode()), lxml.html.document_fromstring(HTML)])
def test_views_work_from_any_input_and_after_pickling(held):
    blocks = page("<h2>Herons</h2><ul><li>one</li></ul>").blocks
    one = Page(blocks, source=PageSource(held))
    other = pickle.loads(pickle.dumps(one))
    assert one.markdown == other.markdown == MARKDOWN
    assert one.html == other.html


def test_the_charset_of_the_response_is_remembered():
    source = PageSource("<p>Größe</p>".encode("utf-16-le"), "text/html; charset=utf-16-le")
    root = pickle.loads(pickle.dumps(source)).root()
    assert "".join(root.itertext()) == "Größe"


def test_a_detached_page_shows_what_its_blocks_tell():
    one = page("<h2>Herons</h2><ul><li>one</li><li>two</li></ul><p>A <b>bird</b></p>").detached()
    assert one.source is None
    assert one.markdown == "## Herons\n\n- one\n- two\n\nA bird"


def test_extracted_text_comes_out_as_paragraphs():
    one = Page(tuple(Block(text, Label.CONTENT, Role.BODY, 0.9, paragraph=n) for n, text in enumerate(["One", "Two"])))
    assert one.markdown == "One\n\nTwo"
    assert one.html == "<article>\n<p>One</p>\n<p>Two</p>\n</article>"


def test_text_from_outside_the_body_follows_it():
    one = page("<h2>Herons</h2>")
    added = Block("One came.", Label.CONTENT, Role.BODY, 0.9, paragraph=99, tag="script", xpath="/html/head/script")
    with_added = Page((*one.blocks, added), source=one.source)
    assert with_added.markdown == "## Herons\n\nOne came."


def test_another_page_than_the_blocks_came_from_loses_no_text():
    one = page("<p>The heron came back to the pond.</p>")
    assert Page(one.blocks, source=PageSource("<p>other</p>")).markdown == one.text
    assert Page(one.blocks, source=PageSource("")).markdown == one.text


def test_the_source_is_no_part_of_what_a_page_is():
    one = page("<p>One</p>")
    assert one == one.detached()
    assert "PageSource" not in repr(one)
