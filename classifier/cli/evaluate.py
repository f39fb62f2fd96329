"""`boiler evaluate`: how well a model does on labelled pages."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer
from rich.console import Console

from classifier.cli.console import PipeConsole
from classifier.cli.figures import print_figures
from classifier.cli.options import LABELED, CorporaOption, JobsOption, ModelOption, TrustOption
from classifier.cli.output import told_as_input
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import DataFileError, InputError
from classifier.evaluate.cross_validation import held_out_models
from classifier.evaluate.evaluation import Evaluation, PageResult, evaluate, evaluate_page
from classifier.evaluate.report import Earlier, read_report, report_html, worst_pages
from classifier.inspection import inspect_page, inspection_html, opinion_of_labels
from classifier.loading import load
from classifier.model.model import Model
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
    report: Annotated[
        Path | None,
        typer.Option(help="HTML report to write: intervals, plots, slices; views of the worst pages go beside it."),
    ] = None,
    against: Annotated[Path | None, typer.Option(help="An earlier report to compare with; needs --report.")] = None,
    trust: TrustOption = False,
    jobs: JobsOption = -1,
) -> None:
    """Score a model: per-label precision, recall and F1, confusion matrix, verdicts, slices by language, type and source.

    Pages of folds that the model was trained on are refused, since figures on them say nothing about new sites.

    Examples:

    boiler evaluate --model fold0.model --fold 0

    boiler evaluate my/pages --cv 5

    boiler evaluate --model fold0.model --fold 0 --corpora corpora --json

    boiler evaluate --model new.model --fold 0 --report new.html --against old.html
    """
    if against and not report:
        raise InputError("--against compares reports; give --report too")
    earlier = read_report(against) if against else None
    if report:
        _check_report(report)
    if cv and model:
        raise InputError("--cv trains its own models; give --cv or --model, not both")
    folders = data or [LABELED]
    pages = [page for page in gather(folders, corpora, only_fold=fold).pages if not (real_only and page.synthetic)]
    if not pages:
        raise DataFileError(
            f"{', '.join(map(str, folders))}: no labelled pages to score; see docs/labels.md for the format"
        )
    if cv:
        evaluation, scored_by = _cross_validated(pages, cv, jobs)
        name = f"cross-validation, {cv} parts"
    else:
        scored = load(model, trust=trust)
        evaluation = evaluate(scored, pages, allow_overlap=allow_overlap)
        scored_by = dict.fromkeys(map(_key, pages), scored)
        name = model.name if model else "shipped model"
    if report:
        _write_report(report, evaluation, pages, scored_by, name, earlier)
    figures = evaluation.figures()
    if as_json:
        sys.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    else:
        with told_as_input("standard output"):
            print_figures(PipeConsole(file=sys.stdout), figures)


def _check_report(report: Path) -> None:
    """Raise InputError where a report can't be written, before time is spent on its figures."""
    for needed in ("matplotlib", "jinja2"):
        if find_spec(needed) is None:
            raise InputError(f"--report needs {needed}; pip install 'boiler-classifier[report]'")
    if not report.parent.is_dir():
        raise InputError(f"{report.parent}: no such folder; make it first or choose another --report")
    if report.is_dir():
        raise InputError(f"{report}: is a folder; choose another --report")


Key = tuple[str, str]


def _key(page: LabelledPage | PageResult) -> Key:
    """Names are unique within a source."""
    return page.source, page.name


def _cross_validated(pages: Sequence[LabelledPage], parts: int, jobs: int) -> tuple[Evaluation, dict[Key, Model]]:
    """Results of models that did not see a page's site, and which model that was."""
    say = Console(stderr=True, highlight=False).print
    settings = Settings()
    examples = examples_for_training(pages, jobs, None, settings.seed, say)
    results: list[PageResult] = []
    scored_by: dict[Key, Model] = {}
    try:
        for model, unseen in held_out_models(examples, pages, settings, parts, jobs, say):
            results += [evaluate_page(model, page) for page in unseen]
            scored_by |= dict.fromkeys(map(_key, unseen), model)
    except ValueError as error:
        raise DataFileError(f"--cv {parts}: {error}") from error
    return Evaluation(tuple(results)), scored_by


def _write_report(
    report: Path,
    evaluation: Evaluation,
    pages: Sequence[LabelledPage],
    scored_by: Mapping[Key, Model],
    name: str,
    earlier: Earlier | None,
) -> None:
    """Write the report, and beside it a view of each of the worst pages by the model that scored it."""
    with told_as_input(report):
        views = _write_views(report, evaluation, pages, scored_by, name)
        document = report_html(evaluation, f"boiler evaluate: {name}", earlier=earlier, views=views)
        report.write_text(document, encoding="utf-8")


def _write_views(
    report: Path, evaluation: Evaluation, pages: Sequence[LabelledPage], scored_by: Mapping[Key, Model], name: str
) -> dict[Key, str]:
    folder = report.with_suffix(".pages")
    by_key = {_key(page): page for page in pages}
    views: dict[Key, str] = {}
    for number, result in enumerate(worst_pages(evaluation.results), 1):
        key = _key(result)
        page = by_key[key]
        held = page.html if page.html is not None else page.text or ""
        inspection = inspect_page(scored_by[key], held, name=page.name, model_name=name, is_text=page.html is None)
        second = opinion_of_labels(inspection.page, page.runs, access=page.access)
        folder.mkdir(exist_ok=True)
        path = folder / f"{number:02}.html"
        path.write_text(inspection_html(replace(inspection, second=second)), encoding="utf-8")
        views[key] = f"{quote(folder.name)}/{path.name}"
    return views
