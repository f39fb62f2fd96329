"""Runs hostile cases, each in a process of its own with a bound on memory and on processor time.

One process loads the model and forks for each case, so that a case which hangs, crashes or swells harms no other and costs
no second start. What counts is processor time: a busy machine changes it less than the time on the clock.

    python -m tests.hostile.measured            # all cases, a row each
    python -m tests.hostile.measured pages/empty texts/nul
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from .cases import CASES, Case

MEMORY = 1_000_000_000
"""Bytes of address space that a case may take beyond what the process has with the input in it."""
SECONDS = 3.0
"""Processor time that a case may take."""
SECONDS_OF_VIEWS = 6.0
"""The same where a page is labelled and then written as Markdown, clean HTML and metadata too."""
GIVE_UP = 12
"""Processor seconds after which a case is ended."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case went. seconds: processor time. grown: bytes of memory at most, beyond the input and the idle process.
    result: what it gave, in words. error: what it raised beyond the documented errors. ended_by: the signal that ended it."""

    name: str
    seconds: float
    grown: int
    result: str = ""
    error: str = ""
    ended_by: int = 0

    @property
    def complaint(self) -> str:
        """What is wrong with the outcome; "" when nothing is."""
        if self.ended_by:
            return f"ended by signal {self.ended_by} after {self.seconds:.1f} s"
        if self.error:
            return self.error
        most = SECONDS_OF_VIEWS if self.name.startswith("views/") else SECONDS
        return f"took {self.seconds:.1f} s of processor time" if self.seconds > most else ""


def measure(name: str, case: Case) -> Outcome:
    """Build the input of a case and run it in a forked process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status = 1
        try:
            outcome = _in_child(name, case.build, case.run)
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
    return Outcome(name, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024, ended_by=ended_by)


def _in_child(name: str, build: Callable[[], Any], run: Callable[[Any, Path], str]) -> Outcome:
    given = build()
    with tempfile.TemporaryDirectory() as folder:
        before = resource.getrusage(resource.RUSAGE_SELF)
        started = before.ru_utime + before.ru_stime
        limit = int(started) + GIVE_UP
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        space = _address_space() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        result = error = ""
        try:
            result = run(given, Path(folder))
        except Exception as raised:
            error = f"{type(raised).__name__}: {raised}"[:500]
        after = resource.getrusage(resource.RUSAGE_SELF)
    seconds = after.ru_utime + after.ru_stime - started
    return Outcome(name, seconds, (after.ru_maxrss - before.ru_maxrss) * 1024, result, error)


def _address_space() -> int:
    with open("/proc/self/statm", encoding="ascii") as sizes:
        return int(sizes.read().split()[0]) * resource.getpagesize()


def measured(names: Iterable[str]) -> Iterator[Outcome]:
    """The outcomes of cases by name, from a process started for them."""
    for name in names:
        yield measure(name, CASES[name])


def main() -> None:
    """Measure the cases that are named on the command line, or all; `--json` prints outcomes as JSON lines."""
    as_json = "--json" in sys.argv
    names = [name for name in sys.argv[1:] if name != "--json"] or CASES
    for outcome in measured(names):
        if as_json:
            print(json.dumps(asdict(outcome)), flush=True)
        else:
            told = outcome.complaint or outcome.result
            print(f"{outcome.seconds:6.2f} s {outcome.grown / 1e6:5.0f} MB {outcome.name:45} {told[:120]}", flush=True)


if __name__ == "__main__":
    main()
