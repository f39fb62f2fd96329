"""The block classifier as a scikit-learn estimator over pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from classifier.model.inference import FittedNetwork, scaling_of
from classifier.model.network import Floats, Layout, Schedule, fit

Allowed = NDArray[np.bool_]


class BlockClassifier(ClassifierMixin, BaseEstimator):
    """Labels the blocks of pages by a network with two passes; see `classifier.model.network`.

    Parameters are stored and nothing else. hidden, context, dilations: size of the network. epochs, pages_a_batch, rate,
    decay, dropout: its schedule. members: networks trained with consecutive seeds whose probabilities are averaged.
    random_state: seed; the same data and seed give the same model.

    X is a sequence of pages, each (blocks, features). y is a sequence of (blocks, classes) boolean arrays: the classes
    that each block may have, so that partial knowledge ("not the main text") can be used; or of integer arrays.

    Attributes after fitting: networks_ (a FittedNetwork each member), classes_ (their numbers), n_features_in_.
    """

    def __init__(
        self,
        *,
        hidden: int = 96,
        context: int = 64,
        dilations: tuple[int, ...] = (1, 3, 9),
        epochs: int = 12,
        pages_a_batch: int = 8,
        rate: float = 2e-3,
        decay: float = 1e-2,
        dropout: float = 0.2,
        members: int = 1,
        classes: int = 6,
        random_state: int = 0,
    ) -> None:
        self.hidden = hidden
        self.context = context
        self.dilations = dilations
        self.epochs = epochs
        self.pages_a_batch = pages_a_batch
        self.rate = rate
        self.decay = decay
        self.dropout = dropout
        self.members = members
        self.classes = classes
        self.random_state = random_state

    def fit(
        self,
        X: Sequence[Floats],
        y: Sequence[Allowed | NDArray[np.integer]],
        sample_weight: Sequence[Floats] | None = None,
        progress: Callable[[int, int, float], None] | None = None,
    ) -> Self:
        """Fit to pages. sample_weight: one array a page, one number a block (default: all ones).

        Raises ValueError when the pages are none, or X, y and sample_weight don't match.
        """
        if not len(X):
            raise ValueError("X holds no pages")
        if len(X) != len(y) or (sample_weight is not None and len(sample_weight) != len(X)):
            raise ValueError(
                f"X has {len(X)} pages, y {len(y)} and sample_weight {len(sample_weight) if sample_weight is not None else 'none'}"
            )
        for number, (page, labels) in enumerate(zip(X, y, strict=True)):
            if page.ndim != 2 or page.shape[1] != X[0].shape[1]:
                raise ValueError(f"page {number} of X has shape {page.shape}; every page needs {X[0].shape[1]} columns")
            if len(labels) != len(page) or (sample_weight is not None and len(sample_weight[number]) != len(page)):
                raise ValueError(f"page {number} has {len(page)} blocks; its labels and weights must have as many")
            if labels.ndim == 1 and len(labels) and not 0 <= labels.min() <= labels.max() < self.classes:
                wrong = labels.min() if labels.min() < 0 else labels.max()
                raise ValueError(f"page {number} has class {wrong}; classes are 0 to {self.classes - 1}")
        if not any(len(page) for page in X):
            raise ValueError("no page of X has a block")
        weights = sample_weight if sample_weight is not None else [np.ones(len(page), dtype=np.float32) for page in X]
        self.n_features_in_ = X[0].shape[1]
        self.classes_ = np.arange(self.classes)
        mean, scale = scaling_of(X)
        layout = Layout(self.n_features_in_, self.classes, self.hidden, self.context, dilations=tuple(self.dilations))
        schedule = Schedule(self.epochs, self.pages_a_batch, self.rate, self.decay, self.dropout)
        network = FittedNetwork(layout, mean, scale, {})
        pages = [
            (network.scaled(page), _allowed(labels, self.classes), weight)
            for page, labels, weight in zip(X, y, weights, strict=True)
        ]
        self.networks_ = []
        for member in range(self.members):

            def report(epoch: int, epochs: int, loss: float, member: int = member) -> None:
                if progress is not None:
                    progress(member * epochs + epoch, self.members * epochs, loss)

            fitted = fit(pages, layout, schedule, self.random_state + member, report)
            self.networks_.append(FittedNetwork(layout, mean, scale, fitted))
        return self

    def predict_proba(self, X: Sequence[Floats]) -> list[Floats]:
        """Class probabilities, one (blocks, classes) array a page."""
        check_is_fitted(self)
        for number, page in enumerate(X):
            if page.ndim != 2 or page.shape[1] != self.n_features_in_:
                raise ValueError(
                    f"page {number} has {page.shape[-1]} features; the model was fitted with {self.n_features_in_}"
                )
        return [np.mean([network.probabilities(page) for network in self.networks_], axis=0) for page in X]

    def predict(self, X: Sequence[Floats]) -> list[NDArray[np.intp]]:
        """The likeliest class of each block, one array a page."""
        return [probabilities.argmax(axis=1) for probabilities in self.predict_proba(X)]

    def score(
        self, X: Sequence[Floats], y: Sequence[Allowed | NDArray[np.integer]], sample_weight: None = None
    ) -> float:
        """Share of the blocks whose predicted class is among those that they may have."""
        right = total = 0
        for guess, labels in zip(self.predict(X), y, strict=True):
            right += int(_allowed(labels, self.classes)[np.arange(len(guess)), guess].sum())
            total += len(guess)
        return right / max(total, 1)


def _allowed(labels: Allowed | NDArray[np.integer], classes: int) -> Allowed:
    if labels.ndim == 2:
        return labels.astype(bool)
    return np.eye(classes, dtype=bool)[labels]
