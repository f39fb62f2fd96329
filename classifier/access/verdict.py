"""From block probabilities and page signals to a verdict with its evidence: two small logistic models, one after the other.

The first says whether there is a wall at all, the second, given a wall, whether the piece is cut off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.access import signals
from classifier.features import FEATURE_NAMES
from classifier.page import Access

Floats = NDArray[np.float32]
BODY, PAYWALL = 0, 5
LIKELY = 0.5
NEAR = 4
NAMES: tuple[str, ...] = (
    "wall_most",
    "wall_second",
    "log_wall_mass",
    "wall_blocks",
    "wall_visible",
    "wall_cues",
    "meter_cues",
    "offer_cues",
    "log_body_words",
    "log_body_blocks",
    "log_body_words_before",
    "log_body_words_after",
    "wall_follows_body",
    "wall_position",
    "last_body_ends",
    "last_body_breaks_off",
    "missing_words",
    *signals.NAMES,
)
_COLUMN = {name: at for at, name in enumerate(FEATURE_NAMES)}


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted logistic model over NAMES: mean and scale of its inputs, weights, intercept."""

    mean: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def terms(self, inputs: Floats) -> Floats:
        """What each input adds to the log odds."""
        return np.clip((inputs - self.mean) / self.scale, -5, 5) * self.weights

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


def verdict_inputs(features: Floats, probabilities: Floats, page_signals: Floats) -> Floats:
    """The inputs of the verdict, in the order of NAMES, from a page's features and role probabilities (blocks, ...)."""
    values = dict.fromkeys(NAMES, 0.0)
    values.update(zip(signals.NAMES, page_signals.tolist(), strict=True))
    if len(features):
        wall, body = probabilities[:, PAYWALL], probabilities[:, BODY]
        words = np.expm1(features[:, _COLUMN["log_words"]].astype(np.float64))
        hidden = features[:, _COLUMN["tag_above_hidden"]] > 0
        ranked = np.sort(wall)[::-1]
        values["wall_most"] = float(ranked[0])
        values["wall_second"] = float(ranked[1]) if len(ranked) > 1 else 0.0
        values["log_wall_mass"] = float(np.log1p(wall.sum()))
        is_wall, is_body = wall >= LIKELY, body >= LIKELY
        values["wall_blocks"] = float(np.log1p(is_wall.sum()))
        values["wall_visible"] = float((is_wall & ~hidden).any())
        for name in ("wall", "meter", "offer"):
            values[f"{name}_cues"] = float(np.minimum((features[:, _COLUMN[f"cue_{name}"]] * wall).sum(), 3))
        body_words = float(words[is_body].sum())
        values["log_body_words"] = float(np.log1p(body_words))
        values["log_body_blocks"] = float(np.log1p(is_body.sum()))
        if is_wall.any():
            at = int(np.flatnonzero(is_wall)[0])
            values["log_body_words_before"] = float(np.log1p(words[:at][is_body[:at]].sum()))
            values["log_body_words_after"] = float(np.log1p(words[at:][is_body[at:]].sum()))
            values["wall_follows_body"] = float(is_body[max(0, at - NEAR) : at].any())
            values["wall_position"] = at / len(features)
        if is_body.any():
            long = np.flatnonzero(is_body & (words >= 8))
            last = features[long[-1] if len(long) else np.flatnonzero(is_body)[-1]]
            values["last_body_ends"] = float(last[_COLUMN["ends_sentence"]] or last[_COLUMN["ends_quote"]])
            values["last_body_breaks_off"] = float(last[_COLUMN["ends_in_ellipsis"]])
        if values["log_declared_words"]:
            values["missing_words"] = float(np.clip(values["log_declared_words"] - np.log1p(body_words), 0, 4))
    return np.array([values[name] for name in NAMES], dtype=np.float32)


def to_arrays(prefix: str, model: VerdictModel) -> dict[str, NDArray[Any]]:
    """The arrays of a verdict model, under names that start with the prefix."""
    return {
        f"{prefix}.{part}": np.concatenate(
            [logistic.mean, logistic.scale, logistic.weights, [logistic.intercept]]
        ).astype(np.float32)
        for part, logistic in (("walled", model.walled), ("gated", model.gated))
    }


def from_arrays(prefix: str, arrays: Mapping[str, NDArray[Any]]) -> VerdictModel:
    """The verdict model that `to_arrays` took apart. Raises KeyError or ValueError when it isn't there."""

    def logistic(part: str) -> Logistic:
        values = arrays[f"{prefix}.{part}"]
        size = len(NAMES)
        if len(values) != 3 * size + 1:
            raise ValueError(f"{prefix}.{part} has {len(values)} numbers instead of {3 * size + 1}")
        return Logistic(values[:size], values[size : 2 * size], values[2 * size : 3 * size], float(values[-1]))

    return VerdictModel(logistic("walled"), logistic("gated"))
