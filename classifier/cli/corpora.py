"""`boiler corpora`: the public pages that the shipped model learned from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from classifier.corpus.fetch import GITHUB, Source, fetch
from classifier.errors import BoilerError

MEGABYTE = 1_000_000

corpora_app = typer.Typer(help="Public corpora of labelled pages.", no_args_is_help=True)


@corpora_app.callback()
def corpora() -> None:
    """Public corpora of labelled pages."""


@corpora_app.command("fetch")
def fetch_command(
    out: Annotated[Path, typer.Option(help="Folder for the corpora.", file_okay=False)] = Path("corpora"),
    only: Annotated[
        list[str] | None, typer.Option(help="Fetch this corpus only: news, press, snippets or wcxb. Repeatable.")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=32, help="Downloads at a time.")] = 8,
    known_texts: Annotated[
        bool,
        typer.Option(
            "--known-texts",
            help="Also download the known text of each wcxb page of the manifest; no other corpus has one to fetch.",
        ),
    ] = False,
    base_url: Annotated[str, typer.Option(hidden=True)] = GITHUB,
) -> None:
    """Download the files of the manifest, by default nothing else, from their public repositories.

    Run it again to go on after an interruption. Corpora without known text only serve hand labels: their pages are used
    where data/labeled has labels for them.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("fetching", total=None)

            def show(done: int, total: int, size: int) -> None:
                bar.update(task, completed=done, total=total, description=f"{size / MEGABYTE:.0f} MB")

            fetched = fetch(
                out,
                only=only or (),
                jobs=jobs,
                source=Source(base_url=base_url),
                known_texts=known_texts,
                progress=show,
            )
    except BoilerError as error:
        typer.echo(f"boiler: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(
        f"{out}: {fetched.pages} pages, {fetched.known or 'none'} with a known text; "
        f"{fetched.size / MEGABYTE:.1f} MB downloaded"
    )
