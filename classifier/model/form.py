"""The saved form of a model: a JSON header and raw arrays. Reading it executes nothing and needs no other library's version.

Layout: MAGIC, format version (2 bytes), length of the header (8 bytes), header (UTF-8 JSON), arrays one after the other
(little-endian, C order), SHA-256 of everything before it (32 bytes). The header's "arrays" lists name, type and shape.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import ModelFileError

MAGIC = b"BOILER-MODEL\x00"
VERSION = 1
DIGEST = 32
LONGEST_HEADER = 50_000_000
TYPES = ("<f4", "<f2", "<i4", "<u4", "|u1")
_PREFIX = len(MAGIC) + 2 + 8


def write_model(path: Path, header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> str:
    """Write a model file; returns its SHA-256. The same content gives the same bytes."""
    data = to_bytes(header, arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return digest_of(data)


def digest_of(data: bytes) -> str:
    """The SHA-256 of a model file's bytes."""
    return hashlib.sha256(data).hexdigest()


def to_bytes(header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> bytes:
    """The saved form as bytes. Raises ValueError for an array of a type that the form doesn't hold."""
    listed, parts = [], []
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        kind = array.dtype.newbyteorder("<").str if array.dtype.itemsize > 1 else array.dtype.str
        if kind not in TYPES:
            raise ValueError(f"array {name!r} has type {array.dtype}; a model file holds {', '.join(TYPES)}")
        listed.append({"name": name, "type": kind, "shape": list(array.shape)})
        parts.append(array.astype(kind).tobytes())
    head = json.dumps({**header, "arrays": listed}, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8"
    )
    body = b"".join([MAGIC, VERSION.to_bytes(2, "little"), len(head).to_bytes(8, "little"), head, *parts])
    return body + hashlib.sha256(body).digest()


def read_model(path: Path) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and arrays of a model file. Raises ModelFileError, in one line, for any other file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelFileError(f"{path}: no such model file; train one with `boiler train --out {path}`") from error
    except OSError as error:
        raise ModelFileError(
            f"{path}: the model file can't be read ({error.strerror}); check the path and its permissions"
        ) from error
    return from_bytes(data, str(path))


def from_bytes(data: bytes, name: str = "model") -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and arrays of a saved form. Raises ModelFileError."""
    if not data.startswith(MAGIC):
        hint = (
            "it looks like a pickle or joblib file, which is loaded only with trust=True"
            if data[:1] == b"\x80"
            else "train one with `boiler train`"
        )
        raise ModelFileError(f"{name}: not a boiler model file; {hint}")
    if len(data) < _PREFIX + DIGEST:
        raise ModelFileError(f"{name}: the model file is truncated; copy or download it again")
    version = int.from_bytes(data[len(MAGIC) : len(MAGIC) + 2], "little")
    if version > VERSION:
        raise ModelFileError(
            f"{name}: written by a newer boiler (format {version}, this one reads {VERSION}); upgrade boiler-classifier"
        )
    if hashlib.sha256(memoryview(data)[:-DIGEST]).digest() != data[-DIGEST:]:
        raise ModelFileError(
            f"{name}: the model file is damaged or truncated (SHA-256 differs); copy or download it again"
        )
    try:
        return _unpack(data)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ModelFileError(f"{name}: the model file's header is wrong ({error}); train the model again") from error


def _unpack(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    length = int.from_bytes(data[len(MAGIC) + 2 : _PREFIX], "little")
    if length > min(LONGEST_HEADER, len(data)):
        raise ValueError("the header is longer than the file")
    header = json.loads(data[_PREFIX : _PREFIX + length])
    if not isinstance(header, dict):
        raise ValueError("the header is not a JSON object")
    arrays: dict[str, NDArray[Any]] = {}
    at = _PREFIX + length
    for entry in header.pop("arrays"):
        kind, shape = entry["type"], tuple(int(n) for n in entry["shape"])
        if kind not in TYPES or min(shape, default=0) < 0:
            raise ValueError(f"array {entry['name']!r} has an unknown type or shape")
        size = math.prod(shape) * np.dtype(kind).itemsize
        if at + size > len(data) - DIGEST:
            raise ValueError(f"array {entry['name']!r} goes beyond the file")
        arrays[entry["name"]] = np.frombuffer(data, dtype=kind, count=math.prod(shape), offset=at).reshape(shape)
        at += size
    if at != len(data) - DIGEST:
        raise ValueError("bytes are left over after the last array")
    return header, arrays
