"""Finding and loading models."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace
from pathlib import Path

import joblib
import pytest
from cli.small import GATED, HELD_OUT, LEARNED, html, small_model, trained_model

import classifier
from classifier.errors import BoilerError, ModelFileError
from classifier.features import FEATURE_NAMES
from classifier.loading import load, shipped_model
from classifier.model.form import read_model, write_model


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "small.model"
    trained_model().save(path)
    return path


def refusal(path: Path | str, **options: bool) -> str:
    """The one line that is said of a model that can't be loaded."""
    with pytest.raises(ModelFileError) as caught:
        load(path, **options)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{path}: ")
    return str(caught.value)


class Bomb:
    """Its pickle writes a file while it is loaded."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        return Path.touch, (self.path,)


class TestShipped:
    def test_it_is_found_and_loads(self) -> None:
        assert shipped_model().is_file()
        model = load()
        assert model.folds == (0, 1, 2, 3, 4)
        assert len(model.html.networks[0].mean) == len(FEATURE_NAMES)

    def test_it_is_small_enough_to_ship(self) -> None:
        assert shipped_model().stat().st_size < 10_000_000


class TestSaved:
    @pytest.mark.parametrize("kind", [str, Path])
    def test_a_loaded_model_labels_as_the_one_that_was_saved(self, saved: Path, kind: type) -> None:
        model = load(kind(saved))
        text = "Home\n\nThe heron came back."
        pairs = [(model.predict(html(name)), trained_model().predict(html(name))) for name in (*LEARNED, HELD_OUT)]
        for loaded, trained in [*pairs, (model.predict_text(text), trained_model().predict_text(text))]:
            assert (loaded.type, loaded.access) == (trained.type, trained.access)
            assert [(b.text, b.role) for b in loaded.blocks] == [(b.text, b.role) for b in trained.blocks]
            confidences = [block.confidence for block in trained.blocks]
            assert [block.confidence for block in loaded.blocks] == pytest.approx(confidences, abs=0.001)

    def test_the_card_goes_with_it(self, saved: Path) -> None:
        assert load(saved).card == small_model().card
        assert load(saved).folds == (1, 2, 3, 4)

    def test_saving_tells_the_hash_of_the_file(self, tmp_path: Path) -> None:
        digest = trained_model().save(tmp_path / "small.model")
        assert digest == hashlib.sha256((tmp_path / "small.model").read_bytes()).hexdigest()

    def test_saving_it_again_gives_the_same_bytes(self, saved: Path, tmp_path: Path) -> None:
        load(saved).save(tmp_path / "again.model")
        assert (tmp_path / "again.model").read_bytes() == saved.read_bytes()

    def test_the_name_of_the_file_does_not_matter(self, saved: Path) -> None:
        assert load(saved.rename(saved.with_name("no ending"))).folds == (1, 2, 3, 4)


class TestRefused:
    def test_a_missing_file(self, tmp_path: Path) -> None:
        assert "no such model file" in refusal(tmp_path / "no.model")
        assert "no such model file" in refusal(tmp_path / "no.joblib", trust=True)

    def test_a_folder(self, tmp_path: Path) -> None:
        assert "can't be read" in refusal(tmp_path)

    @pytest.mark.parametrize("share", [0.001, 0.1, 0.5, 0.999])
    def test_a_truncated_file(self, saved: Path, share: float) -> None:
        saved.write_bytes(saved.read_bytes()[: int(saved.stat().st_size * share)])
        assert "truncated" in refusal(saved)

    @pytest.mark.parametrize("at", [30, 2000, -40, -1])
    def test_a_file_with_one_other_byte(self, saved: Path, at: int) -> None:
        data = bytearray(saved.read_bytes())
        data[at] ^= 1
        saved.write_bytes(data)
        assert "damaged" in refusal(saved)

    @pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"<!DOCTYPE html>"])
    def test_a_file_of_something_else(self, saved: Path, data: bytes) -> None:
        saved.write_bytes(data)
        assert "not a boiler model file" in refusal(saved)

    def test_a_pickle_under_another_name(self, saved: Path) -> None:
        saved.write_bytes(pickle.dumps({}))
        assert "trust" in refusal(saved)

    def test_a_model_of_other_features(self, saved: Path) -> None:
        header, arrays = read_model(saved)
        write_model(saved, {**header, "features": header["features"][1:]}, arrays)
        assert "trained with other features" in refusal(saved)

    @pytest.mark.parametrize("part", ["card", "features", "roles", "layouts", "page_types"])
    def test_a_model_that_lacks_a_part(self, saved: Path, part: str) -> None:
        header, arrays = read_model(saved)
        write_model(saved, {key: value for key, value in header.items() if key != part}, arrays)
        assert part in refusal(saved)

    def test_each_refusal_is_an_error_of_the_package(self, tmp_path: Path) -> None:
        with pytest.raises(BoilerError):
            load(tmp_path / "no.model")


class TestTrusted:
    @pytest.mark.parametrize("ending", [".joblib", ".pkl", ".pickle"])
    def test_trust_is_asked_for_and_enough(self, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"own{ending}"
        joblib.dump(replace(small_model(), card={"folds": [3]}), path)
        assert "trust=True (--trust)" in refusal(path)
        model = load(path, trust=True)
        assert model.folds == (3,)
        assert model.predict(html(GATED)) == small_model().predict(html(GATED))

    def test_nothing_runs_without_trust(self, tmp_path: Path) -> None:
        path = tmp_path / "bomb.joblib"
        joblib.dump(Bomb(tmp_path / "ran"), path)
        refusal(path)
        assert not (tmp_path / "ran").exists()
        path.rename(tmp_path / "bomb.model")
        assert "not a boiler model file" in refusal(tmp_path / "bomb.model", trust=True)
        assert not (tmp_path / "ran").exists()

    def test_what_it_holds_must_be_a_model(self, tmp_path: Path) -> None:
        path = tmp_path / "list.joblib"
        joblib.dump([1, 2], path)
        assert "holds a list" in refusal(path, trust=True)

    def test_a_damaged_one_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "damaged.joblib"
        path.write_bytes(b"\x80\x04 no pickle")
        assert "can't be loaded" in refusal(path, trust=True)

    def test_trust_changes_nothing_for_a_saved_model(self, saved: Path) -> None:
        assert load(saved, trust=True).card == load(saved).card


def test_load_is_the_public_one() -> None:
    assert classifier.load is load
