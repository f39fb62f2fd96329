"""What kind of page it is: a linear model over the mean of the blocks' features."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class PageTypeModel:
    """types: names, in the order of the columns of weights. mean, scale: of the inputs. weights (inputs, types), intercept (types)."""

    types: tuple[str, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    intercept: Floats

    def predict(self, features: Floats) -> tuple[str, float]:
        """The likeliest type of a page with these block features, and its probability."""
        probabilities = self.probabilities(features)
        best = int(probabilities.argmax())
        return self.types[best], round(float(probabilities[best]), 4)

    def probabilities(self, features: Floats) -> Floats:
        """Probability of each type, in the order of `types`."""
        scores = np.clip((page_inputs(features) - self.mean) / self.scale, -4, 4) @ self.weights + self.intercept
        odds = np.exp(scores - scores.max())
        probabilities: Floats = odds / odds.sum()
        return probabilities

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The arrays of the model, by name."""
        return {
            "page_type.mean": self.mean,
            "page_type.scale": self.scale,
            "page_type.weights": self.weights,
            "page_type.intercept": self.intercept,
        }

    @classmethod
    def from_arrays(cls, types: tuple[str, ...], arrays: Mapping[str, NDArray[Any]]) -> Self:
        """The model that `to_arrays` took apart. Raises KeyError for a missing part and ValueError for one of a wrong shape."""
        model = cls(
            types,
            *(
                np.asarray(arrays[f"page_type.{name}"], dtype=np.float32)
                for name in ("mean", "scale", "weights", "intercept")
            ),
        )
        if model.weights.shape != (len(model.mean), len(types)) or model.intercept.shape != (len(types),):
            raise ValueError(f"page_type.weights has shape {model.weights.shape}")
        return model


def page_inputs(features: Floats) -> Floats:
    """Page-level inputs: the mean of each block feature."""
    mean: Floats = features.mean(axis=0, dtype=np.float32)
    return mean
