"""Batches of pages in several processes: in order, a bounded number read ahead, and a process that dies costs one batch."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING

from joblib.externals.loky.backend import get_context
from threadpoolctl import threadpool_limits

from classifier.bulk.one_page import guarded
from classifier.errors import BoilerError
from classifier.page import Page
from classifier.segment.tree import PageInput

if TYPE_CHECKING:
    from classifier.model.model import Model

AHEAD = 2
"""Batches a process that are read ahead of the pages taken."""
LOST = "failed: the process that worked on this page or one beside it died; try the page by itself"

_held: tuple[Model, float] | None = None
"""In a worker: the model and the threshold."""


def predict_in_processes(
    model: Model, batches: Iterator[list[PageInput]], processes: int, wall_threshold: float
) -> Iterator[Page]:
    """Label the pages of all batches in order. Raises BoilerError when worker processes can't be started."""
    workers = _Workers(model, processes, wall_threshold)
    window: deque[tuple[list[PageInput], Future[list[Page]]]] = deque()
    try:
        while True:
            for batch in islice(batches, AHEAD * processes - len(window)):
                window.append((batch, workers.submit(batch)))
            if not window:
                return
            if _is_lost(window[0][1]):
                # Any batch at work may have ended the process: each is tried again alone, which shows the one that does.
                workers.renew()
                for batch, future in window:
                    yield from workers.alone(batch) if _is_lost(future) else workers.outcome(batch, future)
                window.clear()
            else:
                yield from workers.outcome(*window.popleft())
    finally:
        workers.stop()


class _Workers:
    """A pool of processes that each hold the model."""

    def __init__(self, model: Model, processes: int, wall_threshold: float) -> None:
        self._model, self._processes, self._wall_threshold = model, processes, wall_threshold
        self._pool = self._started()

    def submit(self, batch: list[PageInput]) -> Future[list[Page]]:
        try:
            return self._pool.submit(_predict_batch, batch)
        except BrokenProcessPool as error:
            failed: Future[list[Page]] = Future()
            failed.set_exception(error)
            return failed

    def outcome(self, batch: list[PageInput], future: Future[list[Page]]) -> list[Page]:
        """The pages of a batch that was not lost; one that could not be sent to another process is labelled in this one."""
        if future.exception() is None:
            return future.result()
        return [guarded(self._model, page, self._wall_threshold) for page in batch]

    def alone(self, batch: list[PageInput]) -> list[Page]:
        """The pages of a batch with no other at work; with the reason and no blocks when the process dies again."""
        future = self.submit(batch)
        if not _is_lost(future):
            return self.outcome(batch, future)
        self.renew()
        return [Page(warnings=(LOST,)) for _ in batch]

    def renew(self) -> None:
        """Replace a broken pool."""
        self.stop()
        self._pool = self._started()
        try:
            self._pool.submit(_ready).result()
        except BrokenProcessPool as error:
            raise BoilerError("worker processes die while they start; use one process (--jobs 1)") from error

    def stop(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        # Neither forked, since threads of the caller may hold locks, nor spawned, which runs the caller's script again.
        return ProcessPoolExecutor(
            self._processes,
            get_context("loky"),
            initializer=_hold,
            initargs=(self._model, self._wall_threshold),
        )


def _is_lost(future: Future[list[Page]]) -> bool:
    """Wait for a batch; whether it went with a process that died."""
    return isinstance(future.exception(), BrokenProcessPool)


def _hold(model: Model, wall_threshold: float) -> None:
    global _held
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reads the results
    threadpool_limits(1)
    _held = model, wall_threshold


def _ready() -> None:
    """Nothing to do: a worker that comes to this has started."""


def _predict_batch(batch: list[PageInput]) -> list[Page]:
    assert _held is not None
    return [guarded(_held[0], page, _held[1]) for page in batch]
