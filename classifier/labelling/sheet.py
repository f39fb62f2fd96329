"""The labels of one page while somebody works on them, safe on the disk after each change.

Changes go block by block, so that two tabs on one page never undo each other's work; each change has a revision, and a tab
asks for what came after the one that it knows. Every change is on the disk, in a draft beside the page, before it is
confirmed to the tab. A draft has the format of a labels file under a name that training does not read; finishing the page
turns it into the labels file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock

from classifier.corpus.codes import CODES, codes_of_blocks, expand, read_runs, to_runs
from classifier.corpus.labeled_folder import ACCESS, TYPES, parse_labels_file, write_labels_file
from classifier.errors import BoilerError, DataFileError
from classifier.labelling.tasks import Task

DRAFT_ENDING = ".labels.draft"


class ChangeError(BoilerError):
    """A change that a tab asked for makes no sense; nothing of it was done."""


@dataclass(frozen=True, slots=True)
class State:
    """What a tab needs to catch up: the revision, (block, code) changes since the one it knew, the head, and whether the
    labels file holds all this."""

    revision: int
    changes: tuple[tuple[int, str], ...]
    head: dict[str, str]
    done: bool


@dataclass(slots=True)
class Sheet:
    """The labels of a task. Made by `open_sheet`."""

    task: Task
    codes: list[str]
    head: dict[str, str]
    done: bool
    warnings: tuple[str, ...] = ()
    _changed: list[int] = field(default_factory=list)
    _lock: RLock = field(default_factory=RLock)

    @property
    def draft_path(self) -> Path:
        """Where unfinished work is kept."""
        return self.task.path.with_suffix(DRAFT_ENDING)

    def since(self, revision: int) -> State:
        """What has changed since a revision."""
        with self._lock:
            blocks = dict.fromkeys(self._changed[max(revision, 0) :])
            return State(
                len(self._changed), tuple((block, self.codes[block]) for block in blocks), dict(self.head), self.done
            )

    def change(self, blocks: Sequence[tuple[int, str]], head: Mapping[str, str], revision: int) -> State:
        """Give blocks codes and the head values; on the disk when this returns. Raises ChangeError, and then changes nothing."""
        _check(blocks, head, len(self.codes))
        with self._lock:
            for block, code in blocks:
                self.codes[block] = code
                self._changed.append(block)
            self.head.update({key: value.strip() for key, value in head.items()})
            if blocks or head:
                self.done = False
                self._write(self.draft_path)
            return self.since(revision)

    def finish(self, revision: int) -> State:
        """Write the labels file, from which `boiler train` learns, and drop the draft."""
        with self._lock:
            self._write(self.task.labels_path)
            self.draft_path.unlink(missing_ok=True)
            self.done = True
            return self.since(revision)

    def _write(self, path: Path) -> None:
        """Write beside and replace, so that a crash leaves the old file or the new one, never half of one."""
        beside = path.with_name(f".{path.name}.tmp")
        texts = [block.text for block in self.task.page.blocks]
        lines = [
            (text, code) for text, code, covered in zip(texts, self.codes, self.task.covered, strict=True) if covered
        ]
        write_labels_file(beside, self.head, lines)
        with beside.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(beside, path)


def open_sheet(task: Task) -> Sheet:
    """The labels of a page as they were left: its draft, else its labels file, else what the model suggests.

    A file that does not fit the page is kept under another name and named in the sheet's warnings.
    """
    warnings: list[str] = []
    for path, done in ((task.path.with_suffix(DRAFT_ENDING), False), (task.labels_path, True)):
        if not path.exists():
            continue
        try:
            head, lines = parse_labels_file(path)
            codes = codes_of_blocks(
                [block.text for block in task.page.blocks], expand(read_runs(to_runs(lines))), task.covered
            )
            if codes is None:
                raise DataFileError(f"{path}: holds other text than the page")
        except DataFileError as error:
            kept = path.with_name(path.name + ".old")
            os.replace(path, kept)
            warnings.append(f"{error}; it was kept as {kept.name}")
            continue
        filled = [code or suggested for code, suggested in zip(codes, task.codes, strict=True)]
        return Sheet(task, filled, head, done, tuple(warnings))
    return Sheet(task, list(task.codes), dict(task.head), False, tuple(warnings))


def _check(blocks: Sequence[tuple[int, str]], head: Mapping[str, str], size: int) -> None:
    for block, code in blocks:
        if not 0 <= block < size:
            raise ChangeError(f"block {block}: the page has blocks 0 to {size - 1}")
        if len(code) != 1 or code not in CODES:
            raise ChangeError(f"code {code!r}: must be one of {', '.join(CODES)}")
    allowed = {"type": TYPES, "access": ACCESS}
    for key, value in head.items():
        if key not in ("site", "type", "lang", "access"):
            raise ChangeError(f"{key!r}: the head has site, type, lang and access")
        if key in allowed and value not in allowed[key]:
            raise ChangeError(f"{key} must be one of {', '.join(allowed[key])}, not {value!r}")
        if not value.strip() or len(value.splitlines()) != 1:
            raise ChangeError(f"{key} must be one line that is not empty")
