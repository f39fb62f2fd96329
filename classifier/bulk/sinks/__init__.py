"""Where results go. A sink takes them one by one and can make sure, at a checkpoint, that all so far is safe on the disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from classifier.bulk.finish import Format
from classifier.bulk.formats import csv_header


class Sink(Protocol):
    """Where results go."""

    @property
    def is_due(self) -> bool:
        """Whether it is time for a checkpoint."""
        ...

    def write(self, body: Any) -> None:
        """Take one more result."""
        ...

    def checkpoint(self) -> Mapping[str, int]:
        """Have all results on the disk; what to go on from."""
        ...

    def close(self) -> None:
        """Let go of what is open; what came after the last checkpoint may be lost."""
        ...


def opened_sink(format: Format, output: Path, blocks: bool, state: Mapping[str, int] | None = None) -> Sink:
    """The sink for a format. state: what the last checkpoint of a run gave that is gone on with; None to begin.

    Raises InputError when the output is not what the state tells, or a folder that holds something; OSError when it can't be
    written.
    """
    if format is Format.PARQUET:
        from classifier.bulk.sinks.parquet import ParquetSink

        return ParquetSink(output, blocks, state)
    from classifier.bulk.sinks.lines import LineSink

    return LineSink(output, csv_header(blocks) if format is Format.CSV else "", state)
