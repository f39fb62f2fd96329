"""Inputs to pages: one reader for each kind of file, all lazy, none of which a bad record stops."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module

from classifier.bulk.inputs import Input, Kind
from classifier.bulk.source import Source
from classifier.bulk.sources.options import ReadOptions

Reader = Callable[[Input, ReadOptions, int], Iterator[Source]]
"""Reads the records of an input after a number of them, each as a Source, a bad one with its problem."""

READERS = {
    Kind.PAGE: "saved_page",
    Kind.JSONL: "json_lines",
    Kind.CSV: "csv_table",
    Kind.PARQUET: "parquet",
    Kind.ARROW: "arrow",
    Kind.WARC: "warc",
    Kind.URLS: "urls",
}
"""The module of each reader; imported when it is needed, since some take libraries that others can do without."""


def read_sources(inputs: Iterable[Input], options: ReadOptions | None = None) -> Iterator[Source]:
    """Read the pages of inputs (see `find_inputs`) lazily, in order.

    A page that can't be read becomes a Source with a problem, so that one bad file or record stops nothing and is not lost.
    Raises MissingExtraError for an input whose reader needs a library that is not installed, and names the extra.
    """
    for each in inputs:
        yield from read_input(each, options or ReadOptions())


def read_input(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """Read the pages of one input, those after its first records where some are known already."""
    if each.problem:
        if not after:
            yield Source(each.name, problem=each.problem, input=each)
        return
    reader: Reader = import_module(f"{__name__}.{READERS[each.kind]}").read
    yield from reader(each, options, after)
