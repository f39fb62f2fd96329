"""Facts outside the visible text: title, language, meta tags, JSON-LD, addresses of scripts."""

import pytest
from hypothesis import given

from classifier.segment.head import JSON_LD_LIMIT

from .pages import html, nested_pages, unhurried

# Title


def test_the_title_is_folded():
    assert html("<head><title>\n  The pond &amp;\n the heron </title></head><p>text").title == "The pond & the heron"


def test_a_page_without_a_title_has_an_empty_one():
    assert html("<p>text</p>").title == ""


def test_the_first_title_with_words_counts():
    assert html("<head><title> </title><title>The pond</title><title>Later</title></head><p>text").title == "The pond"


def test_the_title_of_an_icon_is_not_the_title_of_the_page():
    assert html("<body><svg><title>Menu</title></svg><p>text</p></body>").title == ""


def test_the_title_of_a_page_comes_before_those_of_its_icons():
    page = "<head><title>The pond</title></head><body><svg><title>Menu</title></svg></body>"
    assert html(page).title == "The pond"


def test_a_title_that_slipped_into_the_body_counts():
    assert html("<body><title>The pond</title><p>text</p></body>").title == "The pond"


# Language


@pytest.mark.parametrize(
    ("declared", "language"),
    [
        ("en", "en"),
        ("de-AT", "de"),
        ("PT_br", "pt"),
        ("zh-Hant-TW", "zh"),
        (" fil ", "fil"),
        ("", ""),
        ("english", ""),
        ("x", ""),
    ],
)
def test_the_language_is_the_primary_subtag(declared, language):
    assert html(f"<html lang='{declared}'><body><p>text</p></body></html>").lang == language


@pytest.mark.parametrize(
    "page",
    [
        "<html xml:lang='fr-CA'><body><p>text</p></body></html>",
        "<head><meta http-equiv='Content-Language' content='fr'></head><p>text</p>",
        "<head><meta property='og:locale' content='fr_FR'></head><p>text</p>",
    ],
    ids=["xml:lang", "Content-Language", "og:locale"],
)
def test_the_language_may_be_declared_elsewhere(page):
    assert html(page).lang == "fr"


def test_the_lang_attribute_comes_first():
    assert (
        html("<html lang='nl'><head><meta property='og:locale' content='en_US'></head><p>text</p></html>").lang == "nl"
    )


def test_a_language_that_cannot_be_read_gives_way_to_the_next():
    assert html("<html lang='{{ lang }}'><head><meta property='og:locale' content='it_IT'></head><p>x").lang == "it"


def test_the_language_of_a_part_is_not_that_of_the_page():
    assert html("<body><p lang='la'>lorem ipsum</p></body>").lang == ""


# Meta


@pytest.mark.parametrize("attribute", ["name", "property", "itemprop", "http-equiv"])
def test_a_meta_tag_is_named_in_several_ways(attribute):
    assert html(f"<head><meta {attribute}='Author' content='Ann Poole'></head><p>text").meta == {"author": "Ann Poole"}


def test_the_first_of_two_meta_tags_counts():
    page = "<head><meta name='author' content='Ann'><meta name=' AUTHOR ' content='Bob'></head><p>text"
    assert html(page).meta == {"author": "Ann"}


@pytest.mark.parametrize("tag", ["<meta charset='utf-8'>", "<meta name='author'>", "<meta content='Ann'>", "<meta>"])
def test_a_meta_tag_that_lacks_a_part_is_passed_over(tag):
    assert html(f"<head>{tag}</head><p>text").meta == {}


def test_an_empty_content_is_kept():
    assert html("<head><meta name='author' content=''></head><p>text").meta == {"author": ""}


def test_meta_tags_of_the_body_count():
    assert html("<body><p>text</p><meta itemprop='price' content='20'></body>").meta == {"price": "20"}


# Scripts


def test_json_ld_is_kept_as_it_is_written():
    json = '{"@type": "Article", "headline": "A <b>heron</b> &amp; a pike"}'
    assert html(f"<head><script type='application/ld+json'>{json}</script></head><p>text").json_ld == [json]


def test_json_ld_of_the_body_counts():
    script = "<script type='application/ld+json; charset=utf-8'>{}</script>"
    assert html(f"<body><p>text</p>{script}<div>{script}</div></body>").json_ld == ["{}", "{}"]


def test_empty_json_ld_is_passed_over():
    assert html("<script type='application/ld+json'> \n</script><p>text").json_ld == []


def test_the_case_of_a_type_does_not_matter():
    assert html("<head><script type='application/LD+JSON'>{}</script></head><p>text").json_ld == ["{}"]


def test_json_ld_is_bounded():
    half = "x" * (JSON_LD_LIMIT // 2)
    scripts = "".join(f"<script type='application/ld+json'>{text}</script>" for text in (half, half + half, half, "y"))
    assert html(f"<head>{scripts}</head><p>text").json_ld == [half, half]


def test_addresses_of_scripts_come_in_order():
    page = "<head><script src='/a.js'></script><script>let a</script></head><body><script src='//cdn.example/b.js'></script>text"
    assert html(page).script_sources == ["/a.js", "//cdn.example/b.js"]


def test_scripts_of_the_page_itself_are_not_kept():
    document = html("<script>let a = 1</script><script src=''></script><p>text")
    assert (document.script_sources, document.json_ld) == ([], [])


@unhurried
@given(nested_pages)
def test_the_body_does_not_change_the_title(page):
    assert html(page[0]).title == "T"
