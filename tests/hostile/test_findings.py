"""What fuzzing found stays fixed, and every fuzz target takes a few inputs of each kind."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from .files import LABEL_ROWS, MODEL_FILES
from .pages import ARTICLE, JSON_LD, soup

ROOT = Path(__file__).parents[2]
FINDINGS = sorted(path for path in (Path(__file__).parent / "findings").glob("*/*") if path.is_file())
TARGETS = (
    "reader",
    "segmenter",
    "featuriser",
    "page",
    "guards",
    "markup",
    "json_ld",
    "model_file",
    "labels",
    "records",
)
SEEDS = {
    "article": ARTICLE.encode,
    "soup": lambda: soup(2_000),
    "bytes": lambda: bytes(range(256)),
    "json": JSON_LD["json_ld_wrong_types"],
    "rows": LABEL_ROWS["fold_that_is_infinite"],
    "model": MODEL_FILES["array_of_infinite_size"],
}


@pytest.fixture(scope="module")
def targets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz_targets", ROOT / "fuzz" / "targets.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_target_is_known(targets: ModuleType) -> None:
    assert tuple(targets.TARGETS) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_target_takes_the_seeds(targets: ModuleType, target: str, seed: str) -> None:
    targets.TARGETS[target](SEEDS[seed]())


@pytest.mark.parametrize("path", FINDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_finding_stays_fixed(targets: ModuleType, path: Path) -> None:
    targets.TARGETS[path.parent.name](path.read_bytes())
