"""Results as JSON lines, CSV, text and Markdown. The schema is documented in docs/output.md and carries its version."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from classifier.page import Access, Block, Label, Page

SCHEMA = 1
BLOCK_COLUMNS = ("page", "block", "label", "role", "confidence", "text")
PAGE_COLUMNS = ("page", "url", "title", "lang", "type", "access", "open", "metered", "gated", "text", "warnings")


def chosen_blocks(page: Page, only: Sequence[Label]) -> list[tuple[int, Block]]:
    """The blocks with one of these labels (all where none is named), with their numbers."""
    return [(number, block) for number, block in enumerate(page.blocks) if not only or block.label in only]


def as_record(name: str, page: Page, only: Sequence[Label] = (), blocks: bool = True) -> dict[str, Any]:
    """A page as plain data for JSON and Parquet."""
    record = {
        "schema": SCHEMA,
        "page": name,
        "url": page.url,
        "title": page.title,
        "lang": page.lang,
        "type": page.type,
        "access": page.access.value,
        "access_probabilities": dict(page.access_probabilities),
        "evidence": [
            {
                "reason": e.reason,
                "points_to": e.points_to.value,
                "weight": e.weight,
                "block": e.block,
                "signal": e.signal,
            }
            for e in page.evidence
        ],
        "text": page.text,
        "warnings": list(page.warnings),
    }
    if blocks:
        record["blocks"] = [
            {
                "number": number,
                "label": block.label.value,
                "role": block.role.value,
                "confidence": block.confidence,
                "text": block.text,
                "xpath": block.xpath,
                "link_density": block.link_density,
            }
            for number, block in chosen_blocks(page, only)
        ]
    return record


def as_jsonl(name: str, page: Page, only: Sequence[Label] = (), blocks: bool = True) -> str:
    """A page as one line of JSON."""
    return json.dumps(as_record(name, page, only, blocks), ensure_ascii=False) + "\n"


def csv_header(blocks: bool = True) -> str:
    """The first line of CSV."""
    return ",".join(BLOCK_COLUMNS if blocks else PAGE_COLUMNS) + "\n"


def as_csv(name: str, page: Page, only: Sequence[Label] = (), blocks: bool = True) -> str:
    """A page as CSV: a row a block, or one row without its blocks."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if blocks:
        writer.writerows(
            (name, number, block.label.value, block.role.value, block.confidence, block.text)
            for number, block in chosen_blocks(page, only)
        )
    else:
        odds = [page.access_probabilities.get(access.value, "") for access in Access]
        warnings = "; ".join(page.warnings)
        about = (name, page.url or "", page.title, page.lang, page.type, page.access.value)
        writer.writerow((*about, *odds, page.text, warnings))
    return out.getvalue()


def as_text(page: Page, only: Sequence[Label] = ()) -> str:
    """The main text, or the text of the blocks with these labels, paragraphs separated by a blank line."""
    if not only:
        return page.text + "\n" if page.text else ""
    texts = [block.text for _, block in chosen_blocks(page, only)]
    return "\n\n".join(texts) + "\n" if texts else ""


def as_markdown(page: Page) -> str:
    """The main text as Markdown under the page's headline."""
    text = page.as_markdown(title=True)
    return f"{text}\n" if text else ""


def read_labels(names: Iterable[str]) -> list[Label]:
    """Labels by name. Raises ValueError that lists the labels for an unknown one."""
    try:
        return [Label(name.strip().lower().replace("-", "_")) for name in names]
    except ValueError as error:
        raise ValueError(f"{error}; labels are {', '.join(label.value for label in Label)}") from error
