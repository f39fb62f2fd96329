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
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any

import lxml.etree

import classifier
from classifier.access.declared import declared_access
from classifier.bulk.inputs import Input, Kind
from classifier.bulk.sources import read_input
from classifier.bulk.sources.options import ReadOptions
from classifier.corpus.labeled_folder import read_labels_file, read_public_labels
from classifier.embedded.main_text import texts_outside_the_body
from classifier.errors import DataFileError, ModelFileError
from classifier.features import features
from classifier.features.declared_text import declared_text
from classifier.metadata.metadata import read_metadata
from classifier.model.form import MAGIC, from_bytes, to_bytes
from classifier.model.model import load_model
from classifier.segment import segment_html, segment_text
from classifier.segment.decoding import decode
from classifier.segment.guards import HARMLESS_BYTES, MOST_ATTRIBUTES, bounded_attributes, flattened
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
    assert isinstance(found.markdown, str)
    assert isinstance(found.html, str)
    assert found.metadata is not None
    _model().predict_text(data.decode("utf-8", "replace"))


def guards(data: bytes) -> None:
    """The guards before the parser: whatever stands before it, no tag that the parser reads keeps too many attributes, and
    flattening adds nothing but breaks."""
    start = FILLING + data
    for tag in (b"<div " + MANY, b"<script " + MANY, b"</p " + MANY):
        bounded, _ = bounded_attributes(start + tag + b">text")
        root = lxml.etree.fromstring(bounded, lxml.etree.HTMLParser(encoding="utf-8", huge_tree=True))
        assert root is None or max(len(element.attrib) for element in root.iter("*")) <= MOST_ATTRIBUTES + 1
    assert len(flattened(data)) <= len(data) + 4 * data.count(b"<")


FILLING = b"<p>filling</p>" * (HARMLESS_BYTES // 14 + 1)
MANY = b" ".join(b"a%d=x" % number for number in range(2 * MOST_ATTRIBUTES))


def markup(data: bytes) -> None:
    """The guards on pieces of markup in any order, which bytes at random seldom give."""
    guards(b"".join(PIECES[byte % len(PIECES)] for byte in data[:40]))


PIECES = (
    b'<a b=\'|<a b="|<a ="|\'|"|>|/>|=|/| |x|-|<|<!--|-->|--!>|<!|<?|</|</a b=\'|<p>|<![CDATA[|<!doctype html "|<svg>|</svg>|'
    b"<script>|</script>|<script/>|<SCRIPT a='>'>|<title>|</title>|<textarea>|</textarea |<style>|</style>|<xmp>|</xmp>|<select>|"
    b"<iframe>|</iframe>|<noembed>|<noframes>|</noframes>|<noscript>|</noscript>|<plaintext>|<template>|<table>|</body>"
).split(b"|")


def json_ld(data: bytes) -> None:
    """What JSON-LD declares: access, features, metadata, and the text outside of the body; from any text and from values of
    any shape under the names that are looked for."""
    value = _json_value(iter(data), 0)
    for text in (data.decode("utf-8", "replace"), json.dumps(value)):
        declared_access([text])
        declared_text([text])
        page = f"<title>x</title><script type='application/ld+json'>{text}</script><p>{text[:100]}"
        root, _ = parse(page)
        if root is not None:
            read_metadata(root, [("text", "body", "p")], title="x", lang="en", url=None)
            list(texts_outside_the_body(root, "x"))


NAMES = (
    "@type @id @graph @value isAccessibleForFree hasPart cssSelector wordCount articleBody text description headline author "
    "name creator datePublished publisher mainEntity image url inLanguage acceptedAnswer suggestedAnswer comment"
).split()
VALUES = (
    *(
        "NewsArticle",
        "WebPageElement",
        "Person",
        "WebSite",
        "QAPage",
        "False",
        "2026-02-30T25:61",
        "https://a.example/",
        "p" * 300,
    ),
    *(True, False, None, 0, -1, 1e400, 10**400, float("nan"), "", "\ud800", "<p>a</p> &amp; " * 40),
)


def _json_value(data: Iterator[int], depth: int) -> Any:
    """A value made from bytes: objects and lists while they last, then names and numbers."""
    kind = next(data, 255)
    if kind < 100 and depth < 30:
        return {NAMES[next(data, 0) % len(NAMES)]: _json_value(data, depth + 1) for _ in range(kind % 5)}
    if kind < 150 and depth < 30:
        return [_json_value(data, depth + 1) for _ in range(kind % 4)]
    return VALUES[kind % len(VALUES)]


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


def records(data: bytes) -> None:
    """Records of JSON lines and WARC: each becomes a page or a problem in one line."""
    for name, kind in (("fuzzed.jsonl", Kind.JSONL), ("fuzzed.warc", Kind.WARC)):
        path = _folder() / name
        path.write_bytes(data)
        for source in read_input(Input(str(path), kind), ReadOptions()):
            assert "\n" not in source.problem
            assert len(source.problem) < 1_000


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (reader, segmenter, featuriser, page, guards, markup, json_ld, model_file, labels, records)
}


def main() -> None:
    """Fuzz the target that the command line names; `--list` names them all."""
    if sys.argv[1:] == ["--list"]:
        print(*TARGETS)
        return
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
