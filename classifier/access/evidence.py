"""Why a verdict came out as it did, in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from classifier.access.signals import BLOCK_NAMES, Signals
from classifier.access.verdict import NAMES, VerdictModel
from classifier.access.wall_layout import PAYWALL
from classifier.features import FEATURE_NAMES
from classifier.features.reading import Floats
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
    "marker_consent": (
        "a pay-or-consent engine is present: a choice about tracking, no wall on the piece",
        Access.OPEN,
    ),
    "wall_ends_body": ("the wall stands where the main text ends", Access.GATED),
    "badge_at_headline": ("a mark for subscribers stands by the headline", Access.METERED),
    "breaks_off": ("the main text breaks off", Access.GATED),
    "scrambled": ("text of the piece is scrambled", Access.GATED),
    "missing_words": ("fewer words are present than the page declares", Access.GATED),
}
NOTHING = "no wall text and no declaration of paid access was found"
KINDS: dict[str, str] = {
    "trial_ended": "a trial that ended",
    "meter_wording": "a meter",
    "registration": "registration",
    "purchase": "purchase of the piece",
    "tier": "membership",
    "subscription": "subscription",
}
"""Groups of wording -> the kind of wall that they tell, for the evidence."""
CONSENT = "pay or consent: a choice about tracking, no wall on the piece"
QUOTED_FROM = 0.5
"""Probability from which a block is quoted as wall text."""
MOST_BLOCKS = 5
QUOTED = 80
LEAST_KIND = 0.3
"""Probability of the block that tells a kind of wall."""


def evidence(
    model: VerdictModel,
    inputs: Floats,
    texts: Sequence[str],
    features: Floats,
    probabilities: Floats,
    signals: Signals,
    access: Access,
) -> tuple[Evidence, ...]:
    """The reasons for a verdict, the strongest first: wall blocks by their probability, signals by what they add to the odds."""
    found: list[Evidence] = []
    points = access if access is not Access.OPEN else Access.METERED
    if len(probabilities):
        wall = probabilities[:, PAYWALL]
        found += [
            Evidence(f"wall text: {_quoted(texts[block])}", points, round(float(wall[block]), 4), block=block)
            for block in np.argsort(-wall, kind="stable")[:MOST_BLOCKS].tolist()
            if wall[block] >= QUOTED_FROM
        ]
        found += _kinds(wall, signals.blocks, points) if access is not Access.OPEN else _consent(features, signals)
    walled, gated = model.walled.terms(inputs), model.gated.terms(inputs)
    for name, (reason, direction) in REASONS.items():
        at = NAMES.index(name)
        if inputs[at] > 0:
            weight = round(float(np.tanh(abs(walled[at]) + abs(gated[at]))), 4)
            found.append(Evidence(reason, direction, weight, signal=name))
    if not found:
        found.append(Evidence(NOTHING, Access.OPEN, 1.0))
    return tuple(sorted(found, key=lambda reason: -reason.weight))


def _quoted(text: str) -> str:
    return text if len(text) <= QUOTED else text[:QUOTED] + "…"


def _kinds(wall: Floats, wording: Floats, points: Access) -> list[Evidence]:
    """The kinds of wall that the wall text tells, each with the block that tells it best."""
    found = []
    for name, kind in KINDS.items():
        told = wall * wording[:, BLOCK_NAMES.index(name)]
        block = int(told.argmax())
        if told[block] >= LEAST_KIND:
            weight = round(float(told[block]), 4)
            found.append(Evidence(f"kind of wall: {kind}", points, weight, block=block, signal=name))
    return found


def _consent(features: Floats, signals: Signals) -> list[Evidence]:
    """The block that offers a subscription in place of consent to tracking, if there is one."""
    asks = features[:, FEATURE_NAMES.index("cue_consent")] > 0
    sells = signals.blocks[:, BLOCK_NAMES.index("subscription")] > 0
    at = np.flatnonzero(asks & sells)
    return [Evidence(CONSENT, Access.OPEN, 0.5, block=int(at[0]), signal="consent_wording")] if len(at) else []
