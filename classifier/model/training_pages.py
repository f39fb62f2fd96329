"""Pages as the networks are fitted to them: laid end to end, each block with the roles it may have and what it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.corpus.examples import Example
from classifier.features import PageFeatures
from classifier.features.tokens import KINDS, Bag
from classifier.model.decisions import BODY, PAYWALL
from classifier.model.network import Floats

SURE_GUESS = 0.9
"""A role that an honest network gives this probability narrows a partial label down to it."""
SURE_BODY = 0.9
MISSED_SHARE = 0.3
"""A known text lacks part of the piece when surely-body blocks outside of it weigh this share of the body inside."""
WORDS_A_UNIT = 6.0
"""Words that weigh as much as the block itself."""
CERTAIN_WEIGHT = 3.0
SYNTHETIC_WEIGHT = 1.5
PAYWALL_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class TrainingPages:
    """Pages laid end to end in one array each, which joblib can share between processes."""

    features: NDArray[np.float16]
    allowed: NDArray[np.bool_]
    weight: Floats
    ends: NDArray[np.intp]
    bags: tuple[Bag, ...]
    groups: NDArray[np.int32]
    site: NDArray[np.intp]

    def rows(self, page: int) -> slice:
        return slice(self.ends[page - 1] if page else 0, self.ends[page])

    def page(self, number: int) -> PageFeatures:
        rows = self.rows(number)
        found = []
        for bag in self.bags:
            start = int(bag.ends[rows.start - 1]) if rows.start else 0
            ends = bag.ends[rows]
            found.append(Bag(bag.hashes[start : int(ends[-1]) if len(ends) else start], ends - start))
        return PageFeatures(self.features[rows].astype(np.float32), tuple(found), self.groups[rows])


def lay_end_to_end(examples: Sequence[Example]) -> TrainingPages:
    sites = {site: number for number, site in enumerate(sorted({example.site for example in examples}))}
    return TrainingPages(
        np.concatenate([example.features for example in examples]),
        np.concatenate([example.allowed for example in examples]),
        np.concatenate([block_weights(example) for example in examples]),
        np.cumsum([len(example.features) for example in examples]),
        tuple(_joined([example.bags[kind] for example in examples]) for kind in range(len(KINDS))),
        np.concatenate([example.groups for example in examples]),
        np.array([sites[example.site] for example in examples], dtype=np.intp),
    )


def _joined(bags: Sequence[Bag]) -> Bag:
    before = np.concatenate(([0], np.cumsum([len(bag.hashes) for bag in bags])))[:-1]
    ends = [bag.ends + start for bag, start in zip(bags, before, strict=True)]
    return Bag(np.concatenate([bag.hashes for bag in bags]), np.concatenate(ends))


def block_weights(example: Example) -> Floats:
    """How much each block of a page counts: by its words (capped), unknown ones not at all.

    Together the blocks of a page weigh the root of their number, so that long pages count more than short ones but not in
    proportion. Pages that a person labelled count several times.
    """
    known = ~example.allowed.all(axis=1)
    weight = 1 + example.words / WORDS_A_UNIT
    if example.certain:
        weight = np.where(example.allowed[:, PAYWALL], PAYWALL_WEIGHT * weight, weight)
    weight = weight / weight.sum() * np.sqrt(len(weight))
    if example.certain:
        weight = weight * (SYNTHETIC_WEIGHT if example.synthetic else CERTAIN_WEIGHT)
    return np.where(known, weight, 0).astype(np.float32)


def narrowed(pages: TrainingPages, honest: Sequence[Floats]) -> TrainingPages:
    """Partial labels narrowed to the role that an honest network is sure of among the allowed ones."""
    probabilities = np.concatenate(honest)
    partial = (pages.allowed.sum(axis=1) > 1) & (pages.weight > 0)
    inside = np.where(pages.allowed, probabilities, 0)
    share = inside / np.maximum(inside.sum(axis=1, keepdims=True), 1e-9)
    best = share.argmax(axis=1)
    sure = partial & (share[np.arange(len(share)), best] >= SURE_GUESS) & (inside.sum(axis=1) >= SURE_GUESS)
    allowed, weight = pages.allowed.copy(), pages.weight.copy()
    allowed[sure] = False
    allowed[np.flatnonzero(sure), best[sure]] = True
    # Where a known text seems to lack a good part of the piece, what it lacks is unknown rather than "not body".
    missed = partial & ~pages.allowed[:, BODY] & (probabilities[:, BODY] >= SURE_BODY)
    is_body = pages.allowed[:, BODY] & (pages.allowed.sum(axis=1) == 1)
    start = 0
    for end in pages.ends.tolist():
        rows = slice(start, end)
        if pages.weight[rows][missed[rows]].sum() > MISSED_SHARE * pages.weight[rows][is_body[rows]].sum():
            weight[rows][missed[rows]] = 0
        start = end
    return replace(pages, allowed=allowed, weight=weight)
