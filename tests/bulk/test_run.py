"""Whole runs: every page once in the output or the rejects, whatever ends a run and wherever."""

from __future__ import annotations

import itertools
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from classifier.bulk.finish import Finish, Finished, Format
from classifier.bulk.inputs import Kind
from classifier.bulk.journal import read_journal
from classifier.bulk.recording import journal_path, rejects_path
from classifier.bulk.run import Plan, run
from classifier.bulk.sinks import lines, parquet
from classifier.bulk.tally import Tally
from classifier.errors import InputError
from classifier.page import Block, Label, Page, Role

PAGES = 12
BAD = 4
"""The line that is no JSON."""


class Echo:
    """A model that takes every page for one block of its own."""

    def __init__(self, name: str = "echo") -> None:
        self.name = name

    def predict(self, page: bytes, *args: Any, **more: Any) -> Page:
        block = Block(page.decode(), Label.CONTENT, Role.BODY, 1.0)
        return Page(blocks=(block,), access_probabilities={"open": 1.0, "metered": 0.0, "gated": 0.0})

    def digest(self) -> str:
        return self.name


class Ended(BaseException):
    """The run is ended from outside."""


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder of two pages and a file of twelve, of which one is no JSON."""
    folder = tmp_path / "crawl"
    folder.mkdir()
    (folder / "a.html").write_text("<p>page a")
    records = [json.dumps({"id": f"n{n}", "html": f"<p>page {n}"}) for n in range(1, PAGES + 1)]
    records[BAD - 1] = "{torn"
    (folder / "b.jsonl").write_text("\n".join(records) + "\n")
    (folder / "c.html").write_text("<p>page c")
    return folder


@pytest.fixture
def every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkpoint after every page. Nothing here cuts the power, so the disk need not be waited for."""
    monkeypatch.setattr(os, "fsync", lambda descriptor: None)
    monkeypatch.setattr(lines, "CHECKPOINT_SECONDS", 0.0)
    monkeypatch.setattr(parquet, "PART_PAGES", 1)


def label(crawl: Path, output: Path, model: Any = None, finish: Finish | None = None, **more: Any) -> Tally:
    plan = Plan([str(crawl)], finish=finish or Finish(Format.JSONL))
    return run(model or Echo(), plan, output, **more)


def pages(output: Path) -> list[str]:
    """The names of all pages in the output and the rejects."""
    files = [path for path in (output, rejects_path(output)) if path.exists()]
    return [json.loads(line)["page"] for path in files for line in path.read_text().splitlines()]


def end_after(count: int) -> Callable[[Tally], None]:
    def report(tally: Tally) -> None:
        if tally.pages == count:
            raise Ended

    return report


def test_every_page_is_in_the_output_or_with_its_reason_in_the_rejects(crawl: Path, tmp_path: Path) -> None:
    output = tmp_path / "labels.jsonl"
    tally = label(crawl, output)
    assert (tally.verdicts, tally.rejected, tally.pages) == ({"open": PAGES + 1}, 1, PAGES + 2)
    assert len(pages(output)) == len(set(pages(output))) == PAGES + 2
    (reject,) = map(json.loads, rejects_path(output).read_text().splitlines())
    assert (reject["page"], reject["record"], reject["skipped"]) == (f"{crawl}/b.jsonl:{BAD}", BAD, False)
    assert reject["reason"].startswith("the line is not JSON")
    assert not journal_path(output).exists()


@pytest.mark.parametrize("count", range(1, PAGES + 3))
@pytest.mark.usefixtures("every_page")
def test_a_run_that_ends_early_goes_on_where_it_was(crawl: Path, tmp_path: Path, count: int) -> None:
    whole, output = tmp_path / "whole.jsonl", tmp_path / "labels.jsonl"
    label(crawl, whole)
    with pytest.raises(Ended):
        label(crawl, output, report=end_after(count))
    assert len(pages(output)) == count
    assert label(crawl, output, resume=True).pages == PAGES + 2
    assert output.read_bytes() == whole.read_bytes()
    assert rejects_path(output).read_bytes() == rejects_path(whole).read_bytes()


@pytest.mark.usefixtures("every_page")
def test_a_journal_torn_at_any_byte_loses_and_repeats_nothing(crawl: Path, tmp_path: Path) -> None:
    whole, first = tmp_path / "whole.jsonl", tmp_path / "first" / "labels.jsonl"
    first.parent.mkdir()
    label(crawl, whole)
    with pytest.raises(Ended):
        label(crawl, first, report=end_after(PAGES))
    journal = journal_path(first).read_bytes()
    ends = list(itertools.accumulate(len(line) for line in journal.splitlines(keepends=True)))
    for length in range(len(journal) + 1):
        journal_path(first).write_bytes(journal[:length])
        known = read_journal(journal_path(first))
        assert (known.length if known else 0) == max((end for end in ends if end <= length), default=0)
    for length in [end - cut for end in ends[1:] for cut in (0, 3)]:
        again = tmp_path / "again"
        shutil.rmtree(again, ignore_errors=True)
        shutil.copytree(first.parent, again)
        output = again / "labels.jsonl"
        journal_path(output).write_bytes(journal[:length])
        with output.open("ab") as file:
            file.write(b'{"schema": 1, "page": "torn')  # what a killed run may leave behind
        label(crawl, output, resume=True)
        assert output.read_bytes() == whole.read_bytes()
        assert rejects_path(output).read_bytes() == rejects_path(whole).read_bytes()


@pytest.mark.usefixtures("every_page")
def test_a_journal_without_its_first_line_is_refused_and_the_output_left_alone(crawl: Path, tmp_path: Path) -> None:
    output = tmp_path / "labels.jsonl"
    with pytest.raises(Ended):
        label(crawl, output, report=end_after(5))
    journal, written = journal_path(output).read_bytes(), output.read_bytes()
    for length in range(0, journal.index(b"\n") + 1, 5):
        journal_path(output).write_bytes(journal[:length])
        with pytest.raises(InputError, match="--resume"):
            label(crawl, output, resume=True)
        assert output.read_bytes() == written


@pytest.mark.parametrize("count", [1, 5, PAGES])
@pytest.mark.usefixtures("every_page")
def test_parquet_goes_on_after_its_whole_parts(crawl: Path, tmp_path: Path, count: int) -> None:
    output, finish = tmp_path / "labels.parquet", Finish(Format.PARQUET)
    with pytest.raises(Ended):
        label(crawl, output, finish=finish, report=end_after(count))
    (output / f".part-{count:05}.parquet").write_bytes(b"PAR1 torn")
    (output / f"part-{count + 7:05}.parquet").write_bytes(b"PAR1 renamed, but not told in the journal")
    label(crawl, output, finish=finish, resume=True)
    table = pq.read_table(output)
    assert table.column("text").to_pylist() == [f"<p>page {n}" for n in ("a", 1, 2, 3, *range(5, PAGES + 1), "c")]
    assert table.schema.metadata[b"boiler.schema"] == b"1"
    assert not list(output.glob(".part-*"))


def test_the_columns_of_parquet_are_the_fields_of_json(crawl: Path, tmp_path: Path) -> None:
    label(crawl, tmp_path / "x.jsonl")
    for blocks in (True, False):
        output = tmp_path / f"{blocks}.parquet"
        label(crawl, output, finish=Finish(Format.PARQUET, blocks=blocks))
        row = pq.read_table(output).to_pylist()[0]
        record = json.loads((tmp_path / "x.jsonl").read_text().splitlines()[0])
        if not blocks:
            del record["blocks"]
        assert row == record


def test_half_a_surrogate_pair_in_a_title_stops_no_parquet(tmp_path: Path, crawl: Path) -> None:
    class Half(Echo):
        def predict(self, page: bytes, *args: Any, **more: Any) -> Page:
            return replace(super().predict(page), title="a \ud800 b")

    label(crawl, tmp_path / "x.parquet", Half(), Finish(Format.PARQUET))
    assert set(pq.read_table(tmp_path / "x.parquet").column("title").to_pylist()) == {"a ? b"}


class TestWhatARunIsGoneOnWith:
    @pytest.fixture
    def begun(self, crawl: Path, tmp_path: Path) -> Path:
        output = tmp_path / "labels.jsonl"
        with pytest.raises(Ended):
            label(crawl, output, report=end_after(3))
        return output

    def test_an_unfinished_run_is_not_written_over(self, crawl: Path, begun: Path) -> None:
        with pytest.raises(InputError, match=r"holds an unfinished run \(3 pages\); go on with --resume"):
            label(crawl, begun)
        assert len(pages(begun)) == 3

    def test_with_other_options_it_is_refused(self, crawl: Path, begun: Path) -> None:
        with pytest.raises(InputError, match="begun with model 'echo', not 'other'"):
            label(crawl, begun, Echo("other"), resume=True)
        with pytest.raises(InputError, match="begun with blocks True, not False"):
            label(crawl, begun, finish=Finish(Format.JSONL, blocks=False), resume=True)

    def test_an_output_that_was_cut_is_refused(self, crawl: Path, begun: Path) -> None:
        begun.write_bytes(b"")
        with pytest.raises(InputError, match="shorter than its run had left it"):
            label(crawl, begun, resume=True)

    def test_a_file_without_a_journal_is_not_taken_for_a_run(self, crawl: Path, tmp_path: Path) -> None:
        output = tmp_path / "labels.jsonl"
        output.write_text("somebody's")
        with pytest.raises(InputError, match=r"no labels\.jsonl\.progress"):
            label(crawl, output, resume=True)
        assert output.read_text() == "somebody's"

    def test_a_finished_run_is_left_as_it_is(self, crawl: Path, begun: Path) -> None:
        first = label(crawl, begun, resume=True)
        written = begun.read_bytes()
        assert label(crawl, begun, resume=True).to_json() == first.to_json()
        assert begun.read_bytes() == written

    def test_files_that_came_and_went_meanwhile(self, crawl: Path, begun: Path) -> None:
        (crawl / "c.html").unlink()
        (crawl / "0-new.html").write_text("<p>before the place that was reached")
        (crawl / "d.html").write_text("<p>after it")
        label(crawl, begun, resume=True)
        named = pages(begun)
        assert len(named) == len(set(named)) == PAGES + 2
        assert str(crawl / "d.html") in named

    def test_two_runs_can_not_write_one_output(self, crawl: Path, tmp_path: Path) -> None:
        output = tmp_path / "labels.jsonl"

        def meanwhile(tally: Tally) -> None:
            if tally.pages == 1:
                with pytest.raises(InputError, match="another run is writing"):
                    label(crawl, output)

        label(crawl, output, report=meanwhile)
        assert len(pages(output)) == PAGES + 2


def test_a_disk_that_is_full_leaves_a_run_that_can_go_on(
    crawl: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every_page: None
) -> None:
    output = tmp_path / "labels.jsonl"
    write = lines.LineSink.write

    def full(self: lines.LineSink, body: str) -> None:
        if "page 7" in body:
            raise OSError(28, "No space left on device")
        write(self, body)

    with monkeypatch.context() as patch:
        patch.setattr(lines.LineSink, "write", full)
        with pytest.raises(OSError, match="No space left"):
            label(crawl, output)
    assert label(crawl, output, resume=True).pages == len(set(pages(output))) == PAGES + 2


def test_problems_are_told_as_they_come(crawl: Path, tmp_path: Path) -> None:
    told: list[Finished] = []
    label(crawl, tmp_path / "labels.jsonl", on_problem=told.append)
    assert [finished.position.record for finished in told] == [BAD]


def test_a_file_that_vanishes_between_listing_and_reading_is_told(crawl: Path, tmp_path: Path) -> None:
    def vanish(tally: Tally) -> None:
        (crawl / "c.html").unlink(missing_ok=True)

    plan = Plan([str(crawl / "a.html"), str(crawl / "c.html")])
    tally = run(Echo(), plan, tmp_path / "labels.jsonl", report=vanish)  # type: ignore[arg-type]
    assert (tally.verdicts["open"], tally.rejected) == (1, 1)
    assert pages(tmp_path / "labels.jsonl") == [str(crawl / "a.html"), str(crawl / "c.html")]


def test_the_size_of_what_is_read_is_counted(crawl: Path, tmp_path: Path) -> None:
    tally = label(crawl, tmp_path / "labels.jsonl")
    assert tally.bytes_read == sum(path.stat().st_size for path in crawl.iterdir())


def test_a_journal_of_another_version_is_refused(tmp_path: Path) -> None:
    from classifier.bulk import journal

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "VERSION", 99)
        journal.Journal(tmp_path / "x.progress", {}, None).close()
    with pytest.raises(InputError, match="another version"):
        read_journal(tmp_path / "x.progress")


def test_a_kind_is_read_from_a_folder(crawl: Path, tmp_path: Path) -> None:
    plan = Plan([str(crawl)], Kind.JSONL)
    assert run(Echo(), plan, tmp_path / "labels.jsonl").pages == PAGES  # type: ignore[arg-type]
