"""Many pages with what repeats on their sites, in one pass."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from site_memory.pages import FERRY, NOTICE, page

from classifier.bulk.by_site import LOOK_AHEAD, site_of_input, with_site_memory
from classifier.bulk.finish import Finish, Format
from classifier.bulk.inputs import Input
from classifier.bulk.runner import predict_in_order
from classifier.bulk.source import Source
from classifier.model.model import Model
from classifier.page import Page
from classifier.segment.tree import PageInput

COUNT = 8


def label(items: Iterable[PageInput]) -> Iterator[Page]:
    """A model that takes the harbour's notice for main text wherever it stands."""
    for item in items:
        yield page({f"{FERRY} {item!r}": 0.95, NOTICE: 0.6})


def has_notice(pages: Iterable[Page]) -> list[bool]:
    return [NOTICE in each.text for each in pages]


def test_all_pages_of_a_site_learn_from_each_other_the_first_ones_too() -> None:
    assert has_notice(label([b""] * COUNT)) == [True] * COUNT
    assert has_notice(with_site_memory(label, [b"x"] * COUNT, lambda item: "a.example")) == [False] * COUNT


def test_sites_may_come_mixed_and_unknown_ones_stay_as_they_are() -> None:
    sites = ["a", "", "b", "a", "", "a", "a"]
    found = with_site_memory(label, map(str, range(7)), lambda item: sites[int(str(item))])
    assert has_notice(found) == [False, True, True, False, True, False, False]


def test_results_come_in_order_and_a_bounded_number_late() -> None:
    read = itertools.count()
    given = ((next(read), b"x")[1] for _ in itertools.repeat(None))
    found = with_site_memory(label, given, lambda item: "a.example")
    for _ in range(5):
        next(found)
    assert next(read) == LOOK_AHEAD + 5


def test_the_same_pages_give_the_same(model: Model) -> None:
    sites = itertools.cycle(["a.example", "b.example"])
    many = [b"<title>%d</title><nav><a href=/>Home</a></nav><p>%s %d</p>" % (n, FERRY.encode(), n) for n in range(40)]
    of_item = dict(zip(many, sites, strict=False))

    def run(n_jobs: int) -> list[Page]:
        return list(predict_in_order(model, many, n_jobs, group_by_site=lambda item: of_item[item]))  # type: ignore[index]

    one = run(1)
    assert one == run(1) == run(2)
    assert [each.title for each in one] == [str(n) for n in range(40)]


def test_predict_many_takes_the_sites_that_pages_declare(model: Model) -> None:
    declared = b"<link rel=canonical href='https://ferry.example/%d'><nav><a href=/>Home</a></nav><p>%s %d</p>"
    many = [declared % (n, FERRY.encode(), n) for n in range(6)]
    found = list(model.predict_many(many, group_by_site=True))
    assert found == list(model.predict_many(many, group_by_site=lambda item: "ferry.example"))
    assert [each.access for each in found] == [each.access for each in model.predict_many(many)]


@pytest.mark.parametrize(
    ("item", "site"),
    [
        (Source("urn:1", b"<p>x", url="https://www.Ferry.example/1"), "ferry.example"),
        (Source("crawl/ferry.example/1.html", b"<p>x"), "ferry.example"),
        (b"<meta property='og:url' content='https://ferry.example/'><p>x", "ferry.example"),
        ("<link rel=canonical href='https://ferry.example/'>", "ferry.example"),
        (bytearray(b"<p>x"), ""),
        ("<p>x", ""),
    ],
)
def test_the_site_of_a_page(item: PageInput, site: str) -> None:
    assert site_of_input(item) == site


def test_bad_pages_come_through_with_their_reason(model: Model) -> None:
    sources = [
        Source("a.jsonl:1", problem="the line is no JSON", input=Input("a.jsonl")),
        Source("a.jsonl:2", f"<p>{FERRY}".encode(), url="https://ferry.example/2", input=Input("a.jsonl"), record=2),
        Source("a.jsonl:3", b"", input=Input("a.jsonl"), record=3),
    ]
    found = list(predict_in_order(model, sources, finish=Finish(Format.JSONL), group_by_site=True))
    assert [each.problem for each in found] == ["the line is no JSON", "", "the page is empty"]


def test_what_goes_wrong_with_one_result_is_told_of_that_page() -> None:
    def finish(item: PageInput, labelled: Page) -> Any:
        if item == b"bad" and labelled.blocks:
            raise RuntimeError("no room")
        return labelled.warnings

    found = list(with_site_memory(label, [b"good", b"bad"], lambda item: "a", finish=finish))
    assert found == [(), ("failed: RuntimeError: no room",)]


def test_markdown_has_its_markup_from_two_processes(model: Model, tmp_path: Path) -> None:
    many = [
        Source(f"{n}.html", f"<h1>Ferry</h1><p>{FERRY} <b>{FERRY}</b> {n}</p>".encode(), url="https://ferry.example/")
        for n in range(3)
    ]
    one, two = (
        list(predict_in_order(model, many, n_jobs, finish=Finish(Format.MARKDOWN), group_by_site=True))
        for n_jobs in (1, 2)
    )
    assert one == two
