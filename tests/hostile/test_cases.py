"""Every hostile input ends in under 3 seconds and 1 GB with a page, a warning or a documented error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from .cases import CASES
from .measured import Outcome

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest) -> dict[str, Outcome]:
    """The outcomes of the cases that were asked for, by name; from one process, since each start loads the model."""
    names = [item.callspec.params["name"] for item in request.session.items if item.name.startswith("test_it_ends")]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.hostile.measured", "--json", *names],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    return {row["name"]: Outcome(**row) for row in map(json.loads, ran.stdout.splitlines())}


@pytest.mark.parametrize("name", CASES)
def test_it_ends_well(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].complaint == ""


def test_there_are_many() -> None:
    assert len(CASES) > 250
