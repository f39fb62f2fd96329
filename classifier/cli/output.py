"""Writing results: what goes wrong is told in one line, and nothing that was read is written over."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from classifier.errors import InputError


@contextmanager
def told_as_input(output: Path | str, advice: str = "check the disk, the folder and its permissions") -> Iterator[None]:
    """Errors of writing to an output as InputError with advice; a reader that went away stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError(f"{output}: can't be written ({error.strerror or error}); {advice}") from error


@contextmanager
def opened(output: Path | None) -> Iterator[TextIO]:
    """A file to write, standard output for None. Raises InputError when it can't be opened or closed."""
    if output is None:
        yield sys.stdout
        return
    with told_as_input(output):
        out = output.open("w", encoding="utf-8", newline="")
    try:
        yield out
    except BaseException:
        with suppress(OSError):
            out.close()
        raise
    with told_as_input(output):
        out.close()


def refuse_input_as_output(output: Path, names: Iterable[str]) -> None:
    """Raise InputError when an output is one of the files that are read (`-` for standard input), under whatever name."""
    try:
        known = output.stat()
    except (OSError, ValueError):
        return  # not there yet
    if not stat.S_ISREG(known.st_mode):
        return
    for name in names:
        with suppress(OSError, ValueError):
            if os.path.samestat(known, os.fstat(sys.stdin.fileno()) if name == "-" else os.stat(name)):
                raise InputError(f"{output}: is one of the inputs; choose another --output")
