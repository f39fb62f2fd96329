"""Python's collector of reference cycles, kept waiting while a page is labelled."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep the collector of reference cycles from running meanwhile; also a decorator.

    A page makes tens of thousands of objects that reference counts free as soon as it is done, and no cycles worth looking
    for. Their number would start the collector, which goes through the other objects of the program again and again: an
    eighth of the time in a process that held trafilatura too. Where it was off it stays off. Whichever thread finds it on
    turns it on again, so that it is never left off.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
