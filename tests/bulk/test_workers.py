"""A task over many items in several processes, some of which end them."""

from __future__ import annotations

import itertools
import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from classifier.bulk.workers import BATCH_ITEMS, run_in_processes
from classifier.errors import BoilerError

PROCESSES = 2
MANY = 3 * BATCH_ITEMS


@dataclass(frozen=True)
class Squares:
    """Squares numbers; other items say what is to happen."""

    def __call__(self, item: Any) -> Any:
        if item == "exit":
            os._exit(3)
        if item == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if item == "sleep":
            time.sleep(600)
        if item == "pid":
            return os.getpid()
        if item == "raise":
            raise ValueError("no number")
        if item == "unpicklable":
            return threading.Lock()
        return item() if callable(item) else item * item

    def failed(self, item: Any, reason: str) -> Any:
        return f"{item}: {reason}"


@dataclass(frozen=True)
class DiesOnArrival:
    """A task that no process survives the loading of."""

    def __call__(self, item: Any) -> Any:
        return item

    def failed(self, item: Any, reason: str) -> Any:
        return reason

    def __reduce__(self) -> Any:
        return os._exit, (5,)


@dataclass(frozen=True)
class DiesBeforeItIsWhole:
    """A task whose beginning ends the process that loads it, before the rest has come."""

    first: DiesOnArrival
    rest: bytes

    def __call__(self, item: Any) -> Any:
        return item

    def failed(self, item: Any, reason: str) -> Any:
        return reason


class NoTraveller:
    """An item that can be sent but not received in a process that doesn't know this module's state."""

    def __init__(self, here: int) -> None:
        self.here = here

    def __reduce__(self) -> Any:
        return _only_here, (self.here,)

    def __call__(self) -> int:
        return os.getpid()


def _only_here(pid: int) -> NoTraveller:
    if os.getpid() != pid:
        raise RuntimeError("elsewhere")
    return NoTraveller(pid)


def results(items: Any, **options: Any) -> list[Any]:
    return list(run_in_processes(Squares(), items, PROCESSES, **options))


def test_results_come_in_order() -> None:
    assert results(range(MANY)) == [n * n for n in range(MANY)]


@pytest.mark.parametrize(("end", "told"), [("exit", "exit code 3"), ("kill", "signal 9")])
def test_an_item_that_ends_its_process_costs_itself_alone(end: str, told: str) -> None:
    items = [*range(10), end, *range(10, MANY)]
    found = results(items)
    assert found[10] == f"{end}: the process that worked on it died ({told})"
    assert found[:10] + found[11:] == [n * n for n in range(MANY)]


def test_many_items_that_end_their_process_each_cost_themselves() -> None:
    items = list(itertools.chain.from_iterable((n, "exit") for n in range(4)))
    assert [type(result) for result in results(items)] == [int, str] * 4


def test_a_process_that_is_killed_from_outside_costs_nothing() -> None:
    running = run_in_processes(Squares(), itertools.chain(["pid"] * 4, range(MANY)), 1)
    os.kill(next(running), signal.SIGKILL)
    rest = list(running)
    assert [n for n in rest if n in {k * k for k in range(MANY)}][-MANY:] == [n * n for n in range(MANY)]
    assert not [result for result in rest if isinstance(result, str)]


def test_an_item_over_the_time_limit_costs_itself_alone() -> None:
    found = results([1, 2, "sleep", 3, *range(MANY)], time_limit=1.0)
    assert found[2] == "sleep: it took longer than the time limit of 1 seconds"
    assert found[:2] + found[3:] == [1, 4, 9, *(n * n for n in range(MANY))]


def test_an_exception_of_the_task_is_told() -> None:
    assert results([2, "raise", 3]) == [4, "raise: ValueError: no number", 9]


def test_an_item_or_result_that_can_not_be_sent_does_not_stop_the_run() -> None:
    here, lock, elsewhere = results([os.getpid, "unpicklable", NoTraveller(os.getpid())])
    assert here != os.getpid()
    assert lock.startswith("unpicklable: TypeError: cannot pickle")
    assert elsewhere == os.getpid()  # done in this process, as other processes can't have it
    lock_held = threading.Lock()
    (local,) = results([lambda: (os.getpid(), lock_held.locked())])
    assert local == (os.getpid(), False)


def test_what_the_items_raise_comes_after_the_results_before_it() -> None:
    def items() -> Iterator[int]:
        yield from range(BATCH_ITEMS + 3)
        raise OSError("the disk is gone")

    running = run_in_processes(Squares(), items(), PROCESSES)
    assert list(itertools.islice(running, BATCH_ITEMS + 3)) == [n * n for n in range(BATCH_ITEMS + 3)]
    with pytest.raises(OSError, match="the disk is gone"):
        next(running)


def test_processes_end_when_nobody_wants_more() -> None:
    running = run_in_processes(Squares(), itertools.repeat("pid"), PROCESSES)
    pid = next(running)
    running.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_task_that_no_process_can_load_is_told() -> None:
    with pytest.raises(BoilerError, match=r"worker processes die while they start \(exit code 5\)"):
        list(run_in_processes(DiesOnArrival(), range(3), PROCESSES))


def test_a_process_that_dies_while_a_large_task_is_sent_to_it_is_not_waited_for() -> None:
    with pytest.raises(BoilerError, match="worker processes die while they start"):
        list(run_in_processes(DiesBeforeItIsWhole(DiesOnArrival(), bytes(5_000_000)), range(3), 1))
