"""All hostile cases: an input, and what is done with it. A documented error counts as an outcome; any other error escapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import classifier
from classifier.access.verdict import LIKELY
from classifier.bulk.inputs import Input, Kind
from classifier.bulk.one_page import FAILED, guarded
from classifier.bulk.sources import read_input
from classifier.bulk.sources.options import ReadOptions
from classifier.corpus.labeled_folder import read_labels_file, read_public_labels

from .archives import JSON_LINES, WARC_FILES
from .files import LABEL_FILES, LABEL_ROWS, MODEL_FILES
from .pages import CHARACTERS, JSON_LD, PAGES, SIZE, STRUCTURE
from .texts import TEXTS


@dataclass(frozen=True, slots=True)
class Case:
    """build: the input. run: what is done with it, in a folder of its own; says in words what came of it."""

    build: Callable[[], Any]
    run: Callable[[Any, Path], str]


@cache
def model() -> classifier.Model:
    """The shipped model, after a first page."""
    loaded = classifier.load()
    loaded.predict(b"<p>warm</p>")
    return loaded


def told(page: classifier.Page) -> str:
    """What came of a page. A page without blocks must say why."""
    assert page.blocks or page.warnings, "a page without blocks says nothing"
    assert all(block.text and 0 <= block.confidence <= 1 for block in page.blocks)
    assert not any("\n" in warning for warning in page.warnings)
    return f"{len(page.blocks)} blocks {'; '.join(page.warnings)}".strip()


def predicted(page: Any, folder: Path) -> str:
    return told(model().predict(page))


def viewed(page: classifier.Page, folder: Path) -> str:
    """What came of a page's Markdown, which is made from its HTML, and of its metadata; both read the markup again."""
    return f"{len(page.markdown)} characters of Markdown, titled {page.metadata.title[:40]!r}"


def of_page(build: Callable[[], Any]) -> Callable[[], classifier.Page]:
    """The labelled page as an input."""
    return lambda: model().predict(build())


def predicted_text(text: str, folder: Path) -> str:
    return told(model().predict_text(text))


def loaded(data: bytes, folder: Path) -> str:
    path = folder / "a.model"
    path.write_bytes(data)
    return refused(lambda: classifier.load(path), classifier.ModelFileError)


def labels_read(data: bytes, folder: Path) -> str:
    path = folder / "a.labels"
    path.write_bytes(data)
    path.with_suffix(".html").write_bytes(b"<p>text</p>")
    return refused(lambda: read_labels_file(path), classifier.DataFileError)


def rows_read(data: bytes, folder: Path) -> str:
    path = folder / "a.jsonl"
    path.write_bytes(data)
    return refused(lambda: sum(1 for _ in read_public_labels(path)), classifier.DataFileError)


def pages_read(data: bytes, folder: Path, kind: Kind) -> str:
    """What came of the records of a file: each a page, or a line that says why there is none."""
    path = folder / f"a.{kind}"
    path.write_bytes(data)
    counts: Counter[str] = Counter()
    for source in read_input(Input(str(path), kind), ReadOptions()):
        if source.problem:
            assert source.problem.isprintable(), source.problem
            assert len(source.problem) < 1_000, "the problem quotes the whole record"
            counts[source.problem] += 1
        else:
            page = guarded(model(), source, LIKELY)
            assert not any(warning.startswith(FAILED) for warning in page.warnings), page.warnings
            counts[told(page)[:100]] += 1
    return "; ".join(f"{count} times {outcome}" for outcome, count in counts.most_common(3)) or "no record"


def refused(read: Callable[[], object], error: type[Exception]) -> str:
    """What came of reading a file: its value, or the one line of the documented error."""
    try:
        message = f"read: {type(read()).__name__}"
    except error as raised:
        message = str(raised)
    assert "\n" not in message, message
    assert len(message) < 1_000, "the message quotes the whole file"
    return message


VIEWED = {**STRUCTURE, **CHARACTERS, **SIZE, **JSON_LD}
CASES: dict[str, Case] = {
    f"{group}/{name}": Case(build, run)
    for group, builders, run in (
        ("pages", PAGES, predicted),
        ("views", {name: of_page(build) for name, build in VIEWED.items()}, viewed),
        ("texts", TEXTS, predicted_text),
        ("models", MODEL_FILES, loaded),
        ("labels", LABEL_FILES, labels_read),
        ("rows", LABEL_ROWS, rows_read),
        ("warc", WARC_FILES, partial(pages_read, kind=Kind.WARC)),
        ("jsonl", JSON_LINES, partial(pages_read, kind=Kind.JSONL)),
    )
    for name, build in builders.items()
}
