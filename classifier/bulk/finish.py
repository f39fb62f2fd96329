"""From a page and its result to what is written of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from classifier.bulk.formats import as_csv, as_jsonl, as_markdown, as_record, as_text
from classifier.bulk.source import Source
from classifier.page import Access, Label, Page
from classifier.segment.tree import PageInput

SURROGATE = re.compile("[\ud800-\udfff]")
"""What Python makes of the bytes of a file name that are not UTF-8."""
REPLACEMENT = "\ufffd"


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    JSONL = "jsonl"
    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in the inputs of a run: the number of the argument, the path of the file, the number of the record in it."""

    argument: int = 0
    path: str = ""
    record: int = 0


START = Position()


@dataclass(frozen=True, slots=True)
class Finished:
    """What is left of a page when it is done. access: its verdict. problem: why there is no result, "" where there is.
    is_skipped: it was never meant to be a page. is_left_out: it has a result that is not wanted.
    read, size: bytes of its file read so far, and in all. body: to be written.
    """

    name: str
    position: Position
    body: Any
    access: str = ""
    problem: str = ""
    is_skipped: bool = False
    is_left_out: bool = False
    url: str | None = None
    read: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Finish:
    """Makes results ready to be written. only: labels of the blocks that are kept, all where empty. blocks: whether blocks are
    written besides the text. several: whether texts are headed by the names of their pages. skip_walled: whether metered and
    gated pages are left out."""

    format: Format
    only: tuple[Label, ...] = ()
    blocks: bool = True
    several: bool = True
    skip_walled: bool = False

    def __call__(self, source: PageInput, page: Page) -> Finished:
        """A page's result with its place in the inputs."""
        assert isinstance(source, Source)
        name = SURROGATE.sub(REPLACEMENT, source.name)
        is_read = bool(page.blocks or page.access_probabilities)
        is_left_out = is_read and self.skip_walled and page.access is not Access.OPEN
        return Finished(
            name=name,
            position=Position(source.input.argument, source.input.path, source.record),
            body=None if is_left_out else self.body(name, page),
            access=page.access.value if is_read else "",
            problem="" if is_read else "; ".join(page.warnings) or "no text",
            is_skipped=source.is_skipped,
            is_left_out=is_left_out,
            url=source.url,
            read=source.read,
            size=source.input.size,
        )

    def body(self, name: str, page: Page) -> Any:
        """What is written of a page: a string, for Parquet a record, for a table the page itself."""
        if self.format is Format.TABLE:
            return page
        if self.format is Format.PARQUET:
            return as_record(name, page, self.only, self.blocks)
        if self.format is Format.JSONL:
            return as_jsonl(name, page, self.only, self.blocks)
        if self.format is Format.CSV:
            return as_csv(name, page, self.only, self.blocks)
        text = as_markdown(page) if self.format is Format.MARKDOWN and not self.only else as_text(page, self.only)
        return f"=== {name}\n\n{text}\n" if self.several else text


JSON_LINES = Finish(Format.JSONL)
