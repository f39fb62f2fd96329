"""Every code block of the documentation and the README runs.

Python blocks of a file run one after the other in one namespace. Shell blocks run line by line in a folder of sample files; lines of
other programs (pip, pytest) are passed over, and commands that serve, download or train on corpora have their options checked.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cli.small import GATED, LEARNED, copy_labelled, html
from markdown_it import MarkdownIt

import classifier

ROOT = Path(__file__).parents[2]
PAGES = (*LEARNED, GATED, "en-medium-member", "en-ghost-tier", "en-jetpack-cut", "en-substack-kiln", "en-plan-table")
FILES = [
    ROOT / "README.md",
    # Integrations need their engines; their own tests run them.
    *(path for path in sorted((ROOT / "docs").rglob("*.md")) if "integrations" not in path.parts),
]
OTHER_PROGRAMS = ("pip", "pytest", "python", "curl", "git", "docker")
NOT_RUN = (
    "boiler label",
    "boiler corpora fetch",
    "boiler serve",
    "--corpora corpora",
    "boiler train\n",
    "data/labeled",
)
"""They wait for a person, need the network, or take all of the project's data."""


def blocks(path: Path, *languages: str) -> list[str]:
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    return [t.content for t in tokens if t.type == "fence" and t.info.split(" ")[0] in languages]


def with_blocks(*languages: str) -> list[object]:
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in FILES if blocks(path, *languages)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the documentation speaks of."""
    page = html(GATED)
    (tmp_path / "page.html").write_bytes(page)
    (tmp_path / "extracted.txt").write_text("Home\nA line of text.\nSubscribe to keep reading.\n", encoding="utf-8")
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl" / "one.html").write_bytes(page)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", with_blocks("python", "py"))
def test_python_blocks_run(path: Path, folder: Path) -> None:
    classifier.load().save(folder / "my.model")
    names: dict[str, object] = {
        "html": html(GATED),
        "body": html(GATED),
        "text": "A line.\n\nAnother line.",
        "url": "https://example.org/",
        "model": classifier.load(),
        "page": classifier.load().predict(html(GATED)),
    }
    for block in blocks(path, "python", "py"):
        if "..." in block:
            compile(block.replace("...", "None"), str(path), "exec")
            continue
        exec(compile(block, str(path), "exec"), names)


@pytest.mark.integration
@pytest.mark.parametrize("path", with_blocks("sh", "bash", "console"))
def test_shell_blocks_run(path: Path, folder: Path) -> None:
    for home in ("my/pages", "data/labeled"):
        copy_labelled(folder / home, PAGES)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    prelude = f'set -euo pipefail; boiler() {{ {shlex.quote(sys.executable)} -m classifier.cli.app "$@"; }}\n'
    for block in blocks(path, "sh", "bash", "console"):
        for line in block.splitlines():
            command = re.sub(r"\s+#.*", "", line).strip()
            if not command or command.startswith("#"):
                continue
            if command.split()[0] in OTHER_PROGRAMS:
                continue
            if any(text in command + "\n" for text in NOT_RUN):
                check_options(command, prelude, environment)
                continue
            done = subprocess.run(["bash", "-c", prelude + command], env=environment, capture_output=True, text=True)
            told = re.search(r"exit code (\d)", line)
            expected = int(told[1]) if told else 2 if "refuses" in line else 0
            assert done.returncode == expected, f"{path.name}: {command}\n{done.stderr}"


def check_options(command: str, prelude: str, environment: dict[str, str]) -> None:
    """A command that can't run here must at least have the options that the documentation gives it."""
    for part in command.split("&&"):
        words = part.split()
        name = " ".join(
            word
            for word in words[1:3]
            if word in ("label", "train", "evaluate", "predict", "corpora", "fetch", "serve")
        )
        told = subprocess.run(
            ["bash", "-c", f"{prelude}boiler {name} --help"], env=environment, capture_output=True, text=True
        )
        assert told.returncode == 0, told.stderr
        for option in re.findall(r"--[a-z][a-z-]*", part):
            assert option in told.stdout, f"{command}: {name} has no {option}"
