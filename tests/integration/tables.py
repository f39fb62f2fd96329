"""A table of the project's own pages, bad ones among them, and what `predict_many` makes of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

import classifier
from classifier.integrations.columns import result_row

from .conftest import OPEN, PAGES, WALLED, html
from .deadly import HANGS, KILLS

NAMES = (*WALLED, *OPEN, "en-meter-banner-2of5", *sorted(path.stem for path in PAGES.glob("de/*.html"))[:4])
DEADLY_SECONDS = 5
"""Time for a page where some never end; good ones take milliseconds."""
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


def deadly_table() -> pa.Table:
    """Columns url and html: good pages, and among them two that kill and one that hangs."""
    bodies = {
        **pages(),
        "kills": KILLS,
        "hangs": HANGS,
        "kills too": KILLS,
        **{f"{n}": html(NAMES[n]) for n in range(3)},
    }
    return pa.table({"url": list(bodies), "html": pa.array(bodies.values(), pa.binary())})


def assert_only_deadly_pages_failed(rows: list[dict[str, Any]], model: classifier.Model) -> None:
    """Each row of a labelled `deadly_table` is there once; what kills or hangs has no verdict and the reason, all others have theirs."""
    table = deadly_table()
    assert sorted(row["url"] for row in rows) == sorted(table["url"].to_pylist())
    found = {row["url"]: row for row in rows}
    for name, told in {
        "kills": "failed: the process that worked on it died",
        "kills too": "failed: the process that worked on it died",
        "hangs": f"failed: it took longer than the time limit of {DEADLY_SECONDS} seconds",
    }.items():
        row = found.pop(name)
        assert (row["access"], row["text"], list(row["warnings"])) == (None, "", [told])
    for row in table.to_pylist():
        if row["url"] in found:
            page = model.predict(row["html"])
            assert comparable(found[row["url"]]) == comparable(result_row(page))


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
