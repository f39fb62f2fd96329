"""The matrix as a whole: its names, its shape, its values, and that it depends on nothing but the page."""

import numpy as np
import pytest
from hypothesis import given, settings

from classifier.features import FAMILIES, FEATURE_NAMES, Reading, columns_of, feature_matrix, features
from classifier.segment import Document

from .columns import html, some_markup, some_text, text


def test_feature_names_are_unique():
    assert len(set(FEATURE_NAMES)) == len(FEATURE_NAMES)


def test_family_names_are_unique():
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_computes_a_column_for_each_of_its_names(family):
    document = html("<h1>Heron returns</h1><p>The heron came back to the pond.</p>")
    assert family.compute(Reading(document)).shape == (2, len(family.names))


def test_columns_stand_in_the_order_of_the_names():
    document = text("one two three", "4")
    matrix = features(document)
    joined = np.concatenate([family.compute(Reading(document)) for family in FAMILIES], axis=1)
    np.testing.assert_array_equal(matrix, joined)


def test_columns_of_a_family_are_those_that_carry_its_names():
    names = [FEATURE_NAMES[at] for at in columns_of("links")]
    assert "link_density" in names
    assert "log_chars" not in names


def test_columns_of_two_families_come_in_matrix_order_whatever_the_order_asked():
    assert columns_of("icons", "shape") == sorted(columns_of("shape") + columns_of("icons"))


def test_all_families_together_are_all_columns():
    assert columns_of(*(family.name for family in FAMILIES)) == list(range(len(FEATURE_NAMES)))


def test_an_unknown_family_is_a_key_error_with_its_name():
    with pytest.raises(KeyError, match="colours"):
        columns_of("shape", "colours")


def test_a_page_without_blocks_gives_a_matrix_without_rows():
    assert features(Document()).shape == (0, len(FEATURE_NAMES))


@pytest.mark.parametrize("document", [html("<p>x"), text("x"), html("<p>\U0001f600</p>"), text("\ud800")])
def test_a_page_of_one_character_has_one_finite_row(document):
    matrix = features(document)
    assert matrix.shape == (1, len(FEATURE_NAMES))
    assert np.isfinite(matrix).all()


@settings(max_examples=60, deadline=None)
@given(some_markup)
def test_any_markup_gives_a_finite_matrix(markup):
    document = html(markup)
    matrix = features(document)
    assert matrix.shape == (len(document), len(FEATURE_NAMES))
    assert matrix.dtype == np.float32
    assert np.isfinite(matrix).all()


@settings(max_examples=60, deadline=None)
@given(some_text)
def test_any_text_gives_a_finite_matrix(lines):
    document = text(lines)
    matrix = features(document)
    assert matrix.shape == (len(document), len(FEATURE_NAMES))
    assert np.isfinite(matrix).all()


def test_values_fit_half_precision_on_a_very_long_page():
    long_block = "<p>" + "word, word. " * 20_000 + "</p>"
    deep_block = "<div>" * 150 + "<a href='#'>deep</a>" + "</div>" * 150
    many_items = "<ul>" + "<li><a>x</a><a>y</a></li>" * 2_000 + "</ul>"
    assert np.isfinite(features(html(long_block + deep_block + many_items)).astype(np.float16)).all()


@settings(max_examples=25, deadline=None)
@given(some_markup, some_markup)
def test_features_do_not_depend_on_pages_seen_before(page, other):
    first = features(html(page))
    features(html(other))
    features(text(other))
    np.testing.assert_array_equal(features(html(page)), first)


def test_features_do_not_depend_on_which_family_read_the_page_first():
    document = html("<nav><a>Home</a></nav><h1>Heron returns</h1><p>The heron came back, at last.</p>")
    reading = Reading(document)
    backwards = [family.compute(reading) for family in reversed(FAMILIES)]
    np.testing.assert_array_equal(np.concatenate(backwards[::-1], axis=1), feature_matrix(Reading(document)))
