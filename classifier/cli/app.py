"""The `boiler` command."""

from __future__ import annotations

import os
import sys

import typer

from classifier.cli.corpora import corpora_app
from classifier.cli.evaluate import evaluate_command
from classifier.cli.info import info_command
from classifier.cli.predict import predict_command
from classifier.cli.train import train_command
from classifier.errors import BoilerError

WRONG_INPUT = 2
INTERRUPTED = 130

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help="Label the text blocks of web pages content, navigation, icon_noise or paywall, and say whether a page is gated.\n\n"
    "Exit codes: 0 done, 1 done but some pages failed, 2 wrong input or options, 130 interrupted.",
)
app.command("predict")(predict_command)
app.command("train")(train_command)
app.command("evaluate")(evaluate_command)
app.command("info")(info_command)
app.add_typer(corpora_app, name="corpora", help="Fetch the public corpora that the shipped model was trained on.")


def main() -> None:
    """Run the command; errors that the package raises on purpose become one line and exit code 2."""
    try:
        app()
    except BoilerError as error:
        print(f"boiler: {error}", file=sys.stderr)
        sys.exit(WRONG_INPUT)
    except KeyboardInterrupt:
        print("boiler: interrupted", file=sys.stderr)
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader went away (`boiler … | head`): nothing is wrong, and there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)


if __name__ == "__main__":
    main()
