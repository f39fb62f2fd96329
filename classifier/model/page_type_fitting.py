"""Fitting the page type model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from classifier.corpus.examples import Example
from classifier.features import FEATURE_NAMES
from classifier.model.page_type import PageTypeModel, page_inputs


def fit_page_types(examples: Sequence[Example]) -> PageTypeModel:
    """The page type model, from the pages whose type is known. Where fewer than two types are, it always says that one."""
    chosen = [example for example in examples if example.type and example.type != "other"]
    types = tuple(sorted({example.type for example in chosen})) or ("article",)
    if len(types) < 2:
        nothing = np.zeros(len(FEATURE_NAMES), dtype=np.float32)
        return PageTypeModel(types, nothing, nothing + 1, nothing[:, None], nothing[:1])
    inputs = np.array([page_inputs(example.features.astype(np.float32)) for example in chosen])
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0)
    scale = np.where(scale < 1e-4, 1, scale)
    numbers = np.array([types.index(example.type) for example in chosen])
    fitted = LogisticRegression(C=0.003, max_iter=3000).fit(np.clip((inputs - mean) / scale, -4, 4), numbers)
    weights, intercept = fitted.coef_.T, fitted.intercept_
    if len(types) == 2:
        weights, intercept = np.hstack([-weights / 2, weights / 2]), np.array([-intercept[0] / 2, intercept[0] / 2])
    return PageTypeModel(
        types,
        mean.astype(np.float32),
        scale.astype(np.float32),
        weights.astype(np.float32),
        intercept.astype(np.float32),
    )
