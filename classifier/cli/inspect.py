"""`boiler inspect`: one page as the model read it."""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from classifier.bulk.inputs import STANDARD_INPUT, find_inputs
from classifier.bulk.sources import read_sources
from classifier.bulk.sources.options import ReadOptions
from classifier.cli.options import ModelOption, TrustOption
from classifier.cli.output import opened, refuse_input_as_output
from classifier.errors import InputError
from classifier.inspection import inspect_page, inspection_html, opinion_of_model
from classifier.loading import load


def inspect_command(
    page: Annotated[str, typer.Argument(help="The page: an HTML file, a text file, or - for standard input.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; PAGE.inspect.html here when left out.")
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", help="Another model; the view shows where the two differ.")
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="The page is extracted text, not HTML (guessed otherwise).")
    ] = False,
    html: Annotated[bool, typer.Option("--html", help="The page is HTML (guessed otherwise).")] = False,
    open_it: Annotated[
        bool | None, typer.Option("--open/--no-open", help="Open the file in a browser; by default on a terminal.")
    ] = None,
    model: ModelOption = None,
    trust: TrustOption = False,
) -> None:
    """Write one HTML file that shows a page as the model read it: labels, confidences, verdict, and what each rests on.

    The file needs nothing else and runs nothing of the page.

    Examples:

    boiler inspect page.html

    boiler inspect page.html --compare my.model

    curl -s https://example.org/ | boiler inspect - -o seen.html --no-open
    """
    if text and html:
        raise InputError("--text and --html exclude each other; give one of them or neither")
    if page != STANDARD_INPUT and Path(page).is_dir():
        raise InputError(f"{page}: is a folder; name one page of it")
    options = ReadOptions(text=True if text else False if html else None)
    source = next(read_sources(find_inputs([page]), options), None)
    if source is None:
        raise InputError(f"{page}: holds no page")
    if source.problem:
        raise InputError(f"{page}: {source.problem}")
    target = output or Path(f"{Path(page).stem if page != STANDARD_INPUT else 'page'}.inspect.html")
    refuse_input_as_output(target, [page, *(str(path) for path in (model, compare) if path)])
    second = None
    if compare is not None:
        other = load(compare, trust=trust)
        second = opinion_of_model(other, source.data, name=compare.name, is_text=source.is_text)
    inspection = inspect_page(
        load(model, trust=trust),
        source.data,
        name=source.name,
        model_name=model.name if model else "shipped model",
        is_text=source.is_text,
        second=second,
    )
    if not inspection.page.blocks:
        raise InputError(f"{page}: {'; '.join(inspection.page.warnings)}")
    with opened(target) as out:
        out.write(inspection_html(inspection))
    typer.echo(str(target))
    if open_it if open_it is not None else sys.stdout.isatty():
        webbrowser.open(target.resolve().as_uri())
