"""Paths, globs, folders and standard input to pages."""

from __future__ import annotations

import errno
import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.errors import InputError
from classifier.segment.decoding import BYTE_ORDER_MARKS

HTML_ENDINGS = frozenset([".html", ".htm", ".xhtml", ".shtml", ".mhtml"])
TEXT_ENDINGS = frozenset([".txt", ".text"])
STANDARD_INPUT = "-"
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|a|table|article|section|span|script|meta|title|h[1-6]|ul|br)\b", re.I
)
GUESS_BYTES = 65_536
LONGEST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Source:
    """One page to predict. name: as the user knows it. data: its bytes. is_text: already extracted text, not HTML.
    problem: why it could not be read, "" for none; its data is then empty."""

    name: str
    data: bytes
    is_text: bool
    problem: str = ""


def find_paths(arguments: Iterable[str]) -> list[str]:
    """Files that arguments name: files, folders (pages in them and below), glob patterns, `-` for standard input.

    Raises InputError when an argument names nothing.
    """
    found: list[str] = []
    for argument in arguments:
        try:
            found += _named_by(argument)
        except OSError as error:
            reason = error.strerror or str(error)
            told = "no such file or folder" if error.errno == errno.ENAMETOOLONG else f"can't be read: {reason}"
            raise InputError(f"{_shown(argument)}: {told}") from error
    return list(dict.fromkeys(found))


def _named_by(argument: str) -> list[str]:
    path = Path(argument)
    if argument == STANDARD_INPUT:
        return [argument]
    if path.is_dir():
        pages = sorted(
            str(p) for p in path.rglob("*") if p.suffix.lower() in HTML_ENDINGS | TEXT_ENDINGS and p.is_file()
        )
        if not pages:
            raise InputError(
                f"{_shown(argument)}: no pages in this folder; "
                f"pages end in {', '.join(sorted(HTML_ENDINGS | TEXT_ENDINGS))}"
            )
        return pages
    if path.exists():
        return [argument]
    if not glob.has_magic(argument):
        raise InputError(f"{_shown(argument)}: no such file or folder")
    matches = sorted(p for p in glob.glob(argument, recursive=True) if os.path.isfile(p))
    if not matches:
        raise InputError(
            f"{_shown(argument)}: the pattern matches no file; check it, and quote it if your shell expands it"
        )
    return matches


def _shown(argument: str) -> str:
    """An argument on one line, its start where it is a whole page."""
    line = " ".join(argument.splitlines())
    return line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN] + "…"


def read_sources(paths: Iterable[str], text: bool | None = None) -> Iterator[Source]:
    """Read pages lazily. text: True for text, False for HTML, None to guess by ending and content.

    A page that can't be read becomes a Source with a problem, so that one bad file stops nothing and is not lost.
    """
    for path in paths:
        try:
            data = sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
        except OSError as error:
            yield Source(path, b"", False, f"can't be read: {error.strerror or error}")
            continue
        name = "standard input" if path == STANDARD_INPUT else path
        yield Source(name, data, is_plain_text(path, data) if text is None else text)


def is_plain_text(name: str, data: bytes) -> bool:
    """Whether a page is extracted text rather than HTML, by its ending, else by whether it holds markup."""
    ending = Path(name).suffix.lower()
    if ending in HTML_ENDINGS:
        return False
    if ending in TEXT_ENDINGS:
        return True
    start = data[:GUESS_BYTES]
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            start = start.decode(encoding, "replace").encode("utf-8", "replace")
            break
    return MARKUP.search(start) is None
