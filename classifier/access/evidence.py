"""Why a verdict came out as it did, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifier.access.verdict import LIKELY, NAMES, PAYWALL, Floats, VerdictModel
from classifier.page import Access, Evidence

REASONS: dict[str, tuple[str, Access]] = {
    "declared_paid": ("the page declares isAccessibleForFree: false", Access.GATED),
    "declared_free": ("the page declares isAccessibleForFree: true", Access.OPEN),
    "declared_paid_part": ("the page declares a part of itself as paid", Access.GATED),
    "marker_gate": ("markup of a wall is present", Access.GATED),
    "marker_gate_visible": ("markup of a wall is present and not hidden", Access.GATED),
    "marker_meter": ("markup of a meter is present", Access.METERED),
    "marker_declared": ("page metadata says that it is for subscribers", Access.GATED),
    "marker_open": ("page metadata says that it is free", Access.OPEN),
    "wall_follows_body": ("wall text stands directly after the main text", Access.GATED),
    "last_body_breaks_off": ("the main text breaks off", Access.GATED),
    "missing_words": ("fewer words are present than the page declares", Access.GATED),
}
MOST_BLOCKS = 5
QUOTED = 80


def evidence(
    model: VerdictModel, inputs: Floats, texts: Sequence[str], probabilities: Floats, access: Access
) -> tuple[Evidence, ...]:
    """The reasons for a verdict, the strongest first: wall blocks by their probability, signals by what they add to the odds."""
    found: list[Evidence] = []
    points = access if access is not Access.OPEN else Access.METERED
    if len(probabilities):
        wall = probabilities[:, PAYWALL]
        for block in np.argsort(-wall, kind="stable")[:MOST_BLOCKS]:
            if wall[block] >= LIKELY:
                quoted = texts[block] if len(texts[block]) <= QUOTED else texts[block][:QUOTED] + "…"
                found.append(Evidence(f"wall text: {quoted}", points, round(float(wall[block]), 4), block=int(block)))
    walled, gated = model.walled.terms(inputs), model.gated.terms(inputs)
    for name, (reason, direction) in REASONS.items():
        at = NAMES.index(name)
        if inputs[at] > 0:
            found.append(
                Evidence(reason, direction, round(float(np.tanh(abs(walled[at]) + abs(gated[at]))), 4), signal=name)
            )
    if not found:
        found.append(Evidence("no wall text and no declaration of paid access was found", Access.OPEN, 1.0))
    return tuple(sorted(found, key=lambda reason: -reason.weight))
