"""A file of text: JSON lines, CSV, text or Markdown."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from classifier.errors import InputError

CHECKPOINT_SECONDS = 2.0
BUFFER_BYTES = 1 << 18


class LineSink:
    """A file that is cut to its length at the last checkpoint when a run goes on."""

    def __init__(self, path: Path, header: str = "", state: Mapping[str, int] | None = None) -> None:
        """Open a file, empty or as long as the state tells. header: its first line."""
        self.path = path
        length = state["bytes"] if state else 0
        if length and (not path.is_file() or path.stat().st_size < length):
            raise InputError(
                f"{path}: shorter than its run had left it, so it can't be gone on with; delete {path.name}.progress to start over"
            )
        self._file = path.open("r+b" if length else "wb", BUFFER_BYTES)
        self._since = time.monotonic()
        self._file.seek(length)
        if self._file.seekable():
            self._file.truncate()
        if not length and header:
            self.write(header)

    @property
    def is_due(self) -> bool:
        """Whether the last checkpoint is long enough ago."""
        return time.monotonic() - self._since >= CHECKPOINT_SECONDS

    def write(self, body: str) -> None:
        """Add text."""
        self._file.write(body.encode("utf-8", "replace"))

    def checkpoint(self) -> Mapping[str, int]:
        """The length of the file, all of it on the disk."""
        self._file.flush()
        with suppress(OSError):  # devices and pipes have none
            os.fsync(self._file.fileno())
        self._since = time.monotonic()
        return {"bytes": self._file.tell()}

    def close(self) -> None:
        """Close the file, whatever is not written yet."""
        with suppress(OSError):
            self._file.close()
