"""Paths, globs, folders and standard input to pages."""

from __future__ import annotations

import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.errors import InputError

HTML_ENDINGS = frozenset([".html", ".htm", ".xhtml", ".shtml", ".mhtml"])
TEXT_ENDINGS = frozenset([".txt", ".text"])
STANDARD_INPUT = "-"
MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|a|table|article|section|span|script|meta|title|h[1-6]|ul|br)\b", re.I
)
GUESS_BYTES = 65_536


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
        path = Path(argument)
        if argument == STANDARD_INPUT:
            found.append(argument)
        elif path.is_dir():
            pages = sorted(
                str(p) for p in path.rglob("*") if p.suffix.lower() in HTML_ENDINGS | TEXT_ENDINGS and p.is_file()
            )
            if not pages:
                raise InputError(
                    f"{argument}: no pages in this folder; pages end in {', '.join(sorted(HTML_ENDINGS | TEXT_ENDINGS))}"
                )
            found += pages
        elif path.exists():
            found.append(argument)
        elif glob.has_magic(argument):
            matches = sorted(p for p in glob.glob(argument, recursive=True) if os.path.isfile(p))
            if not matches:
                raise InputError(
                    f"{argument}: the pattern matches no file; check it, and quote it if your shell expands it"
                )
            found += matches
        else:
            raise InputError(f"{argument}: no such file or folder")
    return list(dict.fromkeys(found))


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
    return MARKUP.search(data, 0, GUESS_BYTES) is None
