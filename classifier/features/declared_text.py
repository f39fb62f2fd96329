"""Text that the page declares as its own in JSON-LD (articleBody and the like), held against each block.

A third of the news pages seen declare their whole text. It is not taken over as it is: it may be cut short, old or another
page's. But a block that stands in it is hardly a teaser or a caption.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from classifier.features.reading import Floats, Reading

KEYS = ("articleBody", "text", "reviewBody", "description")
SHORTEST = 200
"""Shorter values are summaries."""
BEGINNING = 40
"""Characters of a block that are looked up."""
SHORTEST_BLOCK = 8
DEEPEST = 12
MOST_CHARACTERS = 400_000

NAMES: tuple[str, ...] = (
    "page_declares_text",
    "declared_text_found",
    "in_declared_text",
    "between_declared_text",
    "in_declared_text_long",
)
NOT_WORDS = re.compile(r"[\W_]+")
TAG = re.compile(r"<[^<>]{1,300}>")


def compute(reading: Reading) -> Floats:
    matrix = np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    declared = declared_text(reading.document.json_ld)
    if not declared:
        return matrix
    found = np.zeros(reading.size, dtype=bool)
    sizes = np.zeros(reading.size)
    for block, text in enumerate(reading.document.texts):
        own = NOT_WORDS.sub("", text[: 3 * BEGINNING].lower())[:BEGINNING]
        if len(own) >= SHORTEST_BLOCK:
            found[block] = own in declared
            sizes[block] = len(text)
    places = np.flatnonzero(found & (sizes >= BEGINNING))
    matrix[:, 0] = 1
    matrix[:, 1] = min(float(sizes[found].sum()) / len(declared), 1.5)
    matrix[:, 2] = found
    if len(places):
        matrix[places[0] : places[-1] + 1, 3] = 1
    matrix[:, 4] = found & (sizes >= BEGINNING)
    return matrix


def declared_text(json_ld: list[str]) -> str:
    """Letters and digits, in lower case, of the long texts that JSON-LD declares; empty where it declares none."""
    found: list[str] = []
    for script in json_ld:
        if not any(f'"{key}"' in script for key in KEYS[:-1]):
            continue
        try:
            data = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            # The access signals tell of JSON-LD that can't be read.
            continue
        found += _texts(data)
    whole = " ".join(found)[:MOST_CHARACTERS]
    return NOT_WORDS.sub("", TAG.sub(" ", whole).lower())


def _texts(data: Any) -> Iterator[str]:
    pending = [(data, 0)]
    while pending:
        value, depth = pending.pop()
        if depth > DEEPEST:
            continue
        if isinstance(value, dict):
            yield from (text for key in KEYS if isinstance(text := value.get(key), str) and len(text) >= SHORTEST)
            pending += [(inner, depth + 1) for inner in value.values() if isinstance(inner, (dict, list))]
        elif isinstance(value, list):
            pending += [(inner, depth + 1) for inner in value if isinstance(inner, (dict, list))]
