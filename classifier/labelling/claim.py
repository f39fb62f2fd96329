"""One `boiler label` a folder: two servers would not know of each other's changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from classifier.errors import InputError


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold a folder for this process; the claim ends with the process, however it ends, and leaves no file behind.

    Raises InputError while another process holds it. Windows has no such lock; there it is up to the user.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    held = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(
                f"{folder}: another `boiler label` has it open; use that one, in as many tabs as you like, or end it first"
            ) from error
        yield
    finally:
        os.close(held)
