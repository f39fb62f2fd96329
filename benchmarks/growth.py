"""How the time for a hostile page grows with its size: each page of tests/hostile cut to two lengths, one ten times the other.

    python benchmarks/growth.py [--only PART_OF_A_NAME]

A row a page: processor seconds of both lengths and their ratio, the steepest first. Linear work gives 10 or less, since part of the
work doesn't depend on the size. Pages whose longer part takes under LEAST seconds are left out: their ratio says nothing. Each length
is timed RUNS times and the least counts, in a process of its own that is ended after GIVE_UP seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import classifier
from tests.hostile.pages import PAGES
from tests.hostile.texts import TEXTS

TIMES = 10
LARGEST = 1_000_000
"""Characters of the longer part: below the limits that would cut both parts to the same."""
SMALLEST = 20_000
LEAST = 0.1
RUNS = 2
GIVE_UP = 30


def seconds(label: Callable[[Any], classifier.Page], page: Any) -> float:
    """The least processor time of RUNS runs over a page, its Markdown and its metadata."""
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        found = label(page)
        _ = found.markdown, found.metadata
        taken.append(time.process_time() - start)
    return min(taken)


def measured(label: Callable[[Any], classifier.Page], build: Callable[[], Any]) -> tuple[float, float] | None:
    """Seconds of the short and the long part of a page; None for one that is too small or no bytes; infinity where it was ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        page = build()
        answer = None
        if isinstance(page, (bytes, str)) and len(page) >= SMALLEST:
            used = resource.getrusage(resource.RUSAGE_SELF)
            end = int(used.ru_utime + used.ru_stime) + GIVE_UP
            resource.setrlimit(resource.RLIMIT_CPU, (end, end + 1))
            long = page[:LARGEST]
            answer = seconds(label, long[: len(long) // TIMES]), seconds(label, long)
        os.write(writing, json.dumps(answer).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        answer = told.read()
    os.waitpid(child, 0)
    return tuple(json.loads(answer) or ()) or None if answer else (0.0, float("inf"))


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--only", default="", help="pages with this in their name")
    only = arguments.parse_args().only
    model = classifier.load()
    model.predict(b"<p>A page to start with.</p>")
    rows = []
    for label, builders in ((model.predict, PAGES), (model.predict_text, TEXTS)):
        for name, build in builders.items():
            if only in name and (took := measured(label, build)) and took[1] >= LEAST:
                rows.append((took[1] / max(took[0], 1e-4), name, *took))
                print(f"{rows[-1][0]:6.1f} {name}", file=sys.stderr, flush=True)
    print("| page | a tenth | whole | times |\n| --- | --- | --- | --- |")
    for ratio, name, short, long in sorted(rows, reverse=True):
        print(f"| {name} | {short:.3f} s | {long:.3f} s | {ratio:.1f} |")


if __name__ == "__main__":
    main()
