"""A console for results, apart from `output` since importing rich takes longer than labelling a page."""

from __future__ import annotations

from rich.console import Console


class PipeConsole(Console):
    """A console that leaves a broken pipe to `main`; rich ends the program with exit code 1."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError
