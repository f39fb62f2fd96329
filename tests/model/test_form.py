"""The saved form: what is written comes back, the same content gives the same bytes, and nothing else is taken for it."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from dataclasses import replace
from pathlib import Path

import joblib
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import ModelFileError
from classifier.features import Reading, page_features
from classifier.loading import load
from classifier.model.form import DIGEST, MAGIC, TYPES, VERSION, from_bytes, read_model, to_bytes, write_model
from classifier.model.model import Model, load_model
from classifier.page import Page
from classifier.segment import segment_html
from classifier.segment.tree import parse

from .tiny import own_pages

HEADER = {"name": "höhe", "folds": [0, 1], "nested": {"rate": 0.5, "none": None}}
ARRAYS = {
    "weights": np.arange(6, dtype=np.float32).reshape(2, 3),
    "half": np.array([0.5, -2], dtype=np.float16),
    "counts": np.array([[1], [-2]], dtype=np.int32),
    "bytes": np.frombuffer(b"abc", dtype=np.uint8),
    "nothing": np.zeros((0, 4), dtype=np.float32),
}
SAVED = to_bytes(HEADER, ARRAYS)
HEADER_AT = len(MAGIC) + 2 + 8
ARRAYS_AT = HEADER_AT + int.from_bytes(SAVED[len(MAGIC) + 2 : HEADER_AT], "little")
REGIONS = {
    "magic": (0, len(MAGIC)),
    "version": (len(MAGIC), len(MAGIC) + 2),
    "length": (len(MAGIC) + 2, HEADER_AT),
    "header": (HEADER_AT, ARRAYS_AT),
    "arrays": (ARRAYS_AT, len(SAVED) - DIGEST),
    "digest": (len(SAVED) - DIGEST, len(SAVED)),
}


def sealed(body: bytes) -> bytes:
    """A body with the digest that belongs to it."""
    return body + hashlib.sha256(body).digest()


def with_header(header: object, arrays: bytes = b"") -> bytes:
    """A sealed file with any JSON value as its header."""
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return sealed(MAGIC + VERSION.to_bytes(2, "little") + len(text).to_bytes(8, "little") + text + arrays)


def refusal(data: bytes) -> str:
    """Why bytes are refused, which is always told in one line that begins with the name."""
    with pytest.raises(ModelFileError) as caught:
        from_bytes(data, "some.model")
    message = str(caught.value)
    assert message.startswith("some.model: ")
    assert "\n" not in message
    return message


# There and back


def test_what_is_written_comes_back():
    header, arrays = from_bytes(SAVED)
    assert header == HEADER
    assert list(arrays) == sorted(ARRAYS)
    for name, array in ARRAYS.items():
        assert arrays[name].dtype == array.dtype
        np.testing.assert_array_equal(arrays[name], array)


def test_the_order_of_keys_and_the_layout_in_memory_do_not_matter():
    header = dict(reversed(HEADER.items()))
    arrays = {name: np.asfortranarray(array) for name, array in reversed(ARRAYS.items())}
    assert to_bytes(header, arrays) == SAVED


def test_arrays_of_the_other_byte_order_are_turned():
    swapped = {"weights": ARRAYS["weights"].astype(">f4")}
    assert to_bytes({}, swapped) == to_bytes({}, {"weights": ARRAYS["weights"]})


def test_other_content_gives_other_bytes():
    assert to_bytes(HEADER | {"name": "Höhe"}, ARRAYS) != SAVED
    assert to_bytes(HEADER, ARRAYS | {"weights": ARRAYS["weights"] + 1}) != SAVED


@given(
    st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=3),
    st.dictionaries(
        st.text("abc.0", max_size=4),
        st.tuples(st.sampled_from(TYPES), st.lists(st.integers(0, 3), min_size=1, max_size=3)),
        max_size=4,
    ),
)
def test_any_header_and_arrays_come_back(header, shapes):
    header.pop("arrays", None)
    rng = np.random.default_rng(0)
    arrays = {name: rng.integers(0, 100, size=shape).astype(kind) for name, (kind, shape) in shapes.items()}
    found, again = from_bytes(to_bytes(header, arrays))
    assert found == header
    assert {name: (array.dtype.str, array.tolist()) for name, array in again.items()} == {
        name: (array.dtype.str, array.tolist()) for name, array in arrays.items()
    }


@pytest.mark.parametrize("kind", ["float64", "int64", "bool", "object", "complex64", "<U3"])
def test_an_array_of_another_type_is_refused_by_name(kind):
    with pytest.raises(ValueError, match=r"array 'odd' has type .*; a model file holds <f4"):
        to_bytes({}, {"odd": np.zeros(2, dtype=kind)})


def test_a_file_is_written_with_the_folders_above_it(tmp_path):
    path = tmp_path / "a" / "b" / "x.model"
    write_model(path, HEADER, ARRAYS)
    assert path.read_bytes() == SAVED
    assert read_model(path)[0] == HEADER


# Damage


@given(st.sampled_from(sorted(REGIONS)), st.data())
def test_one_damaged_byte_in_any_region_is_noticed(region, data):
    at = data.draw(st.integers(*REGIONS[region]).filter(lambda at: at < REGIONS[region][1]))
    damaged = bytearray(SAVED)
    damaged[at] ^= data.draw(st.integers(1, 255))
    refusal(bytes(damaged))


def test_every_byte_counts():
    for at in range(len(SAVED)):
        refusal(SAVED[:at] + bytes([SAVED[at] ^ 1]) + SAVED[at + 1 :])


@pytest.mark.parametrize("end", [len(MAGIC), HEADER_AT, HEADER_AT + 20, ARRAYS_AT, ARRAYS_AT + 5, -DIGEST, -1])
def test_a_truncated_file_is_told(end):
    assert "truncated" in refusal(SAVED[:end])


@given(st.integers(0, len(SAVED) - 1))
def test_no_beginning_of_a_file_is_a_file(end):
    refusal(SAVED[:end])


@given(st.binary(min_size=1, max_size=40))
def test_nothing_may_follow_a_file(tail):
    refusal(SAVED + tail)


@given(st.binary(max_size=200), st.booleans())
def test_arbitrary_bytes_are_refused(data, with_magic):
    refusal(MAGIC + data if with_magic else data)


# Foreign files


@pytest.mark.parametrize(
    "data",
    [b"", b"\0", b"B", MAGIC[:-1], b"\x1f\x8b\x08\x00", b"PK\x03\x04", b"<html>", "Modell".encode("utf-16")],
    ids=["empty", "null", "one byte", "almost the magic", "gzip", "zip", "page", "utf-16"],
)
def test_a_foreign_file_is_told(data):
    assert "not a boiler model file; train one with `boiler train`" in refusal(data)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused(protocol):
    message = refusal(pickle.dumps({"weights": [1, 2]}, protocol))
    assert "not a boiler model file" in message
    assert ("trust=True" in message) == (protocol >= 2)


def test_a_newer_version_asks_for_an_upgrade():
    newer = SAVED[: len(MAGIC)] + (VERSION + 1).to_bytes(2, "little") + SAVED[len(MAGIC) + 2 : -DIGEST]
    assert refusal(sealed(newer)) == (
        f"some.model: written by a newer boiler (format {VERSION + 1}, this one reads {VERSION}); "
        "upgrade boiler-classifier"
    )


# Sealed files with a wrong header: nothing that boiler writes, yet nothing that may end in another error


ENTRY = {"name": "a", "type": "<f4", "shape": [2]}


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 5_000,
        [],
        {},
        {"arrays": 3},
        {"arrays": None},
        {"arrays": ["a"]},
        {"arrays": [{}]},
        {"arrays": [{**ENTRY, "type": "|O"}]},
        {"arrays": [{**ENTRY, "type": ["<f4"]}]},
        {"arrays": [{**ENTRY, "shape": [-1]}]},
        {"arrays": [{**ENTRY, "shape": [3]}]},
        {"arrays": [{**ENTRY, "shape": [1]}]},
        {"arrays": [{**ENTRY, "shape": [2**62, 2**62]}]},
        {"arrays": [{**ENTRY, "shape": [1] * 99 + [2]}]},
        {"arrays": [{**ENTRY, "shape": "x"}]},
        {"arrays": [{**ENTRY, "shape": None}]},
        {"arrays": [ENTRY, ENTRY]},
        {"arrays": []},
    ],
    ids=str,
)
def test_a_wrong_header_is_told(header):
    assert "header is wrong" in refusal(with_header(header, bytes(8)))


@pytest.mark.parametrize("header", ["text", 3, None, True])
def test_a_header_that_is_no_object_is_told(header):
    assert "header is wrong" in refusal(with_header(header))


@pytest.mark.parametrize("length", [0, 1, 10**6, 2**63])
def test_a_wrong_length_of_the_header_is_told(length):
    body = SAVED[: len(MAGIC) + 2] + length.to_bytes(8, "little") + SAVED[HEADER_AT:-DIGEST]
    assert "header is wrong" in refusal(sealed(body))


# Files


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ModelFileError, match=r"gone\.model: no such model file; train one"):
        load(tmp_path / "gone.model")


def test_a_folder_is_no_model(tmp_path):
    with pytest.raises(ModelFileError, match="can't be read"):
        load(tmp_path)


def test_a_saved_form_of_something_else_is_no_model(tmp_path):
    path = tmp_path / "other.model"
    path.write_bytes(SAVED)
    with pytest.raises(
        ModelFileError, match=r"other\.model: the model file lacks a part or has a wrong one \('features'\)"
    ):
        load(path)


def test_a_model_of_other_features_is_told(model_file, tmp_path):
    header, arrays = read_model(model_file)
    path = tmp_path / "older.model"
    write_model(path, header | {"features": header["features"][1:]}, arrays)
    with pytest.raises(ModelFileError, match="trained with other features"):
        load(path)


@pytest.mark.parametrize(
    "lost", ["html.general.mean", "text.general.0.w1", "html.general.known1", "text.access.gated", "page_type.weights"]
)
def test_a_model_that_lacks_a_part_is_told(model_file, tmp_path, lost):
    header, arrays = read_model(model_file)
    path = tmp_path / "partial.model"
    write_model(path, header, {name: array for name, array in arrays.items() if name != lost})
    with pytest.raises(ModelFileError, match="lacks a part"):
        load(path)


@pytest.mark.parametrize(
    "wrong", ["html.general.mean", "html.general.0.v2", "text.general.0.b1", "text.general.0.k2", "text.general.0.e0"]
)
def test_a_model_with_a_part_of_another_size_is_told(model_file, tmp_path, wrong):
    header, arrays = read_model(model_file)
    path = tmp_path / "odd.model"
    write_model(path, header, arrays | {wrong: arrays[wrong][:-1]})
    with pytest.raises(ModelFileError):
        load(path)


@pytest.mark.parametrize("share", [0, 0.001, 0.1, 0.5, 0.9, 0.9999])
def test_a_truncated_model_is_told(model_file, tmp_path, share):
    data, path = model_file.read_bytes(), tmp_path / "cut.model"
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelFileError, match=r"^\S*cut\.model: [^\n]+$"):
        load(path)


# A model there and back


def predictions(model: Model) -> list[Page]:
    """Some pages, HTML and text, as a model reads them."""
    return [
        model.predict(page.html) if page.html is not None else model.predict_text(page.text or "")
        for page in own_pages()[:16]
    ]


def test_a_model_that_was_saved_predicts_the_same(model, model_file):
    for page, again in zip(predictions(model), predictions(load(model_file)), strict=True):
        assert [block.role for block in again.blocks] == [block.role for block in page.blocks]
        assert (again.text, again.access, again.type) == (page.text, page.access, page.type)
        for one, two in zip(page.blocks, again.blocks, strict=True):
            assert two.probabilities == pytest.approx(one.probabilities, abs=2e-4)


def test_a_model_that_was_loaded_twice_predicts_equal_pages(model_file, tmp_path):
    first = load(model_file)
    first.save(tmp_path / "again.model")
    assert predictions(load(tmp_path / "again.model")) == predictions(first)


def test_a_model_keeps_its_temperature(model, tmp_path):
    warm = replace(model, html=replace(model.html, temperature=1.23456789))
    warm.save(tmp_path / "warm.model")
    assert load(tmp_path / "warm.model").html.temperature == warm.html.temperature


def test_a_model_of_several_networks_keeps_them_all(model, tmp_path):
    one = model.html.networks[0]
    two = replace(one, weights={name: -value for name, value in one.weights.items()})
    both = replace(model, html=replace(model.html, networks=(one, two), wall_networks=(two,), temperature=1.5))
    both.save(tmp_path / "both.model")
    again = load(tmp_path / "both.model").html
    assert (len(again.networks), len(again.wall_networks)) == (2, 1)
    page = page_features(Reading(segment_html(parse("<h1>Herons</h1><p>They stand.</p><a href='/x'>More</a>")[0])))
    np.testing.assert_array_equal(again.probabilities(page), both.html.probabilities(page))
    assert np.abs(again.probabilities(page) - model.html.probabilities(page)).max() > 0.01


def test_a_model_keeps_its_card_and_folds(model, model_file):
    again = load(model_file)
    assert again.card == model.card
    assert again.folds == model.folds == (0, 1, 2, 3)


def test_saving_again_gives_the_same_bytes(model, model_file, tmp_path):
    for number, each in enumerate((model, load(model_file))):
        path = tmp_path / f"{number}.model"
        each.save(path)
        assert path.read_bytes() == model_file.read_bytes()


def test_a_path_may_be_text(model, model_file, tmp_path):
    model.save(str(tmp_path / "x.model"))
    assert load(str(tmp_path / "x.model")).folds == load_model(model_file).folds


def test_saving_returns_the_sha_256_of_the_file(model, tmp_path):
    path = tmp_path / "x.model"
    assert model.save(path) == hashlib.sha256(path.read_bytes()).hexdigest()


# Nothing is executed


class Bomb:
    """A pickle of this makes a folder when it is loaded."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (str(self.folder),)


def test_a_bomb_goes_off_when_it_is_unpickled(tmp_path):
    pickle.loads(pickle.dumps(Bomb(tmp_path / "loaded")))
    assert (tmp_path / "loaded").exists()


@pytest.mark.parametrize("name", ["x.model", "x", "x.joblib", "x.pkl", "x.pickle", "x.JOBLIB", "x.joblib.gz"])
@pytest.mark.parametrize("compress", [0, 3])
def test_a_pickle_is_not_executed(tmp_path, name, compress):
    joblib.dump(Bomb(tmp_path / "loaded"), tmp_path / name, compress=compress)
    with pytest.raises(ModelFileError, match=r"^[^\n]+$"):
        load(tmp_path / name)
    assert not (tmp_path / "loaded").exists()


@pytest.mark.parametrize("header", [b"", b'{"arrays": []}'])
def test_a_pickle_behind_the_magic_is_not_executed(tmp_path, header):
    bomb = pickle.dumps(Bomb(tmp_path / "loaded"))
    for data in (sealed(MAGIC + bomb), with_header(header, bomb), with_header(bomb)):
        refusal(data)
    assert not (tmp_path / "loaded").exists()


# Trusted files


def test_a_joblib_file_is_loaded_only_with_trust(model, tmp_path):
    path = tmp_path / "own.joblib"
    joblib.dump(model, path)
    with pytest.raises(ModelFileError, match=r"own\.joblib: a joblib file can run any code .* trust=True"):
        load(path)
    page = "<p>The ferry runs again.</p>"
    assert load(path, trust=True).predict(page) == model.predict(page)


def test_a_joblib_file_must_hold_a_model(tmp_path):
    path = tmp_path / "own.joblib"
    joblib.dump({"weights": 1}, path)
    with pytest.raises(ModelFileError, match=r"own\.joblib: holds a dict, not a classifier Model"):
        load(path, trust=True)


@pytest.mark.parametrize("data", [b"", b"text", b"\x80\x04", SAVED])
def test_a_joblib_file_that_is_none_is_told(tmp_path, data):
    path = tmp_path / "own.joblib"
    path.write_bytes(data)
    with pytest.raises(ModelFileError, match=r"^\S*own\.joblib: can't be loaded [^\n]+$"):
        load(path, trust=True)


def test_a_joblib_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ModelFileError, match="no such model file"):
        load(tmp_path / "own.joblib", trust=True)


def test_trust_does_not_make_other_files_pickles(model_file, tmp_path):
    assert isinstance(load(model_file, trust=True), Model)
    bomb = tmp_path / "bomb.model"
    bomb.write_bytes(pickle.dumps(Bomb(tmp_path / "loaded")))
    with pytest.raises(ModelFileError, match="not a boiler model file"):
        load(bomb, trust=True)
    assert not (tmp_path / "loaded").exists()
