"""Fitting the verdict: logistic models with an expected weight for each input, which keeps its sign (a Gaussian prior, cut at 0)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from classifier.access.verdict import GATED, NAMES, WALLED, Logistic, VerdictModel
from classifier.features.reading import Floats

PENALTY = 0.25
"""Weight of the squared distance from the expected weights against the log loss of one page."""
CERTAIN = 6.0


def fit_verdict_model(
    inputs: Floats, walled: NDArray[np.bool_], gated: NDArray[np.bool_], weight: NDArray[np.float64]
) -> VerdictModel:
    """Both models, from the inputs of judged pages (pages, NAMES); the second from those that are walled."""
    return VerdictModel(
        fit_logistic(inputs, walled, weight, WALLED), fit_logistic(inputs[walled], gated[walled], weight[walled], GATED)
    )


def fit_logistic(
    inputs: Floats, yes: NDArray[np.bool_], weight: NDArray[np.float64], expected: Mapping[str, float]
) -> Logistic:
    """A logistic model over the named inputs, each with a weight of its expected weight's sign or none.

    Where there is nothing to tell apart it always gives the one answer that was seen, "no" where none was.
    """
    weights = np.zeros(len(NAMES), dtype=np.float32)
    if len(set(yes.tolist())) < 2:
        return Logistic(weights, CERTAIN if len(yes) and yes[0] else -CERTAIN)
    at = [NAMES.index(name) for name in expected]
    chosen, target = inputs[:, at].astype(np.float64), np.where(yes, 1.0, -1.0)
    prior = np.array(list(expected.values()))

    def loss(parameters: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        slopes, intercept = parameters[:-1], parameters[-1]
        margin = target * (chosen @ slopes + intercept)
        pull = -weight * target / (1 + np.exp(np.clip(margin, -500, 500)))
        away = slopes - prior
        value = float((weight * np.logaddexp(0, -margin)).sum() + PENALTY * (away**2).sum())
        return value, np.append(pull @ chosen + 2 * PENALTY * away, pull.sum())

    bounds = [(0, None) if value > 0 else (None, 0) for value in prior]
    found = minimize(loss, np.append(prior, 0.0), jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    weights[at] = found[:-1]
    return Logistic(weights, float(found[-1]))
