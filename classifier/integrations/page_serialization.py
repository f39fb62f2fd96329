"""`classifier.Page` in web-poet's test fixtures and scrapy-poet's cache, as JSON. Importing this module registers it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields

from classifier.extras import require
from classifier.page import Access, Block, Evidence, Label, Page, Role

require("poet", "web_poet")

from web_poet.serialization import SerializedLeafData, register_serialization

FILE = "json"


def page_to_leaf(page: Page) -> SerializedLeafData:
    """A page as the files that web-poet stores, without the markup that it came from (`Page.detached`)."""
    values = asdict(page.detached())
    stored = {field.name: values[field.name] for field in fields(Page) if field.init and field.name != "source"}
    return {FILE: json.dumps(stored, ensure_ascii=True).encode("ascii")}


def page_from_leaf(cls: type[Page], data: SerializedLeafData) -> Page:
    """The page that was stored."""
    stored = json.loads(data[FILE])
    stored["blocks"] = tuple(_block(block) for block in stored["blocks"])
    stored["evidence"] = tuple(
        Evidence(**(evidence | {"points_to": Access(evidence["points_to"])})) for evidence in stored["evidence"]
    )
    stored["warnings"] = tuple(stored["warnings"])
    stored["access"] = Access(stored["access"])
    return cls(**stored)


def _block(fields: dict) -> Block:
    return Block(**(fields | {"label": Label(fields["label"]), "role": Role(fields["role"])}))


register_serialization(page_to_leaf, page_from_leaf)
