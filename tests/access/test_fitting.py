"""Fitting the verdict: weights keep their sign, few examples leave them where they were expected."""

from __future__ import annotations

import numpy as np

from classifier.access.fitting import CERTAIN, fit_logistic, fit_verdict_model
from classifier.access.verdict import GATED, NAMES, WALLED

RNG = np.random.default_rng(0)


def rows(count: int, **columns: np.ndarray) -> np.ndarray:
    found = np.zeros((count, len(NAMES)), np.float32)
    for name, values in columns.items():
        found[:, NAMES.index(name)] = values
    return found


def test_all_inputs_of_the_models_are_computed():
    assert set(WALLED) | set(GATED) <= set(NAMES)


def test_a_strong_input_tells_the_classes_apart():
    yes = np.arange(200) % 4 == 0
    model = fit_logistic(rows(200, wall_most=yes.astype(float)), yes, np.ones(200), WALLED)
    assert model.probability(rows(1, wall_most=1.0)[0]) > 0.9 > 0.1 > model.probability(rows(1)[0])


def test_examples_cannot_turn_an_input_round():
    yes = np.arange(400) % 2 == 0
    model = fit_logistic(
        rows(400, wall_most=(~yes).astype(float), declared_free=yes.astype(float)), yes, np.ones(400), WALLED
    )
    assert model.weights[NAMES.index("wall_most")] == 0
    assert model.weights[NAMES.index("declared_free")] == 0


def test_an_input_that_no_example_has_keeps_its_expected_weight():
    yes = np.arange(50) % 2 == 0
    model = fit_logistic(rows(50), yes, np.ones(50), WALLED)
    np.testing.assert_allclose([model.weights[NAMES.index(name)] for name in WALLED], list(WALLED.values()), rtol=1e-3)


def test_an_input_that_is_no_part_of_the_model_has_no_weight():
    model = fit_logistic(rows(20), np.arange(20) % 2 == 0, np.ones(20), GATED)
    assert model.weights[NAMES.index("wall_most")] == 0


def test_one_answer_alone_is_always_given():
    for yes, expected in ((np.ones(5, bool), CERTAIN), (np.zeros(5, bool), -CERTAIN), (np.zeros(0, bool), -CERTAIN)):
        model = fit_logistic(rows(len(yes)), yes, np.ones(len(yes)), WALLED)
        assert model.intercept == expected
        assert not model.weights.any()


def test_gated_is_learned_from_walled_pages_alone():
    walled = np.arange(300) % 3 == 0
    gated = walled & (np.arange(300) % 2 == 0)
    inputs = rows(300, wall_most=walled.astype(float), breaks_off=gated.astype(float))
    model = fit_verdict_model(inputs, walled, gated, np.ones(300))
    cut, full = rows(1, wall_most=1.0, breaks_off=1.0)[0], rows(1, wall_most=1.0)[0]
    assert model.gated.probability(cut) > 0.9 > 0.1 > model.gated.probability(full)
    assert model.probabilities(cut)["gated"] > 0.8
    assert model.probabilities(rows(1)[0])["open"] > 0.8
