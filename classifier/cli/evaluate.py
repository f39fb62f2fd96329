"""`boiler evaluate`: how well a model does on labelled pages."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from classifier.cli.console import PipeConsole
from classifier.cli.figures import print_figures
from classifier.cli.options import LABELED, CorporaOption, JobsOption, ModelOption, TrustOption
from classifier.cli.output import told_as_input
from classifier.corpus.gather import gather
from classifier.errors import DataFileError, InputError
from classifier.evaluate.cross_validation import cross_validate
from classifier.evaluate.evaluation import evaluate
from classifier.loading import load
from classifier.model.training import Settings, examples_for_training


def evaluate_command(
    data: Annotated[
        list[Path] | None, typer.Argument(help="Folders of labelled pages; data/labeled when left out.")
    ] = None,
    model: ModelOption = None,
    corpora: CorporaOption = [],  # noqa: B006 - typer copies it
    fold: Annotated[int | None, typer.Option(min=0, max=4, help="Only the pages of one fold.")] = None,
    cv: Annotated[
        int, typer.Option(min=0, max=5, help="Train and score by site over so many folds instead of a model.")
    ] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    allow_overlap: Annotated[
        bool, typer.Option("--allow-overlap", help="Score folds that the model was trained on too.")
    ] = False,
    real_only: Annotated[bool, typer.Option("--real-only", help="Leave out pages written for this project.")] = False,
    trust: TrustOption = False,
    jobs: JobsOption = -1,
) -> None:
    """Score a model: per-label precision, recall and F1, confusion matrix, verdicts, slices by language, type and source.

    Pages of folds that the model was trained on are refused, since figures on them say nothing about new sites.

    Examples:

    boiler evaluate --model fold0.model --fold 0

    boiler evaluate my/pages --cv 5

    boiler evaluate --model fold0.model --fold 0 --corpora corpora --json
    """
    if cv and model:
        raise InputError("--cv trains its own models; give --cv or --model, not both")
    folders = data or [LABELED]
    pages = [page for page in gather(folders, corpora, only_fold=fold).pages if not (real_only and page.synthetic)]
    if not pages:
        raise DataFileError(
            f"{', '.join(map(str, folders))}: no labelled pages to score; see docs/labels.md for the format"
        )
    if cv:
        say = Console(stderr=True, highlight=False).print
        settings = Settings()
        examples = examples_for_training(pages, jobs, None, settings.seed, say)
        try:
            figures = cross_validate(examples, pages, settings, cv, jobs, say)
        except ValueError as error:
            raise DataFileError(f"--cv {cv}: {error}") from error
    else:
        figures = evaluate(load(model, trust=trust), pages, allow_overlap=allow_overlap).figures()
    if as_json:
        sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    else:
        with told_as_input("standard output"):
            print_figures(PipeConsole(file=sys.stdout), figures)
