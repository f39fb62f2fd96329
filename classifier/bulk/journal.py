"""The journal of a run: how much of the output is whole, and which place in the inputs that is.

A line a checkpoint, each with its checksum, written after what it tells of is on the disk. A run that is killed at any moment,
with whatever torn ends its files then have, goes on from the last whole line: outputs are cut to the lengths told there.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from classifier.errors import InputError

VERSION = 1
CHECKSUM_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Known:
    """What a journal tells. options: of the run that began it. last: the last checkpoint, None before the first.
    length: bytes of it that are whole."""

    options: Mapping[str, Any]
    last: Mapping[str, Any] | None
    length: int


def read_journal(path: Path) -> Known | None:
    """What a journal tells; None where there is none, or nothing whole in it. Raises InputError for one of a newer version."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path}: can't be read: {error.strerror or error}") from error
    length, records = 0, []
    for line in data.splitlines(keepends=True):
        record = _record(line)
        if record is None:
            break
        records.append(record)
        length += len(line)
    if not records:
        return None
    if records[0].get("journal") != VERSION:
        raise InputError(f"{path}: written by another version of boiler; finish the run with that one, or delete it")
    return Known(records[0]["options"], records[-1] if len(records) > 1 else None, length)


class Journal:
    """A journal to write. Only one run can hold it."""

    def __init__(self, path: Path, options: Mapping[str, Any], known: Known | None) -> None:
        """Go on with a journal that is known, or begin one. Raises InputError when another run holds it, OSError when it
        can't be written."""
        self.path = path
        self._file: BinaryIO = path.open("ab", buffering=0)
        try:
            _lock(self._file, path)
            self._file.truncate(known.length if known else 0)
            if known is None:
                self.add({"journal": VERSION, "options": options})
        except BaseException:
            self.close()
            raise

    def add(self, record: Mapping[str, Any]) -> None:
        """Write a line and have it on the disk."""
        body = json.dumps(record).encode()
        self._file.write(b"%0*x %s\n" % (CHECKSUM_DIGITS, zlib.crc32(body), body))
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Let go of it."""
        with suppress(OSError):
            self._file.close()

    def remove(self) -> None:
        """The run is over and nothing of it is left to do."""
        self.close()
        self.path.unlink(missing_ok=True)


def _record(line: bytes) -> dict[str, Any] | None:
    """What a line holds; None for one that is torn or damaged."""
    checksum, _, body = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%0*x" % (CHECKSUM_DIGITS, zlib.crc32(body)):
        return None
    return json.loads(body)


def _lock(file: BinaryIO, path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        return
    try:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise InputError(
            f"{path}: another run is writing this output; wait for it or choose another --output"
        ) from error
