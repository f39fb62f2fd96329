"""Fitting the second opinion to pages whose main text is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from classifier.site_memory.adjustment import Adjustment
from classifier.site_memory.hashes import Floats

PENALTY = 3.0
"""Of the squared weights of scaled figures; there are some hundred sites to learn from."""
FULL_WORDS = 60
"""Words of a block beyond which more words add no weight."""
PAGE_WORDS = 300
"""Words from which a page counts about as much as any longer one: the measure is a mean over pages."""
PAGE_WEIGHT = 10.0


@dataclass(frozen=True, slots=True)
class Known:
    """The blocks of a page of which it is known whether they are main text. figures: (blocks, FIGURES). offset: log odds by the
    main model. is_body: what they are. words: of each."""

    figures: Floats
    offset: Floats
    is_body: NDArray[np.bool_]
    words: Floats


def fit_adjustment(pages: Sequence[Known], penalty: float = PENALTY) -> Adjustment:
    """Logistic regression with an offset, penalised by the squares of its weights; the same pages give the same weights."""
    figures = np.concatenate([page.figures for page in pages])
    offset = np.concatenate([page.offset for page in pages])
    is_body = np.concatenate([page.is_body for page in pages]).astype(np.float64)
    weight = np.concatenate([_weights(page.words) for page in pages])
    spread = figures.std(axis=0)
    scale = np.where(spread > 0, spread, 1.0)
    scaled = figures / scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = offset + scaled @ weights
        wrong = 0.5 * (1 + np.tanh(odds / 2)) - is_body
        total = (weight * (np.logaddexp(0, odds) - is_body * odds)).sum() + penalty * weights @ weights
        return float(total), scaled.T @ (weight * wrong) + 2 * penalty * weights

    found = minimize(loss, np.zeros(figures.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return Adjustment(found.x / scale)


def _weights(words: Floats) -> Floats:
    capped = np.clip(words, 1, FULL_WORDS)
    weights: Floats = capped / (capped.sum() + PAGE_WORDS) * PAGE_WEIGHT
    return weights
