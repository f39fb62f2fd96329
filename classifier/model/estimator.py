"""The block classifier as a scikit-learn estimator over pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from classifier.features import PageFeatures
from classifier.model.fitting import Schedule
from classifier.model.learner import Size, fit_network
from classifier.model.network import Floats

Allowed = NDArray[np.bool_]
BlockFeatures = PageFeatures | Floats


class BlockClassifier(ClassifierMixin, BaseEstimator):
    """Labels the blocks of pages by a network with two passes; see `classifier.model.network`.

    Parameters are stored and nothing else. hidden, context, dilations, words, vector: size of the network (see
    `classifier.model.learner.Size`). epochs, pages_a_batch, rate, decay, dropout: its schedule. members: networks trained
    with consecutive seeds whose probabilities are averaged. random_state: seed; the same data and seed give the same model.

    X is a sequence of pages, each a PageFeatures or a plain (blocks, features) array (without words and groups). y is a
    sequence of (blocks, classes) boolean arrays: the classes that each block may have, so that partial knowledge ("not the
    main text") can be used; or of integer arrays.

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
        words: int = 30_000,
        vector: int = 16,
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
        self.words = words
        self.vector = vector
        self.members = members
        self.classes = classes
        self.random_state = random_state

    def fit(
        self,
        X: Sequence[BlockFeatures],
        y: Sequence[Allowed | NDArray[np.integer]],
        sample_weight: Sequence[Floats] | None = None,
        sites: Sequence[int] | None = None,
        progress: Callable[[int, int, float], None] | None = None,
    ) -> Self:
        """Fit to pages. sample_weight: one array a page, one number a block (default: all ones). sites: a number a page
        (default: each page is a site of its own); only words that several sites use get a vector.

        Raises ValueError when the pages are none, or X, y and sample_weight don't match.
        """
        if not len(X):
            raise ValueError("X holds no pages")
        pages = [_page(page) for page in X]
        if len(X) != len(y) or (sample_weight is not None and len(sample_weight) != len(X)):
            raise ValueError(
                f"X has {len(X)} pages, y {len(y)} and sample_weight {len(sample_weight) if sample_weight is not None else 'none'}"
            )
        columns = pages[0].matrix.shape[-1]
        for number, (page, labels) in enumerate(zip(pages, y, strict=True)):
            shape = page.matrix.shape
            if len(shape) != 2 or shape[1] != columns:
                raise ValueError(f"page {number} of X has shape {shape}; every page needs {columns} columns")
            if len(labels) != len(page) or (sample_weight is not None and len(sample_weight[number]) != len(page)):
                raise ValueError(f"page {number} has {len(page)} blocks; its labels and weights must have as many")
            if labels.ndim == 1 and len(labels) and not 0 <= labels.min() <= labels.max() < self.classes:
                wrong = labels.min() if labels.min() < 0 else labels.max()
                raise ValueError(f"page {number} has class {wrong}; classes are 0 to {self.classes - 1}")
        if not any(len(page) for page in pages):
            raise ValueError("no page of X has a block")
        weights = sample_weight if sample_weight is not None else [np.ones(len(p), dtype=np.float32) for p in pages]
        numbers = sites if sites is not None else range(len(pages))
        if len(numbers) != len(pages):
            raise ValueError(f"X has {len(pages)} pages and sites {len(numbers)} numbers")
        self.n_features_in_ = columns
        self.classes_ = np.arange(self.classes)
        allowed = [_allowed(labels, self.classes) for labels in y]
        size = Size(self.hidden, self.context, dilations=tuple(self.dilations), words=self.words, vector=self.vector)
        schedule = Schedule(self.epochs, self.pages_a_batch, self.rate, self.decay, self.dropout)
        self.networks_ = []
        for member in range(self.members):

            def report(epoch: int, epochs: int, loss: float, member: int = member) -> None:
                if progress is not None:
                    progress(member * epochs + epoch, self.members * epochs, loss)

            self.networks_.append(
                fit_network(pages, allowed, weights, numbers, size, schedule, self.random_state + member, report)
            )
        return self

    def predict_proba(self, X: Sequence[BlockFeatures]) -> list[Floats]:
        """Class probabilities, one (blocks, classes) array a page."""
        check_is_fitted(self)
        pages = [_page(page) for page in X]
        for number, page in enumerate(pages):
            shape = page.matrix.shape
            if len(shape) != 2 or shape[1] != self.n_features_in_:
                raise ValueError(
                    f"page {number} has {shape[-1]} features; the model was fitted with {self.n_features_in_}"
                )
        return [np.mean([network.probabilities(page) for network in self.networks_], axis=0) for page in pages]

    def predict(self, X: Sequence[BlockFeatures]) -> list[NDArray[np.intp]]:
        """The likeliest class of each block, one array a page."""
        return [probabilities.argmax(axis=1) for probabilities in self.predict_proba(X)]

    def score(
        self, X: Sequence[BlockFeatures], y: Sequence[Allowed | NDArray[np.integer]], sample_weight: None = None
    ) -> float:
        """Share of the blocks whose predicted class is among those that they may have."""
        right = total = 0
        for guess, labels in zip(self.predict(X), y, strict=True):
            right += int(_allowed(labels, self.classes)[np.arange(len(guess)), guess].sum())
            total += len(guess)
        return right / max(total, 1)


def _page(page: BlockFeatures) -> PageFeatures:
    return page if isinstance(page, PageFeatures) else PageFeatures(page)


def _allowed(labels: Allowed | NDArray[np.integer], classes: int) -> Allowed:
    if labels.ndim == 2:
        return labels.astype(bool)
    return np.eye(classes, dtype=bool)[labels]
