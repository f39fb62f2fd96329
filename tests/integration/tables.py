"""A table of the project's own pages, bad ones among them, and what `predict_many` makes of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

import classifier
from classifier.integrations.columns import result_row

from .conftest import OPEN, PAGES, WALLED, html

NAMES = (*WALLED, *OPEN, "en-meter-banner-2of5", *sorted(path.stem for path in PAGES.glob("de/*.html"))[:4])
ODD = {"empty": b"", "image": b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "bare": b"Only a few words"}


def pages() -> dict[str, bytes]:
    """Bodies by name."""
    return {name: html(name) for name in NAMES} | ODD


def page_table() -> pa.Table:
    """Columns url, status, headers and html; the last row's page is null."""
    bodies = pages()
    return pa.table(
        {
            "url": pa.array([f"https://site.example/{name}" for name in bodies] + ["https://site.example/null"]),
            "status": pa.array([402 if name == "bare" else 200 for name in bodies] + [200], pa.int32()),
            "headers": pa.array(
                [[("content-type", "text/html")]] * (len(bodies) + 1), pa.map_(pa.string(), pa.string())
            ),
            "html": pa.array([*bodies.values(), None], pa.binary()),
        }
    )


def expected(model: classifier.Model, blocks: bool = False) -> dict[str, dict[str, Any]]:
    """Rows of results by URL, by `predict_many`; probabilities rounded, since columns hold 32-bit floats."""
    results = zip(pages(), model.predict_many(pages().values()), strict=True)
    return {f"https://site.example/{name}": comparable(result_row(page, blocks)) for name, page in results}


def comparable(row: Any) -> Any:
    """A row of any engine as plain data, floats rounded."""
    if isinstance(row, float):
        return round(row, 4)
    if isinstance(row, dict):
        return {key: comparable(value) for key, value in row.items() if key not in ("url", "status", "headers")}
    if hasattr(row, "asDict"):
        return comparable(row.asDict())
    if isinstance(row, (list, tuple)) or hasattr(row, "tolist"):
        return [comparable(item) for item in row]
    return row
