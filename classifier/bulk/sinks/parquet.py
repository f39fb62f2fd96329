"""A folder of Parquet files, each whole or not there: a file that is being written has a name that readers pass over."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from classifier.bulk.formats import SCHEMA
from classifier.errors import InputError
from classifier.extras import extra

PART_PAGES = 10_000
PART_SECONDS = 300.0
"""A file is ended after so many pages or seconds: what a killed run has to do again."""
GROUP_BYTES = 32_000_000
"""What is held in memory, as Arrow has it, until a row group is written."""
CHUNK_PAGES = 50
"""Records that are held as Python has them."""
COMPRESSION = "zstd"


def parquet_schema(blocks: bool = True) -> Any:
    """The columns, those of the JSON record; docs/output.md tells what they mean. Their version is in the file's metadata."""
    arrow = extra("pyarrow", "arrow", "writing Parquet")
    text, number = arrow.string(), arrow.float64()
    evidence = arrow.struct(
        [("reason", text), ("points_to", text), ("weight", number), ("block", arrow.int32()), ("signal", text)]
    )
    block = arrow.struct(
        [
            ("number", arrow.int32()),
            ("label", text),
            ("role", text),
            ("confidence", number),
            ("text", text),
            ("xpath", text),
            ("link_density", number),
        ]
    )
    columns = [
        ("schema", arrow.int32()),
        *((name, text) for name in ("page", "url", "title", "lang", "type", "access")),
        ("access_probabilities", arrow.struct([(name, number) for name in ("open", "metered", "gated")])),
        ("evidence", arrow.list_(evidence)),
        ("text", arrow.large_string()),
        ("warnings", arrow.list_(text)),
        *([("blocks", arrow.list_(block))] if blocks else []),
    ]
    return arrow.schema(columns, metadata={"boiler.schema": str(SCHEMA)})


class ParquetSink:
    """A folder `OUTPUT` of files `part-00000.parquet` and so on."""

    def __init__(self, folder: Path, blocks: bool = True, state: Mapping[str, int] | None = None) -> None:
        """Begin in a folder that is empty or not there, or go on after the parts that the state tells of."""
        self._arrow = extra("pyarrow", "arrow", "writing Parquet")
        self._parquet = extra("pyarrow.parquet", "arrow", "writing Parquet")
        self._schema = parquet_schema(blocks)
        self.path = folder
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{folder}: is a file; Parquet is written as a folder of files, choose another --output")
        parts = state["parts"] if state else 0
        folder.mkdir(exist_ok=True)
        self._parts = 0
        for number in range(parts):
            if not self._part(number).is_file():
                raise InputError(
                    f"{self._part(number)}: gone, so the run can't go on; delete {folder} and {folder.name}.progress to start over"
                )
        self._parts = parts
        for left in folder.iterdir():
            if state is None:
                raise InputError(f"{folder}: the folder is not empty; choose another --output or empty it")
            if left.name.startswith((".part-", "part-")) and left not in map(self._part, range(parts)):
                left.unlink()
        self._writer: Any = None
        self._rows: list[dict[str, Any]] = []
        self._chunks: list[Any] = []
        self._pages, self._since = 0, time.monotonic()

    @property
    def is_due(self) -> bool:
        """Whether the file that is being written is large or old enough."""
        if not self._pages:
            return False
        return self._pages >= PART_PAGES or time.monotonic() - self._since >= PART_SECONDS

    def write(self, body: dict[str, Any]) -> None:
        """Add a record."""
        self._rows.append(body)
        self._pages += 1
        if len(self._rows) >= CHUNK_PAGES:
            self._keep_rows()
            if sum(chunk.nbytes for chunk in self._chunks) >= GROUP_BYTES:
                self._write_group()

    def checkpoint(self) -> Mapping[str, int]:
        """End the file that is being written; the number of files."""
        if self._pages:
            self._keep_rows()
            self._write_group()
            self._writer.close()
            self._writer = None
            with self._unfinished().open("rb") as file:
                os.fsync(file.fileno())
            self._unfinished().rename(self._part(self._parts))
            self._parts += 1
            self._pages = 0
        self._since = time.monotonic()
        return {"parts": self._parts}

    def close(self) -> None:
        """Drop the file that is being written."""
        if self._writer is not None:
            with suppress(OSError):
                self._writer.close()
            self._writer = None
        with suppress(OSError):
            self._unfinished().unlink(missing_ok=True)

    def _keep_rows(self) -> None:
        try:
            chunk = self._arrow.Table.from_pylist(self._rows, schema=self._schema)
        except UnicodeEncodeError:  # half of a surrogate pair, as JSON inside a page can spell it
            clean = json.loads(json.dumps(self._rows, ensure_ascii=False).encode("utf-8", "replace"))
            chunk = self._arrow.Table.from_pylist(clean, schema=self._schema)
        self._chunks.append(chunk)
        self._rows.clear()

    def _write_group(self) -> None:
        if self._writer is None:
            self._writer = self._parquet.ParquetWriter(self._unfinished(), self._schema, compression=COMPRESSION)
        self._writer.write_table(self._arrow.concat_tables(self._chunks))
        self._chunks.clear()

    def _part(self, number: int) -> Path:
        return self.path / f"part-{number:05}.parquet"

    def _unfinished(self) -> Path:
        return self.path / f".part-{self._parts:05}.parquet"
