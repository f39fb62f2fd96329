"""`boiler walls`: many pages in; how many of each site are open, metered and gated out."""

from __future__ import annotations

import json
import sys
from collections import deque
from collections.abc import Iterator
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from classifier.bulk.inputs import find_inputs
from classifier.bulk.runner import predict_in_order
from classifier.bulk.site import site_of
from classifier.bulk.source import Source
from classifier.bulk.sources import read_sources
from classifier.bulk.wall_counts import SiteWalls, Verdict, count_walls, verdict_of
from classifier.cli.console import PipeConsole
from classifier.cli.options import JobsOption, ModelOption, TrustOption
from classifier.cli.output import opened, refuse_input_as_output, told_as_input
from classifier.cli.table import VERDICTS
from classifier.loading import load
from classifier.model.model import Model
from classifier.page import Access

SOME_FAILED = 1
NO_RESULT = 2


class WallsFormat(StrEnum):
    """How the counts are written."""

    TABLE = "table"
    JSONL = "jsonl"


def walls_command(
    paths: Annotated[list[str], typer.Argument(help="Files, folders or quoted globs; - for standard input.")],
    format: Annotated[
        WallsFormat | None, typer.Option("--format", "-f", help="Default: table on a terminal, else jsonl.")
    ] = None,
    examples: Annotated[int, typer.Option(min=0, help="Examples of metered and of gated pages, each, a site.")] = 3,
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
    """Count open, metered and gated pages by site.

    The site of a page is the host of its canonical address, else the folder that it lies in. Nothing is fetched, and walls are
    only counted: what one hides stays hidden.

    Examples:

    boiler walls crawl/

    boiler walls 'crawl/**/*.html' --jobs -1 --format jsonl -o walls.jsonl
    """
    if output is not None:
        named = [str(model)] if model else []
        refuse_input_as_output(output, chain((each.path for each in find_inputs(paths)), named))
    inputs = find_inputs(paths)
    loaded = load(model, trust=trust)
    chosen = format or (WallsFormat.TABLE if output is None and sys.stdout.isatty() else WallsFormat.JSONL)
    failed: list[str] = []
    sites = count_walls(_verdicts(loaded, read_sources(inputs), jobs, threshold, failed), examples)
    with opened(output) as out, told_as_input(output or "standard output"):
        if chosen is WallsFormat.TABLE:
            _print_table(PipeConsole(file=out), sites)
        else:
            out.writelines(json.dumps(site.to_json(), ensure_ascii=False) + "\n" for site in sites)
    for problem in failed:
        print(f"boiler: {problem}", file=sys.stderr)
    if failed:
        raise typer.Exit(SOME_FAILED if sites else NO_RESULT)


def _verdicts(
    model: Model, sources: Iterator[Source], jobs: int, threshold: float, failed: list[str]
) -> Iterator[Verdict]:
    """The verdict of each page, in order. failed: gets a line for each page that has none."""
    waiting: deque[tuple[str, str]] = deque()

    def noted() -> Iterator[Source]:
        for source in sources:
            if not source.is_skipped:
                data = b"" if source.is_text else source.data
                waiting.append((source.name, site_of(source.name, source.url, data)))
                yield source

    for page in predict_in_order(model, noted(), jobs, threshold):
        name, site = waiting.popleft()
        if page.blocks:
            yield verdict_of(name, site, page)
        else:
            failed.append(f"{name}: {'; '.join(page.warnings) or 'no text'}")


def _print_table(console: PipeConsole, sites: list[SiteWalls]) -> None:
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("site", overflow="fold")
    for column in ("pages", *(access.value for access in Access)):
        table.add_column(column, justify="right", no_wrap=True)
    for site in sites:
        table.add_row(
            Text(site.site, style="bold"),
            str(site.pages),
            *(
                Text(str(site.counts[access]), style=VERDICTS[access] if site.counts[access] else "bright_black")
                for access in Access
            ),
        )
    console.print(table)
    for site in sites:
        if site.examples:
            console.print(Text(f"\n{site.site}", style="bold"))
        for example in site.examples:
            line = Text.assemble("  ", (example.access.value, VERDICTS[example.access]), f"  {example.name}")
            console.print(line.append(f": {example.wall}" if example.wall else ""), soft_wrap=True)
