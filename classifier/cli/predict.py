"""`boiler predict`: pages in, labels out."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from classifier.bulk.finish import Finish, Finished, Format
from classifier.bulk.formats import csv_header, read_labels
from classifier.bulk.inputs import STANDARD_INPUT, Kind
from classifier.bulk.recording import journal_path, reject_line, rejects_path
from classifier.bulk.run import Plan, run
from classifier.bulk.sources.options import Politeness, ReadOptions
from classifier.bulk.tally import Tally
from classifier.cli.options import JobsOption, LimitOption, ModelOption, TrustOption, read_limits
from classifier.cli.output import opened, refuse_input_as_output, told_as_input
from classifier.cli.progress import Report, progress
from classifier.cli.verdicts import VERDICT_MET, FailOnOption, SkipWalledOption, is_met, told_of_left_out
from classifier.errors import InputError
from classifier.loading import load
from classifier.model.model import Model

SOME_FAILED = 1
NO_RESULT = 2
TIME_LIMIT = 60.0
"""Seconds for one page where several processes work and nothing else is said."""

FORMAT_OF_ENDING = {".csv": Format.CSV, ".parquet": Format.PARQUET, ".md": Format.MARKDOWN, ".txt": Format.TEXT}


def predict_command(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Files, folders or quoted globs; - for standard input.")
    ] = None,
    format: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: by the ending of --output; table on a terminal, else jsonl."),
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--from", help="What the inputs hold; by their endings when left out.")
    ] = None,
    column: Annotated[
        str | None, typer.Option(help="Field or column with the page; html, content, body or text when left out.")
    ] = None,
    id_column: Annotated[str | None, typer.Option(help="Field or column with the page's id; id when left out.")] = None,
    url_column: Annotated[str | None, typer.Option(help="Field or column with the address; url when left out.")] = None,
    text: Annotated[
        bool, typer.Option("--text", help="The input is extracted text, not HTML (guessed otherwise).")
    ] = False,
    html: Annotated[bool, typer.Option("--html", help="The input is HTML (guessed otherwise).")] = False,
    only: Annotated[
        list[str] | None, typer.Option("--only", help="Only blocks with this label; may be given again.")
    ] = None,
    blocks: Annotated[
        bool, typer.Option("--blocks/--no-blocks", help="Write the blocks besides the page's text and verdict.")
    ] = True,
    model: ModelOption = None,
    trust: TrustOption = False,
    jobs: JobsOption = 1,
    time_limit: Annotated[
        float | None,
        typer.Option(
            min=0.1, help=f"Seconds for one page; {TIME_LIMIT:g} with several processes, else none when left out."
        ),
    ] = None,
    site_memory: Annotated[
        bool, typer.Option("--site-memory", help="Label pages once more by what repeats on their sites (docs/bulk.md).")
    ] = False,
    limits: LimitOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write (a folder for parquet); standard output when left out."),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="File for pages without a result, with the reason; OUTPUT.rejects.jsonl when left out."),
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a run of this --output that ended early.")
    ] = False,
    show_progress: Annotated[
        bool, typer.Option("--progress/--no-progress", help="Tell on standard error how far the run is.")
    ] = True,
    delay: Annotated[
        float, typer.Option(min=0.0, help="With --from urls: seconds between two requests to a host.")
    ] = Politeness().delay,
    user_agent: Annotated[
        str, typer.Option(help="With --from urls: how requests and robots.txt know you.")
    ] = Politeness().user_agent,
    threshold: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Probability from which a page counts as walled; higher: fewer alarms."),
    ] = 0.5,
    fail_on: FailOnOption = None,
    skip_walled: SkipWalledOption = False,
) -> None:
    """Label the blocks of pages.

    Examples:

    boiler predict page.html

    curl -s https://example.org/ | boiler predict - --format text

    boiler predict crawl/ --jobs -1 -o labels.jsonl --resume

    boiler predict pages.parquet --column html --no-blocks -f parquet -o labels.parquet

    boiler predict extracted.txt --only paywall

    boiler predict crawl/ --skip-walled -f text -o corpus.txt

    curl -s https://example.org/piece | boiler predict --fail-on gated
    """
    if text and html:
        raise InputError("--text and --html exclude each other; give one of them or neither")
    try:
        labels = tuple(read_labels(only or []))
    except ValueError as error:
        raise InputError(f"--only: {error}") from error
    if not paths:
        if sys.stdin.isatty():
            raise InputError("no pages named; give files, folders or globs, or - for standard input")
        paths = [STANDARD_INPUT]
    chosen = format or _format_of(output)
    file = output if output is not None and not _is_stream(output) else None
    _refuse_what_can_not_be(chosen, file, resume)
    read = ReadOptions(
        True if text else False if html else None,
        column,
        id_column,
        url_column,
        Politeness(delay=delay, user_agent=user_agent),
    )
    limit = time_limit or (TIME_LIMIT if jobs != 1 else None)
    finish = Finish(chosen, labels, blocks, skip_walled=skip_walled)
    plan = Plan(paths, kind, read, finish, jobs, threshold, limit, read_limits(limits or []), site_memory)
    is_single = _is_single(plan)
    plan = replace(plan, finish=replace(plan.finish, several=not is_single))
    if file is None or not (resume and journal_path(file).exists()):
        for written in (output, rejects, rejects_path(file) if file else None):
            if written is not None:
                refuse_input_as_output(written, _files_read(plan, model))
    loaded = load(model, trust=trust)
    with progress(plan.inputs, show_progress and not is_single) as report:
        if file is not None:
            with told_as_input(
                file, "check the disk, the folder and its permissions; a run that has begun goes on with --resume"
            ):
                complain = _complain if is_single else _silent
                tally = run(loaded, plan, file, rejects=rejects, resume=resume, report=report, on_problem=complain)
        else:
            tally = _to_stream(loaded, plan, output, rejects, report)
    if not is_single:
        told = rejects or (rejects_path(file) if file else None)
        where = f", see {told}" if told is not None and tally.rejected + tally.skipped else ""
        print(f"boiler: {tally.pages} pages: {tally.summary()}{where}", file=sys.stderr)
    if tally.left_out:
        print(f"boiler: {told_of_left_out(tally)}", file=sys.stderr)
    if is_met(fail_on or (), tally):
        raise typer.Exit(VERDICT_MET)
    if tally.rejected:
        raise typer.Exit(NO_RESULT if is_single else SOME_FAILED)


def _to_stream(model: Model, plan: Plan, output: Path | None, rejects: Path | None, report: Report) -> Tally:
    """Label all pages of a plan to standard output, a device or a pipe; pages without a result too, where they have no file."""
    tally = Tally()
    with opened(output) as out, _opened_or_none(rejects) as rejected, closing(_finished(plan, model)) as pages:
        if plan.finish.format is Format.CSV:
            _write(out, csv_header(plan.finish.blocks), output)
        for finished in pages:
            tally.count(finished)
            if finished.problem and not finished.is_skipped and rejected is None:
                _complain(finished)
            if finished.problem and rejected is not None:
                _write(rejected, reject_line(finished), rejects)
            elif not finished.is_skipped and not finished.is_left_out:
                _write_page(out, finished, plan.finish, output)
            report(tally)
    return tally


def _finished(plan: Plan, model: Model) -> Any:
    return plan.finished(model, plan.inputs())


def _write_page(out: TextIO, finished: Finished, finish: Finish, output: Path | None) -> None:
    if finish.format is Format.TABLE:
        # Here, since only people at a terminal wait for rich.
        from classifier.cli.console import PipeConsole
        from classifier.cli.table import print_table

        with told_as_input(output or "standard output"):
            print_table(PipeConsole(file=out), finished.name, finished.body, finish.only)
    else:
        _write(out, finished.body, output)


def _write(out: TextIO, text: str, output: Path | None) -> None:
    with told_as_input(output or "standard output"):
        out.write(text.encode("utf-8", "replace").decode())


@contextmanager
def _opened_or_none(path: Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
    else:
        with opened(path) as file:
            yield file


def _complain(finished: Finished) -> None:
    print(f"boiler: {finished.name}: {finished.problem}", file=sys.stderr)


def _silent(finished: Finished) -> None:
    """Many pages without a result are told in a file of their own."""


def _format_of(output: Path | None) -> Format:
    """The format that an output's ending asks for: JSON lines where it says nothing, a table on a terminal."""
    if output is None:
        return Format.TABLE if sys.stdout.isatty() else Format.JSONL
    return FORMAT_OF_ENDING.get(output.suffix.lower(), Format.JSONL)


def _refuse_what_can_not_be(chosen: Format, file: Path | None, resume: bool) -> None:
    if resume and file is None:
        raise InputError("--resume goes on with a file; give the --output of the run that ended early")
    if chosen is Format.PARQUET and file is None:
        raise InputError("--format parquet is written to a folder of files; name it with --output")
    if chosen is Format.TABLE and file is not None:
        raise InputError("--format table is for reading; write jsonl, csv, parquet, text or markdown to --output")
    if file is not None and chosen is not Format.PARQUET and file.is_dir():
        raise InputError(f"{file}: can't be written (it is a folder); name a file in it")


def _is_stream(output: Path) -> bool:
    """Whether an output is a device or a pipe, which no run can go on with."""
    try:
        mode = output.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _is_single(plan: Plan) -> bool:
    """Whether there is only one page."""
    first = list(islice(plan.inputs(), 2))
    return len(first) == 1 and first[0].kind is Kind.PAGE


def _files_read(plan: Plan, model: Path | None) -> Iterator[str]:
    yield from (each.path for each in plan.inputs())
    if model is not None:
        yield str(model)
