"""Pages to label: what the model makes of each, and in which order they come."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from classifier.bulk.inputs import Input
from classifier.bulk.runner import predict_in_order
from classifier.bulk.source import Source
from classifier.bulk.sources import read_sources
from classifier.corpus.codes import ROLE_OF_CODE, is_covered
from classifier.corpus.labeled_folder import TYPES
from classifier.errors import InputError
from classifier.model.model import Model
from classifier.page import Page
from classifier.segment import Document
from classifier.segment.head import read_head
from classifier.segment.tree import parse

CODE_OF_ROLE = {role: code for code, role in ROLE_OF_CODE.items()}
READABLE = (".html", ".txt")
"""Endings that the readers of labelled pages know."""
UNKNOWN_LANGUAGE = "und"


@dataclass(frozen=True, slots=True)
class Task:
    """A page to label. name: its path below the folder. codes: one a block, as the model suggests. covered: whether
    labels take a block in (text of <noscript> and from outside the body they don't). head: suggested facts for the head of the labels file. uncertainty: mean
    probability that a block's label is wrong."""

    path: Path
    name: str
    page: Page
    codes: tuple[str, ...]
    covered: tuple[bool, ...]
    head: dict[str, str]
    uncertainty: float

    @property
    def labels_path(self) -> Path:
        """Where the labels go: `NAME.labels` beside the page."""
        return self.path.with_suffix(".labels")


@dataclass(frozen=True, slots=True)
class Queue:
    """tasks: the least certain first. skipped: pages that can't be labelled, each with the reason."""

    tasks: tuple[Task, ...]
    skipped: tuple[str, ...]


def find_pages(folder: Path) -> list[Path]:
    """The pages of a folder and the folders in it, by path. Raises InputError when there are none."""
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; name a folder that holds the pages to label")
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (*READABLE, ".htm") and path.is_file())
    if not found:
        raise InputError(f"{folder}: no pages in this folder; pages end in .html or .txt")
    return found


def make_queue(model: Model, folder: Path, paths: Sequence[Path], n_jobs: int = 1) -> Queue:
    """Predict pages and put the least certain first. Pages that can't be labelled are skipped with a reason."""
    skipped: list[str] = []
    wanted: list[Path] = []
    for path in paths:
        problem = _unfit(path)
        if problem:
            skipped.append(f"{path}: {problem}")
        else:
            wanted.append(path)
    tasks = []
    sources = list(read_sources(map(_input, wanted)))
    for path, source, page in zip(wanted, sources, predict_in_order(model, iter(sources), n_jobs), strict=True):
        if any(map(is_covered, page.blocks)):
            tasks.append(_task(folder, path, source, page))
        else:
            skipped.append(f"{path}: {'; '.join(page.warnings) or 'no text in its body'}")
    tasks.sort(key=lambda task: (-task.uncertainty, task.name))
    return Queue(tuple(tasks), tuple(skipped))


def _input(path: Path) -> Input:
    return Input(str(path))


def _unfit(path: Path) -> str:
    if path.suffix not in READABLE:
        return f"labels are looked for beside pages that end in .html or .txt; rename it to {path.with_suffix('.html').name}"
    if path.suffix == ".txt":
        if path.with_suffix(".html").exists():
            return f"{path.with_suffix('.html').name} beside it takes the name of its labels; rename one of them"
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            return "not UTF-8 text; save it as UTF-8"
        except OSError as error:
            return f"can't be read: {error.strerror or error}"
    return ""


def _task(folder: Path, path: Path, source: Source, page: Page) -> Task:
    return Task(
        path=path,
        name=path.relative_to(folder).as_posix(),
        page=page,
        codes=tuple(CODE_OF_ROLE[block.role] for block in page.blocks),
        covered=tuple(map(is_covered, page.blocks)),
        head={
            "site": _site(folder, path, source),
            "type": page.type if page.type in TYPES else "other",
            "lang": page.lang or UNKNOWN_LANGUAGE,
            "access": page.access.value,
        },
        uncertainty=float(np.mean([1 - block.confidence for block in page.blocks])),
    )


def _site(folder: Path, path: Path, source: Source) -> str:
    """The host that the page names as its own, else the folder that it lies in, else its own name."""
    root = None if source.is_text else parse(source.data)[0]
    if root is not None:
        head = Document()
        read_head(root, head)
        for key in ("canonical", "og:url"):
            with suppress(ValueError):  # an address that can't be one, such as http://[
                host = urlsplit(head.meta.get(key, "")).hostname
                if host:
                    return host.removeprefix("www.")
    inner = path.relative_to(folder).parent.parts
    return inner[0] if inner else path.stem
