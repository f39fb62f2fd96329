"""Figures on sites that no model saw."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.tiny import training_examples, training_pages

from classifier.corpus.labelled_page import FOLDS
from classifier.evaluate.cross_validation import cross_validated, part_of
from classifier.evaluate.evaluation import Evaluation, evaluate_page
from classifier.model.training import Settings, train

QUICK = Settings(epochs=1, hidden=8, context=8)


@given(st.integers(0, FOLDS - 1), st.integers(1, 20))
def test_every_fold_is_in_one_part(fold, folds):
    assert 0 <= part_of(fold, folds) < min(folds, FOLDS)


@pytest.mark.parametrize(("folds", "parts"), [(1, 1), (2, 2), (3, 3), (5, 5), (20, 5)])
def test_there_are_as_many_parts_as_asked_for_and_no_more_than_folds(folds, parts):
    assert {part_of(fold, folds) for fold in range(FOLDS)} == set(range(parts))


def test_every_page_is_scored_once_by_a_model_that_did_not_see_its_fold():
    pages, examples = training_pages()[:24], training_examples()
    said: list[str] = []
    figures = cross_validated(examples, pages, QUICK, folds=2, progress=said.append).figures()
    expected = []
    for part in (0, 1):
        model = train([example for example in examples if example.fold % 2 != part], QUICK)
        expected += [evaluate_page(model, page) for page in pages if page.fold % 2 == part]
    assert figures == Evaluation(tuple(expected)).figures()
    assert figures["pages"] == 24
    assert said == ["cross-validation, part 1 of 2", "cross-validation, part 2 of 2"]


def test_parts_without_pages_train_nothing():
    pages = [page for page in training_pages() if page.fold == 2][:3]
    figures = cross_validated(training_examples(), pages, QUICK, folds=5).figures()
    assert figures["pages"] == len(pages)


def test_with_one_part_nothing_is_left_to_train_on():
    with pytest.raises(ValueError, match="html mode has pages of fewer than 3 sites"):
        cross_validated(training_examples(), training_pages(), QUICK, folds=1)


def test_too_few_sites_beside_the_held_out_ones_are_told():
    pages = [replace(page, fold=0) for page in training_pages()]
    examples = [replace(example, fold=0) for example in training_examples()]
    with pytest.raises(ValueError, match="fewer than 3 sites"):
        cross_validated(examples, pages, QUICK, folds=3)
