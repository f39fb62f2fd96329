"""`boiler info`: the card of a model."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import joblib
import pytest

from classifier.features import FEATURE_NAMES

from .conftest import Boiler
from .small import small_model


def test_json_is_the_card(boiler: Boiler, model_file: Path) -> None:
    ran = boiler("info", model_file, "--json")
    assert ran.code == 0
    assert json.loads(ran.out) == small_model().card


def test_the_card_is_shown_with_file_and_size(
    boiler: Boiler, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "400")
    ran = boiler("info", model_file)
    rows = {line.split(maxsplit=1)[0]: line.split(maxsplit=1)[1].strip() for line in ran.out.splitlines()}
    assert ran.code == 0
    assert rows["file"] == str(model_file)
    assert rows["size"].startswith(f"{model_file.stat().st_size / 1e6:.1f} MB")
    assert hashlib.sha256(model_file.read_bytes()).hexdigest()[:16] in rows["size"]
    assert rows["folds"] == "[1, 2, 3, 4]"
    assert rows["features"] == str(len(FEATURE_NAMES))
    assert json.loads(rows["settings"])["epochs"] == 1


def test_the_shipped_model_has_a_card(boiler: Boiler) -> None:
    ran = boiler("info", "--json")
    assert ran.code == 0, ran.err
    assert json.loads(ran.out)["folds"] == [0, 1, 2, 3, 4]


def test_a_model_that_is_not_there(boiler: Boiler, tmp_path: Path) -> None:
    assert boiler("info", tmp_path / "no.model").complaint.startswith(f"{tmp_path / 'no.model'}: no such model file")


def test_a_damaged_model(boiler: Boiler, model_file: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.model"
    damaged.write_bytes(model_file.read_bytes()[:-1])
    assert "damaged or truncated" in boiler("info", damaged).complaint


def test_a_joblib_model_needs_trust(boiler: Boiler, tmp_path: Path) -> None:
    path = tmp_path / "own.joblib"
    joblib.dump(small_model(), path)
    assert "--trust" in boiler("info", path).complaint
    assert json.loads(boiler("info", path, "--trust", "--json").out) == small_model().card
