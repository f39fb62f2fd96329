"""`boiler label`: correct the model's labels in a browser."""

from __future__ import annotations

import secrets
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.options import JobsOption, ModelOption, TrustOption
from classifier.corpus.doubts import read_doubts
from classifier.errors import InputError
from classifier.labelling.claim import claimed
from classifier.labelling.doubts import blocks_in_doubt
from classifier.labelling.sheet import open_sheet
from classifier.labelling.tasks import find_pages, make_queue
from classifier.loading import load


def label_command(
    folder: Annotated[Path, typer.Argument(help="Folder of pages (.html, .txt); labels are written beside them.")],
    model: ModelOption = None,
    suspicious: Annotated[
        Path | None,
        typer.Option("--list", help="Only the pages of this list of suspicious labels (`boiler train --suspicious`)."),
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 for a free one.")] = 0,
    open_it: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = True,
    trust: TrustOption = False,
    jobs: JobsOption = 1,
) -> None:
    """Label pages in a local web page: pre-labelled by the model, least certain pages first, each change saved at once.

    Only this machine can reach the page, and only with the address that is printed. `NAME.labels` is written beside each page
    that you are done with; `boiler train FOLDER` learns from it.

    Examples:

    boiler label crawl/

    boiler train my/pages --suspicious doubts.tsv && boiler label my/pages --list doubts.tsv
    """
    try:
        from classifier.labelling.server import LOOPBACK, listen, make_app, serve
    except ImportError as error:
        raise InputError(f"boiler label needs {error.name}; pip install 'boiler-classifier[label]'") from error
    paths = find_pages(folder)
    listed = read_doubts(suspicious) if suspicious else None
    if listed is not None:
        paths = [path for path in paths if path.stem in listed]
        if not paths:
            raise InputError(f"{suspicious}: none of its pages is in {folder}; name the folder that was trained on")
    with claimed(folder):
        queue = make_queue(load(model, trust=trust), folder, paths, jobs)
        for problem in queue.skipped:
            typer.echo(f"boiler: skipped {problem}", err=True)
        if not queue.tasks:
            raise InputError(f"{folder}: no page that can be labelled")
        sheets = [open_sheet(task) for task in queue.tasks]
        doubts: dict[int, dict[int, str]] = {}
        if listed is not None:
            for number, sheet in enumerate(sheets):
                doubts[number] = blocks_in_doubt(sheet, listed[sheet.task.path.stem])
        listening = listen(port)
        token = secrets.token_urlsafe(24)
        address = f"http://{LOOPBACK}:{listening.getsockname()[1]}/{token}/"
        done = sum(sheet.done for sheet in sheets)
        typer.echo(f"{len(sheets)} pages, {done} of them labelled; stop with Ctrl-C, everything is saved as you go")
        typer.echo(address)
        if open_it:
            webbrowser.open(address)
        serve(make_app(sheets, doubts, token), listening)
