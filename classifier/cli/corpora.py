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
    shared_truth: Annotated[
        bool,
        typer.Option(
            "--shared-truth",
            help="Also read the known texts of press and snippets, from files that speak of held-out pages too; "
            "what they say of pages outside of the manifest is dropped.",
        ),
    ] = False,
    base_url: Annotated[str, typer.Option(hidden=True)] = GITHUB,
) -> None:
    """Download the pages of the manifest from their public repositories; run it again to go on after an interruption."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("fetching", total=None)

            def show(done: int, total: int, size: int) -> None:
                bar.update(task, completed=done, total=total, description=f"{size / MEGABYTE:.0f} MB")

            fetched = fetch(
                out,
                only=only or (),
                jobs=jobs,
                source=Source(base_url=base_url),
                shared_truth=shared_truth,
                progress=show,
            )
    except BoilerError as error:
        typer.echo(f"boiler: {error}", err=True)
        raise typer.Exit(2) from error
    typer.echo(
        f"{out}: {fetched.pages} pages, {fetched.known} with a known text; {fetched.size / MEGABYTE:.1f} MB downloaded"
    )
