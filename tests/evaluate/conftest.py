"""The tiny model of the model suites; trained once, whichever suite asks first."""

from __future__ import annotations

import pytest
from model.tiny import tiny_model

from classifier.model.model import Model


@pytest.fixture(scope="session")
def model() -> Model:
    return tiny_model()
