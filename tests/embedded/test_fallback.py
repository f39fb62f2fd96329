"""Main text from outside the body: from where, when, and when not."""

import json

import lxml.html
import pytest

from classifier.embedded.fallback import with_fallback
from classifier.page import Access, Block, Label, Page, Role

STORY = (
    "The heron came back to the pond on Monday morning and stood by the reeds until the evening, as it had done every spring before.",
    "Neighbours watched from the bridge while the children counted the fish that it took from the water, which were eleven in all.",
)
MENU = Block("Home", Label.NAVIGATION, Role.NAVIGATION, 0.9, paragraph=3)
ANSWER = {"@type": "Answer", "text": STORY[1]}
ARTICLE = {"@type": "NewsArticle", "articleBody": "\n\n".join(STORY)}


def tree(head: str = "", body: str = "<p>Home</p>"):
    return lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")


def json_ld(value) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def body(text: str) -> Block:
    return Block(text, Label.CONTENT, Role.BODY, 0.9, paragraph=7)


@pytest.mark.parametrize(
    ("head", "source"),
    [
        (json_ld(ARTICLE), "JSON-LD"),
        (json_ld({"@graph": [ARTICLE]}), "JSON-LD"),
        (json_ld(ARTICLE | {"articleBody": "".join(f"<p>{text}</p>" for text in STORY)}), "JSON-LD"),
        (json_ld({"@type": "DiscussionForumPosting", "text": STORY[0], "comment": [{"@type": "Comment", "text": STORY[1]}]}), "JSON-LD"),
        (json_ld({"@type": "QAPage", "mainEntity": {"@type": "Question", "text": STORY[0], "acceptedAnswer": ANSWER}}), "JSON-LD"),
        (json_ld({"@type": "Product", "description": "\n".join(STORY)}), "a description in JSON-LD"),
        (f'<script type="application/json">{json.dumps({"post": {"title": "A heron", "paragraphs": list(STORY)}})}</script>', "the state embedded in a script"),
        (f'<meta name="description" content="{STORY[0]}&#10;{STORY[1]}">', "the meta description"),
        (f'<meta property="og:description" content="{STORY[0]}&#10;{STORY[1]}">', "the meta description"),
    ],
    ids=["article", "graph", "markup", "posts", "answers", "product", "state", "meta", "open graph"],
)  # fmt: skip
def test_text_of_an_empty_page_is_taken_from(head, source):
    page = with_fallback(Page(blocks=(MENU,), title="A heron"), tree(head))
    assert page.text == "\n\n".join(STORY)
    assert page.warnings == (f"main text was taken from {source}, since the visible body has almost none",)


def test_the_added_blocks_say_where_they_stand():
    root = tree(json_ld(ARTICLE))
    page = with_fallback(Page(blocks=(MENU,)), root)
    assert page.blocks[0] is MENU
    for block in page.blocks[1:]:
        assert (block.label, block.role, block.tag) == (Label.CONTENT, Role.BODY, "script")
        assert [found.get("type") for found in root.xpath(block.xpath)] == ["application/ld+json"]
        assert sum(block.probabilities.values()) == pytest.approx(1)
        assert block.probabilities["body"] == block.confidence
    assert [block.paragraph for block in page.blocks] == [3, 4, 5]


def test_a_page_without_blocks():
    assert with_fallback(Page(), tree(json_ld(ARTICLE))).text == "\n\n".join(STORY)


def test_full_text_goes_before_a_description_wherever_it_stands():
    meta = '<meta name="description" content="A long description of what the site is for, with many words in it.">'
    page = with_fallback(Page(), tree(meta + json_ld(ARTICLE)))
    assert page.text == "\n\n".join(STORY)


@pytest.mark.parametrize("access", [Access.GATED, Access.METERED])
def test_a_page_behind_a_wall_stays_as_it_is(access):
    page = Page(blocks=(MENU,), access=access)
    assert with_fallback(page, tree(json_ld(ARTICLE))) is page


def test_a_page_declared_as_paid_stays_as_it_is():
    page = Page(blocks=(MENU,))
    assert with_fallback(page, tree(json_ld(ARTICLE | {"isAccessibleForFree": False}))) is page


def test_a_page_with_main_text_stays_as_it_is():
    page = Page(blocks=(body("The heron is a bird of the water. " * 20),))
    assert with_fallback(page, tree(json_ld(ARTICLE))) is page


def test_text_that_the_body_has_is_not_added_again():
    page = Page(blocks=(body(STORY[0]),))
    assert with_fallback(page, tree(json_ld({"@type": "Article", "articleBody": STORY[0]}))) is page


def test_text_that_the_model_left_out_is_not_brought_back():
    blocks = tuple(Block(text, Label.NAVIGATION, Role.NAVIGATION, 0.9) for text in STORY)
    page = Page(blocks=blocks)
    assert with_fallback(page, tree(json_ld(ARTICLE))) is page


def test_a_product_whose_body_has_its_name_only():
    name = "Waders for the pond, in green and brown, sizes 38 to 46, delivered in three days. " * 4
    product = tree(json_ld({"@type": "Product", "description": " ".join(STORY)}))
    assert with_fallback(Page(blocks=(body(name),), type="product"), product).text.endswith(STORY[1])
    as_article = Page(blocks=(body(name),), type="article")
    assert with_fallback(as_article, product) is as_article


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<script type="application/ld+json">{"articleBody": </script>',
        json_ld({"@type": "WebSite", "description": STORY[0]}),
        '<meta name="description">',
        '<meta name="description" content="  ">',
        json_ld({"@type": "Product", "description": ["", {"@value": 3}]}),
    ],
)
def test_a_page_with_nothing_to_take_stays_as_it_is(head):
    page = Page(blocks=(MENU,))
    assert with_fallback(page, tree(head)) is page
