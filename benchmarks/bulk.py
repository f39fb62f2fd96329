"""Long runs of `boiler predict`: is memory flat, what do more processes bring, and is every page there when workers are killed.

python benchmarks/bulk.py memory --pages 100000
python benchmarks/bulk.py processes --pages 2000
python benchmarks/bulk.py soak --pages 200000 --jobs 2 --kill-every 30 --interrupt-every 300

Pages are made here: small ones, each with its number in it, so that a lost, repeated or swapped page is seen.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

COMMAND = [sys.executable, "-m", "classifier.cli.app", "predict"]
SAMPLE_SECONDS = 0.5
MEGABYTE = 1_000_000
SENTENCES = (
    "The heron came back to the pond on the first warm day of March.",
    "Nobody had seen it since the ice, and the carp had grown careless.",
    "It stood where the reeds are thin and did not move for an hour.",
    "Then the children came, and it went up over the mill without a sound.",
)


@dataclass(slots=True)
class Watched:
    """What was seen of a run. memory: (seconds, bytes of the program and its workers together)."""

    seconds: float = 0.0
    memory: list[tuple[float, int]] = field(default_factory=list)
    killed: int = 0
    interrupted: int = 0


def main() -> None:
    """Run one of the benchmarks and print its figures; exit code 1 when a page is lost or repeated."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="boiler-bulk-") as folder:
        {"memory": memory, "processes": processes, "soak": soak}[arguments.what](arguments, Path(folder))


def memory(arguments: argparse.Namespace, folder: Path) -> None:
    """Print the memory of a run at each tenth of its time."""
    pages, output = write_pages(folder / "pages.jsonl", arguments.pages), folder / "labels.jsonl"
    watched = Watched()
    watch([*COMMAND, str(pages), "-o", str(output), "--jobs", str(arguments.jobs), "--no-blocks"], watched)
    check(output, arguments.pages)
    print(
        f"{arguments.pages:,} pages, {arguments.jobs} processes: {arguments.pages / watched.seconds:,.0f} pages a second"
    )
    for tenth in range(1, 11):
        there = [size for seconds, size in watched.memory if seconds <= watched.seconds * tenth / 10]
        print(f"{tenth * 10:>4} %: {there[-1] / MEGABYTE:,.0f} MB, most so far {max(there) / MEGABYTE:,.0f} MB")


def processes(arguments: argparse.Namespace, folder: Path) -> None:
    """Print the time of one process over that of several."""
    pages = write_pages(folder / "pages.jsonl", arguments.pages, paragraphs=60)
    seconds: dict[int, list[float]] = {1: [], arguments.jobs: []}
    for turn in range(3):
        for jobs, taken in seconds.items():
            output, watched = folder / f"{turn}-{jobs}.jsonl", Watched()
            watch([*COMMAND, str(pages), "-o", str(output), "--jobs", str(jobs)], watched)
            check(output, arguments.pages)
            taken.append(watched.seconds)
    one, several = min(seconds[1]), min(seconds[arguments.jobs])
    print(
        f"{arguments.pages:,} pages: {one:.1f} s with 1 process, {several:.1f} s with {arguments.jobs}: {one / several:.2f} x"
    )


def soak(arguments: argparse.Namespace, folder: Path) -> None:
    """Run while workers and the program itself are killed, and go on until all is done; then look for every page."""
    pages, output = write_pages(folder / "pages.jsonl", arguments.pages), folder / "labels.jsonl"
    command = [*COMMAND, str(pages), "-o", str(output), "--jobs", str(arguments.jobs), "--no-blocks", "--resume"]
    watched, runs = Watched(), 0
    while watch(command, watched, arguments.kill_every, arguments.interrupt_every) != 0:
        runs += 1
        if runs > 10_000:
            sys.exit("the run doesn't come to its end")
    check(output, arguments.pages)
    sizes = [size for _, size in watched.memory]
    late = sizes[len(sizes) // 2 :]
    print(
        f"{arguments.pages:,} pages in {watched.seconds:,.0f} s: {watched.killed} workers killed, "
        f"{watched.interrupted} times the program; no page lost, none twice, none failed; "
        f"memory at most {max(sizes) / MEGABYTE:,.0f} MB, in the second half {max(late) / MEGABYTE:,.0f} MB"
    )


def write_pages(path: Path, count: int, paragraphs: int = 4) -> Path:
    """Write so many pages as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            body = "".join(f"<p>{SENTENCES[n % len(SENTENCES)]} Page {number}.</p>" for n in range(paragraphs))
            html = f"<title>Pond {number}</title><nav><a href=/>Home</a> <a href=/s>Sport</a></nav><h1>Heron</h1>{body}"
            file.write(json.dumps({"id": str(number), "html": html}) + "\n")
    return path


def watch(command: list[str], watched: Watched, kill_every: float = 0, interrupt_every: float = 0) -> int:
    """Run a command, sample its memory, and now and then kill a worker or the program itself; its exit code."""
    began = time.monotonic()
    next_kill, next_interrupt = began + kill_every, began + interrupt_every
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        program = psutil.Process(running.pid)
        while running.poll() is None:
            now = time.monotonic()
            watched.memory.append((watched.seconds + now - began, sum(_memory(program))))
            if kill_every and now >= next_kill:
                watched.killed += _kill_one(program)
                next_kill = now + kill_every
            if interrupt_every and now >= next_interrupt:
                running.send_signal(random.choice([signal.SIGKILL, signal.SIGINT, signal.SIGTERM]))
                watched.interrupted += 1
                next_interrupt = now + interrupt_every
            time.sleep(SAMPLE_SECONDS)
        told = running.stderr.read() if running.stderr else ""
        if "Traceback" in told:
            sys.exit(f"a stack trace:\n{told}")
    watched.seconds += time.monotonic() - began
    return running.returncode


def check(output: Path, count: int) -> None:
    """End with exit code 1 when not every page is in an output, in order and once, each under its own number."""
    number = -1
    with output.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            record = json.loads(line)
            if record["page"] != str(number) or record["title"] != f"Pond {number}":
                sys.exit(f"line {number + 1} holds page {record['page']} ({record['title']})")
    if number + 1 != count:
        sys.exit(f"{number + 1:,} pages of {count:,}")


def _workers(program: psutil.Process) -> list[psutil.Process]:
    found = []
    for child in program.children(recursive=True):
        try:
            if "popen_loky" in " ".join(child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def _kill_one(program: psutil.Process) -> int:
    try:
        workers = _workers(program)
        if workers:
            random.choice(workers).kill()
        return bool(workers)
    except psutil.Error:
        return 0


def _memory(program: psutil.Process) -> Iterator[int]:
    try:
        for process in (program, *_workers(program)):
            yield process.memory_info().rss
    except psutil.Error:
        return


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["memory", "processes", "soak"])
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kill-every", type=float, default=30.0, help="seconds between two workers killed")
    parser.add_argument("--interrupt-every", type=float, default=300.0, help="seconds between two ends of the program")
    return parser.parse_args()


if __name__ == "__main__":
    main()
