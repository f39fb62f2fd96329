"""The text that a page declares in JSON-LD, held against its blocks."""

import json

import pytest

from classifier.features.declared_text import declared_text

from .columns import column, html, texts_where

FIRST = "The harbour was closed on Monday after a crane had tipped over into the outer basin."
SECOND = "Divers are looking for the counterweight, which nobody has seen since the storm began."
LAST = "The port expects to open again by the end of the week, a spokeswoman said on the radio."
BODY = "\n".join([FIRST, SECOND, LAST])


def page(body, data):
    return html(f"<script type='application/ld+json'>{data}</script>{body}")


PIECE = f"<nav>Sport</nav><p>{FIRST}</p><p>Advertisement</p><p>{SECOND}</p><p>{LAST}</p><p>Read next</p>"


def test_blocks_of_the_declared_body_are_marked():
    document = page(PIECE, json.dumps({"@type": "NewsArticle", "articleBody": BODY}))
    assert texts_where(document, "in_declared_text") == [FIRST, SECOND, LAST]
    assert texts_where(document, "between_declared_text") == [FIRST, "Advertisement", SECOND, LAST]
    assert set(column(document, "page_declares_text")) == {1}
    assert column(document, "declared_text_found")[0] == pytest.approx(1.2, abs=0.1)


def test_markup_and_punctuation_do_not_matter():
    told = f"<p>{FIRST.replace(',', ' -')}</p> <p>{SECOND.upper()}</p> {LAST}"
    document = page(PIECE, json.dumps({"@graph": [{"articleBody": told}]}))
    assert texts_where(document, "in_declared_text") == [FIRST, SECOND, LAST]


def test_a_summary_is_no_declared_text():
    assert not any(column(page(PIECE, json.dumps({"articleBody": FIRST})), "page_declares_text"))


def test_a_review_that_declares_all_its_texts_declares_them_all():
    data = {"articleBody": BODY, "text": SECOND * 3, "reviewBody": LAST * 3}
    found = declared_text([json.dumps(data)])
    assert found.count("theharbourwasclosed") == 1
    assert found.count("diversarelooking") == 4
    assert found.count("theportexpects") == 4


def test_a_description_alone_is_no_declared_text():
    assert declared_text([json.dumps({"@type": "Product", "description": BODY})]) == ""


@pytest.mark.parametrize("broken", ["{", '{"articleBody": ', '"articleBody"', "[" * 5000 + '"text"', '{"text": 3}'])
def test_broken_json_declares_nothing(broken):
    assert declared_text([broken]) == ""


def test_posts_of_a_discussion_are_declared_texts():
    data = {"@type": "DiscussionForumPosting", "text": BODY, "comment": [{"text": BODY[::-1]}]}
    assert declared_text([json.dumps(data)]).startswith("theharbourwasclosed")
    assert len(declared_text([json.dumps(data)])) > len(BODY)
