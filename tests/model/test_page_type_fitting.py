"""Fitting the page type model."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.corpus.examples import Example
from classifier.model.page_type_fitting import fit_page_types

from .examples import example


def typed(kind: str, at: int) -> Example:
    page = example(type=kind)
    page.features[:, at] = 1
    return page


@pytest.mark.parametrize("types", [("article", "forum"), ("article", "forum", "product")])
def test_page_types_are_learned(types):
    pages = [typed(kind, 10 + at) for at, kind in enumerate(types)] * 10
    fitted = fit_page_types(pages)
    assert fitted.types == types
    for at, kind in enumerate(types):
        found, probability = fitted.predict(typed(kind, 10 + at).features.astype(np.float32))
        assert found == kind
        assert 1 / len(types) < probability <= 1


def test_one_type_is_always_that_type():
    assert fit_page_types([typed("forum", 3)]).predict(typed("article", 9).features) == ("forum", 1.0)


def test_other_pages_and_unknown_ones_teach_no_type():
    pages = [typed("article", 3), typed("forum", 4), typed("other", 5), typed("", 6)]
    assert fit_page_types(pages).types == ("article", "forum")
