"""Runs one case after another, each in a process of its own with a bound on memory and on processor time.

The parent loads the model once and forks for each case, so that a case which hangs, crashes or swells harms no other and
costs no second start. What counts is the processor time of the prediction alone: a busy machine doesn't change it much.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

MEMORY = 1_000_000_000
"""Bytes of address space that a case may take beyond what the idle process has."""
SECONDS = 3.0
"""Processor time that a case may take."""
GIVE_UP = 12
"""Processor seconds after which a case is ended."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went. seconds: processor time. grown: bytes of memory at most, beyond the input and the idle process.
    result: what the case gave. error: name of what it raised, "" for nothing. ended_by: the signal that ended it, 0 for none."""

    seconds: float
    grown: int
    result: Any = None
    error: str = ""
    ended_by: int = 0


def measure(build: Callable[[], Any], run: Callable[[Any], Any], memory: int = MEMORY) -> Outcome:
    """Build an input and run it in a forked process; its result must be plain data."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            outcome = _in_child(build, run, memory)
            with os.fdopen(writing, "w") as out:
                json.dump(asdict(outcome), out)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read()
    _, status, used = os.wait4(child, 0)
    if answer:
        return Outcome(**json.loads(answer))
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else signal.SIGABRT
    return Outcome(used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, ended_by=ended_by)


def _in_child(build: Callable[[], Any], run: Callable[[Any], Any], memory: int) -> Outcome:
    given = build()
    before = resource.getrusage(resource.RUSAGE_SELF)
    started = before.ru_utime + before.ru_stime
    limit = int(started) + GIVE_UP
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    space = _pages("VmSize") + memory
    resource.setrlimit(resource.RLIMIT_AS, (space, space))
    result, error = None, ""
    try:
        result = run(given)
    except Exception as raised:
        error = f"{type(raised).__name__}: {raised}"[:500]
    after = resource.getrusage(resource.RUSAGE_SELF)
    return Outcome(
        after.ru_utime + after.ru_stime - started, (after.ru_maxrss - before.ru_maxrss) * 1024, result, error
    )


def _pages(what: str) -> int:
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(what))


def main() -> None:
    """Measure the pages that are named on the command line (all without a name) and print a row a page."""
    import classifier
    from tests.hostile.pages import PAGES

    model = classifier.load()
    model.predict(b"<p>warm</p>")

    def run(page: Any) -> Any:
        found = model.predict(page)
        return len(found.blocks), list(found.warnings)

    for name in sys.argv[1:] or PAGES:
        outcome = measure(PAGES[name], run)
        marks = "SLOW" * (outcome.seconds > SECONDS) + " BAD" * bool(outcome.error or outcome.ended_by)
        told = outcome.error or outcome.ended_by or outcome.result
        print(f"{outcome.seconds:6.2f} s {outcome.grown / 1e6:5.0f} MB {name:40} {marks} {str(told)[:120]}", flush=True)


if __name__ == "__main__":
    main()
