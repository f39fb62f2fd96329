"""`boiler predict`: pages in, labels out."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TextIO

import typer

from classifier.bulk.formats import as_csv, as_jsonl, as_markdown, as_text, read_labels
from classifier.bulk.runner import predict_in_order
from classifier.bulk.sources import find_paths, read_sources
from classifier.cli.options import JobsOption, ModelOption, TrustOption
from classifier.cli.output import opened, refuse_input_as_output, told_as_input
from classifier.errors import InputError
from classifier.loading import load
from classifier.page import Label, Page

SOME_FAILED = 1
SURROGATE = re.compile("[\ud800-\udfff]")
"""What Python makes of the bytes of a file name that are not UTF-8."""


class Format(StrEnum):
    """How results are written."""

    TABLE = "table"
    JSONL = "jsonl"
    TEXT = "text"
    MARKDOWN = "markdown"
    CSV = "csv"


def predict_command(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or quoted globs; - for standard input.")
    ] = None,
    format: Annotated[
        Format | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl.")
    ] = None,
    text: Annotated[
        bool, typer.Option("--text", help="The input is extracted text, not HTML (guessed otherwise).")
    ] = False,
    html: Annotated[bool, typer.Option("--html", help="The input is HTML (guessed otherwise).")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Only blocks with this label; may be given again.")
    ] = None,
    model: ModelOption = None,
    trust: TrustOption = False,
    jobs: JobsOption = 1,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; standard output when left out.")
    ] = None,
    threshold: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Probability from which a page counts as walled; higher: fewer alarms."),
    ] = 0.5,
) -> None:
    """Label the blocks of pages.

    Examples:

    boiler predict page.html

    curl -s https://example.org/ | boiler predict - --format text

    boiler predict crawl/ --format jsonl --jobs -1 -o labels.jsonl

    boiler predict extracted.txt --only paywall
    """
    if text and html:
        raise InputError("--text and --html exclude each other; give one of them or neither")
    try:
        labels = read_labels(only or [])
    except ValueError as error:
        raise InputError(f"--only: {error}") from error
    if not paths:
        if sys.stdin.isatty():
            raise InputError("no pages named; give files, folders or globs, or - for standard input")
        paths = ["-"]
    names = find_paths(paths)
    if output is not None:
        refuse_input_as_output(output, [*names, str(model)] if model else names)
    loaded = load(model, trust=trust)
    chosen = format or (Format.TABLE if output is None and sys.stdout.isatty() else Format.JSONL)
    as_text_input = True if text else False if html else None
    counts: Counter[str] = Counter()
    failed = 0
    with opened(output) as out, _progress(len(names)) as step:
        pages = predict_in_order(loaded, read_sources(names, as_text_input), jobs, threshold)
        for number, (name, page) in enumerate(zip(names, pages, strict=True)):
            step()
            shown = "standard input" if name == "-" else SURROGATE.sub("\ufffd", name)
            if not page.blocks:
                failed += 1
                print(f"boiler: {shown}: {'; '.join(page.warnings) or 'no text'}", file=sys.stderr)
            else:
                counts[page.access.value] += 1
            with told_as_input(output or "standard output"):
                _write(out, chosen, shown, page, labels, number, several=len(names) > 1)
    if len(names) > 1:
        verdicts = ", ".join(f"{count} {access}" for access, count in sorted(counts.items()))
        summed = f"{verdicts}; {failed} without text" if verdicts else f"{failed} without text"
        print(f"boiler: {len(names)} pages: {summed}", file=sys.stderr)
    if failed:
        raise typer.Exit(SOME_FAILED if len(names) > 1 else 2)


def _write(out: TextIO, chosen: Format, name: str, page: Page, labels: list[Label], number: int, several: bool) -> None:
    if chosen is Format.TABLE:
        # Here and below, since only people at a terminal wait for rich.
        from classifier.cli.console import PipeConsole
        from classifier.cli.table import print_table

        print_table(PipeConsole(file=out), name, page, labels)
    elif chosen is Format.JSONL:
        out.write(as_jsonl(name, page, labels))
    elif chosen is Format.CSV:
        out.write(as_csv(name, page, labels, header=number == 0))
    else:
        body = as_markdown(page) if chosen is Format.MARKDOWN and not labels else as_text(page, labels)
        out.write(f"=== {name}\n\n{body}\n" if several else body)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on the terminal where there is more than one page; what it gives is called once a page."""
    if total < 2 or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("pages", total=total)
        yield lambda: bar.advance(task)
