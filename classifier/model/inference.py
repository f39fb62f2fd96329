"""A fitted network: scaling, known words and weights. All that prediction needs, without scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.features import PageFeatures
from classifier.features.tokens import Bag, Hashes
from classifier.model.network import Floats, Inputs, Layout, Weights, WordRows, forward, softmax

SMALLEST_SPREAD = 1e-3
"""A feature that varies less than this is left unscaled."""
LIMIT = 6.0
"""Scaled features are cut at this many standard deviations, so that one odd value can't drown a block."""


@dataclass(frozen=True, slots=True)
class FittedNetwork:
    """A network with the scaling of its features and the words it knows.

    mean, scale: one number a feature. known: for each kind of words the hashes that have a vector, in rising order.
    """

    layout: Layout
    mean: Floats
    scale: Floats
    known: tuple[Hashes, ...]
    weights: Weights

    def inputs(self, page: PageFeatures) -> Inputs:
        """A page as the network sees it: features standardised and clipped, words as rows of the tables."""
        scaled = np.clip((page.matrix - self.mean) / self.scale, -LIMIT, LIMIT)
        words = tuple(word_rows(bag, known) for bag, known in zip(page.bags, self.known, strict=True))
        shares = [known_share(bag, rows) for bag, rows in zip(page.bags, words, strict=True)]
        groups = page.groups if page.groups is not None else np.zeros((len(page), 0), dtype=np.int32)
        return Inputs(np.concatenate([scaled, *shares], axis=1), words, groups)

    def probabilities(self, page: PageFeatures) -> Floats:
        """Class probabilities of the blocks of a page, from the second pass: (blocks, classes)."""
        return self.probabilities_of(self.inputs(page))

    def probabilities_of(self, inputs: Inputs) -> Floats:
        """The same for a page that is already scaled."""
        return softmax(forward(self.weights, self.layout, inputs)[1])


def known_share(bag: Bag, rows: WordRows) -> Floats:
    """The share of each block's words that have a vector, (blocks, 1), around zero: scrambled text has few."""
    total = np.maximum(np.diff(bag.ends, prepend=0), 1)
    share: Floats = (rows.counts / total - 0.5).astype(np.float32)[:, None]
    return share


def word_rows(bag: Bag, known: Hashes) -> WordRows:
    """The positions of a bag's hashes among the known ones; unknown ones are left out."""
    if not len(known) or not len(bag.hashes):
        return WordRows(np.zeros(0, dtype=np.intp), np.zeros(len(bag.ends), dtype=np.intp))
    at = np.minimum(np.searchsorted(known, bag.hashes), len(known) - 1)
    found = known[at] == bag.hashes
    so_far = np.concatenate(([0], np.cumsum(found)))
    return WordRows(at[found], so_far[bag.ends])


def scaling_of(pages: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Mean and spread of each feature over pages, summed page by page so that no second copy of the data is made."""
    width = pages[0].shape[1]
    count = max(sum(len(page) for page in pages), 1)
    mean = sum((page.sum(axis=0, dtype=np.float64) for page in pages), start=np.zeros(width)) / count
    scale = np.sqrt(sum((((page - mean) ** 2).sum(axis=0) for page in pages), start=np.zeros(width)) / count)
    scale[scale < SMALLEST_SPREAD] = 1.0
    return mean.astype(np.float32), scale.astype(np.float32)


def calibrated(probabilities: Floats, temperature: float) -> Floats:
    """Probabilities with their logarithms divided by a temperature (Guo et al., On calibration of modern neural networks, 2017)."""
    scaled = np.power(np.maximum(probabilities, 1e-9), 1 / temperature)
    shares: Floats = (scaled / scaled.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares
