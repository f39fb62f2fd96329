"""Results as JSON lines, CSV, text and Markdown. The JSON schema is documented in docs/output.md and carries its version."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from classifier.page import Block, Label, Page

SCHEMA = 1
CSV_COLUMNS = ("page", "block", "label", "role", "confidence", "text")


def chosen_blocks(page: Page, only: Sequence[Label]) -> list[tuple[int, Block]]:
    """The blocks with one of these labels (all where none is named), with their numbers."""
    return [(number, block) for number, block in enumerate(page.blocks) if not only or block.label in only]


def as_record(name: str, page: Page, only: Sequence[Label] = ()) -> dict[str, Any]:
    """A page as plain data for JSON."""
    return {
        "schema": SCHEMA,
        "page": name,
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
        "blocks": [
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
        ],
    }


def as_jsonl(name: str, page: Page, only: Sequence[Label] = ()) -> str:
    """A page as one line of JSON."""
    return json.dumps(as_record(name, page, only), ensure_ascii=False) + "\n"


def as_csv(name: str, page: Page, only: Sequence[Label] = (), header: bool = False) -> str:
    """A page's blocks as CSV rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if header:
        writer.writerow(CSV_COLUMNS)
    writer.writerows(
        (name, number, block.label.value, block.role.value, block.confidence, block.text)
        for number, block in chosen_blocks(page, only)
    )
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
