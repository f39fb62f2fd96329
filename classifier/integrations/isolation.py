"""Labelling in a process beside the one that runs: a page that hangs, or that kills its process, costs itself and no other.

Engines do a whole batch again when a process dies. That mends what came from outside, such as a lost machine, but a page that
kills its process each time would fail the job, or be tried without end.
"""

from __future__ import annotations

import threading
from typing import Any, Protocol

from classifier.errors import BoilerError, InputError
from classifier.integrations.columns import Job, failed_row, label_job
from classifier.integrations.process import DiedError, LabellingProcess, TookTooLongError
from classifier.model.model import Model

SECONDS = 60.0
"""Default time for a page. Hardly any needs one second; a slow page on a busy core shouldn't be lost."""
ATTEMPTS = 2
"""A page whose process died is tried once more: the process may have been killed from outside."""


class Labeller(Protocol):
    """Makes a page's row of results; `close` it when no more come."""

    def __call__(self, job: Job) -> dict[str, Any]: ...

    def close(self) -> None: ...


def row_labeller(model: Model, time_limit: float | None) -> Labeller:
    """What labels pages in a process of its own, each for at most so many seconds; in this one when None. Raises InputError."""
    if time_limit is None:
        return LabellerHere(model)
    if not time_limit > 0:
        raise InputError(f"time_limit must be more than 0 seconds, or None, not {time_limit}")
    return IsolatedLabeller(model, time_limit)


class LabellerHere:
    """Does jobs in this process."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def __call__(self, job: Job) -> dict[str, Any]:
        """The row of results of a page."""
        return label_job(self._model, job)

    def close(self) -> None:
        """There is nothing to end."""


class IsolatedLabeller:
    """Does jobs in a process of its own, which starts with the first. `close` it when no more come; it ends with this process too."""

    def __init__(self, model: Model, time_limit: float) -> None:
        """time_limit: seconds for a page."""
        self._model, self._time_limit = model, time_limit
        self._process: LabellingProcess | None = None
        self._lock = threading.Lock()

    def __call__(self, job: Job) -> dict[str, Any]:
        """The row of results of a page. Raises BoilerError when processes can't be started."""
        with self._lock:
            for _ in range(ATTEMPTS):
                process = self._ready()
                try:
                    row: dict[str, Any] = process.ask(job, self._time_limit)
                    return row
                except TookTooLongError:
                    self._end()
                    return failed_row(job, f"it took longer than the time limit of {self._time_limit:g} seconds")
                except DiedError:
                    self._end()
            return failed_row(job, "the process that worked on it died")

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ready(self) -> LabellingProcess:
        if self._process is None:
            self._process = LabellingProcess(self._model, label_job)
        try:
            self._process.wait()
        except (DiedError, TookTooLongError) as error:
            self._end()
            raise BoilerError(
                "a process that labels pages can't be started; time_limit=None labels in the engine's own"
            ) from error
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None
