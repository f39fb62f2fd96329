"""Telling on standard error how far a run is: a live line on a terminal, a line a minute elsewhere."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from classifier.bulk.inputs import Input
from classifier.bulk.tally import Tally

LIVE_SECONDS = 0.2
LINE_SECONDS = 60.0

Report = Callable[[Tally], None]


@contextmanager
def progress(found: Callable[[], Iterator[Input]], is_wanted: bool = True) -> Iterator[Report]:
    """What it gives is called with the counts after each page. found: the inputs once more, for the size of all of them."""
    if not is_wanted:
        yield lambda tally: None
        return
    rate = _Rate(_Total(found))
    if not sys.stderr.isatty():
        yield _timed(LINE_SECONDS, lambda tally: print(f"boiler: {rate.line(tally)}", file=sys.stderr, flush=True))
        return
    # Here, since only people at a terminal wait for rich.
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    with Live(console=Console(stderr=True), refresh_per_second=1 / LIVE_SECONDS, transient=True) as live:
        yield _timed(LIVE_SECONDS, lambda tally: live.update(Text(rate.line(tally), overflow="ellipsis", no_wrap=True)))


def _timed(seconds: float, tell: Report) -> Report:
    next_time = time.monotonic() + seconds

    def report(tally: Tally) -> None:
        nonlocal next_time
        if time.monotonic() >= next_time:
            tell(tally)
            next_time = time.monotonic() + seconds

    return report


class _Total:
    """The bytes of all inputs, counted beside the run, since a folder of millions of files takes a while."""

    def __init__(self, found: Callable[[], Iterator[Input]]) -> None:
        self.bytes: int | None = None
        threading.Thread(target=self._count, args=(found,), daemon=True).start()

    def _count(self, found: Callable[[], Iterator[Input]]) -> None:
        sizes: Sequence[int] | Iterator[int] = (each.size for each in found())
        self.bytes = sum(sizes)


class _Rate:
    """Pages a second since the run began, and the time left by the share of the bytes that are read."""

    def __init__(self, total: _Total) -> None:
        self._total, self._since = total, time.monotonic()
        self._before: tuple[int, int] | None = None

    def line(self, tally: Tally) -> str:
        """`1,200 pages, 81 a second, 34 %, 12:40 left: 1,100 open, 88 gated; 12 without text`"""
        if self._before is None:
            self._before = (tally.pages - 1, tally.bytes_read - tally.here if tally.pages > 1 else 0)
        seconds = max(time.monotonic() - self._since, 1e-3)
        parts = [f"{tally.pages:,} pages", f"{(tally.pages - self._before[0]) / seconds:,.1f} a second"]
        if self._total.bytes and tally.bytes_read:
            share = min(tally.bytes_read / self._total.bytes, 1.0)
            read = max(tally.bytes_read - self._before[1], 1)
            parts += [f"{share:.0%}", f"{_clock(seconds * (self._total.bytes - tally.bytes_read) / read)} left"]
        return f"{', '.join(parts)}: {tally.summary()}"


def _clock(seconds: float) -> str:
    minutes, seconds = divmod(int(max(seconds, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
