"""`boiler predict` killed by `kill -9` in the middle of its work, again and again, and gone on with by --resume."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from .conftest import OPEN, WALLED, html

pytestmark = pytest.mark.integration

# Checkpoints come more often than a user's do, so that a short run has several between which it can be killed.
RUN = """
from classifier.bulk.sinks import lines, parquet
lines.CHECKPOINT_SECONDS, parquet.PART_PAGES = 0.1, 30
from classifier.cli.app import main
main()
"""
ROUNDS = 50
NAMES = (*WALLED, *OPEN)
KILLS = 3
PATIENCE = 180
"""Seconds for whatever should take a few."""


def write_pages(path: Path) -> tuple[list[str], list[str]]:
    """JSON lines of good and unreadable pages, the ids of which say what they are; the ids of both."""
    good, bad = [], []
    with path.open("w", encoding="utf-8") as file:
        for turn in range(ROUNDS):
            for name in NAMES:
                good.append(f"{turn}-{name}")
                file.write(json.dumps({"id": good[-1], "html": html(name).decode()}) + "\n")
            bad.append(f"{turn}-empty")
            file.write(json.dumps({"id": bad[-1], "html": ""}) + "\n")
    return good, bad


def started(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, "predict", *map(str, arguments), "--resume"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)


def wait_until(condition: Callable[[], object], what: str) -> None:
    since = time.monotonic()
    while not condition():
        assert time.monotonic() - since < PATIENCE, what
        time.sleep(0.01)


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_gone(pid: int) -> bool:
    """Whether a process ended, be it that nobody has asked yet how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].startswith("Z")
    except (FileNotFoundError, ProcessLookupError):
        return True


def json_lines(output: Path) -> list[tuple[str, str]]:
    """Pages of an output with their verdicts."""
    records = map(json.loads, output.read_text(encoding="utf-8").splitlines())
    return [(record["page"], record["access"]) for record in records]


def csv_rows(output: Path) -> list[tuple[str, str]]:
    """Pages of an output with the labels of their blocks: rows that stand together and whose numbers rise are one page's."""
    found: list[tuple[str, str]] = []
    last = 0
    with output.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            page, number = row["page"], int(row["block"])
            if found and found[-1][0] == page and number > last:
                found[-1] = (page, f"{found[-1][1]} {row['label']}")
            else:
                found.append((page, row["label"]))
            last = number
    return found


def parquet_rows(output: Path) -> list[tuple[str, str]]:
    """As `json_lines`, of a folder."""
    parts = sorted(output.iterdir())
    assert len(parts) > KILLS
    rows = (row for part in parts for row in parquet.read_table(part).to_pylist())
    return [(row["page"], row["access"]) for row in rows]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("name", "read"), [("labels.jsonl", json_lines), ("labels.csv", csv_rows), ("labels.parquet", parquet_rows)]
)
def test_every_page_is_there_once(
    tmp_path: Path, name: str, read: Callable[[Path], list[tuple[str, str]]], jobs: int
) -> None:
    pages, output = tmp_path / "pages.jsonl", tmp_path / name
    good, bad = write_pages(pages)
    arguments = (pages, "--format", output.suffix[1:], "--jobs", jobs)
    journal = output.with_name(f"{name}.progress")
    for _ in range(KILLS):
        told = journal.read_bytes().count(b"\n") if journal.exists() else 1
        with started(*arguments, "-o", output) as running:
            wait_until(lambda told=told: journal.exists() and journal.read_bytes().count(b"\n") > told, "a checkpoint")
            time.sleep(0.05)  # into what comes after the checkpoint, which is to be done again
            workers = children(running.pid)
            running.kill()
            assert running.wait(PATIENCE) == -9
            # No process is left behind that could still write, or hold memory.
            wait_until(lambda workers=workers: all(map(is_gone, workers)), "orphans")
    with started(*arguments, "-o", output) as running:
        told_at_the_end = running.communicate(timeout=PATIENCE)[1]
    assert running.returncode == 1, told_at_the_end  # since pages were rejected
    found = read(output)
    assert [page for page, _ in found] == good
    rejected = [json.loads(line)["page"] for line in (tmp_path / "labels.rejects.jsonl").read_text().splitlines()]
    assert rejected == bad

    # And what is written of each page is what a run writes that nothing happens to.
    calm = tmp_path / f"calm-{name}"
    with started(*arguments, "-o", calm) as running:
        running.communicate(timeout=PATIENCE)
    assert read(calm) == found
    if output.is_file():
        assert calm.read_bytes() == output.read_bytes()
