"""Folders of public pages: `NAME/pages.jsonl.gz` with `NAME/html/ID.html.gz`, each page with its known main text or snippets."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier.corpus.labeled_folder import PublicLabels, with_page
from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import DataFileError

INDEX = "pages.jsonl.gz"


def corpora_in(folder: Path) -> list[Path]:
    """The corpora of a folder: itself, or the folders in it, that have an index. Raises DataFileError when there is none."""
    found = [folder] if (folder / INDEX).exists() else sorted(path.parent for path in folder.glob(f"*/{INDEX}"))
    if not found:
        raise DataFileError(
            f"{folder}: holds no corpus; expected NAME/{INDEX} and NAME/html/ID.html.gz in it (see `boiler corpora fetch`)"
        )
    return found


def read_corpus(folder: Path) -> Iterator[LabelledPage]:
    """The pages of one corpus that have a known text or snippets. Raises DataFileError naming the row or file.

    Rows that hold labelled lines instead are passed over: their labels are read from `data/labeled/public/`.
    """
    index = folder / INDEX
    for number, entry in _rows(index):
        try:
            if not isinstance(entry, dict):
                raise TypeError(f"the row is no object but {entry!r:.40}")
            if "lines" in entry:
                continue
            name = entry["id"]
            known, wanted, unwanted = (
                entry.get("text") or "",
                tuple(entry.get("with_") or ()),
                tuple(entry.get("without") or ()),
            )
            page = LabelledPage(
                name=name,
                source=folder.name,
                site=entry["site"],
                fold=int(entry["fold"]),
                html=_html(folder, name),
                known_text=known,
                title=entry.get("title") or "",
                author=_joined(entry.get("author")),
                wanted=wanted,
                unwanted=unwanted,
                type=entry.get("type") or "",
            )
        except (KeyError, TypeError, ValueError) as error:
            raise DataFileError(
                f"{index}, line {number}: not a page of a corpus ({error!r}); expected id, site and fold"
            ) from error
        if known or wanted or unwanted:
            yield page


def find_labelled(labels: PublicLabels, corpora: list[Path]) -> LabelledPage | None:
    """The page that public labels belong to, from the first corpus that has it; None when none has."""
    for folder in corpora:
        if (folder / "html" / f"{labels.name}.html.gz").exists():
            html = _html(folder, labels.name)
            if hashlib.sha256(html).hexdigest() == labels.sha256:
                return with_page(labels, html)
    return None


def _joined(author: object) -> str:
    return ", ".join(map(str, author)) if isinstance(author, list) else str(author or "")


def _html(folder: Path, name: str) -> bytes:
    path = folder / "html" / f"{name}.html.gz"
    try:
        with gzip.open(path) as file:
            return file.read()
    except (OSError, EOFError, zlib.error) as error:
        raise DataFileError(f"{path}: can't be read ({error}); fetch the corpus again") from error


def _rows(index: Path) -> Iterator[tuple[int, Any]]:
    try:
        with gzip.open(index, "rt", encoding="utf-8") as rows:
            for number, row in enumerate(rows, 1):
                try:
                    yield number, json.loads(row)
                except ValueError as error:
                    raise DataFileError(
                        f"{index}, line {number}: not JSON ({error}); fetch the corpus again"
                    ) from error
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise DataFileError(f"{index}: can't be read ({error}); fetch the corpus again") from error
