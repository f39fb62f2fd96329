"""Hostile files: models, labelled pages and rows of public labels. Each maps a name to a function that gives the file's bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import pickle
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from classifier.features.tokens import KINDS
from classifier.loading import shipped_model
from classifier.model.form import MAGIC, VERSION, from_bytes, to_bytes

from .pages import noise


@cache
def shipped() -> bytes:
    return shipped_model().read_bytes()


def sealed(header: bytes, arrays: bytes = b"") -> bytes:
    """A model file whose checksum is right, whatever is in it."""
    body = MAGIC + VERSION.to_bytes(2, "little") + len(header).to_bytes(8, "little") + header + arrays
    return body + hashlib.sha256(body).digest()


def listing(*shape: Any, kind: str = "<f4", name: Any = "a") -> bytes:
    """A model file that lists one array and holds none."""
    return sealed(json.dumps({"arrays": [{"name": name, "type": kind, "shape": list(shape)}]}).encode())


def changed_model(change: Callable[[dict[str, Any], dict[str, Any]], object]) -> bytes:
    """The shipped model with something changed in its header or arrays, and a right checksum."""
    header, arrays = from_bytes(shipped())
    arrays = dict(arrays)
    change(header, arrays)
    return to_bytes(header, arrays)


def with_layout(**values: Any) -> bytes:
    return changed_model(lambda header, arrays: header["layouts"]["html"]["general"].update(values))


def with_temperature(value: Any) -> bytes:
    return changed_model(lambda header, arrays: header["layouts"]["html"].update(temperature=value))


def with_numbers(name: str, value: float) -> bytes:
    def change(header: dict[str, Any], arrays: dict[str, Any]) -> None:
        arrays[name] = np.full_like(arrays[name], value)

    return changed_model(change)


def flipped(at: int) -> bytes:
    data = bytearray(shipped())
    data[at] ^= 1
    return bytes(data)


class Bomb:
    """Ends the process that unpickles it."""

    def __reduce__(self) -> tuple[Any, ...]:
        import os

        return os._exit, (66,)


def pickled_array() -> bytes:
    out = io.BytesIO()
    np.save(out, np.array([Bomb()], dtype=object), allow_pickle=True)
    return out.getvalue()


MODEL_FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "magic_only": lambda: MAGIC,
    "pickle_bomb": lambda: pickle.dumps(Bomb()),
    "pickle_behind_the_magic": lambda: MAGIC + pickle.dumps(Bomb()),
    "sealed_pickle_as_header": lambda: sealed(pickle.dumps(Bomb())),
    "sealed_pickle_as_arrays": lambda: sealed(b'{"arrays":[]}', pickle.dumps(Bomb())),
    "numpy_object_array": pickled_array,
    "noise": lambda: MAGIC + noise(1_000_000),
    "truncated": lambda: shipped()[: len(shipped()) // 2],
    "flipped_first_bit": lambda: flipped(0),
    "flipped_bit_of_the_header": lambda: flipped(100),
    "flipped_bit_of_the_arrays": lambda: flipped(len(shipped()) // 2),
    "flipped_bit_of_the_checksum": lambda: flipped(len(shipped()) - 1),
    "header_of_2_to_the_63_bytes": lambda: (
        (body := MAGIC + b"\x01\0" + (2**63).to_bytes(8, "little")) + hashlib.sha256(body).digest()
    ),
    "header_50_000_deep": lambda: sealed(b'{"arrays":' + b"[" * 50_000 + b"]" * 50_000 + b"}"),
    "header_of_many_arrays": lambda: sealed(
        json.dumps({"arrays": [{"name": str(n), "type": "<f4", "shape": [0]} for n in range(200_000)]}).encode()
    ),
    "header_of_a_long_number": lambda: sealed(
        b'{"arrays":[{"name":"a","type":"<f4","shape":[' + b"9" * 5_000 + b"]}]}"
    ),
    "header_without_arrays": lambda: sealed(b"{}"),
    "header_of_nan": lambda: sealed(b"NaN"),
    "header_not_utf_8": lambda: sealed(b"\xff\xfe\xfd"),
    "array_of_10_to_the_30": lambda: listing(10**30),
    "array_of_many_dimensions": lambda: listing(*[1] * 100),
    "array_of_infinite_size": lambda: sealed(b'{"arrays":[{"name":"a","type":"<f4","shape":[1e999]}]}'),
    "array_of_negative_size": lambda: listing(-1, -1),
    "array_of_no_size_and_too_much": lambda: listing(0, 10**18),
    "array_of_objects": lambda: listing(1, kind="|O"),
    "array_with_a_name_that_is_a_list": lambda: listing(0, name=["a"]),
    "layout_of_a_billion_units": lambda: with_layout(hidden=10**9),
    "layout_of_negative_units": lambda: with_layout(hidden=-5),
    "layout_of_true_units": lambda: with_layout(hidden=True),
    "layout_of_a_billion_networks": lambda: with_layout(members=10**9),
    "layout_of_no_network": lambda: with_layout(members=0),
    "layout_of_far_dilations": lambda: with_layout(dilations=[1, 3, 10**9]),
    "layout_of_many_dilations": lambda: with_layout(dilations=[1] * 100_000),
    "layout_of_wide_word_vectors": lambda: with_layout(tables=[[10**6, 10**6]] * len(KINDS)),
    "layout_of_fractions_of_words": lambda: with_layout(tables=[[1.5, 2.5]] * len(KINDS)),
    "temperature_of_zero": lambda: with_temperature(0),
    "temperature_that_is_no_number": lambda: with_temperature("nan"),
    "scale_of_zero": lambda: with_numbers("html.general.scale", 0.0),
    "weights_that_are_no_numbers": lambda: with_numbers("html.general.0.w1", float("nan")),
    "weights_that_are_infinite": lambda: with_numbers("text.general.0.w1", float("inf")),
    "card_that_is_a_list": lambda: changed_model(lambda header, arrays: header.update(card=[1, 2])),
    "types_that_are_missing": lambda: changed_model(lambda header, arrays: header.update(page_types=[])),
}

HEAD = b"site: a.example\ntype: article\nlang: en\naccess: open\n---\n"
LABEL_FILES: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "head_only": lambda: HEAD,
    "without_a_head": lambda: b"C\ttext\n" * 200_000,
    "not_utf_8": lambda: HEAD + b"C\t\xff\xfe\n",
    "unknown_code": lambda: HEAD + b"X\ttext\n",
    "without_tabs": lambda: HEAD + b"C text\n" * 200_000,
    "nul": lambda: HEAD + b"\0" * 1_000_000,
    "lines_500_000": lambda: HEAD + b"C\ta line of text\n" * 500_000,
    "line_5_MB": lambda: HEAD + b"C\t" + b"x " * 2_500_000,
    "head_5_MB": lambda: b"site: " + b"x" * 5_000_000 + b"\n",
    "fold_that_is_huge": lambda: HEAD.replace(b"---", b"fold: " + b"9" * 100_000 + b"\n---") + b"C\ttext\n",
    "gzip": lambda: gzip.compress(HEAD * 100),
}

ROW = {
    "name": "a",
    "source": "s",
    "sha256": "0" * 64,
    "site": "a.example",
    "fold": 0,
    "type": "article",
    "lang": "en",
    "access": "open",
    "runs": "C10",
}


def row(**values: Any) -> bytes:
    return json.dumps(ROW | values).encode() + b"\n"


LABEL_ROWS: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"\n" * 1_000_000,
    "not_json": lambda: b"name,source\n",
    "50_000_deep": lambda: b"[" * 50_000 + b"]" * 50_000,
    "numbers": lambda: b"9" * 100_000,
    "a_list": lambda: b"[1, 2]\n",
    "nul": lambda: b"\0" * 1_000_000,
    "not_utf_8": lambda: row() + b"\xff\n",
    "fold_that_is_true": lambda: row(fold=True),
    "fold_that_is_infinite": lambda: row().replace(b'"fold": 0', b'"fold": Infinity'),
    "runs_that_are_a_number": lambda: row(runs=3),
    "runs_of_nonsense": lambda: row(runs="C" * 1_000_000),
    "runs_of_a_long_number": lambda: row(runs="C" + "9" * 100_000),
    "runs_1_000_000": lambda: row(runs="C1 " * 1_000_000),
    "name_that_is_a_path": lambda: row(name="../../../etc/passwd"),
    "rows_100_000": lambda: row() * 100_000,
}
