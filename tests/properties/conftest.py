"""The shipped model, loaded once: the properties hold for what users run."""

from __future__ import annotations

import pytest

import classifier


@pytest.fixture(scope="session")
def model() -> classifier.Model:
    return classifier.load()
