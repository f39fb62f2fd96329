"""What the page says about itself, held against each block."""

import pytest

from .columns import column, html, of_block, text, texts_where

HEAD = """<head><title>Heron returns to the pond | Pond Press</title>
<meta property="og:title" content="Heron returns to the pond">
<meta name="author" content="Ann Poole">
<meta name="description" content="A grey heron was seen fishing again"></head>"""
BODY = "<body><p>Home</p><h1>Heron returns to the pond</h1><p>Ann Poole</p><p>A heron was seen fishing.</p></body>"
PAGE = html(f"<html>{HEAD}{BODY}</html>")


def with_json_ld(json_ld: str):
    return html(f'<head><script type="application/ld+json">{json_ld}</script></head><p>Text</p>')


def at_address(address: str):
    return html(f'<head><meta property="og:url" content="{address}"></head><p>Text</p>')


def test_the_headline_is_made_of_the_title():
    assert of_block(PAGE, "Heron returns to the pond", "title_overlap") == 1
    assert of_block(PAGE, "Heron returns to the pond", "in_title") == 1
    assert of_block(PAGE, "Heron returns to the pond", "in_headline") == 1
    assert of_block(PAGE, "Heron returns to the pond", "covers_title") > 0.5


def test_a_line_without_words_of_the_title_shares_nothing():
    assert of_block(PAGE, "Home", "title_overlap") == 0
    assert of_block(PAGE, "Home", "in_title") == 0


def test_part_of_the_title_is_in_the_title_and_is_not_the_headline():
    page = html(f"{HEAD}<p>Pond Press</p>")
    assert of_block(page, "Pond Press", "in_title") == 1
    assert of_block(page, "Pond Press", "in_headline") == 0


def test_the_site_s_name_is_cut_from_a_title_without_og_title():
    page = html("<head><title>Heron returns – Pond Press</title></head><h1>Heron returns</h1><p>Pond Press</p>")
    assert texts_where(page, "in_headline") == ["Heron returns"]


def test_a_hyphen_inside_a_word_does_not_end_the_headline():
    page = html("<head><title>Well-known heron - Pond Press</title></head><h1>Well-known heron</h1>")
    assert texts_where(page, "in_headline") == ["Well-known heron"]


def test_the_author_s_name_is_told_from_other_lines():
    assert of_block(PAGE, "Ann Poole", "is_author") == 1
    assert of_block(PAGE, "Home", "is_author") == 0


def test_the_author_is_told_on_a_page_without_a_title():
    page = html('<head><meta name="author" content="Ann Poole"></head><p>Ann Poole</p><p>Body text</p>')
    assert column(page, "is_author") == [1, 0]


def test_the_author_of_the_article_is_an_author_too():
    page = html('<head><meta property="article:author" content="Ann Poole"></head><p>Ann Poole</p><p>Body text</p>')
    assert column(page, "is_author") == [1, 0]


def test_the_standfirst_shares_words_with_the_description():
    assert of_block(PAGE, "A heron was seen fishing.", "description_overlap") == 1
    assert of_block(PAGE, "Home", "description_overlap") == 0


def test_a_long_block_is_not_held_against_the_title():
    page = html(f"{HEAD}<p>{'heron pond ' * 30}</p>")
    assert column(page, "title_overlap") == [0]


def test_a_page_without_a_head_shares_nothing():
    assert column(html("<p>Heron returns</p>"), "title_overlap") == [0]


@pytest.mark.parametrize(
    ("json_ld", "kind"),
    [
        ('{"@type": "NewsArticle"}', "article"),
        ('{"@type":"BlogPosting"}', "article"),
        ('{"@type": "Product"}', "product"),
        ('{"@type": "DiscussionForumPosting"}', "forum"),
        ('{"@type": "ItemList"}', "list"),
        ('{"@type": "FAQPage"}', "faq"),
        ('{"@type": ["Organization", "Brand"]}', "organization"),
    ],
)
def test_the_page_s_type_is_read_from_json_ld(json_ld, kind):
    document = with_json_ld(json_ld)
    said = {
        name: column(document, f"page_type_{name}")[0]
        for name in ("article", "product", "forum", "list", "faq", "organization")
    }
    assert [name for name, value in said.items() if value] == [kind]


def test_a_type_that_only_stands_in_the_text_is_not_the_page_s():
    assert column(html('<p>{"@type": "Product"}</p>'), "page_type_product") == [0]


def test_the_second_of_several_types_counts_too():
    assert column(with_json_ld('{"@type": ["WebPage", "NewsArticle"]}'), "page_type_article") == [1]


@pytest.mark.parametrize(("content", "name"), [("article", "og_article"), ("og:product", "og_product")])
def test_the_open_graph_type_is_read(content, name):
    assert column(html(f'<head><meta property="og:type" content="{content}"></head><p>Text</p>'), name) == [1]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://pond.example/news/2024/05/heron", "dated"),
        ("https://pond.example/a1234567", "numbered"),
        ("https://pond.example/heron-returns-to-pond", "worded"),
        ("https://pond.example/forum/12", "forum"),
        ("https://pond.example/en/product/9", "product"),
        ("https://pond.example/category/birds", "list"),
        ("https://pond.example/docs/start", "documentation"),
        ("https://pond.example/blog/heron", "blog"),
    ],
)
def test_the_page_s_address_tells_its_kind(address, kind):
    assert column(at_address(address), f"page_address_{kind}") == [1]


@pytest.mark.parametrize("kind", ["dated", "numbered", "worded", "forum", "product", "list", "documentation", "blog"])
def test_the_host_says_nothing(kind):
    assert column(at_address("https://forum-shop-docs-blog-12345.example/x"), f"page_address_{kind}") == [0]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://pond.example/2024/05/heron", "dated"),
        ("https://pond.example/t/heron/12", "forum"),
        ("https://pond.example/p/heron", "product"),
        ("https://pond.example/c/birds", "list"),
        ("https://pond.example/help/start", "documentation"),
        ("https://pond.example/news/heron", "blog"),
    ],
)
def test_the_first_folder_of_the_address_counts(address, kind):
    assert column(at_address(address), f"page_address_{kind}") == [1]


def test_the_canonical_link_is_an_address_too():
    page = html('<head><link rel="canonical" href="https://pond.example/x/docs/start"></head><p>Text</p>')
    assert column(page, "page_address_documentation") == [1]


def test_the_generator_tells_the_software():
    page = html('<head><meta name="generator" content="Discourse 3.2"></head><p>Text</p>')
    assert column(page, "page_generator_forum") == [1]
    assert column(page, "page_generator_blog") == [0]


def test_page_level_facts_are_the_same_for_all_blocks():
    for name in ("page_log_blocks", "page_log_chars", "page_link_density", "page_log_elements"):
        assert len(set(column(PAGE, name))) == 1


def test_headlines_and_articles_of_the_page_are_counted():
    page = html("<article><h1>One</h1></article>" * 4)
    assert column(page, "page_h1") == [4] * 4
    assert column(page, "page_article_tags") == [2] * 4


def test_extracted_text_keeps_the_page_s_size_and_no_title():
    document = text("Heron returns", "word " * 30)
    assert column(document, "page_long_blocks") == pytest.approx([0.6931] * 2, abs=1e-3)
    assert column(document, "title_overlap") == [0, 0]
