"""`boiler` itself: help, exit codes, interruptions, and errors that stay one line in a process of their own."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from classifier.cli.app import main

from .conftest import Boiler
from .small import GATED, html

COMMAND = [sys.executable, "-m", "classifier.cli.app"]
PATIENCE = 60


def test_help_names_every_command(boiler: Boiler) -> None:
    ran = boiler("--help")
    assert ran.code == 0
    rows = [line.strip("│ ").split()[0] for line in ran.out.splitlines() if line.startswith("│ ")]
    assert [name for name in rows if name in {"predict", "walls", "train", "evaluate", "info", "corpora"}] == [
        "predict",
        "walls",
        "train",
        "evaluate",
        "info",
        "corpora",
    ]


def test_help_tells_the_exit_codes(boiler: Boiler) -> None:
    told = " ".join(boiler("--help").out.split())
    assert "0 done, 1 done but some pages failed, 2 wrong input or options, 3 a page has a verdict" in told


@pytest.mark.parametrize("command", ["predict", "walls", "train", "evaluate"])
def test_help_of_a_command_shows_how_to_call_it(boiler: Boiler, command: str) -> None:
    ran = boiler(command, "--help")
    assert ran.code == 0
    assert len(re.findall(rf"\bboiler {command} ", ran.out)) >= 3  # usage and at least two examples


def test_no_command_shows_the_help(boiler: Boiler) -> None:
    ran = boiler()
    assert "evaluate" in ran.out + ran.err


def test_an_unknown_command_is_refused(boiler: Boiler) -> None:
    ran = boiler("labell")
    assert ran.code == 2
    assert "labell" in ran.err


def test_the_installed_command_is_main() -> None:
    (installed,) = entry_points(group="console_scripts", name="boiler")
    assert installed.load() is main


def test_an_error_in_a_process_of_its_own_is_one_line_and_exit_code_2() -> None:
    ran = subprocess.run([*COMMAND, "predict", "nowhere.html"], capture_output=True, text=True, timeout=PATIENCE)
    assert (ran.returncode, ran.stdout, ran.stderr) == (2, "", "boiler: nowhere.html: no such file or folder\n")


def test_an_interrupted_run_ends_with_130_and_no_traceback(model_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "labels.jsonl"
    command = [*COMMAND, "predict", "-", "--model", str(model_file), "-o", str(output)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        started = time.monotonic()
        while not output.exists() and time.monotonic() - started < PATIENCE:
            time.sleep(0.05)  # once the output is there it waits for standard input, which never ends
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE)
        assert running.stderr is not None
        assert "Traceback" not in running.stderr.read()
        assert running.returncode == 130


def test_a_reader_that_goes_away_is_no_failure(model_file: Path, tmp_path: Path) -> None:
    for number in range(20):  # more output than a pipe holds
        (tmp_path / f"{number}.html").write_bytes(html(GATED))
    command = [*COMMAND, "predict", str(tmp_path), "--model", str(model_file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith('{"schema"')
        running.stdout.close()
        assert running.wait(PATIENCE) == 0


def started(model_file: Path, *arguments: object) -> subprocess.Popen[str]:
    command = [*COMMAND, "predict", "--model", str(model_file), *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, preexec_fn=_heeding_interrupts)  # noqa: PLW1509


def _heeding_interrupts() -> None:
    """A suite that runs in the background of a script ignores Ctrl-C, and so would what it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def wait_until(condition: Callable[[], object]) -> None:
    since = time.monotonic()
    while not condition():
        assert time.monotonic() - since < PATIENCE
        time.sleep(0.02)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_killed_goes_on_with_every_page_once(
    model_file: Path, tmp_path: Path, how: signal.Signals, jobs: int
) -> None:
    page, output = html(GATED).decode(), tmp_path / "labels.jsonl"
    pages = tmp_path / "pages.jsonl"
    pages.write_text("".join(json.dumps({"id": str(n), "html": page}) + "\n" for n in range(150)))
    arguments = [pages, "-o", output, "--jobs", jobs, "--resume"]
    with started(model_file, *arguments) as running:
        wait_until(lambda: output.exists() and output.stat().st_size)
        running.send_signal(how)
        running.wait(PATIENCE)
        assert running.stderr is not None
        assert "Traceback" not in running.stderr.read()
    assert len(lines_of(output)) < 150
    with started(model_file, *arguments) as running:
        assert running.wait(PATIENCE) == 0
    assert [json.loads(line)["page"] for line in lines_of(output)] == [str(n) for n in range(150)]


def test_a_second_interruption_ends_the_run_at_once_without_a_traceback(model_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "labels.jsonl"
    with started(model_file, "-", "--from", "jsonl", "-o", output, "--jobs", 2) as running:
        wait_until(output.exists)
        running.send_signal(signal.SIGINT)
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE)
        assert running.stderr is not None
        assert "Traceback" not in running.stderr.read()
        assert running.returncode == 130


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_file_that_may_not_grow_is_told_in_one_line_and_gone_on_with(
    model_file: Path, tmp_path: Path, jobs: int
) -> None:
    for number in range(20):
        (tmp_path / f"{number:02}.html").write_bytes(html(GATED))
    output = tmp_path / "out" / "labels.jsonl"
    output.parent.mkdir()
    arguments = [
        *COMMAND,
        "predict",
        f"{tmp_path}/*.html",
        "--model",
        model_file,
        "-o",
        output,
        "--jobs",
        jobs,
        "--resume",
    ]
    script = "ulimit -f 40; exec " + shlex.join(map(str, arguments))  # 40 blocks of 512 or 1,024 bytes
    ran = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 2
    assert ran.stderr.startswith(f"boiler: {output}: can't be written (File too large)")
    assert ran.stderr.count("\n") == 1
    assert subprocess.run(list(map(str, arguments)), capture_output=True, timeout=PATIENCE).returncode == 0
    names = [json.loads(line)["page"] for line in lines_of(output)]
    assert names == [f"{tmp_path}/{number:02}.html" for number in range(20)]
