"""A process that labels one page at a time, over a pipe of its own: nothing that happens to it can hold up another."""

from __future__ import annotations

import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from joblib.externals.loky.backend import get_context
from threadpoolctl import threadpool_limits

from classifier.model.model import Model

START_SECONDS = 120.0
WARM_UP = "<title>A page</title><p>The first page in a process takes longer than the next ones.</p>"

Label = Callable[[Model, Any], Any]
"""What the process does with a job. It must be a function of a module and raise nothing."""


class TookTooLongError(Exception):
    """There was no answer within the time limit; the process is ended."""


class DiedError(Exception):
    """The process ended before it answered."""


class LabellingProcess:
    """A process that holds a model. Start it by making it; `end` it, whatever became of it."""

    def __init__(self, model: Model, label: Label) -> None:
        # Neither forked, since threads of the caller may hold locks, nor spawned, which runs the caller's script again.
        context = get_context("loky")
        self._ours, theirs = context.Pipe(duplex=True)
        try:
            self._process = context.Process(target=_serve, args=(model, label, theirs), daemon=True)
            self._process.start()
        finally:
            theirs.close()
        self._is_ready = False

    def wait(self) -> None:
        """Wait until it can take jobs. Raises DiedError or TookTooLongError."""
        if not self._is_ready:
            self._answer(START_SECONDS)
            self._is_ready = True

    def ask(self, job: Any, seconds: float) -> Any:
        """Its answer to a job. seconds: for the job, without the start of the process. Raises DiedError or TookTooLongError."""
        self.wait()
        try:
            self._ours.send(job)
        except OSError as error:
            raise DiedError from error
        return self._answer(seconds)

    def end(self) -> None:
        """End it, whatever it is at."""
        with suppress(OSError, ValueError):
            self._process.terminate()
        self._process.join()
        with suppress(OSError):
            self._ours.close()

    def _answer(self, seconds: float) -> Any:
        try:
            if not self._ours.poll(seconds):
                raise TookTooLongError
            return self._ours.recv()
        except (EOFError, OSError) as error:
            raise DiedError from error


def _serve(model: Model, label: Label, connection: Connection) -> None:
    """In the process: answer job by job until there is nobody to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threadpool_limits(1)
    # Here, so that what is read when it is first needed does not count against the time of the first page.
    model.predict(WARM_UP)
    with suppress(EOFError, OSError):
        connection.send(None)
        while True:
            connection.send(label(model, connection.recv()))
