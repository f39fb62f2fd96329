"""What a response's status and headers say about access."""

from __future__ import annotations

import pytest

from classifier.access.http import http_evidence
from classifier.page import Access


@pytest.mark.parametrize(("status", "word"), [(401, "sign-in"), (402, "payment"), (451, "legal")])
def test_statuses_that_withhold_the_piece_decide(status, word):
    found = http_evidence(status, {})
    assert found is not None
    assert (found.points_to, found.weight, found.signal) == (Access.GATED, 1, "http")
    assert word in found.reason


@pytest.mark.parametrize("name", ["crawler-price", "crawler-error"])
def test_a_response_that_asks_crawlers_for_payment_decides(name):
    found = http_evidence(200, {name: "USD 0.01"})
    assert found is not None
    assert (found.weight, found.signal) == (1, "http")


def test_a_refusal_is_told_but_may_be_a_defence_against_robots():
    found = http_evidence(403, {})
    assert found is not None
    assert found.weight < 1
    assert "robots" in found.reason


def test_an_empty_price_is_none():
    assert http_evidence(200, {"crawler-price": ""}) is None


@pytest.mark.parametrize("status", [None, 200, 404, 500])
def test_other_statuses_say_nothing(status):
    assert http_evidence(status, {"content-type": "text/html"}) is None
