"""A real local Spark session, with Python workers of their own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyspark.sql import DataFrame, SparkSession

import classifier
from classifier.integrations.columns import Columns
from classifier.integrations.spark import (
    ARCHIVE_SCHEMA,
    arrow_function,
    label_pages,
    pandas_function,
    read_archives,
    spark_schema,
)

from .archives import write_warc
from .conftest import OPEN, WALLED
from .deadly import DeadlyModel
from .tables import (
    DEADLY_SECONDS,
    assert_only_deadly_pages_failed,
    comparable,
    deadly_table,
    expected,
    page_table,
)

pytestmark = pytest.mark.integration
COLUMNS = Columns(url="url", headers="headers", blocks=True)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2,3]")  # two cores, a task is tried three times
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def pages(spark: SparkSession) -> DataFrame:
    rows = [(row["url"], row["status"], dict(row["headers"]), row["html"]) for row in page_table().to_pylist()]
    schema = "url string, status int, headers map<string,string>, html binary"
    return spark.createDataFrame(rows, schema).repartition(2).cache()


def labels(frame: DataFrame) -> dict[str, object]:
    rows = [row.asDict(recursive=True) for row in frame.collect()]
    assert len(rows) == page_table().num_rows
    found = {row["url"]: comparable(row) for row in rows}
    null = found.pop("https://site.example/null")
    assert (null["access"], null["warnings"]) == (None, ["column html is null"])
    return found


def test_map_in_arrow_gives_what_predict_many_gives(pages: DataFrame, model: classifier.Model) -> None:
    assert labels(label_pages(pages, COLUMNS)) == expected(model, blocks=True)


def test_map_in_pandas_gives_the_same(spark: SparkSession, pages: DataFrame, model: classifier.Model) -> None:
    held = spark.sparkContext.broadcast(model)
    labelled = pages.mapInPandas(pandas_function(held, COLUMNS), spark_schema(pages, COLUMNS))
    assert labels(labelled) == expected(model, blocks=True)


def test_wrong_columns_are_named_before_anything_runs(pages: DataFrame) -> None:
    with pytest.raises(classifier.InputError, match="no column body; there are url, status, headers, html"):
        label_pages(pages, Columns(page="body"))


def test_archives_are_read_by_the_workers(spark: SparkSession, tmp_path: Path) -> None:
    paths = [(str(write_warc(tmp_path / f"{n}.warc.gz", [name])),) for n, name in enumerate((*WALLED, *OPEN))]
    responses = spark.createDataFrame(paths, "path string").repartition(2).mapInArrow(read_archives, ARCHIVE_SCHEMA)
    labelled = label_pages(responses, Columns(url="url", headers="headers", status="status"))
    found = {row["url"].rsplit("/", 1)[-1]: row["access"] for row in labelled.collect()}
    assert found == {**dict.fromkeys(WALLED, "gated"), **dict.fromkeys(OPEN, "open")}


def test_a_worker_that_dies_costs_no_page(
    spark: SparkSession, pages: DataFrame, model: classifier.Model, tmp_path: Path
) -> None:
    mark = str(tmp_path / "died")
    columns = Columns(url="url", headers="headers")
    label = arrow_function(spark.sparkContext.broadcast(model), columns)

    def dies_once(batches: Iterator[object]) -> Iterator[object]:
        if not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), signal.SIGKILL)
        yield from label(batches)

    found = labels(pages.mapInArrow(dies_once, spark_schema(pages, columns)))
    assert os.path.exists(mark)
    assert found == expected(model)


@pytest.mark.parametrize("partitions", [1, 2])
def test_pages_that_kill_or_hang_every_time_cost_themselves_alone(
    spark: SparkSession, model: classifier.Model, partitions: int
) -> None:
    rows = [(row["url"], row["html"]) for row in deadly_table().to_pylist()]
    pages = spark.createDataFrame(rows, "url string, html binary").repartition(partitions)
    columns = Columns(url="url")
    held = spark.sparkContext.broadcast(DeadlyModel(model))
    labelled = pages.mapInArrow(arrow_function(held, columns, DEADLY_SECONDS), spark_schema(pages, columns))
    assert_only_deadly_pages_failed([row.asDict(recursive=True) for row in labelled.collect()], model)


def test_pages_are_labelled_in_the_worker_where_no_limit_is_wanted(pages: DataFrame, model: classifier.Model) -> None:
    assert labels(label_pages(pages, COLUMNS, time_limit=None)) == expected(model, blocks=True)
