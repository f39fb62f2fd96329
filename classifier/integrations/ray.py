"""Ray Data: a callable class for `Dataset.map_batches`, whose actors load the model once.

    pages.map_batches(
        LabelPages,
        fn_constructor_kwargs={"columns": Columns(page="html", url="url")},
        compute=ray.data.ActorPoolStrategy(min_size=1, max_size=8),
        batch_format="pyarrow",
        batch_size=64,
    )

The result has the other columns of the input and those of `classifier.integrations.columns.RESULT`, one row a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from threadpoolctl import threadpool_limits

from classifier.extras import require

require("ray", "ray", "pandas")

import pandas as pd
import pyarrow as pa
from ray.data import ActorPoolStrategy, Dataset

from classifier.errors import InputError
from classifier.integrations.columns import Columns, label_table_rows
from classifier.integrations.isolation import SECONDS, row_labeller
from classifier.integrations.labelling import shared_model

HEADERS = ("content-type", "crawler-price")
BATCH = 64
"""Pages a call: some 10 MB of ordinary pages."""


class LabelPages:
    """Labels the pages of a batch: a pyarrow.Table, a pandas.DataFrame or a dict of arrays, to a pyarrow.Table.

    columns: where the pages are and what is wanted of them. model: path of a model file that every node can read; the shipped
    model when None. Each actor uses one core; give Ray more actors, not more threads.
    time_limit: seconds for a page. Pages are labelled in a process beside the actor, so that one that takes longer, or kills the
    process, keeps its row with the reason in `warnings` and costs no other page. None: in the actor itself, without a limit.
    """

    def __init__(
        self, columns: Columns | None = None, model: str | Path | None = None, time_limit: float | None = SECONDS
    ) -> None:
        threadpool_limits(1)
        self.columns = columns or Columns()
        self.label = row_labeller(shared_model(model), time_limit)

    def __call__(self, batch: Any) -> pa.Table:
        return label_table_rows(self.label, _as_table(batch), self.columns)


def label_pages(
    pages: Dataset,
    columns: Columns | None = None,
    model: str | Path | None = None,
    actors: int | tuple[int, int] = 1,
    batch_size: int = BATCH,
    time_limit: float | None = SECONDS,
    **options: Any,
) -> Dataset:
    """Label the pages of a dataset. actors: how many, or the least and the most. time_limit: as for LabelPages. options: of
    `Dataset.map_batches`."""
    least, most = (actors, actors) if isinstance(actors, int) else actors
    return pages.map_batches(
        LabelPages,
        fn_constructor_kwargs={"columns": columns, "model": model, "time_limit": time_limit},
        compute=ActorPoolStrategy(min_size=least, max_size=most),
        batch_size=batch_size,
        batch_format="pyarrow",
        **options,
    )


def read_archives(row: Mapping[str, Any], column: str = "path") -> Iterator[dict[str, Any]]:
    """For `Dataset.flat_map`: the pages of the WARC file that a row names, as rows of file, url, date, status, headers and html.

    headers: those that labelling reads, so that all rows have the same fields.
    """
    from classifier.integrations.warc import read_responses

    for response in read_responses(str(row[column])):
        yield {
            "file": str(row[column]),
            "url": response.url,
            "date": response.date,
            "status": response.status,
            "headers": {name: response.headers.get(name, "") for name in HEADERS},
            "html": response.body,
        }


def _as_table(batch: Any) -> pa.Table:
    if isinstance(batch, pa.Table):
        return batch
    if isinstance(batch, pd.DataFrame):
        return pa.Table.from_pandas(batch, preserve_index=False)
    if isinstance(batch, Mapping):
        return pa.table({name: pa.array(list(values)) for name, values in batch.items()})
    raise InputError(
        f"a batch must be a pyarrow.Table, a pandas.DataFrame or a dict of arrays, not {type(batch).__name__}"
    )
