"""From a record with fields to a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from classifier.bulk.inputs import Input
from classifier.bulk.source import Source
from classifier.bulk.sources.content import is_plain_text
from classifier.bulk.sources.options import ReadOptions

PAGE_FIELDS = ("html", "raw_html", "content", "body", "text")
ID_FIELDS = ("id", "warc_record_id")
URL_FIELDS = ("url", "metadata.url", "target_uri")
STATUS_FIELDS = ("http_status", "status_code", "status")
MISSING = object()


def page_of(each: Input, options: ReadOptions, record: Mapping[str, Any], number: int, read: int) -> Source:
    """The page that a record holds; with a problem when its field is missing or holds no page."""
    name = _first(record, [options.id_column] if options.id_column else ID_FIELDS)
    url = _first(record, [options.url_column] if options.url_column else URL_FIELDS)
    status = _first(record, STATUS_FIELDS)
    wanted = [options.column] if options.column else PAGE_FIELDS
    value = _first(record, wanted)
    data, problem = b"", ""
    if isinstance(value, str):
        data = value.encode("utf-8", "replace")
    elif isinstance(value, (bytes, bytearray, memoryview)):
        data = bytes(value)
    elif value is MISSING:
        held = ", ".join(map(str, list(record)[:10])) or "none"
        problem = f"no field {' or '.join(wanted)} (its fields: {held}); name the one with the page with --column"
    else:
        problem = (
            f"the field with the page holds {'nothing' if value is None else type(value).__name__}, not text or bytes"
        )
    return Source(
        name=f"{each.name}:{number}" if name in (MISSING, None, "") else str(name),
        data=data,
        is_text=not problem and (is_plain_text("", data) if options.text is None else options.text),
        problem=problem,
        url=url if isinstance(url, str) and url else None,
        status=status if type(status) is int and 100 <= status <= 599 else None,
        input=each,
        record=number,
        read=read,
    )


def problem_at(each: Input, number: int, read: int, problem: str) -> Source:
    """A record that could not be read."""
    return Source(f"{each.name}:{number}", problem=problem, input=each, record=number, read=read)


def columns_wanted(options: ReadOptions, columns: Sequence[str]) -> list[str]:
    """The columns of a table that pages are made of."""
    wanted = {*STATUS_FIELDS}
    for named, usual in (
        (options.column, PAGE_FIELDS),
        (options.id_column, ID_FIELDS),
        (options.url_column, URL_FIELDS),
    ):
        present = [
            name for name in ([named] if named else usual) if _first(dict.fromkeys(columns), [name]) is not MISSING
        ]
        wanted |= {*present[:1], *(name.partition(".")[0] for name in ([named] if named else usual) if "." in name)}
    return [column for column in columns if column in wanted]


def _first(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The value of the first of these fields that the record has."""
    for name in names:
        value = _value(record, name)
        if value is not MISSING:
            return value
    return MISSING


def _value(record: Mapping[str, Any], name: str) -> Any:
    if name in record:
        return record[name]
    outer, _, inner = name.partition(".")
    held = record.get(outer) if inner else None
    return _value(held, inner) if isinstance(held, Mapping) else MISSING
