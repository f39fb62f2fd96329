"""A fitted network: scaling and weights. All that prediction needs, without scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.model.network import Floats, Layout, Weights, forward, softmax

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
