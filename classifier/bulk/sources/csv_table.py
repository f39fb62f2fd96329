"""CSV and TSV with a header, plain or compressed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from classifier.bulk.inputs import COMPRESSED_ENDINGS, Input
from classifier.bulk.source import Source
from classifier.bulk.sources.fields import page_of, problem_at
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.streams import DAMAGE, opened_stream, told

LONGEST_FIELD = 128_000_000


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """A page a row; rows are counted without the header."""
    # The limit of the module holds for the process; its default is shorter than many pages.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_FIELD))
    number, position = 0, 0
    try:
        with opened_stream(each) as stream:
            text = io.TextIOWrapper(stream.bytes, encoding="utf-8-sig", errors="replace", newline="")
            rows = csv.DictReader(text, delimiter=_delimiter(each), restkey="")
            while True:
                number += 1
                try:
                    row = next(rows, None)
                except csv.Error as error:
                    if number > after:
                        yield problem_at(each, number, position, f"the row is not CSV: {error}")
                    continue
                if row is None:
                    break
                position = stream.read_so_far()
                if number > after:
                    yield page_of(each, options, row, number, position)
            text.detach()
    except DAMAGE as error:
        if number > after:
            yield problem_at(each, number, position, f"can't be read from here on: {told(error)}")


def _delimiter(each: Input) -> str:
    path = PurePath(each.path)
    if path.suffix.lower() in COMPRESSED_ENDINGS:
        path = path.with_suffix("")
    return "\t" if path.suffix.lower() == ".tsv" else ","
