"""Tables of pages without an engine, and the lines for pandas and polars users."""

from __future__ import annotations

import pyarrow as pa
import pytest

import classifier
from classifier.integrations.columns import BLOCKS, RESULT, Columns, label_table, result_schema

from .tables import comparable, expected, page_table

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("blocks", [False, True])
def test_rows_are_what_predict_many_gives(model: classifier.Model, blocks: bool) -> None:
    labelled = label_table(model, page_table(), Columns(url="url", headers="headers", blocks=blocks))
    rows = {row["url"]: comparable(row) for row in labelled.to_pylist()}
    null = rows.pop("https://site.example/null")
    assert rows == expected(model, blocks)
    assert (null["access"], null["text"], null["warnings"]) == (None, "", ["column html is null"])
    assert labelled.column_names == ["url", "status", "headers", *RESULT.names, *([BLOCKS.name] if blocks else [])]


def test_the_status_column_decides(model: classifier.Model) -> None:
    rows = label_table(model, page_table(), Columns(url="url", status="status")).to_pylist()
    assert [row["url"] for row in rows if row["p_gated"] == pytest.approx(0.98)] == ["https://site.example/bare"]


def test_text_columns_and_prefixes(model: classifier.Model) -> None:
    texts = ["A short text that somebody extracted.\nSubscribe to continue reading", None, "x\udcffy"[:1]]
    table = pa.table({"text": texts, "n": [1, 2, 3]})
    labelled = label_table(model, table, Columns(page="text", is_text=True, prefix="boiler_", keep_page=True))
    assert labelled.column_names == ["text", "n", *(f"boiler_{name}" for name in RESULT.names)]
    assert labelled["boiler_text"][0].as_py() == model.predict_text(texts[0] or "").text


def test_wrong_columns_are_named() -> None:
    schema = page_table().schema
    with pytest.raises(classifier.InputError, match="no column body; there are url, status, headers, html"):
        result_schema(schema, Columns(page="body"))
    with pytest.raises(classifier.InputError, match="column text is there already; choose a prefix"):
        result_schema(schema.append(pa.field("text", pa.string())), Columns())


def test_a_page_of_the_wrong_type_keeps_its_row(model: classifier.Model) -> None:
    (row,) = label_table(model, pa.table({"html": [3]}), Columns()).to_pylist()
    assert row["access"] is None
    assert row["warnings"][0].startswith("failed: InputError: a page must be bytes, str")
