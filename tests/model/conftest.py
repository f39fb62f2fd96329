"""A tiny trained model, shared by all suites of a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.model.model import Model

from .tiny import tiny_model


@pytest.fixture(scope="session")
def model() -> Model:
    return tiny_model()


@pytest.fixture(scope="session")
def model_file(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("models") / "tiny.model"
    model.save(path)
    return path
