"""What the arguments of a run name: files, folders, glob patterns and standard input, one after the other.

Folders are walked lazily in the order of their paths, so that a folder of millions of files takes no memory and a run that
was broken off finds its place again by the path that it had reached.
"""

from __future__ import annotations

import errno
import glob
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath

from classifier.errors import InputError

STANDARD_INPUT = "-"
HTML_ENDINGS = frozenset([".html", ".htm", ".xhtml", ".shtml", ".mhtml"])
TEXT_ENDINGS = frozenset([".txt", ".text"])
COMPRESSED_ENDINGS = frozenset([".gz", ".zst", ".lz4"])
LONGEST_SHOWN = 200
LONGEST_PATTERN = 4_096
"""Longer than any path: somebody has given a page in the place of its path."""


class Kind(StrEnum):
    """What a file holds: one page, or many records."""

    PAGE = "page"
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    ARROW = "arrow"
    WARC = "warc"
    URLS = "urls"


KIND_OF_ENDING = {
    **dict.fromkeys(HTML_ENDINGS | TEXT_ENDINGS, Kind.PAGE),
    **dict.fromkeys([".jsonl", ".ndjson"], Kind.JSONL),
    **dict.fromkeys([".csv", ".tsv"], Kind.CSV),
    **dict.fromkeys([".parquet", ".pq"], Kind.PARQUET),
    **dict.fromkeys([".arrow", ".arrows", ".feather", ".ipc"], Kind.ARROW),
    **dict.fromkeys([".warc", ".wet"], Kind.WARC),
}
NOT_FROM_FOLDERS = frozenset([Kind.CSV])
"""Tables lie about in folders for other reasons; they are read when they are named, by a pattern, or by --from csv."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. argument: number of the argument that names it. size: in bytes, 0 where not known.
    problem: why it can't be read, where finding it has shown that already."""

    path: str
    kind: Kind = Kind.PAGE
    argument: int = 0
    size: int = 0
    problem: str = ""

    @property
    def name(self) -> str:
        """As the user knows it."""
        return "standard input" if self.path == STANDARD_INPUT else self.path


NOWHERE = Input("")
"""Of a page that comes from no file."""


def kind_of(name: str) -> Kind | None:
    """What a file holds by its ending, those of compression aside; None for an ending that says nothing."""
    path = PurePath(name)
    if path.suffix.lower() in COMPRESSED_ENDINGS:
        path = path.with_suffix("")
    return KIND_OF_ENDING.get(path.suffix.lower())


def find_inputs(
    arguments: Sequence[str], kind: Kind | None = None, besides: Collection[str | Path] = ()
) -> Iterator[Input]:
    """The files that arguments name, each once: files of any ending, folders (files of known endings in them and below),
    glob patterns, `-` for standard input.

    kind: what all of them hold; by their endings (a page where that says nothing) when None. besides: files that are not
    read even where a folder or pattern holds them. Raises InputError, before anything is read, when an argument names nothing.
    """
    for argument in arguments:
        if next(_named_by(argument, 0, kind), None) is None:
            raise InputError(f"{_shown(argument)}: {_nothing(argument, kind)}")
    return _each_once(arguments, kind, {os.path.realpath(path) for path in besides})


def _each_once(arguments: Sequence[str], kind: Kind | None, besides: set[str]) -> Iterator[Input]:
    seen: set[str] = set()
    hidden_names = {os.path.basename(path) for path in besides}
    for number, argument in enumerate(arguments):
        is_there = False
        for found in _named_by(argument, number, kind):
            is_there = True
            if os.path.basename(found.path) in hidden_names and os.path.realpath(found.path) in besides:
                continue
            if len(arguments) > 1:  # one argument names nothing twice, and may name millions
                if found.path in seen:
                    continue
                seen.add(found.path)
            yield found
        if not is_there:
            yield Input(argument, kind or Kind.PAGE, number, problem="can't be read: gone since the run began")


def _named_by(argument: str, number: int, kind: Kind | None) -> Iterator[Input]:
    try:
        if argument == STANDARD_INPUT:
            yield Input(argument, kind or Kind.PAGE, number)
        elif os.path.isdir(argument):
            yield from _below(argument, number, kind)
        elif os.path.exists(argument):
            yield _file(argument, number, kind)
        elif glob.has_magic(argument):
            for path in sorted(glob.iglob(argument, recursive=True)):
                if os.path.isfile(path):
                    yield _file(path, number, kind)
        else:
            os.stat(argument)  # raises what is wrong
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        if isinstance(error, OSError) and error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
            return
        raise InputError(f"{_shown(argument)}: can't be read: {reason or error}") from error


def _file(path: str, number: int, kind: Kind | None) -> Input:
    return Input(path, kind or kind_of(path) or Kind.PAGE, number, os.stat(path).st_size)


def _below(folder: str, number: int, kind: Kind | None) -> Iterator[Input]:
    """The files in and below a folder whose ending is known (is of a kind), in the order of their paths."""
    try:
        with os.scandir(folder) as listing:
            entries = [(entry.name + "/" if entry.is_dir(follow_symlinks=False) else entry.name) for entry in listing]
    except OSError as error:
        yield Input(folder, argument=number, problem=f"can't be read: {error.strerror or error}")
        return
    for name in sorted(entries):
        path = str(Path(folder, name))
        if name.endswith("/"):
            yield from _below(path, number, kind)
            continue
        found = kind_of(name)
        if found is None or (found in NOT_FROM_FOLDERS if kind is None else found is not kind):
            continue
        try:
            is_file, size = os.path.isfile(path), os.stat(path).st_size
        except OSError:
            is_file, size = True, 0  # gone since, which is told when it is read
        if is_file:
            yield Input(path, found, number, size)


def _nothing(argument: str, kind: Kind | None) -> str:
    if os.path.isdir(argument):
        wanted = [found for found in Kind if (found not in NOT_FROM_FOLDERS if kind is None else found is kind)]
        endings = [ending for found in wanted for ending in sorted(KIND_OF_ENDING) if KIND_OF_ENDING[ending] is found]
        return f"no pages in this folder; pages end in {', '.join(endings)}"
    if argument.startswith(("http://", "https://")):
        return "no such file or folder; for addresses put them into a file, one a line, and name it with --from urls"
    if glob.has_magic(argument) and len(os.fsencode(argument)) <= LONGEST_PATTERN:
        return "the pattern matches no file; check it, and quote it if your shell expands it"
    return "no such file or folder"


def _shown(argument: str) -> str:
    """An argument on one line, its start where it is a whole page."""
    line = " ".join(argument.splitlines())
    return line if len(line) <= LONGEST_SHOWN else line[:LONGEST_SHOWN] + "…"
