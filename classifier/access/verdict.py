"""From block probabilities and signals to a verdict: two small logistic models, one after the other.

The first says whether there is a wall at all, the second, given a wall, whether the piece is cut off. Walled
pages are few, so every input has an expected weight (see WALLED and GATED) that the examples may move but not turn round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.access.signals import NAMES as SIGNAL_NAMES
from classifier.access.signals import Signals
from classifier.access.wall_layout import wall_layout
from classifier.features.reading import Floats
from classifier.page import Access

LIKELY = 0.5
WALLED: dict[str, float] = {
    "wall_most": 1.5,
    "wall_worded": 5.0,
    "wall_metered": 1.0,
    "log_wall_words": 0.4,
    "worded_at_body": 1.0,
    "badge_at_headline": 5.5,
    "gate_anywhere": 1.0,
    "meter_anywhere": 3.0,
    "scrambled": 3.0,
    "breaks_off": 1.0,
    "declared_paid": 0.5,
    "marker_declared": 1.0,
    "marker_gate_visible": 1.5,
    "marker_meter": 1.0,
    "wall_hidden": -2.0,
    "declared_free": -2.0,
    "marker_open": -2.0,
}
"""Inputs of the first model with what each is expected to add to the log odds of a wall; fitting keeps the sign."""
GATED: dict[str, float] = {
    "wall_ends_body": 1.5,
    "short_body": 1.5,
    "breaks_off": 2.0,
    "scrambled": 2.0,
    "missing_words": 1.0,
    "wall_gates": 0.5,
    "declared_paid": 0.3,
    "marker_declared": 0.5,
    "marker_gate_visible": 0.5,
    "wall_metered": -1.5,
    "log_body_words_after": -0.3,
    "wall_hidden": -2.0,
    "wall_far": -0.3,
}
"""Inputs of the second model with what each is expected to add to the log odds that the piece is cut off."""
LAYOUT_NAMES: tuple[str, ...] = (
    "wall_most",
    "wall_worded",
    "wall_metered",
    "wall_gates",
    "log_wall_words",
    "worded_at_body",
    "badge_at_headline",
    "gate_anywhere",
    "meter_anywhere",
    "wall_hidden",
    "wall_ends_body",
    "wall_far",
    "log_body_words_after",
    "short_body",
    "breaks_off",
    "scrambled",
)
NAMES: tuple[str, ...] = (*LAYOUT_NAMES, "missing_words", *SIGNAL_NAMES)


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted logistic model over NAMES: weights (0 for what it doesn't use) and intercept."""

    weights: Floats
    intercept: float

    def terms(self, inputs: Floats) -> Floats:
        """What each input adds to the log odds."""
        return inputs * self.weights

    def probability(self, inputs: Floats) -> float:
        """Probability of yes."""
        return float(1 / (1 + np.exp(-(float(self.terms(inputs).sum()) + self.intercept))))


@dataclass(frozen=True, slots=True)
class VerdictModel:
    """walled: is there wall text at all. gated: given a wall, is the piece cut off."""

    walled: Logistic
    gated: Logistic

    def probabilities(self, inputs: Floats) -> dict[str, float]:
        """Probabilities of open, metered and gated, summing to 1."""
        walled, gated = self.walled.probability(inputs), self.gated.probability(inputs)
        return {"open": 1 - walled, "metered": walled * (1 - gated), "gated": walled * gated}


def verdict(probabilities: Mapping[str, float], threshold: float = LIKELY) -> Access:
    """The verdict. threshold: probability of a wall from which the page counts as walled; higher means fewer alarms."""
    if 1 - probabilities["open"] < threshold:
        return Access.OPEN
    return Access.GATED if probabilities["gated"] >= probabilities["metered"] else Access.METERED


def verdict_inputs(features: Floats, probabilities: Floats, signals: Signals) -> Floats:
    """The inputs of the verdict, in the order of NAMES, from a page's features and role probabilities (blocks, ...)."""
    values = dict.fromkeys(NAMES, 0.0)
    values.update(zip(SIGNAL_NAMES, signals.page.tolist(), strict=True))
    if len(features):
        layout, body_words = wall_layout(features, probabilities, signals.blocks)
        values.update(layout)
        # Dummy text is told from a language without a lexicon by a page that declares a wall or shows its markup.
        values["scrambled"] *= max(values[name] for name in ("declared_paid", "marker_gate", "marker_declared"))
        if values["log_declared_words"]:
            values["missing_words"] = float(np.clip(values["log_declared_words"] - np.log1p(body_words), 0, 3))
    return np.array([values[name] for name in NAMES], dtype=np.float32)


def to_arrays(prefix: str, model: VerdictModel) -> dict[str, NDArray[Any]]:
    """The arrays of a verdict model, under names that start with the prefix."""
    return {
        f"{prefix}.{part}": np.append(logistic.weights, logistic.intercept).astype(np.float32)
        for part, logistic in (("walled", model.walled), ("gated", model.gated))
    }


def from_arrays(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> VerdictModel:
    """The verdict model that `to_arrays` took apart. Raises KeyError or ValueError when it isn't there."""

    def logistic(part: str) -> Logistic:
        values = arrays[f"{prefix}.{part}"]
        if len(values) != len(NAMES) + 1:
            raise ValueError(f"{prefix}.{part} has {len(values)} numbers instead of {len(NAMES) + 1}")
        return Logistic(np.asarray(values[:-1], dtype=np.float32), float(values[-1]))

    return VerdictModel(logistic("walled"), logistic("gated"))
