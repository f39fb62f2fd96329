"""Running a model over many pages, in one process or two."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import pytest
from cli.small import GATED, HELD_OUT, LEARNED, html

from classifier.bulk.inputs import Input
from classifier.bulk.runner import predict_in_order
from classifier.bulk.sources import read_sources
from classifier.bulk.workers import AHEAD, BATCH_ITEMS
from classifier.model.model import Model
from classifier.segment.limits import Limits

PROCESSES = 2


def pages(count: int) -> list[bytes]:
    return list(itertools.islice(itertools.cycle([html(name) for name in (*LEARNED, HELD_OUT)]), count))


def test_pages_come_out_in_order(model: Model) -> None:
    titles = [model.predict(page).title for page in pages(5)]
    assert len(set(titles)) == 5
    assert [page.title for page in predict_in_order(model, pages(12))] == [*titles, *titles, *titles[:2]]


def test_two_processes_give_the_same_in_the_same_order(model: Model) -> None:
    many = [
        *pages(2 * BATCH_ITEMS),
        b"",
        "<p>a page as str</p>",
        *pages(3),
    ]  # more than two batches, the last one short
    assert list(predict_in_order(model, many, PROCESSES)) == list(predict_in_order(model, many))


@pytest.mark.parametrize("processes", [1, PROCESSES])
def test_pages_over_a_limit_come_out_with_a_warning_and_cost_no_other(model: Model, processes: int) -> None:
    many = ["<p>one</p>", "<p>two</p>" * 20, "<p>three</p>"]
    one, two, three = predict_in_order(model, many, processes, limits=Limits(max_blocks=3))
    assert [len(page.blocks) for page in (one, two, three)] == [1, 3, 1]
    assert (one.warnings, three.warnings) == ((), ())
    assert "limits.max_blocks" in two.warnings[0]


@pytest.mark.parametrize("processes", [1, PROCESSES])
def test_a_page_over_its_time_comes_out_without_blocks_and_with_a_warning(model: Model, processes: int) -> None:
    labelled = list(model.predict_many(["<p>one</p>", "<p>two</p>"], processes, limits=Limits(seconds=1e-9)))
    assert [len(page.blocks) for page in labelled] == [0, 0]
    assert all("limits.seconds" in page.warnings[0] for page in labelled)


def test_no_pages_give_no_pages(model: Model) -> None:
    assert list(predict_in_order(model, [])) == []
    assert list(predict_in_order(model, [], PROCESSES)) == []


def test_one_process_reads_no_page_before_it_is_asked_for(model: Model) -> None:
    source = iter(pages(3))
    labelled = predict_in_order(model, source)
    next(labelled)
    assert len(list(source)) == 2


def test_the_first_pages_of_an_endless_source_can_be_had_from_two_processes(model: Model) -> None:
    labelled = predict_in_order(model, itertools.cycle(pages(5)), PROCESSES)
    first = [page.title for page in itertools.islice(labelled, 3)]
    labelled.close()  # type: ignore[attr-defined]
    assert first == [model.predict(page).title for page in pages(3)]


def test_two_processes_read_only_so_far_ahead(model: Model) -> None:
    drawn = 0

    def source() -> Iterator[bytes]:
        nonlocal drawn
        for drawn in range(1, 1000):  # noqa: B007
            yield b"<p>A page.</p>"

    labelled = predict_in_order(model, source(), PROCESSES)
    next(labelled)
    since, before = time.monotonic(), 0
    while drawn != before and time.monotonic() - since < 20:  # until it rests
        before = drawn
        time.sleep(1)
    labelled.close()  # type: ignore[attr-defined]
    assert drawn <= (AHEAD + 1) * PROCESSES * BATCH_ITEMS


@pytest.mark.parametrize("processes", [1, PROCESSES])
def test_a_page_that_can_not_be_held_leaves_with_the_reason_and_stops_nothing(model: Model, processes: int) -> None:
    good = html(GATED)
    first, none, number, last = predict_in_order(model, [good, None, 7, good], processes)
    assert first == last == model.predict(good)
    assert none.blocks == number.blocks == ()
    assert none.warnings[0].startswith("failed: InputError: a page must be bytes, str")
    assert number.warnings[0].endswith("not int")


def test_a_parsed_page_can_be_labelled_in_one_process(model: Model) -> None:
    (page,) = predict_in_order(model, [lxml.html.fromstring(html(GATED))])
    assert page.text == model.predict(html(GATED)).text


def test_the_threshold_reaches_every_page(model: Model) -> None:
    assert {page.access.value for page in predict_in_order(model, pages(5), wall_threshold=1.1)} == {"open"}
    assert "open" not in {page.access.value for page in predict_in_order(model, pages(5), wall_threshold=0.0)}
    assert "open" not in {page.access.value for page in predict_in_order(model, pages(5), PROCESSES, 0.0)}


@pytest.mark.parametrize("processes", [1, PROCESSES])
def test_sources_are_read_as_html_or_text_and_problems_go_through(model: Model, tmp_path: Path, processes: int) -> None:
    (tmp_path / "page.html").write_bytes(html(GATED))
    (tmp_path / "page.txt").write_bytes(b"\xef\xbb\xbfCaf\xc3\xa9\n<p>\n")
    names = [str(tmp_path / name) for name in ("page.html", "page.txt", "gone.html")]
    page, text, gone = predict_in_order(model, read_sources(map(Input, names)), processes)
    assert page == model.predict(html(GATED))
    assert text == model.predict_text("Café\n<p>\n")
    assert gone.warnings == ("can't be read: No such file or directory",)
