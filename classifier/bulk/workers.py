"""A task over many items in several processes: results in order, a bounded number of items held, and nothing that happens
to a process costs more than the item that it was working on.

Executors of the standard library and joblib break the whole pool when one process dies and can't say which item did it;
here each process answers item by item over a pipe of its own, so the item at work is known.
"""

from __future__ import annotations

import pickle
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol

from joblib.externals.loky.backend import get_context
from joblib.externals.loky.backend.reduction import dumps
from threadpoolctl import threadpool_limits

from classifier.errors import BoilerError

BATCH_ITEMS = 16
BATCH_BYTES = 2_000_000
BATCH_SECONDS = 0.05
"""A batch is sent when it has so many items or bytes, or when a slow source took so long to give them."""
AHEAD = 3
"""Batches a process that may be held: at work, and finished behind a slow one."""
ATTEMPTS = 2
"""An item whose process died is tried once more: the process may have been killed from outside."""
START_FAILURES = 3
GONE_SECONDS = 1.0
"""How long a process that closed its pipe is given to end by itself, so that the way it ended can be told."""

READY, DONE, FAILED, RETURNED = b"r", b"d", b"f", b"b"


class Task(Protocol):
    """What is done with each item. It is pickled once and sent to each process."""

    def __call__(self, item: Any) -> Any:
        """The result for an item; what it raises is told to `failed`."""
        ...

    def failed(self, item: Any, reason: str) -> Any:
        """The result for an item whose result could not be had."""
        ...


@dataclass(slots=True, eq=False)
class _Slot:
    """One item's place in the order of results."""

    item: Any
    payload: bytes = b""
    attempts: int = 0
    is_done: bool = False
    result: Any = None

    def close(self, result: Any) -> None:
        self.result, self.is_done, self.item, self.payload = result, True, None, b""


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, the items that it has not answered yet, and since when it is at the first of them."""

    process: Any
    connection: Connection
    is_ready: bool = False
    slots: deque[_Slot] = field(default_factory=deque)
    since: float = 0.0


def run_in_processes(
    task: Task, items: Iterable[Any], processes: int, time_limit: float | None = None
) -> Iterator[Any]:
    """The results of a task for all items, in order.

    time_limit: seconds for one item; the process of one that takes longer is ended. An item that can't be sent to another
    process is done in this one. What the iterable raises is raised after the results of the items before it. Raises
    BoilerError when processes can't be started.
    """
    pool = _Pool(task, processes, time_limit)
    source = _Source(task, items)
    window: deque[_Slot] = deque()
    try:
        while window or not source.is_over:
            may_read = not source.is_over and len(window) < AHEAD * processes * BATCH_ITEMS
            head_is_done = bool(window) and window[0].is_done
            # Idle processes come first, then whoever waits for results, then a spare batch for the next idle process.
            if may_read and (pool.spare < 0 or (pool.spare == 0 and not head_is_done)):
                batch = source.batch()
                window.extend(batch)
                pool.give([slot for slot in batch if not slot.is_done])
            elif head_is_done:
                yield window.popleft().result
                pool.listen(0)
            else:
                pool.listen(None)
    finally:
        pool.stop()
    if source.error is not None:
        raise source.error


class _Source:
    """The items, batch by batch."""

    def __init__(self, task: Task, items: Iterable[Any]) -> None:
        self._task, self._items = task, iter(items)
        self.is_over = False
        self.error: Exception | None = None

    def batch(self) -> list[_Slot]:
        slots: list[_Slot] = []
        size, until = 0, time.monotonic() + BATCH_SECONDS
        while len(slots) < BATCH_ITEMS and size < BATCH_BYTES and (not slots or time.monotonic() < until):
            try:
                item = next(self._items)
            except StopIteration:
                self.is_over = True
                break
            except Exception as error:
                self.is_over, self.error = True, error
                break
            slot = _Slot(item)
            try:
                slot.payload = pickle.dumps(item, pickle.HIGHEST_PROTOCOL)
            except Exception:
                slot.close(_attempt(self._task, item))
            size += len(slot.payload)
            slots.append(slot)
        return slots


class _Pool:
    """Processes that each hold the task, and the batches that wait for one."""

    def __init__(self, task: Task, processes: int, time_limit: float | None) -> None:
        self._task, self._time_limit = task, time_limit
        self._packed_task = dumps(task)
        self._waiting: deque[list[_Slot]] = deque()
        self._start_failures = 0
        self._workers: list[_Worker] = []
        try:
            for _ in range(processes):
                self._workers.append(_started(self._packed_task))
        except BaseException:
            self.stop()
            raise

    @property
    def spare(self) -> int:
        """Batches that wait beyond those that idle processes will take; negative when some of these have nothing to do."""
        return len(self._waiting) - sum(not worker.slots for worker in self._workers)

    def give(self, batch: list[_Slot]) -> None:
        """Have a batch done by the next process that is free."""
        if batch:
            self._waiting.append(batch)
            self._hand_out()

    def listen(self, patience: float | None) -> None:
        """Take the answers that are there, waiting for one (None: until there is one), and replace processes that ended."""
        by_connection = {worker.connection: worker for worker in self._workers}
        if patience is None and self._time_limit is not None:
            begun = [worker.since for worker in self._workers if worker.slots]
            patience = max(0.0, min(begun) + self._time_limit - time.monotonic()) if begun else None
        for connection in wait(list(by_connection), patience):
            self._hear(by_connection[connection])  # type: ignore[index]
        if self._time_limit is not None:
            self._end_late_ones(self._time_limit)
        self._hand_out()

    def stop(self) -> None:
        """End all processes, whatever they do."""
        for worker in self._workers:
            if worker.process.is_alive():
                worker.process.terminate()
        for worker in self._workers:
            _end(worker)
        self._workers.clear()

    def _hand_out(self) -> None:
        for worker in self._workers:
            if not self._waiting:
                return
            if worker.is_ready and not worker.slots:
                batch = self._waiting.popleft()
                worker.slots.extend(batch)
                worker.since = time.monotonic()
                with suppress(OSError):  # a process that is gone is seen when it is listened to
                    worker.connection.send([slot.payload for slot in batch])

    def _hear(self, worker: _Worker) -> None:
        """Take one answer of a process, or see that it is gone."""
        try:
            answer = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._replace(worker)
            return
        kind, body = answer[:1], answer[1:]
        if kind == READY:
            worker.is_ready, self._start_failures = True, 0
            return
        slot = worker.slots.popleft()
        worker.since = time.monotonic()
        if kind == DONE:
            slot.close(pickle.loads(body))
        elif kind == FAILED:
            slot.close(self._task.failed(slot.item, body.decode("utf-8", "replace")))
        else:
            slot.close(_attempt(self._task, slot.item))

    def _replace(self, worker: _Worker) -> None:
        """Put a new process in the place of one that died; its items but the one at work are none the worse."""
        worker.process.join(GONE_SECONDS)
        how = _end(worker)
        if not worker.is_ready:
            self._start_failures += 1
            if self._start_failures >= START_FAILURES:
                raise BoilerError(f"worker processes die while they start ({how}); use one process (--jobs 1)")
        first = worker.slots.popleft() if worker.slots else None
        self._renew(worker)
        if first is None:
            return
        first.attempts += 1
        if first.attempts < ATTEMPTS:
            self._give_back([first])
        else:
            first.close(self._task.failed(first.item, f"the process that worked on it died ({how})"))

    def _end_late_ones(self, time_limit: float) -> None:
        for worker in list(self._workers):
            if not worker.slots or time.monotonic() < worker.since + time_limit or worker.connection.poll():
                continue
            _end(worker)
            first = worker.slots.popleft()
            first.close(self._task.failed(first.item, f"it took longer than the time limit of {time_limit:g} seconds"))
            self._renew(worker)

    def _renew(self, worker: _Worker) -> None:
        self._give_back(list(worker.slots))
        self._workers[self._workers.index(worker)] = _started(self._packed_task)

    def _give_back(self, batch: list[_Slot]) -> None:
        if batch:
            self._waiting.appendleft(batch)


def _attempt(task: Task, item: Any) -> Any:
    """The result for an item in this process."""
    try:
        return task(item)
    except Exception as error:
        return task.failed(item, f"{type(error).__name__}: {error}")


def _started(packed_task: Any) -> _Worker:
    # Neither forked, since threads of the caller may hold locks, nor spawned, which runs the caller's script again.
    context = get_context("loky")
    ours, theirs = context.Pipe(duplex=True)
    try:
        with _without_interrupts():
            process = context.Process(target=_serve, args=(theirs,), daemon=True)
            process.start()
    except Exception as error:
        ours.close()
        raise BoilerError(f"a worker process can't be started ({error}); use fewer processes (--jobs)") from error
    finally:
        theirs.close()
    worker = _Worker(process, ours)
    try:
        # Not with the arguments: what starts the process holds both ends of their pipe, and would wait for ever to write a
        # large task to a process that was killed meanwhile.
        with suppress(OSError):  # a process that is gone is seen when it is listened to
            ours.send_bytes(packed_task)
    except BaseException:
        _end(worker)
        raise
    return worker


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C is for the process that reads the results: the ones that it starts meanwhile never see it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(worker: _Worker) -> str:
    """End a process; how it ended."""
    worker.connection.close()
    if worker.process.is_alive():
        worker.process.terminate()
    worker.process.join()
    code = worker.process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _serve(connection: Connection) -> None:
    """In a worker: answer item by item until there is nobody to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threadpool_limits(1)
    with suppress(EOFError, OSError):
        packed_task = connection.recv_bytes()
        task = pickle.loads(packed_task)
        del packed_task
        connection.send_bytes(READY)
        while True:
            for payload in connection.recv():
                connection.send_bytes(_answer(task, payload))


def _answer(task: Task, payload: bytes) -> bytes:
    try:
        item = pickle.loads(payload)
    except Exception:
        return RETURNED
    try:
        return DONE + pickle.dumps(task(item), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return FAILED + f"{type(error).__name__}: {error}".encode("utf-8", "replace")
