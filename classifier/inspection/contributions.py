"""What each family of features adds to a block's label, by occlusion.

A family of a block is set to its typical value (its mean over the training pages; words are taken away), and the change in the log-odds of each
label is what the family added (occlusion: Zeiler and Fergus, Visualizing and understanding convolutional networks, 2014;
log-odds: Robnik-Šikonja and Kononenko, Explaining classifications for individual instances, 2008). The most unusual features of
the families that matter most are then occluded one by one. Only the model's probabilities are used, nothing of how it computes
them. Contributions don't sum to the log-odds: features and families overlap.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.features import FAMILIES, FEATURE_NAMES, PageFeatures, columns_of
from classifier.features.reading import Floats
from classifier.features.tokens import KINDS, Bag
from classifier.model.labelled_blocks import LABEL_OF_ROLE, ROLES
from classifier.model.mode_model import ModeModel
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
    "declared_text": "text that the page declares",
}
WORDS = {"words of the text": ("text",), "words of the markup": ("near", "above")}
"""Parts that are words: the kinds of bags that hold them."""
SURROUNDINGS = "neighbours and page"
SPACING = 32
"""Blocks this far apart are occluded in one go: they see each other in the page's mean and maximum alone."""
MOST_AT_FULL_LENGTH = 600
"""A page of more blocks gets no more work than one of this length: its walls and the blocks in doubt are explained, not all."""
LIKELY_WALL = 0.1
"""A block that may be a wall by this probability is explained before others."""
SHOWN_FEATURES = 3
"""The most unusual features of a family that are named."""
WEIGHED_FAMILIES, WEIGHED_FEATURES = 3, 2
"""Of so many families, those that add most, so many features are weighed one by one."""
UNUSUAL = 1.0
"""A feature is named when it lies this many standard deviations from typical."""
MOST_LOG_ODDS = 12.0


@dataclass(frozen=True, slots=True)
class UnusualFeature:
    """A feature of a block that lies far from its typical value. log_odds: what it adds by itself to each label, in the order
    of LABELS; None where that was not weighed."""

    name: str
    value: float
    typical: float
    log_odds: tuple[float, ...] | None = None


@dataclass(frozen=True, slots=True)
class Contributions:
    """parts: what was occluded, by title: families of features, then words, then everything around the block. log_odds:
    (blocks, parts, labels), labels in the order of LABELS. unusual: for each block and family its most unusual features.
    explained: for each block whether it was looked into; the log_odds of the others are 0."""

    parts: tuple[str, ...]
    log_odds: Floats
    unusual: tuple[tuple[tuple[UnusualFeature, ...], ...], ...]
    explained: NDArray[np.bool_]


def label_probabilities(roles: Floats, *, on_forum: bool) -> Floats:
    """Role probabilities (blocks, roles) summed to labels (blocks, LABELS); comments are content on a forum page alone."""
    to_label = np.zeros((len(ROLES), len(LABELS)), dtype=np.float32)
    for number, role in enumerate(ROLES):
        label = LABEL_OF_ROLE.get(role) or (Label.CONTENT if on_forum else Label.NAVIGATION)
        to_label[number, LABELS.index(label)] = 1
    summed: Floats = roles @ to_label
    return summed


def contributions(mode: ModeModel, features: PageFeatures, *, on_forum: bool) -> Contributions:
    """What each family of features, and each of the most telling features, adds to the log-odds of each label of each block.

    Blocks `SPACING` apart are occluded together, which takes at most `SPACING` passes over the page a family. Of a page with more
    than `MOST_AT_FULL_LENGTH` blocks, likely walls and the least certain blocks are explained, as many as the same work allows.
    """
    size = len(features)
    full = _log_odds(mode, features, on_forum)
    together = _together(full)
    occlusions = _occlusions(mode)
    added = np.zeros((size, len(occlusions) + 1, len(LABELS)), dtype=np.float32)
    for part, occlude in enumerate(occlusions.values()):
        for blocks in together:
            added[blocks, part] = full[blocks] - _log_odds(mode, occlude(features, blocks), on_forum)[blocks]
    explained = np.zeros(size, dtype=bool)
    for block in np.concatenate(together).tolist():
        explained[block] = True
        added[block, -1] = full[block] - _log_odds(mode, _alone(features, block), on_forum)[0]
    named = _most_unusual(mode, features.matrix)
    weighed = _weighed(named, added, full)
    by_itself = _one_by_one(mode, features, weighed, full, on_forum, together)
    return Contributions(
        (*occlusions, SURROUNDINGS), added, _described(mode, features.matrix, named, weighed, by_itself), explained
    )


def _together(log_odds: Floats) -> list[NDArray[np.intp]]:
    """Groups of blocks that are occluded in one pass, each block `SPACING` from the others of its group.

    log_odds: (blocks, LABELS). A page of up to `MOST_AT_FULL_LENGTH` blocks has all of them in `SPACING` groups; a longer one has fewer
    groups, which take likely walls first and then the least certain blocks.
    """
    size = len(log_odds)
    if size <= MOST_AT_FULL_LENGTH:
        return [np.arange(first, size, SPACING) for first in range(min(SPACING, size))]
    wall = log_odds[:, LABELS.index(Label.PAYWALL)] > np.log(LIKELY_WALL / (1 - LIKELY_WALL))
    free = np.ones((max(1, SPACING * MOST_AT_FULL_LENGTH // size), size), dtype=bool)
    groups: list[list[int]] = [[] for _ in free]
    for block in np.lexsort((log_odds.max(axis=1), ~wall)).tolist():
        group = int(free[:, block].argmax())
        if free[group, block]:
            free[group, max(0, block - SPACING + 1) : block + SPACING] = False
            groups[group].append(block)
    return [np.array(sorted(group), dtype=np.intp) for group in groups]


Occlude = Callable[[PageFeatures, NDArray[np.intp]], PageFeatures]


def _occlusions(mode: ModeModel) -> dict[str, Occlude]:
    """Each part by title, with the function that occludes it on some blocks of a page."""
    typical = mode.networks[0].mean

    def of_columns(own: list[int]) -> Occlude:
        def occlude(features: PageFeatures, blocks: NDArray[np.intp]) -> PageFeatures:
            matrix = features.matrix.copy()
            matrix[blocks[:, None], own] = typical[own]
            return replace(features, matrix=matrix)

        return occlude

    def of_words(kinds: tuple[str, ...]) -> Occlude:
        def occlude(features: PageFeatures, blocks: NDArray[np.intp]) -> PageFeatures:
            bags = [
                _without(bag, blocks) if kind in kinds else bag for kind, bag in zip(KINDS, features.bags, strict=True)
            ]
            return replace(features, bags=tuple(bags))

        return occlude

    found = {TITLES.get(family.name, family.name): of_columns(columns_of(family.name)) for family in FAMILIES}
    return found | {title: of_words(kinds) for title, kinds in WORDS.items()}


def _without(bag: Bag, blocks: NDArray[np.intp]) -> Bag:
    """A bag in which some blocks have no words."""
    counts = np.diff(bag.ends, prepend=0)
    kept = np.ones(len(counts), dtype=bool)
    kept[blocks] = False
    return Bag(bag.hashes[np.repeat(kept, counts)], np.cumsum(counts * kept).astype(bag.ends.dtype))


def _alone(features: PageFeatures, block: int) -> PageFeatures:
    """A page of one block."""
    bags = []
    for bag in features.bags:
        start, end = int(bag.ends[block - 1]) if block else 0, int(bag.ends[block])
        bags.append(Bag(bag.hashes[start:end], np.array([end - start], dtype=bag.ends.dtype)))
    groups = None if features.groups is None else features.groups[block : block + 1]
    return PageFeatures(features.matrix[block : block + 1], tuple(bags), groups)


def _log_odds(mode: ModeModel, features: PageFeatures, on_forum: bool) -> Floats:
    shares = label_probabilities(mode.probabilities(features), on_forum=on_forum).astype(np.float64)
    odds: Floats = np.log(np.maximum(shares, 1e-9) / np.maximum(1 - shares, 1e-9)).astype(np.float32)
    return np.clip(odds, -MOST_LOG_ODDS, MOST_LOG_ODDS)


Columns = NDArray[np.intp]


def _most_unusual(mode: ModeModel, matrix: Floats) -> Columns:
    """The columns that lie furthest from typical: (blocks, families, SHOWN_FEATURES), -1 where nothing does."""
    typical, spread = mode.networks[0].mean, mode.networks[0].scale
    distances = np.abs(matrix - typical) / spread
    found = np.full((len(matrix), len(FAMILIES), SHOWN_FEATURES), -1, dtype=np.intp)
    for number, family in enumerate(FAMILIES):
        own = np.array(columns_of(family.name))
        order = own[np.argsort(-distances[:, own], axis=1, kind="stable")[:, :SHOWN_FEATURES]]
        far = np.take_along_axis(distances, order, axis=1) >= UNUSUAL
        found[:, number, : order.shape[1]] = np.where(far, order, -1)
    return found


def _weighed(named: Columns, added: Floats, full: Floats) -> Columns:
    """The columns that are weighed one by one, of the families that add most to (or take most from) a block's likeliest
    label: (blocks, WEIGHED_FAMILIES * WEIGHED_FEATURES), -1 for none."""
    likeliest = full.argmax(axis=1)
    blocks = np.arange(len(full))[:, None]
    strength = np.abs(added[blocks, np.arange(len(FAMILIES)), likeliest[:, None]])
    families = np.argsort(-strength, axis=1, kind="stable")[:, :WEIGHED_FAMILIES]
    return named[blocks, families, :WEIGHED_FEATURES].reshape(len(full), -1)


def _one_by_one(
    mode: ModeModel,
    features: PageFeatures,
    weighed: Columns,
    full: Floats,
    on_forum: bool,
    together: list[NDArray[np.intp]],
) -> Floats:
    """What each weighed column adds by itself: (blocks, weighed columns, labels)."""
    typical = mode.networks[0].mean
    added = np.zeros((*weighed.shape, len(LABELS)), dtype=np.float32)
    for place in range(weighed.shape[1]):
        for group in together:
            blocks = group[weighed[group, place] >= 0]
            if len(blocks):
                matrix = features.matrix.copy()
                columns = weighed[blocks, place]
                matrix[blocks, columns] = typical[columns]
                odds = _log_odds(mode, replace(features, matrix=matrix), on_forum)
                added[blocks, place] = full[blocks] - odds[blocks]
    return added


def _described(
    mode: ModeModel, matrix: Floats, named: Columns, weighed: Columns, by_itself: Floats
) -> tuple[tuple[tuple[UnusualFeature, ...], ...], ...]:
    typical = mode.networks[0].mean
    found = []
    for values, families, own, odds in zip(matrix, named.tolist(), weighed.tolist(), by_itself.tolist(), strict=True):
        known = dict(zip(own, map(tuple, odds), strict=True))
        found.append(
            tuple(
                tuple(
                    UnusualFeature(
                        FEATURE_NAMES[column].replace("_", " "),
                        float(values[column]),
                        float(typical[column]),
                        known.get(column),
                    )
                    for column in columns
                    if column >= 0
                )
                for columns in families
            )
        )
    return tuple(found)
