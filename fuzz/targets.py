"""What is fuzzed: functions that take any bytes and must end with a result or a documented error.

    python fuzz/targets.py page corpus/ -max_total_time=600     # needs atheris (pip install '.[fuzz]')

Options after the target's name are libFuzzer's. Anything that escapes is a finding; keep its input in
`tests/hostile/findings/TARGET/`, which the test suite runs through the same targets.
"""

from __future__ import annotations

import gc
import json
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import FunctionType

import classifier
from classifier.access.declared import declared_access
from classifier.corpus.labeled_folder import read_labels_file, read_public_labels
from classifier.errors import DataFileError, ModelFileError
from classifier.features import features
from classifier.model.form import MAGIC, from_bytes, to_bytes
from classifier.model.model import load_model
from classifier.segment import segment_html, segment_text
from classifier.segment.decoding import decode
from classifier.segment.guards import bounded_attributes, flattened
from classifier.segment.tree import parse


@cache
def _model() -> classifier.Model:
    return classifier.load()


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="boiler-fuzz-"))


def reader(data: bytes) -> None:
    """Decoding and parsing, with a declared charset taken from the data."""
    text, encoding = decode(data, f"text/html; charset={data[:20].decode('latin-1')}")
    assert isinstance(text, str)
    assert encoding
    root, warnings = parse(data)
    assert root is not None or warnings


def segmenter(data: bytes) -> None:
    """Segmenting: columns of one length, ranges in order, text without loose white space."""
    for document in (_segmented(data), segment_text(data.decode("utf-8", "surrogateescape"))):
        if document is None:
            continue
        size = len(document)
        columns = (
            document.leaf,
            document.container,
            document.link_chars,
            document.links,
            document.paragraph,
            document.gap,
        )
        assert all(len(column) == size for column in columns)
        assert all(text and text == " ".join(text.split()) for text in document.texts)
        assert all(
            0 <= first <= end <= size for first, end in zip(document.first_block, document.end_block, strict=True)
        )
        assert len(document.xpaths()) == size


def _segmented(data: bytes) -> classifier.segment.Document | None:
    root, _ = parse(data)
    return None if root is None else segment_html(root)


def featuriser(data: bytes) -> None:
    """Features: one finite row a block."""
    document = _segmented(data)
    if document is not None and len(document):
        matrix = features(document)
        assert matrix.shape[0] == len(document)
        assert (abs(matrix) < 1e9).all()


def page(data: bytes) -> None:
    """A whole prediction."""
    found = _model().predict(data)
    assert found.blocks or found.warnings
    _model().predict_text(data.decode("utf-8", "replace"))


def guards(data: bytes) -> None:
    """The guards before the parser leave harmless pages as they are, and no text out."""
    assert bounded_attributes(data) == (data, 0) or len(data) >= 64_000
    assert len(flattened(data)) <= len(data) + 4 * data.count(b"<")


def json_ld(data: bytes) -> None:
    """Declared access from JSON-LD of any shape."""
    declared_access([data.decode("utf-8", "replace")])


def model_file(data: bytes) -> None:
    """The saved form: foreign bytes, bytes behind the magic, and a right checksum around any header."""
    for candidate in (data, MAGIC + data):
        _refused(candidate)
    try:
        header = json.loads(data)
        sealed = to_bytes({**header}, {})
    except (ValueError, TypeError, RecursionError):
        return
    _refused(sealed)


def _refused(data: bytes) -> None:
    path = _folder() / "fuzzed.model"
    path.write_bytes(data)
    try:
        from_bytes(data)
        load_model(path)
    except ModelFileError as error:
        message = str(error)
    else:
        message = ""
    assert "\n" not in message


def labels(data: bytes) -> None:
    """The `.labels` format and rows of public labels."""
    path = _folder() / "fuzzed.labels"
    path.write_bytes(data)
    path.with_suffix(".html").write_bytes(b"<p>text</p>")
    rows = _folder() / "fuzzed.jsonl"
    rows.write_bytes(data)
    for read in (lambda: read_labels_file(path), lambda: list(read_public_labels(rows))):
        try:
            read()
        except DataFileError:
            continue


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target for target in (reader, segmenter, featuriser, page, guards, json_ld, model_file, labels)
}


def main() -> None:
    """Fuzz the target that the command line names."""
    import atheris

    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"name a target: {', '.join(TARGETS)}")
    target = TARGETS[sys.argv.pop(1)]
    if target is page:
        _model()
    for function in [held for held in gc.get_objects() if isinstance(held, FunctionType)]:
        if function.__module__ and function.__module__.startswith("classifier."):
            atheris.instrument_func(function)
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
