"""The Python blocks of docs/integrations, run with the engines that they are about."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pandas
import polars
import pytest
import ray
import scrapy
from bs4 import BeautifulSoup
from datatrove.pipeline.writers import JsonlWriter
from markdown_it import MarkdownIt
from parsel import Selector
from pyspark.sql import SparkSession
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

import classifier
from classifier.integrations.ray import LabelPages

from .conftest import OPEN, WALLED, html
from .tables import page_table

pytestmark = pytest.mark.integration

DOCS = Path(__file__).parents[2] / "docs" / "integrations"
URL = "https://site.example/page"
NAMES = (*WALLED, *OPEN)


def run(document: str, **names: Any) -> dict[str, Any]:
    """Run the Python blocks of a document one after the other; return all names."""
    path = DOCS / document
    for token in MarkdownIt().parse(path.read_text(encoding="utf-8")):
        if token.type == "fence" and token.info == "python":
            exec(compile(token.content, str(path), "exec"), names)
    return names


def verdicts(model: classifier.Model) -> list[str]:
    return [model.predict(html(name)).access.value for name in NAMES]


def test_every_document_with_python_is_run_here() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    for path in DOCS.glob("*.md"):
        if "```python" in path.read_text(encoding="utf-8"):
            assert f'"{path.name}"' in here, path.name


def test_scrapy() -> None:
    settings = Settings(run("scrapy.md"))
    (addon,) = settings.getdict("ADDONS")
    load_object(addon)().update_settings(settings)
    assert "BoilerMiddleware" in str(settings.getdict("DOWNLOADER_MIDDLEWARES"))


def test_scrapy_poet() -> None:
    from web_poet import HttpResponse

    names = run("scrapy-poet.md", classifier=classifier)
    page = names["ArticlePage"](response=HttpResponse(URL, html(OPEN[0]), encoding="utf-8"))
    assert page.title
    assert all(load_object(addon) for addon in names["ADDONS"])


def test_datatrove() -> None:
    steps = run("datatrove.md", JsonlWriter=JsonlWriter)["pipeline"]
    assert [type(step).__name__ for step in steps] == [
        "ResponseReader", "BoilerExtractor", "BoilerFilter", "JsonlWriter",
    ]  # fmt: skip


def test_dataframes(model: classifier.Model) -> None:
    bodies = [html(name) for name in NAMES]
    document = DOCS / "dataframes.md"
    first, second, third = (
        token.content for token in MarkdownIt().parse(document.read_text(encoding="utf-8")) if token.type == "fence"
    )
    names: dict[str, Any] = {"model": model, "frame": pandas.DataFrame({"html": bodies})}
    exec(first, names)
    assert list(names["frame"]["access"]) == verdicts(model)
    names |= {"pl": polars, "frame": polars.DataFrame({"html": bodies})}
    exec(second, names)
    assert names["frame"]["access"].to_list() == verdicts(model)
    names |= {"table": page_table()}
    exec(third, names)
    assert names["table"].num_rows == page_table().num_rows
    assert "access" in names["table"].column_names


def test_parsed_trees(model: classifier.Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    body = html(OPEN[0])
    (tmp_path / "page.html").write_bytes(body)
    text = body.decode("utf-8")
    response = HtmlResponse(URL, body=body, encoding="utf-8", request=scrapy.Request(URL))
    run(
        "parsed-trees.md",
        model=model,
        lxml=lxml,
        Selector=Selector,
        html=text,
        response=response,
        soup=BeautifulSoup(body, "lxml"),
    )


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    return [{"url": f"{URL}/{name}", "html": html(name)} for name in NAMES]


def test_ray(model: classifier.Model, rows: list[dict[str, Any]]) -> None:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        names = run("ray.md", pages=ray.data.from_items(rows), ray=ray, LabelPages=LabelPages)
        found = {row["url"]: row["access"] for row in names["labelled"].take_all()}
    finally:
        ray.shutdown()
    assert [found[row["url"]] for row in rows] == verdicts(model)


@pytest.fixture
def spark(monkeypatch: pytest.MonkeyPatch) -> Iterator[SparkSession]:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(DOCS.parents[1]), os.environ.get("PYTHONPATH", "")]))
    session = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def test_spark(model: classifier.Model, spark: SparkSession, rows: list[dict[str, Any]]) -> None:
    pages = spark.createDataFrame(rows, "url string, html binary")
    names = run("spark.md", pages=pages, spark=spark, classifier=classifier)
    found = {row["url"]: row["access"] for row in names["labelled"].collect()}
    assert [found[row["url"]] for row in rows] == verdicts(model)
