"""`boiler predict --fail-on` and `--skip-walled`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from classifier.bulk.tally import Tally
from classifier.cli.verdicts import VERDICT_MET, told_of_left_out
from classifier.page import Access

from .conftest import Boiler, Ran
from .small import GATED, OPEN, html, small_model

ALL_WALLED, NONE_WALLED = ("--threshold", "0"), ("--threshold", "1")


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    for name in (OPEN, GATED):
        (tmp_path / f"{name}.html").write_bytes(html(name))
    return tmp_path


@pytest.fixture
def predict(boiler: Boiler, model_file: Path) -> Boiler:
    def run(*arguments: object, **more: Any) -> Ran:
        return boiler("predict", "--model", model_file, *arguments, **more)

    return run


def walled_as(name: str) -> Access:
    """The verdict on a page when every page counts as walled."""
    return small_model().predict(html(name), wall_threshold=0.0).access


class TestFailOn:
    def test_a_page_with_the_verdict_ends_the_run_with_a_code_of_its_own(self, predict: Boiler, crawl: Path) -> None:
        page = crawl / f"{GATED}.html"
        ran = predict(page, "--fail-on", walled_as(GATED), *ALL_WALLED)
        assert ran.code == VERDICT_MET == 3
        assert json.loads(ran.out)["page"] == str(page)

    def test_other_verdicts_do_not(self, predict: Boiler, crawl: Path) -> None:
        assert predict(crawl, "--fail-on", "gated", "--fail-on", "metered", *NONE_WALLED).code == 0

    def test_all_pages_are_written_before_the_run_ends(self, predict: Boiler, crawl: Path) -> None:
        ran = predict(crawl, "--fail-on", "gated", "--fail-on", "metered", *ALL_WALLED)
        assert (ran.code, len(ran.out.splitlines())) == (VERDICT_MET, 2)

    def test_it_goes_before_the_code_of_pages_that_failed(self, predict: Boiler, crawl: Path) -> None:
        (crawl / "empty.html").write_bytes(b"")
        assert predict(crawl, "--fail-on", walled_as(GATED), *ALL_WALLED).code == VERDICT_MET
        assert predict(crawl, "--fail-on", "gated", *NONE_WALLED).code == 1

    def test_a_verdict_that_there_is_not_is_refused(self, predict: Boiler, crawl: Path) -> None:
        ran = predict(crawl, "--fail-on", "closed")
        assert ran.code == 2
        assert "gated" in ran.err


class TestSkipWalled:
    def test_walled_pages_are_left_out_and_counted(self, predict: Boiler, crawl: Path) -> None:
        ran = predict(crawl, "--skip-walled", *ALL_WALLED)
        assert (ran.code, ran.out) == (0, "")
        assert "2 walled pages left out" in ran.err

    def test_open_pages_stay(self, predict: Boiler, crawl: Path) -> None:
        assert predict(crawl, "--skip-walled", *NONE_WALLED).out == predict(crawl, *NONE_WALLED).out

    def test_the_first_page_that_stays_brings_the_header_of_a_table(self, predict: Boiler, crawl: Path) -> None:
        # Between the two pages' own probabilities one is walled and the other is not.
        odds = [1 - small_model().predict(html(name)).access_probabilities["open"] for name in (OPEN, GATED)]
        ran = predict(crawl, "--skip-walled", "-f", "csv", "--threshold", sum(odds) / 2)
        rows = list(csv.reader(io.StringIO(ran.out)))
        stays = (OPEN, GATED)[odds.index(min(odds))]
        assert rows[0][0] == "page"
        assert {row[0] for row in rows[1:]} == {str(crawl / f"{stays}.html")}

    def test_a_page_left_out_still_counts_for_fail_on(self, predict: Boiler, crawl: Path) -> None:
        ran = predict(crawl, "--skip-walled", "--fail-on", walled_as(GATED), *ALL_WALLED)
        assert (ran.code, ran.out) == (VERDICT_MET, "")

    def test_a_file_is_written_without_them_and_the_run_is_whole(self, predict: Boiler, crawl: Path) -> None:
        output = crawl / "labels.jsonl"
        options = (crawl, "--skip-walled", "--fail-on", walled_as(GATED), "-o", output, "--resume", *ALL_WALLED)
        for _ in range(2):  # the second run finds the first one done
            ran = predict(*options)
            assert (ran.code, output.read_text(encoding="utf-8")) == (VERDICT_MET, "")
            assert "2 walled pages left out" in ran.err

    def test_a_run_that_left_them_out_does_not_go_on_with_them(self, predict: Boiler, crawl: Path) -> None:
        output = crawl / "labels.jsonl"
        predict(crawl, "--skip-walled", "-o", output, "--resume")
        assert "skip_walled" in predict(crawl, "-o", output, "--resume").complaint


def test_what_is_told_of_pages_left_out():
    assert told_of_left_out(Tally()) == ""
    assert told_of_left_out(Tally(left_out=2)) == "2 walled pages left out (--skip-walled)"
