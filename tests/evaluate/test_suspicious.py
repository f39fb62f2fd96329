from collections import Counter

import numpy as np
import pytest

from classifier.corpus.doubts import Doubt
from classifier.evaluate.evaluation import PageResult
from classifier.evaluate.lines import Line
from classifier.evaluate.suspicious import suspicious_labels
from classifier.page import Label


def result(*lines: tuple[str, tuple[float, ...]]) -> PageResult:
    """A page whose lines have these codes and probabilities of content, navigation, icon noise, paywall."""
    held = tuple(Line(number, code, Label.CONTENT, shares) for number, (code, shares) in enumerate(lines, 1))
    return PageResult("page", "own", "site", "article", "en", Counter(), "open", "open", lines=held)


def test_a_label_that_the_model_is_sure_is_another_is_suspicious() -> None:
    found = suspicious_labels(
        [result(*[("C", (0.9, 0.1, 0, 0))] * 5, *[("N", (0.1, 0.9, 0, 0))] * 5, ("C", (0.02, 0.98, 0, 0)))]
    )
    assert found == [Doubt("page", 11, "content", "navigation", 0.98)]


def test_a_label_that_the_model_is_always_shy_about_has_its_own_bar() -> None:
    shy = [("P", (0.5, 0.1, 0, 0.4))] * 4
    sure = [("C", (0.95, 0.05, 0, 0))] * 8
    slip = ("C", (0.4, 0.1, 0, 0.5))
    assert suspicious_labels([result(*shy, *sure, slip)]) == [Doubt("page", 13, "content", "paywall", 0.5)]


def test_the_most_improbable_label_comes_first_and_unsure_models_accuse_nobody() -> None:
    base = [*[("C", (0.9, 0.1, 0, 0))] * 9, *[("N", (0.1, 0.9, 0, 0))] * 9]
    found = suspicious_labels(
        [result(*base, ("C", (0.08, 0.92, 0, 0)), ("C", (0.01, 0.99, 0, 0)), ("C", (0.5, 0.5, 0, 0)))]
    )
    assert [doubt.line for doubt in found] == [20, 19]
    assert suspicious_labels([]) == []


@pytest.mark.integration
@pytest.mark.parametrize("seed", range(5))
def test_cleanlab_finds_the_same_labels(seed: int) -> None:
    from cleanlab.filter import find_label_issues

    random = np.random.default_rng(seed)
    given = random.integers(0, 4, 400)
    shares = random.dirichlet(np.full(4, 0.3), 400)
    agree = random.random(400) < 0.8
    shares[agree] = 0.3 * shares[agree] + 0.7 * np.eye(4)[given[agree]]
    codes = np.array(list("CNIP"))[given]
    ours = {doubt.line - 1 for doubt in suspicious_labels([result(*zip(codes, map(tuple, shares), strict=True))])}
    theirs = find_label_issues(given, shares, filter_by="confident_learning", min_examples_per_class=0, n_jobs=1)
    assert ours == set(np.flatnonzero(theirs).tolist())
    assert ours
