"""The small model that the command's suites use too."""

from __future__ import annotations

import pytest
from cli.small import small_model

from classifier.model.model import Model


@pytest.fixture(scope="session")
def model() -> Model:
    return small_model()
