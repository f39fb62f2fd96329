"""Short ways from an invented page to its document, its signals and a verdict model that knows one thing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from classifier.access import signals
from classifier.access.markers import sightings
from classifier.access.verdict import NAMES, Logistic, VerdictModel, verdict_inputs
from classifier.access.wording import NAMES as WORDING_NAMES
from classifier.access.wording import wall_wording
from classifier.features import feature_matrix
from classifier.features.reading import Reading
from classifier.segment import Document, segment_html, segment_text
from classifier.segment.tree import parse

ARTICLE = (
    "<p>The ferry to the island will run on Sundays again from May, the harbour master said on Thursday.</p>"
    "<p>It had stopped two years ago, when its engine failed in the middle of the strait.</p>"
)


BODY, NAVIGATION, PAYWALL = 0, 3, 5
WALL = "<p>Subscribe to read on</p>"
BROKEN_OFF = "<p>The harbour master said that the ferry would come back, but only when the engine…</p>"


def html(markup: str) -> Document:
    """The document of a piece of HTML."""
    root, _ = parse(markup)
    assert root is not None
    return segment_html(root)


def text(*lines: str) -> Document:
    """The document of extracted text with these lines."""
    return segment_text("\n".join(lines))


def ld(data: Any) -> str:
    """JSON-LD as it stands in a page. data: a value, or the text itself."""
    return f'<script type="application/ld+json">{data if isinstance(data, str) else json.dumps(data)}</script>'


def seen(document: Document) -> dict[str, str]:
    """Kinds of the markers that a page shows, by name."""
    return {sighting.marker.name: sighting.marker.kind for sighting in sightings(document)}


def signals_of(document: Document) -> dict[str, float]:
    """The signals of a page by name."""
    return dict(zip(signals.NAMES, signals.page_signals(Reading(document)).page.tolist(), strict=True))


def logistic(intercept: float = 0.0, **weights: float) -> Logistic:
    """A logistic model with these weights; all others are 0."""
    return Logistic(np.array([weights.get(name, 0.0) for name in NAMES], np.float32), intercept)


def wording_of(document: Document) -> list[dict[str, float]]:
    """How each block of a page is worded by the phrases of the table, by name."""
    return [dict(zip(WORDING_NAMES, row, strict=True)) for row in wall_wording(Reading(document)).tolist()]


def block_signals_of(document: Document) -> list[dict[str, float]]:
    """How each block of a page is worded, by phrases and by learned purposes, by name."""
    blocks = signals.page_signals(Reading(document)).blocks
    return [dict(zip(signals.BLOCK_NAMES, row, strict=True)) for row in blocks.tolist()]


def inputs(values: Mapping[str, float]) -> np.ndarray:
    """Inputs of a verdict model; what isn't named is 0."""
    return np.array([values.get(name, 0.0) for name in NAMES], dtype=np.float32)


def inputs_of(markup: str, roles: list[int]) -> dict[str, float]:
    """The verdict's inputs by name, for a page whose blocks surely have these roles."""
    reading = Reading(html(markup))
    assert reading.size == len(roles)
    sure = np.eye(6, dtype=np.float32)[np.array(roles, dtype=int)]
    row = verdict_inputs(feature_matrix(reading), sure, signals.page_signals(reading))
    return dict(zip(NAMES, row.tolist(), strict=True))


UNMOVED = VerdictModel(logistic(-3.0), logistic())
"""Says open whatever it sees."""
