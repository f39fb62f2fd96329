"""The `boiler` command."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup

from classifier.cli.corpora import corpora_app
from classifier.cli.evaluate import evaluate_command
from classifier.cli.info import info_command
from classifier.cli.inspect import inspect_command
from classifier.cli.label import label_command
from classifier.cli.output import told_as_input
from classifier.cli.predict import predict_command
from classifier.cli.serve import serve_command
from classifier.cli.train import train_command
from classifier.cli.walls import walls_command
from classifier.errors import BoilerError, InputError

WRONG_INPUT = 2
INTERRUPTED = 130
SHOW_CURSOR = b"\x1b[?25h"


class ReaderGoneError(Exception):
    """Nobody reads standard output any more (`boiler … | head`). Not an OSError, which typer would end with exit code 1."""


class Commands(TyperGroup):
    """The subcommands, whose broken pipes reach `main`."""

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
    help="Label the text blocks of web pages content, navigation, icon_noise or paywall, and say whether a page is gated.\n\n"
    "Exit codes: 0 done, 1 done but some pages failed, 2 wrong input or options, "
    "3 a page has a verdict that --fail-on names, 130 interrupted.",
)
app.command("predict")(predict_command)
app.command("inspect")(inspect_command)
app.command("label")(label_command)
app.command("walls")(walls_command)
app.command("train")(train_command)
app.command("evaluate")(evaluate_command)
app.command("info")(info_command)
app.command("serve")(serve_command)
app.add_typer(corpora_app, name="corpora", help="Fetch the public corpora that the shipped model was trained on.")


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
