"""What attributes say: class words, hidden or not, icon font or not."""

import time

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from classifier.segment.markup import Markup, read_markup

from .pages import unhurried


def markup(attributes: str) -> Markup:
    return read_markup(lxml.html.fragment_fromstring(f"<div {attributes}>text</div>"))


def test_an_element_without_attributes_says_nothing():
    assert markup("") == Markup(words="", hidden=False, icon_font=False)


def test_class_id_and_the_like_are_joined_in_the_order_of_the_page():
    assert (
        markup("id='top' class='nav  main' role='menu' itemprop='name' data-testid='x'").words
        == "top nav  main menu name x"
    )


@pytest.mark.parametrize("attribute", ["href", "title", "style", "data-id", "onclick", "lang"])
def test_other_attributes_are_no_words(attribute):
    assert markup(f"{attribute}='paywall'").words == ""


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        "hidden=''",
        "aria-hidden='true'",
        "style='display:none'",
        "style='color: red; DISPLAY : none !important'",
        "style='visibility: hidden'",
        "class='sr-only'",
        "class='label visually-hidden'",
        "class='visuallyhidden'",
        "class='screen-reader-text'",
        "class='d-none d-md-block'",
        "class='a\nhidden'",
        "hidden class='menu'",
    ],
)
def test_hidden_elements(attributes):
    assert markup(attributes).hidden


@pytest.mark.parametrize(
    "attributes",
    [
        "aria-hidden='false'",
        "style='display: block'",
        "style='overflow: hidden'",
        "class='overflow-hidden'",
        "class='md:hidden'",
        "class='hidden-xs'",
        "class='hideaway'",
        "title='hidden'",
    ],
)
def test_elements_that_are_not_hidden(attributes):
    assert not markup(attributes).hidden


@pytest.mark.parametrize(
    "name",
    [
        "material-icons",
        "material-icons-outlined",
        "btn material-symbols-rounded",
        "Material-Icons",
        "mat-icon notranslate",
        "glyphicon glyphicon-home",
        "google-symbols",
        "notranslate material",
    ],
)
def test_classes_of_icon_fonts(name):
    assert markup(f"class='{name}'").icon_font


@pytest.mark.parametrize("name", ["icons", "my-material-icons", "material", "immaterial-icons", "format-icon"])
def test_classes_that_are_no_icon_font(name):
    assert not markup(f"class='{name}'").icon_font


def test_what_hides_one_element_does_not_hide_the_next_of_its_class():
    assert markup("class='card one' style='display: none'").hidden
    assert not markup("class='card one'").hidden
    assert markup("class='card one' hidden").hidden


def test_a_hidden_icon_still_is_an_icon():
    assert markup("class='material-icons' aria-hidden='true'") == Markup("material-icons", hidden=True, icon_font=True)


@pytest.mark.parametrize(
    "attributes",
    [
        f"style='{'display ' * 20_000}'",
        f"style='display{' ' * 100_000}'",
        f"class='{'screen-reader' * 10_000}'",
        f"class='{' ' * 100_000}'",
    ],
    ids=["words", "spaces", "classes", "blank"],
)
def test_pathological_attributes_are_read_in_no_time(attributes):
    start = time.perf_counter()
    assert not markup(attributes).hidden
    assert time.perf_counter() - start < 1


@unhurried
@given(
    st.dictionaries(
        st.sampled_from(["class", "id", "style", "hidden", "aria-hidden", "role"]),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc"])),
    )
)
def test_the_same_attributes_always_say_the_same(attributes):
    first, second = (etree.Element("div", attributes) for _ in range(2))
    assert read_markup(first) == read_markup(second)
