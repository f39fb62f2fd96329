"""Columns of pages to columns of results, as Arrow: what Ray, Spark, pandas and polars share.

One row in gives one row out, in order, whatever is in it: a page that can't be read keeps its row, with no verdict and a
warning that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from classifier.errors import InputError
from classifier.extras import require
from classifier.integrations.labelling import label_page, verdict_of
from classifier.model.model import Model
from classifier.page import Page

require("arrow", "pyarrow")

import pyarrow as pa

BLOCK = pa.struct(
    [("label", pa.string()), ("role", pa.string()), ("confidence", pa.float32()), ("text", pa.string())],
)
RESULT = pa.schema(
    [
        ("access", pa.string()),
        ("p_open", pa.float32()),
        ("p_metered", pa.float32()),
        ("p_gated", pa.float32()),
        ("text", pa.string()),
        ("title", pa.string()),
        ("lang", pa.string()),
        ("type", pa.string()),
        ("warnings", pa.list_(pa.string())),
    ]
)
"""The columns of results. access and the probabilities are null for a page that had nothing to judge."""
BLOCKS = pa.field("blocks", pa.list_(BLOCK))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the pages of a table are, and what is wanted of them.

    page: column of HTML as bytes (best: the encoding is found out) or string; with is_text, of extracted text.
    url, headers, status: columns of HTTP facts, where there are any; headers is a map or struct of strings.
    prefix: of the names of the result columns, for tables that have columns of the same names.
    blocks: also give a column of the page's blocks. keep_page: keep the column that held the page.
    wall_threshold: probability from which a page counts as walled; the model's default when None.
    """

    page: str = "html"
    is_text: bool = False
    url: str | None = None
    headers: str | None = None
    status: str | None = None
    prefix: str = ""
    blocks: bool = False
    keep_page: bool = False
    wall_threshold: float | None = None


def result_schema(given: pa.Schema, columns: Columns) -> pa.Schema:
    """The schema that `label_batch` makes of a table's.

    Raises InputError when a named column is missing or a result column would take the name of one that is there.
    """
    named = (columns.page, columns.url, columns.headers, columns.status)
    missing = [name for name in named if name is not None and name not in given.names]
    if missing:
        raise InputError(f"no column {', '.join(missing)}; there are {', '.join(given.names) or 'none'}")
    kept = [field for field in given if columns.keep_page or field.name != columns.page]
    made = [field.with_name(columns.prefix + field.name) for field in _wanted(columns)]
    taken = {field.name for field in kept} & {field.name for field in made}
    if taken:
        raise InputError(f"column {', '.join(sorted(taken))} is there already; choose a prefix for the results")
    return pa.schema(kept + made)


@dataclass(frozen=True, slots=True)
class Job:
    """A page of a table. facts: is_text, url, headers, status and wall_threshold, as `label_page` takes them."""

    page: Any
    facts: Mapping[str, Any]
    blocks: bool


RowLabeller = Callable[[Job], dict[str, Any]]
"""Makes a page's row of results; see `result_row`."""


def label_job(model: Model, job: Job) -> dict[str, Any]:
    """The row of results of a page."""
    return result_row(label_page(model, job.page, **job.facts), job.blocks)


def failed_row(job: Job, reason: str) -> dict[str, Any]:
    """The row of a page that could not be labelled."""
    return result_row(Page(url=job.facts["url"], warnings=(f"failed: {reason}",)), job.blocks)


def label_batch(model: Model, batch: pa.RecordBatch, columns: Columns) -> pa.RecordBatch:
    """Label the pages of a batch: its other columns and those of the results. Raises InputError as `result_schema` does."""
    return label_rows(partial(label_job, model), batch, columns)


def label_table(model: Model, table: pa.Table, columns: Columns) -> pa.Table:
    """Label the pages of a table; see `label_batch`."""
    return label_table_rows(partial(label_job, model), table, columns)


def label_rows(label: RowLabeller, batch: pa.RecordBatch, columns: Columns) -> pa.RecordBatch:
    """As `label_batch`, with whatever labels the pages."""
    schema = result_schema(batch.schema, columns)
    results = list(_results(label, batch, columns))
    made = [pa.array([row[field.name] for row in results], field.type) for field in _wanted(columns)]
    kept = [batch.column(name) for name in schema.names[: len(schema) - len(made)]]
    return pa.RecordBatch.from_arrays(kept + made, schema=schema)


def label_table_rows(label: RowLabeller, table: pa.Table, columns: Columns) -> pa.Table:
    """As `label_table`, with whatever labels the pages."""
    schema = result_schema(table.schema, columns)
    return pa.Table.from_batches((label_rows(label, batch, columns) for batch in table.to_batches()), schema)


def _results(label: RowLabeller, batch: pa.RecordBatch, columns: Columns) -> Iterator[dict[str, Any]]:
    def values(name: str | None) -> Iterator[Any]:
        if name is None:
            return iter([None] * batch.num_rows)
        return (value.as_py() for value in batch.column(name))

    rows = zip(*map(values, (columns.page, columns.url, columns.headers, columns.status)), strict=True)
    for page, url, headers, status in rows:
        if page is None:
            yield result_row(Page(url=url, warnings=(f"column {columns.page} is null",)), columns.blocks)
            continue
        facts = {
            "is_text": columns.is_text,
            "url": url,
            "headers": _plain_headers(headers),
            "status": None if status is None else int(status),
            "wall_threshold": columns.wall_threshold,
        }
        yield label(Job(page, facts, columns.blocks))


def result_row(page: Page, blocks: bool = False) -> dict[str, Any]:
    """A page as one row of results, by the names in `RESULT`."""
    access = verdict_of(page)
    odds: Mapping[str, float | None] = page.access_probabilities if access else {}
    row: dict[str, Any] = {
        "access": access,
        "p_open": odds.get("open"),
        "p_metered": odds.get("metered"),
        "p_gated": odds.get("gated"),
        "text": page.text,
        "title": page.title,
        "lang": page.lang,
        "type": page.type,
        "warnings": list(page.warnings),
    }
    if blocks:
        row["blocks"] = [
            {"label": b.label.value, "role": b.role.value, "confidence": b.confidence, "text": b.text}
            for b in page.blocks
        ]
    return {name: _storable(value) for name, value in row.items()}


def _wanted(columns: Columns) -> list[pa.Field]:
    return [*RESULT, *([BLOCKS] if columns.blocks else [])]


def _plain_headers(headers: Any) -> Mapping[str, Any] | None:
    """Arrow gives a map as pairs, a struct as a dict with None for what a row lacks."""
    if headers is None:
        return None
    return {key: value for key, value in dict(headers).items() if value is not None}


def _storable(value: Any) -> Any:
    """Lone surrogates, which str can hold and UTF-8 can't, as replacement characters."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {key: _storable(item) for key, item in value.items()}
    return value
