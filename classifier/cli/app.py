"""The `boiler` command."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from types import FrameType
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.main import get_command

from classifier.cli.output import told_as_input
from classifier.errors import BoilerError, InputError

COMMANDS = {
    "predict": "classifier.cli.predict:predict_command",
    "inspect": "classifier.cli.inspect:inspect_command",
    "label": "classifier.cli.label:label_command",
    "walls": "classifier.cli.walls:walls_command",
    "train": "classifier.cli.train:train_command",
    "evaluate": "classifier.cli.evaluate:evaluate_command",
    "info": "classifier.cli.info:info_command",
    "serve": "classifier.cli.serve:serve_command",
    "corpora": "classifier.cli.corpora:corpora_app",
}
"""Where each command is. Only the one that runs is imported: training brings libraries that take a second to load."""
WRONG_INPUT = 2
INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"


class ReaderGoneError(Exception):
    """Nobody reads standard output any more (`boiler … | head`). Not an OSError, which typer would end with exit code 1."""


class Commands(TyperGroup):
    """The subcommands: imported when they are asked for, their broken pipes left to `main`."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        place = COMMANDS.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        found = getattr(import_module(module), name)
        if not isinstance(found, typer.Typer):
            alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="rich")
            alone.command(cmd_name)(found)
            found = alone
        command = get_command(found)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


@app.callback(
    help="Label the text blocks of web pages content, navigation, icon_noise or paywall, and say whether a page is gated.\n\n"
    "Exit codes: 0 done, 1 done but some pages failed, 2 wrong input or options, 3 a page has a verdict that --fail-on names, "
    "130 interrupted."
)
def boiler() -> None:
    """The command itself; what it does is in `COMMANDS`."""


def main() -> None:
    """Run the command; errors that the package raises on purpose become one line and exit code 2."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # as for `boiler … &` in a script
        signal.signal(signal.SIGINT, _interrupted)
    try:
        try:
            app()
        finally:
            _flush()
    except BoilerError as error:
        print(f"boiler: {error}", file=sys.stderr)
        sys.exit(WRONG_INPUT)
    except KeyboardInterrupt:
        print("boiler: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except (BrokenPipeError, ReaderGoneError):
        # Nothing is wrong, and there is nobody to tell.
        _drop_output()
        sys.exit(0)


def _interrupted(number: int, frame: FrameType | None) -> NoReturn:
    """Ctrl-C ends the run in order, with what is done made safe; a second one ends it at once."""
    signal.signal(signal.SIGINT, _interrupted_again)
    raise KeyboardInterrupt


def _interrupted_again(number: int, frame: FrameType | None) -> NoReturn:
    if sys.stderr.isatty():
        os.write(sys.stderr.fileno(), SHOW_CURSOR)
    os._exit(INTERRUPTED)


def _flush() -> None:
    """Write what waits to be written, as long as errors of that can still be told."""
    try:
        with told_as_input("standard output"):
            sys.stdout.flush()
    except InputError:
        _drop_output()
        raise


def _drop_output() -> None:
    """Let what waits to be written go nowhere, so that Python doesn't complain about it as it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    main()
