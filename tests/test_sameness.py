"""The same input gives the same output: from many threads at once, alone or in a batch, with any number of processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import classifier

THREADS = 32
CALLS = 320
STRESS_CALLS = 20_000
TEXTS = (
    "The heron came back to the pond on Tuesday.",
    "Подпишитесь, чтобы читать дальше.",
    "続きを読むには会員登録が必要です。",
    "“Read on” — it’s €5 a month…",
    "हिन्दी में समाचार पढ़ें।",
)


def page(number: int) -> bytes:
    """A page unlike the others: own class words, own length, its own language."""
    text = TEXTS[number % len(TEXTS)]
    items = "".join(f'<li class="item-{number}-{at}"><a href="/{at}">{text[: at + 5]}</a></li>' for at in range(8))
    body = "".join(f"<p class='p{number}'>{text} {text} {at}</p>" for at in range(number % 7 + 1))
    return f"<html><title>{text}</title><nav><ul>{items}</ul></nav><article>{body}</article></html>".encode()


PAGES = [page(number) for number in range(20)]


def said(found: classifier.Page) -> tuple[object, ...]:
    """All that a page says, confidences to 4 decimals."""
    blocks = tuple((block.text, block.label, block.role, block.confidence, block.xpath) for block in found.blocks)
    return blocks, found.access, dict(found.access_probabilities), found.text, found.lang, found.type


@pytest.fixture(scope="module")
def model() -> classifier.Model:
    return classifier.load()


@pytest.fixture(scope="module")
def alone(model: classifier.Model) -> list[tuple[object, ...]]:
    return [said(model.predict(data)) for data in PAGES]


def from_threads(model: classifier.Model, calls: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    with ThreadPoolExecutor(THREADS) as pool:
        numbers = [call % len(PAGES) for call in range(calls)]
        yield from zip(numbers, pool.map(lambda number: said(model.predict(PAGES[number])), numbers), strict=True)


def test_threads_get_what_one_gets(model: classifier.Model, alone: list[tuple[object, ...]]) -> None:
    assert [number for number, got in from_threads(model, CALLS) if got != alone[number]] == []


@pytest.mark.integration
def test_twenty_thousand_calls_from_threads_get_what_one_gets(
    model: classifier.Model, alone: list[tuple[object, ...]]
) -> None:
    assert [number for number, got in from_threads(model, STRESS_CALLS) if got != alone[number]] == []


def test_a_second_time_gives_the_same(model: classifier.Model, alone: list[tuple[object, ...]]) -> None:
    assert [said(model.predict(data)) for data in PAGES] == alone


@pytest.mark.parametrize("processes", [1, 2])
def test_a_batch_gives_what_each_page_gives_alone(
    model: classifier.Model, alone: list[tuple[object, ...]], processes: int
) -> None:
    assert [said(found) for found in model.predict_many(PAGES, n_jobs=processes)] == alone
