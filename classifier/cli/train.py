"""`boiler train`: labelled pages in, a model file and its figures out."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from classifier.cli.console import PipeConsole
from classifier.cli.figures import print_figures
from classifier.cli.options import LABELED, CorporaOption, JobsOption
from classifier.cli.output import told_as_input
from classifier.corpus.doubts import write_doubts
from classifier.corpus.gather import gather
from classifier.errors import DataFileError, InputError
from classifier.evaluate.cross_validation import cross_validated
from classifier.evaluate.learning_curve import LearningCurve, learning_curve
from classifier.evaluate.suspicious import suspicious_labels
from classifier.model.card import model_card, write_card
from classifier.model.training import Settings, examples_for_training, train

DEFAULTS = Settings()
REFUSED_ENDINGS = frozenset([".joblib", ".pkl", ".pickle", ".md"])
"""Endings of pickles, which `load` reads in another way, and of the card."""


def train_command(
    data: Annotated[
        list[Path] | None, typer.Argument(help="Folders of labelled pages; data/labeled when left out.")
    ] = None,
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Model file to write; its card goes beside it as NAME.md.")
    ] = Path("my.model"),
    corpora: CorporaOption = [],  # noqa: B006 - typer copies it
    without_fold: Annotated[
        int | None, typer.Option(min=0, max=4, help="Leave out the pages of one fold, to score on.")
    ] = None,
    cv: Annotated[
        int, typer.Option(min=0, max=5, help="Folds (by site) of the cross-validated figures; 0 for none.")
    ] = 3,
    epochs: Annotated[int, typer.Option(min=1, help="Passes over the data.")] = DEFAULTS.epochs,
    members: Annotated[
        int, typer.Option(min=1, help="Networks for HTML whose probabilities are averaged.")
    ] = DEFAULTS.members,
    seed: Annotated[int, typer.Option(help="The same data, settings and seed give the same file.")] = 0,
    jobs: JobsOption = -1,
    curve: Annotated[
        bool,
        typer.Option("--learning-curve", help="Also train on a quarter and half of the sites: would more data help?"),
    ] = False,
    suspicious: Annotated[
        Path | None,
        typer.Option(help="List to write of labels that look wrong; `boiler label FOLDER --list` opens it."),
    ] = None,
    cache: Annotated[Path | None, typer.Option(help="Folder in which features are kept from run to run.")] = None,
) -> None:
    """Train a model on labelled pages and print its figures on sites that it did not see.

    Examples:

    boiler train

    boiler train my/pages --out my.model

    boiler train data/labeled --corpora corpora --without-fold 0 --out fold0.model

    boiler train my/pages --learning-curve --suspicious doubts.tsv
    """
    started = time.monotonic()
    console = Console(stderr=True, highlight=False)

    def say(message: str) -> None:
        console.print(f"[dim]{time.monotonic() - started:6.0f} s[/dim]  {message}")

    if seed < 0:
        raise InputError(f"--seed {seed}: a seed can't be negative; give 0 or more")
    if cv < 2 and (curve or suspicious):
        raise InputError(
            "--learning-curve and --suspicious need models that did not see a page's site; give --cv 2 or more"
        )
    with told_as_input(out):
        _check_out(out)
    folders = data or [LABELED]
    gathered = gather(folders, corpora, without_fold=without_fold)
    if not gathered.pages:
        raise DataFileError(
            f"{', '.join(map(str, folders))}: no labelled pages to train on; see docs/labels.md for the format"
        )
    sources = Counter(page.source for page in gathered.pages)
    say(f"{len(gathered.pages)} pages: " + ", ".join(f"{count} {name}" for name, count in sources.items()))
    if gathered.missing:
        say(
            f"{len(gathered.missing)} pages with public labels are not at hand (fetch them with `boiler corpora fetch`)"
        )
    settings = Settings(epochs=epochs, members=members, seed=seed)
    examples = examples_for_training(gathered.pages, jobs, str(cache) if cache else None, seed, say)
    figures = None
    if cv:
        try:
            evaluation = cross_validated(examples, gathered.pages, settings, cv, jobs, say)
        except ValueError as error:
            raise DataFileError(f"--cv {cv}: {error}; or train without figures (--cv 0)") from error
        figures = evaluation.figures()
        with told_as_input("standard output"):
            print_figures(PipeConsole(file=sys.stdout), figures)
        if suspicious:
            doubts = suspicious_labels(evaluation.results)
            with told_as_input(suspicious):
                write_doubts(suspicious, doubts)
            say(f"wrote {suspicious} with {len(doubts)} labels that look wrong")
        if curve:
            found = learning_curve(examples, gathered.pages, settings, cv, evaluation, jobs, say)
            with told_as_input("standard output"):
                _print_curve(PipeConsole(file=sys.stdout), found)
    try:
        model = train(examples, settings, jobs, say, model_card(gathered.pages, settings, figures))
    except ValueError as error:
        raise DataFileError(str(error)) from error
    with told_as_input(out):
        digest = model.save(out)
        write_card(out, model.card)
    say(f"wrote {out} ({out.stat().st_size / 1e6:.1f} MB, {digest[:12]}…) and {out.with_suffix('.md')}")


def _print_curve(console: Console, curve: LearningCurve) -> None:
    table = Table(title="learning curve", box=None, title_justify="left")
    for column in ("sites", "macro F1", "95 % interval"):
        table.add_column(column, justify="right")
    for point in curve.points:
        figure = point.macro_f1
        table.add_row(str(point.sites), f"{figure.value:.3f}", f"{figure.low:.3f} to {figure.high:.3f}")
    console.print(table)
    for problem in curve.problems:
        console.print(f"not tried: {problem}", highlight=False, style="yellow")
    twice = curve.with_twice_the_data()
    told = (
        "too few points to say what twice the data would give"
        if twice is None
        else f"twice the data: about {twice:.3f}"
    )
    console.print(told, highlight=False)


def _check_out(out: Path) -> None:
    """Raise InputError where a model and its card can't be written, before hours are spent on them."""
    if out.suffix.lower() in REFUSED_ENDINGS:
        raise InputError(f"{out}: a model can't be called *{out.suffix}; choose another ending, such as .model")
    if not out.parent.exists():
        raise InputError(f"{out.parent}: no such folder; make it first or choose another --out")
    if not out.parent.is_dir():
        raise InputError(f"{out}: can't be written, since {out.parent} is not a folder; choose another --out")
    for path in (out, out.with_suffix(".md") if out.name else out):
        if path.is_dir():
            raise InputError(f"{path}: can't be written, since it is a folder; choose another --out")
        if not os.access(path if path.exists() else path.parent, os.W_OK):
            raise InputError(f"{path}: can't be written; check the folder and its permissions")
