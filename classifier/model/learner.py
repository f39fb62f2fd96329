"""From labelled pages to a fitted network: the scaling of its features, the words it knows, its weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.features import PageFeatures
from classifier.features.tokens import Bag, Hashes
from classifier.model.fitting import Schedule, TrainingPage, fit
from classifier.model.inference import FittedNetwork, scaling_of
from classifier.model.network import Floats, Layout

FEWEST_SITES = 4
"""A word has a vector when this many sites use it: rarer ones would tell one site's pages from another's."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the network is. words: the most that each table of vectors holds. vector: dimensions of a word vector."""

    hidden: int = 96
    context: int = 64
    width: int = 5
    dilations: tuple[int, ...] = (1, 3, 9)
    words: int = 30_000
    vector: int = 16


def fit_network(
    pages: Sequence[PageFeatures],
    allowed: Sequence[NDArray[np.bool_]],
    weight: Sequence[Floats],
    sites: Sequence[int],
    size: Size,
    schedule: Schedule,
    seed: int,
    progress: Callable[[int, int, float], None] | None = None,
) -> FittedNetwork:
    """Fit a network to pages; the same arguments give the same network.

    allowed: (blocks, classes) of each page, the classes that each block may have. weight: of each block. sites: a number
    for each page; pages of one site share it.
    """
    first = pages[0]
    known = tuple(
        known_words([page.bags[kind] for page in pages], sites, size.words) for kind in range(len(first.bags))
    )
    layout = Layout(
        features=first.matrix.shape[1],
        classes=allowed[0].shape[1],
        hidden=size.hidden,
        context=size.context,
        width=size.width,
        dilations=size.dilations,
        tables=tuple((len(hashes), size.vector) for hashes in known),
        groups=first.groups.shape[1] if first.groups is not None else 0,
    )
    network = FittedNetwork(layout, *scaling_of([page.matrix for page in pages]), known, {})
    training = [
        TrainingPage(network.inputs(page), may, counts)
        for page, may, counts in zip(pages, allowed, weight, strict=True)
    ]
    return replace(network, weights=fit(training, layout, schedule, seed, progress))


def known_words(bags: Sequence[Bag], sites: Sequence[int], most: int) -> Hashes:
    """Hashes of the words that enough sites use, in rising order: the `most` that the most sites use."""
    by_site: dict[int, list[Hashes]] = {}
    for bag, site in zip(bags, sites, strict=True):
        by_site.setdefault(site, []).append(bag.hashes)
    hashes, counts = np.unique(
        np.concatenate([np.unique(np.concatenate(found)) for found in by_site.values()]), return_counts=True
    )
    hashes, counts = hashes[counts >= FEWEST_SITES], counts[counts >= FEWEST_SITES]
    return np.sort(hashes[np.argsort(-counts, kind="stable")[:most]])
