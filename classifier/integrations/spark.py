"""Spark: functions for `DataFrame.mapInArrow` and `mapInPandas`, with the schema of what they give.

    labelled = label_pages(pages, Columns(page="html", url="url"))

is the whole of it; the parts are there for those who want them:

    held = spark.sparkContext.broadcast(classifier.load())
    pages.mapInArrow(arrow_function(held, columns), spark_schema(pages, columns))

A broadcast model travels once to each executor and is read once by each Python worker. Rows come out one for one. Spark's workers
must run this environment's Python (PYSPARK_PYTHON).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any, Protocol

from threadpoolctl import threadpool_limits

from classifier.extras import require

require("spark", "pyspark", "pandas")

import pandas as pd
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import StructType

from classifier.integrations.columns import Columns, label_rows, result_schema
from classifier.integrations.isolation import SECONDS, row_labeller
from classifier.loading import load
from classifier.model.model import Model

if TYPE_CHECKING:
    from pyspark import Broadcast

ARCHIVE_SCHEMA = "file string, url string, date string, status int, headers map<string,string>, html binary"
BATCH_BYTES = 32_000_000


class HasModel(Protocol):
    """A `pyspark.Broadcast` of a model, or anything else with one in `value`."""

    @property
    def value(self) -> Model: ...


def spark_schema(pages: DataFrame, columns: Columns) -> StructType:
    """The schema of labelled pages: the other columns and the results. Raises InputError for a column that is missing or taken."""
    return from_arrow_schema(result_schema(to_arrow_schema(pages.schema), columns))


def arrow_function(
    held: HasModel, columns: Columns, time_limit: float | None = SECONDS
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """For `mapInArrow`: batches of pages to batches of results.

    time_limit: seconds for a page. Pages are labelled in a process beside Spark's worker, one a partition, so that one that takes
    longer, or kills the process, keeps its row with the reason in `warnings` and costs no other page. None: in Spark's worker
    itself, without a limit.
    """

    def label(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        threadpool_limits(1)  # Spark gives each task one core
        with closing(row_labeller(held.value, time_limit)) as labeller:
            for batch in batches:
                yield label_rows(labeller, batch, columns)

    return label


def pandas_function(
    held: HasModel, columns: Columns, time_limit: float | None = SECONDS
) -> Callable[[Iterator[Any]], Iterator[Any]]:
    """For `mapInPandas`: as `arrow_function`, by way of pandas frames, which takes more time and memory."""
    label = arrow_function(held, columns, time_limit)

    def label_frames(frames: Iterator[pd.DataFrame]) -> Iterator[pd.DataFrame]:
        for batch in label(pa.RecordBatch.from_pandas(frame, preserve_index=False) for frame in frames):
            yield batch.to_pandas()

    return label_frames


def label_pages(
    pages: DataFrame, columns: Columns | None = None, model: Model | None = None, time_limit: float | None = SECONDS
) -> DataFrame:
    """Label the pages of a data frame. model: the shipped one when None. time_limit: as for `arrow_function`."""
    columns = columns or Columns()
    held: Broadcast[Model] = pages.sparkSession.sparkContext.broadcast(model or load())
    return pages.mapInArrow(arrow_function(held, columns, time_limit), spark_schema(pages, columns))


def read_archives(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """For `mapInArrow` with ARCHIVE_SCHEMA: the pages of the WARC files whose paths are the first column."""
    from classifier.integrations.warc import read_responses

    schema = pa.schema(
        [
            ("file", pa.string()),
            ("url", pa.string()),
            ("date", pa.string()),
            ("status", pa.int32()),
            ("headers", pa.map_(pa.string(), pa.string())),
            ("html", pa.binary()),
        ]
    )
    for batch in batches:
        for path in batch.column(0).to_pylist():
            rows: list[dict[str, Any]] = []
            size = 0
            for response in read_responses(path):
                rows.append(
                    {
                        "file": path,
                        "url": response.url,
                        "date": response.date,
                        "status": response.status,
                        "headers": list(response.headers.items()),
                        "html": response.body,
                    }
                )
                size += len(response.body)
                if size >= BATCH_BYTES:
                    yield pa.RecordBatch.from_pylist(rows, schema)
                    rows, size = [], 0
            if rows:
                yield pa.RecordBatch.from_pylist(rows, schema)
