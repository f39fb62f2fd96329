from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.evaluate.intervals import bootstrap_by_site
from classifier.evaluate.metrics import macro_f1, score_label

LABELS = ("a", "b", "c")
sites = st.lists(
    st.dictionaries(st.tuples(st.sampled_from(LABELS), st.sampled_from(LABELS)), st.integers(0, 9)), max_size=5
)


@given(sites)
def test_values_are_those_of_the_pooled_counts(confusions: list[dict[tuple[str, str], int]]) -> None:
    pooled = sum((Counter(site) for site in confusions), Counter())
    figures = bootstrap_by_site(confusions, LABELS, rounds=20)
    for label in LABELS:
        score = score_label(pooled, label)
        assert figures[label]["f1"].value == pytest.approx(score.f1)
        assert figures[label]["precision"].value == pytest.approx(score.precision)
        assert figures[label]["recall"].value == pytest.approx(score.recall)
    assert figures["macro"]["f1"].value == pytest.approx(macro_f1(pooled, LABELS))


def test_one_site_has_no_spread_and_many_unlike_ones_have() -> None:
    good, bad = {("a", "a"): 9, ("b", "b"): 9}, {("a", "b"): 9, ("b", "a"): 9}
    alone = bootstrap_by_site([good], LABELS)["a"]["f1"]
    assert alone.low == alone.value == alone.high == 1
    mixed = bootstrap_by_site([good, bad] * 5, LABELS)["a"]["f1"]
    assert mixed.low < 0.3 < 0.7 < mixed.high
    assert mixed == bootstrap_by_site([good, bad] * 5, LABELS)["a"]["f1"]
