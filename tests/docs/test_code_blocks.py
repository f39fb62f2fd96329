"""Every code block of the documentation and the README runs.

Python blocks of a file run one after the other in one namespace; those of docs/integrations run with their engines in
tests/integration/test_docs.py. Shell blocks run line by line in a folder of sample files; lines of other programs (pip, pytest) are
passed over, and commands that serve, download or train on corpora have their options checked.
"""

from __future__ import annotations

import gzip
import json
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
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
OTHER_PROGRAMS = ("pip", "pytest", "curl", "git", "docker")
LANGUAGES = ("python", "sh", "text")
NOT_RUN = (
    "boiler predict addresses.txt",
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
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in DOCUMENTS if blocks(path, *languages)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files that the documentation speaks of."""
    page = html(GATED)
    (tmp_path / "page.html").write_bytes(page)
    (tmp_path / "extracted.txt").write_text("Home\nA line of text.\nSubscribe to keep reading.\n", encoding="utf-8")
    (tmp_path / "mine.tsv").write_text("my_gate\tgate\tmarkup\tmy-site-gate\tour own pages\n", encoding="utf-8")
    (tmp_path / "crawl").mkdir()
    (tmp_path / "crawl" / "one.html").write_bytes(page)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def archives(folder: Path) -> Path:
    """The same folder, with what crawlers and tables of pages look like."""
    import pyarrow as arrow
    import pyarrow.parquet as parquet
    from integration.archives import write_warc

    write_warc(folder / "CC-MAIN-1.warc.gz", [GATED])
    page = html(GATED).decode("utf-8")
    parquet.write_table(arrow.table({"html": [page], "address": ["https://a.example/1"]}), folder / "pages.parquet")
    with gzip.open(folder / "pages.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write(json.dumps({"id": "1", "html": page}) + "\n")
    return folder


@pytest.mark.parametrize("path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in DOCUMENTS])
def test_every_code_block_is_of_a_language_that_is_run(path: Path) -> None:
    """An indented block has no language, so nothing would run it."""
    tokens = MarkdownIt().parse(path.read_text(encoding="utf-8"))
    assert [token.content for token in tokens if token.type == "code_block"] == []
    assert {token.info for token in tokens if token.type == "fence"} <= set(LANGUAGES)


@pytest.mark.parametrize("path", [case for case in with_blocks("python") if "integrations/" not in case.id])
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
    for block in blocks(path, "python"):
        exec(compile(block, str(path), "exec"), names)


@pytest.mark.integration
@pytest.mark.parametrize("path", with_blocks("sh"))
def test_shell_blocks_run(path: Path, archives: Path) -> None:
    for home in ("my/pages", "data/labeled"):
        copy_labelled(archives / home, PAGES)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    prelude = f'set -euo pipefail; boiler() {{ {shlex.quote(sys.executable)} -m classifier.cli.app "$@"; }}\n'
    for block in blocks(path, "sh"):
        for line in block.splitlines():
            command = re.sub(r"\s+#.*", "", line).strip()
            if not command or command.startswith("#"):
                continue
            words = [word for word in command.split() if not re.match(r"[A-Z_]+=", word)]
            if words[0] == "python":
                check_script(words[1:])
            if words[0] in (*OTHER_PROGRAMS, "python"):
                continue
            if any(text in command + "\n" for text in NOT_RUN):
                check_options(command, prelude, environment)
                continue
            done = subprocess.run(["bash", "-c", prelude + command], env=environment, capture_output=True, text=True)
            told = re.search(r"exit code (\d)", line)
            expected = int(told[1]) if told else 2 if "refuses" in line else 0
            assert done.returncode == expected, f"{path.name}: {command}\n{done.stderr}"


def check_script(words: list[str]) -> None:
    """A script of the repository takes long, so only that it is there and knows the options that it is given."""
    path = ROOT / words[0] if words[0] != "-m" else ROOT / (words[1].replace(".", "/") + ".py")
    source = path.read_text(encoding="utf-8")
    for option in re.findall(r"--[a-z][a-z-]*", " ".join(words)):
        assert f'"{option}"' in source or option[2:].replace("-", "_") + ":" in source, f"{path.name} has no {option}"


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
