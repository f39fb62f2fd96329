"""What each family of features adds to a block's label, by occlusion.

A family of a block is set to its typical value (its mean over the training pages), and the change in the log-odds of each
label is what the family added (occlusion: Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014;
log-odds: Robnik-Šikonja and Kononenko, Explaining classifications for individual instances, 2008). Only the model's
probabilities are used, nothing of how it computes them. Contributions don't sum to the log-odds: families overlap.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.features import FEATURE_NAMES
from classifier.features.reading import Floats
from classifier.features.registry import FAMILIES, columns_of
from classifier.model.model import LABEL_OF_ROLE, ROLES, ModeModel
from classifier.page import Label

LABELS = tuple(Label)
TITLES = {
    "shape": "shape of the text",
    "placeholders": "unfilled placeholders",
    "cues": "cue phrases",
    "icons": "icon names",
    "structure": "tags and class words",
    "containers": "surrounding containers",
    "position": "position on the page",
    "metadata": "the page's own metadata",
}
SURROUNDINGS = "neighbours and page"
SPACING = 32
"""Blocks this far apart are occluded in one go: they see each other in the page's mean and maximum alone."""
SHOWN_FEATURES = 3
UNUSUAL = 1.0
"""A feature is named when it lies this many standard deviations from typical."""
MOST_LOG_ODDS = 12.0


@dataclass(frozen=True, slots=True)
class Contributions:
    """parts: what was occluded, by title; the last is everything around the block. log_odds: (blocks, parts, labels),
    labels in the order of LABELS. seen: for each block and part its most unusual features, as text."""

    parts: tuple[str, ...]
    log_odds: Floats
    seen: tuple[tuple[str, ...], ...]


def label_probabilities(roles: Floats, *, on_forum: bool) -> Floats:
    """Role probabilities (blocks, roles) summed to labels (blocks, LABELS); comments are content on a forum page alone."""
    to_label = np.zeros((len(ROLES), len(LABELS)), dtype=np.float32)
    for number, role in enumerate(ROLES):
        label = LABEL_OF_ROLE.get(role) or (Label.CONTENT if on_forum else Label.NAVIGATION)
        to_label[number, LABELS.index(label)] = 1
    summed: Floats = roles @ to_label
    return summed


def contributions(mode: ModeModel, features: Floats, *, on_forum: bool) -> Contributions:
    """What each family of features adds to the log-odds of each label of each block.

    features: (blocks, features). Families of blocks `SPACING` apart are occluded together, which takes `SPACING` passes a
    family whatever the page's length.
    """
    typical = mode.networks[0].mean
    full = _log_odds(mode, features, on_forum)
    columns = {family.name: columns_of(family.name) for family in FAMILIES}
    added = np.zeros((len(features), len(columns) + 1, len(LABELS)), dtype=np.float32)
    for part, own in enumerate(columns.values()):
        for first in range(min(SPACING, len(features))):
            blocks = np.arange(first, len(features), SPACING)
            occluded = features.copy()
            occluded[blocks[:, None], own] = typical[own]
            added[blocks, part] = full[blocks] - _log_odds(mode, occluded, on_forum)[blocks]
    for block in range(len(features)):
        added[block, -1] = full[block] - _log_odds(mode, features[block : block + 1], on_forum)[0]
    parts = (*(TITLES.get(name, name) for name in columns), SURROUNDINGS)
    return Contributions(parts, added, _unusual(mode, features, list(columns.values())))


def _log_odds(mode: ModeModel, features: Floats, on_forum: bool) -> Floats:
    shares = label_probabilities(mode.probabilities(features), on_forum=on_forum).astype(np.float64)
    odds: Floats = np.log(np.maximum(shares, 1e-9) / np.maximum(1 - shares, 1e-9)).astype(np.float32)
    return np.clip(odds, -MOST_LOG_ODDS, MOST_LOG_ODDS)


def _unusual(mode: ModeModel, features: Floats, families: list[list[int]]) -> tuple[tuple[str, ...], ...]:
    typical, spread = mode.networks[0].mean, mode.networks[0].scale
    away = np.abs(features - typical) / spread
    found = []
    for block, distances in enumerate(away):
        texts = []
        for own in families:
            ranked = sorted(own, key=lambda column: -distances[column])[:SHOWN_FEATURES]
            named = [
                f"{FEATURE_NAMES[column].replace('_', ' ')} {features[block, column]:.2g} (typically {typical[column]:.2g})"
                for column in ranked
                if distances[column] >= UNUSUAL
            ]
            texts.append("; ".join(named) or "nothing unusual")
        found.append((*texts, "against the same block alone on a page"))
    return tuple(found)
