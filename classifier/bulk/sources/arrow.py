"""Arrow's own format, as a file (Feather) or a stream: a page a row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from classifier.bulk.inputs import Input
from classifier.bulk.source import Source
from classifier.bulk.sources.fields import columns_wanted, page_of, problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.streams import DAMAGE, opened_stream, told
from classifier.extras import extra

SLICE_ROWS = 64
FILE_MARK = b"ARROW1"


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page a row."""
    pyarrow = extra("pyarrow", "arrow", "reading Arrow")
    number, position = 0, 0
    try:
        with opened_stream(each) as stream:
            for batch in _batches(pyarrow, stream.bytes):
                batch = batch.select(columns_wanted(options, batch.schema.names) or batch.schema.names)
                position = stream.read_so_far()
                for start in range(0, batch.num_rows, SLICE_ROWS):
                    for row in batch.slice(start, SLICE_ROWS).to_pylist():
                        number += 1
                        if number > after:
                            yield page_of(each, options, row, number, position)
    except (*DAMAGE, pyarrow.ArrowException) as error:
        if number + 1 > after:
            yield problem_at(each, number + 1, position, f"can't be read from here on as Arrow: {told(error)}")


def _batches(pyarrow: Any, stream: Any) -> Iterator[Any]:
    if stream.peek(len(FILE_MARK)).startswith(FILE_MARK) and stream.seekable():
        reader = pyarrow.ipc.open_file(stream)
        for number in range(reader.num_record_batches):
            yield reader.get_batch(number)
    else:
        yield from pyarrow.ipc.open_stream(stream)
