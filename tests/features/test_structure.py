"""Tags and the words of class and id, near a block and further above it."""

import numpy as np
import pytest

from classifier.features import Reading
from classifier.features.structure import NAMES, TAG_GROUPS, WORD_GROUPS, compute, markup_mask

from .columns import column, html, of_block, text, texts_where


def groups_of(markup: str) -> set[str]:
    """Names of the word groups that a class string belongs to."""
    mask = markup_mask(markup)
    return {name for bit, (name, _) in enumerate(WORD_GROUPS) if mask >> bit & 1}


def test_all_groups_fit_the_bits_of_a_mask():
    assert len(TAG_GROUPS) + 1 <= 64
    assert len(WORD_GROUPS) <= 64


def test_a_word_group_has_a_name_of_its_own_and_words():
    names = [name for name, _ in WORD_GROUPS]
    assert len(set(names)) == len(names)
    assert all(words for _, words in WORD_GROUPS)


def test_a_tag_is_in_one_group():
    tags = [tag for group in TAG_GROUPS for tag in group]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize(
    ("markup", "group"),
    [
        ("main-nav", "nav"),
        ("mainNav", "nav"),
        ("main_nav", "nav"),
        ("NAV", "nav"),
        ("nav2", "nav"),
        ("site-header__logo", "header"),
        ("js-paywall", "wall"),
        ("c-regwall--active", "wall"),
        ("articleBody", "article"),
        ("abonnenten-box", "subscription"),
        ("suscripcion", "subscription"),
        ("comment-list", "comment"),
    ],
)
def test_class_words_are_told_in_every_spelling(markup, group):
    assert group in groups_of(markup)


@pytest.mark.parametrize("markup", ["navy", "canal", "unpaywalled", "", "x1-2_3", "größe"])
def test_a_word_inside_another_word_is_not_that_word(markup):
    assert groups_of(markup).isdisjoint({"nav", "ad", "wall"})


def test_a_class_string_means_the_same_the_second_time():
    assert groups_of("related-teaser promo") == groups_of("related-teaser promo") >= {"related", "teaser"}


def test_the_block_s_own_tag_is_near():
    document = html("<h2>Heading</h2><p>Paragraph</p>")
    assert texts_where(document, "tag_near_h2") == ["Heading"]
    assert texts_where(document, "tag_near_p") == ["Paragraph"]


def test_an_inline_tag_that_begins_the_block_is_near_and_so_is_its_container():
    document = html("<li><b><a href='/x'>Link</a></b></li>")
    for name in ("a", "strong", "li"):
        assert column(document, f"tag_near_{name}") == [1]


def test_tags_are_grouped_by_meaning():
    document = html("<table><tr><th>Name</th><td>Heron</td></tr></table>")
    assert column(document, "tag_near_td") == [1, 1]


def test_a_far_ancestor_is_above_and_not_near():
    document = html("<nav>" + "<div>" * 4 + "<p>Deep</p>" + "</div>" * 4 + "</nav>")
    assert column(document, "tag_above_nav") == [1]
    assert column(document, "tag_near_nav") == [0]


def test_parents_up_to_the_second_are_near():
    document = html("<section><aside><div><p>Text</p></div></aside></section>")
    near = [name for name in ("p", "div", "aside", "section") if column(document, f"tag_near_{name}")[0]]
    assert near == ["p", "div", "aside"]


def test_class_words_near_and_above():
    document = html("<div class='paywall'><div><div><div><div><p class='lead'>Text</p></div></div></div></div></div>")
    assert column(document, "markup_near_lead") == [1]
    assert column(document, "markup_near_wall") == [0]
    assert column(document, "markup_above_wall") == [1]


def test_a_sibling_s_words_are_not_the_block_s():
    document = html("<div class='paywall'><p>Offer</p></div><div class='story'><p>Body</p></div>")
    assert texts_where(document, "markup_above_wall") == ["Offer"]
    assert texts_where(document, "markup_above_article") == ["Body"]


def test_class_words_of_html_and_body_say_nothing_of_a_block():
    document = html("<html class='paywall'><body class='single nav'><p>Text</p></body></html>")
    assert column(document, "markup_above_wall") == [0]
    assert column(document, "markup_above_nav") == [0]


@pytest.mark.parametrize(
    "attribute", ["hidden", "aria-hidden='true'", "style='display: none'", "class='sr-only'", "class='d-none'"]
)
def test_hidden_markup_hides_what_is_inside(attribute):
    document = html(f"<div {attribute}><p>Unseen</p></div><p>Seen</p>")
    assert texts_where(document, "tag_above_hidden") == ["Unseen"]


def test_aria_hidden_false_hides_nothing():
    assert column(html("<p aria-hidden='false'>Seen</p>"), "tag_near_hidden") == [0]


def test_depth_counts_the_elements_around_the_leaf():
    document = html("<p>Flat</p><div><div><p>Deep</p></div></div>")
    assert of_block(document, "Flat", "log_depth") == pytest.approx(np.log1p(2))
    assert of_block(document, "Deep", "log_depth") == pytest.approx(np.log1p(4))


def test_icon_titles_stand_near_svg():
    document = html("<p>Share <svg><title>Facebook</title></svg></p>")
    assert texts_where(document, "tag_near_svg") == ["Facebook"]


def test_extracted_text_has_no_structure():
    matrix = compute(Reading(text("One", "Two")))
    assert matrix.shape == (2, len(NAMES))
    assert not matrix.any()
