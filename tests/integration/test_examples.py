"""The examples of the integrations, run as a user runs them."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

import classifier

from .archives import write_warc
from .conftest import OPEN, WALLED, html
from .tables import page_table, pages

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[2]
SLOW_START = 540
"""Seconds: Java and Ray start slowly on a busy machine."""


def run(example: str, *arguments: object, cwd: Path) -> str:
    command = [sys.executable, str(ROOT / "examples" / example), *map(str, arguments)]
    paths = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    environment = {**os.environ, "PYTHONPATH": paths, "PYSPARK_PYTHON": sys.executable}
    ran = subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=SLOW_START)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return ran.stdout


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    folder = tmp_path / "crawl"
    folder.mkdir()
    write_warc(folder / "a.warc.gz", WALLED, odd=True)
    write_warc(folder / "b.warc.gz", OPEN)
    return folder


def lines(path: Path) -> list[dict]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in data.decode("utf-8").splitlines()]


def test_scrapy_spider(site: str, tmp_path: Path, model: classifier.Model) -> None:
    printed = run("scrapy_spider.py", f"{site}/", "--out", "articles.jsonl", cwd=tmp_path)
    found = {item["url"].rsplit("/", 1)[-1]: item for item in lines(tmp_path / "articles.jsonl")}
    assert found[f"{OPEN[0]}.html"]["text"] == model.predict(html(OPEN[0])).text
    assert not {f"{name}.html" for name in WALLED} & set(found)
    assert f"'boiler/dropped/gated': {len(WALLED)}" in printed


def test_scrapy_poet_spider(site: str, tmp_path: Path) -> None:
    run("scrapy_poet_spider.py", f"{site}/{WALLED[0]}.html", cwd=tmp_path)
    (item,) = lines(tmp_path / "articles.jsonl")
    assert item["access"] == "gated"
    assert item["because"]


def test_datatrove_archives(archives: Path, tmp_path: Path, model: classifier.Model) -> None:
    run("datatrove_archives.py", archives, tmp_path / "out", cwd=tmp_path)
    clean = {d["metadata"]["url"]: d for path in (tmp_path / "out/clean").glob("*.gz") for d in lines(path)}
    assert clean[f"https://site.example/{OPEN[0]}"]["text"] == model.predict(html(OPEN[0])).text
    gated = {d["metadata"]["url"] for path in (tmp_path / "out/gated").glob("*.gz") for d in lines(path)}
    assert {f"https://site.example/{name}" for name in WALLED} <= gated


@pytest.mark.parametrize("command", [["ray_archives.py"], ["spark_archives.py", "--master", "local[2]"]])
def test_cluster_jobs(archives: Path, tmp_path: Path, command: list[str]) -> None:
    example, *options = command
    printed = run(example, f"{archives}/*.warc.gz", tmp_path / "out", *options, cwd=tmp_path)
    assert "labelled the pages of 2 files" in printed
    written = [row for path in (tmp_path / "out").glob("*.parquet") for row in parquet.read_table(path).to_pylist()]
    found = {row["url"].rsplit("/", 1)[-1]: row["access"] for row in written}
    expected = {**dict.fromkeys([*WALLED, "paid"], "gated"), **dict.fromkeys([*OPEN, "chunked"], "open"), "empty": None}
    assert found == expected


def test_service_client(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(html(WALLED[0]))
    serve = [sys.executable, "-m", "classifier.cli.app", "serve", "--port", "0"]
    with subprocess.Popen(serve, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        address = server.stderr.readline().removeprefix("boiler: ").removesuffix("/docs\n")
        try:
            assert run("service_client.py", "page.html", "--server", address, cwd=tmp_path).startswith(
                "page.html: gated: "
            )
        finally:
            server.terminate()


def test_dataframes(tmp_path: Path, model: classifier.Model) -> None:
    table = page_table()
    parquet.write_table(table.slice(0, 6), tmp_path / "pages.parquet")
    pandas_line, polars_line, arrow_line = run("dataframes.py", "pages.parquet", cwd=tmp_path).splitlines()
    assert (
        pandas_line.removeprefix("pandas ") == polars_line.removeprefix("polars ") == arrow_line.removeprefix("arrow  ")
    )
    gated = [page for page in model.predict_many(list(pages().values())[:6]) if page.access is classifier.Access.GATED]
    assert f"'gated': {len(gated)}" in pandas_line


def test_parsed_trees(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(html(WALLED[0]))
    printed = run("parsed_trees.py", "page.html", cwd=tmp_path)
    assert len(set(re.findall(r": (gated, \d+ blocks, \d+ words)", printed))) == 1
    assert len(printed.splitlines()) == 3
