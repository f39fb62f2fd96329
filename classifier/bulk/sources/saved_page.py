"""A file that holds one page."""

from __future__ import annotations

from collections.abc import Iterator

from classifier.bulk.inputs import Input
from classifier.bulk.source import Source
from classifier.bulk.sources.content import is_plain_text
from classifier.bulk.sources.options import ReadOptions
from classifier.bulk.sources.streams import DAMAGE, opened_stream, told


def read(each: Input, options: ReadOptions, after: int = 0) -> Iterator[Source]:
    """The page, compressed or not."""
    if after:
        return
    try:
        with opened_stream(each) as stream:
            data = stream.bytes.read()
    except DAMAGE as error:
        yield Source(each.name, problem=f"can't be read: {told(error)}", input=each, read=each.size)
        return
    is_text = is_plain_text(each.path, data) if options.text is None else options.text
    yield Source(each.name, data, is_text, input=each, read=each.size)
