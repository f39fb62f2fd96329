"""Parquet: a page a row, of the columns that are wanted, a few rows in memory."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.bulk.inputs import STANDARD_INPUT, Input
from classifier.bulk.source import Source
from classifier.bulk.sources.fields import columns_wanted, page_of, problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.streams import told
from classifier.errors import InputError
from classifier.extras import extra

BATCH_ROWS = 64


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page a row; row groups that are known already are not read."""
    parquet = extra("pyarrow.parquet", "arrow", "reading Parquet")
    pyarrow = extra("pyarrow", "arrow", "reading Parquet")
    if each.path == STANDARD_INPUT:
        raise InputError("standard input: Parquet can't be read from a stream; name the file")
    try:
        file = parquet.ParquetFile(each.path)
    except (OSError, pyarrow.ArrowException) as error:
        if not after:
            yield problem_at(each, 1, each.size, f"can't be read as Parquet: {told(error)}")
        return
    with file:
        columns = columns_wanted(options, file.schema_arrow.names)
        total = max(file.metadata.num_rows, 1)
        first = 1
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            number = first
            try:
                if after < first + rows - 1:
                    for batch in file.iter_batches(BATCH_ROWS, row_groups=[group], columns=columns or None):
                        for row in batch.to_pylist():
                            if number > after:
                                yield page_of(each, options, row, number, each.size * number // total)
                            number += 1
            except (OSError, pyarrow.ArrowException) as error:
                if number > after:
                    lost = f"rows {number} to {first + rows - 1} can't be read: {told(error)}"
                    yield problem_at(each, number, each.size * number // total, lost)
            first += rows
