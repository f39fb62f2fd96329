"""Running `boiler` in this process, stdin and exit code included."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pytest

from classifier.cli.app import main

from .small import copy_labelled, small_model


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line that a refused command leaves on stderr, without its prefix."""
        assert self.code == 2, self
        assert self.err.startswith("boiler: "), self.err
        assert self.err.count("\n") == 1, self.err
        return self.err.removeprefix("boiler: ").rstrip("\n")


Boiler = Callable[..., Ran]


@pytest.fixture
def boiler(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Boiler:
    """Run the command with arguments: `boiler("predict", path, stdin=b"...")`. What escapes `main` fails the test."""

    def run(*arguments: object, stdin: bytes | TextIO = b"") -> Ran:
        monkeypatch.setattr(sys, "argv", ["boiler", *map(str, arguments)])
        file = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8") if isinstance(stdin, bytes) else stdin
        monkeypatch.setattr(sys, "stdin", file)
        capsys.readouterr()
        code: object = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        assert isinstance(code, int), code
        return Ran(code, *capsys.readouterr())

    return run


@pytest.fixture(scope="session")
def model_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small model as a file. It was trained without fold 0."""
    path = tmp_path_factory.mktemp("models") / "small.model"
    small_model().save(path)
    return path


@pytest.fixture(scope="session")
def labelled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of five labelled pages, each of its own site, one of them of fold 0. Not to be changed."""
    return copy_labelled(tmp_path_factory.mktemp("labelled"))
