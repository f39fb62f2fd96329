"""`boiler walls`: pages of several sites in, counts by site out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from classifier.page import Access

from .conftest import Boiler, Ran
from .small import GATED, OPEN, html, small_model


def verdict(name: str, threshold: float = 0.5) -> Access:
    return small_model().predict(html(name), wall_threshold=threshold).access


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """Two pages of one site and one of another, in folders named by host."""
    for host, name in [("pond.example", OPEN), ("pond.example", GATED), ("www.marsh.example", GATED)]:
        folder = tmp_path / "crawl" / host
        folder.mkdir(parents=True, exist_ok=True)
        folder.joinpath(f"{name}.html").write_bytes(html(name))
    return tmp_path / "crawl"


@pytest.fixture
def walls(boiler: Boiler, model_file: Path) -> Boiler:
    def run(*arguments: object, **more: Any) -> Ran:
        return boiler("walls", "--model", model_file, *arguments, **more)

    return run


def records(ran: Ran) -> dict[str, dict[str, Any]]:
    return {record["site"]: record for record in map(json.loads, ran.out.splitlines())}


@pytest.mark.parametrize("jobs", [1, 2])
def test_pages_are_counted_by_the_folder_of_their_host(walls: Boiler, crawl: Path, jobs: int) -> None:
    ran = walls(crawl, "--jobs", jobs)
    found = records(ran)
    assert ran.code == 0
    assert {site: record["pages"] for site, record in found.items()} == {"pond.example": 2, "marsh.example": 1}
    assert found["marsh.example"][verdict(GATED)] == 1


def test_every_verdict_can_be_made_a_wall_by_the_threshold(walls: Boiler, crawl: Path) -> None:
    (pond, marsh) = records(walls(crawl, "--threshold", 0)).values()
    assert pond["open"] == marsh["open"] == 0
    (example,) = marsh["examples"]
    assert example["page"] == str(crawl / "www.marsh.example" / f"{GATED}.html")
    assert example["access"] == verdict(GATED, 0.0)
    assert records(walls(crawl, "--threshold", 0, "--examples", 0))["marsh.example"]["examples"] == []


def test_the_declared_address_of_a_page_names_its_site(walls: Boiler, crawl: Path) -> None:
    link = b'<head><link rel="canonical" href="https://reed.example/a">'
    (crawl / "pond.example" / f"{OPEN}.html").write_bytes(html(OPEN).replace(b"<head>", link, 1))
    assert set(records(walls(crawl))) == {"pond.example", "marsh.example", "reed.example"}


def test_the_table_has_sites_and_examples(walls: Boiler, crawl: Path) -> None:
    out = walls(crawl, "--format", "table", "--threshold", 0).out
    assert out.splitlines()[0].split() == ["site", "pages", "open", "metered", "gated"]
    assert f"{GATED}.html" in out


def test_a_file_gets_what_standard_output_would_get(walls: Boiler, crawl: Path, tmp_path: Path) -> None:
    assert walls(crawl, "-o", tmp_path / "walls.jsonl").out == ""
    assert (tmp_path / "walls.jsonl").read_text(encoding="utf-8") == walls(crawl).out


def test_a_page_without_text_is_told_and_stops_nothing(walls: Boiler, crawl: Path) -> None:
    empty = crawl / "pond.example" / "empty.html"
    empty.write_bytes(b"")
    ran = walls(crawl)
    assert ran.code == 1
    assert str(empty) in ran.err
    assert records(ran)["pond.example"]["pages"] == 2


def test_nothing_but_pages_without_text_is_an_error(walls: Boiler, tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    ran = walls(tmp_path)
    assert (ran.code, ran.out) == (2, "")


def test_a_path_that_is_not_there_is_refused(walls: Boiler, tmp_path: Path) -> None:
    assert "no such file or folder" in walls(tmp_path / "nowhere").complaint


def test_an_input_is_never_written_over(walls: Boiler, crawl: Path) -> None:
    page = crawl / "pond.example" / f"{OPEN}.html"
    assert "is one of the inputs" in walls(crawl, "-o", page).complaint
    assert page.read_bytes() == html(OPEN)
