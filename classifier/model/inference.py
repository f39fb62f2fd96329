"""A fitted network: scaling and weights. All that prediction needs, without scikit-learn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.model.network import Floats, Layout, Weights, forward, softmax

SMALLEST_SPREAD = 1e-3
"""A feature that varies less than this is left unscaled."""
LIMIT = 6.0
"""Scaled features are cut at this many standard deviations, so that one odd value can't drown a block."""


@dataclass(frozen=True, slots=True)
class FittedNetwork:
    """A network with the scaling of its inputs. mean, scale: one number a feature."""

    layout: Layout
    mean: Floats
    scale: Floats
    weights: Weights

    def scaled(self, page: Floats) -> Floats:
        """Features of a page as the network sees them: (blocks, features), standardised and clipped."""
        return np.clip((page - self.mean) / self.scale, -LIMIT, LIMIT)

    def probabilities(self, page: Floats) -> Floats:
        """Class probabilities of the blocks of a page, from the second pass: (blocks, classes)."""
        return softmax(forward(self.weights, self.layout, self.scaled(page))[1])


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
