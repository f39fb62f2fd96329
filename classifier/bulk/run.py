"""A whole run: inputs to pages to results on the disk, one after the other, from where an earlier run was broken off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier.access.verdict import LIKELY
from classifier.bulk.finish import JSON_LINES, START, Finish, Finished, Position
from classifier.bulk.inputs import Input, Kind, find_inputs
from classifier.bulk.recording import Recording, journal_path, rejects_path, unfinished
from classifier.bulk.runner import predict_in_order
from classifier.bulk.source import Source
from classifier.bulk.sources import read_input
from classifier.bulk.sources.options import AS_FOUND, ReadOptions
from classifier.bulk.tally import Tally
from classifier.segment.limits import DEFAULT_LIMITS, Limits
from classifier.version import __version__

if TYPE_CHECKING:
    from classifier.model.model import Model


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does.

    arguments: files, folders, glob patterns, `-`. kind: what they hold; by their endings when None. read: how they are read.
    finish: how results are written. n_jobs, wall_threshold, time_limit, limits: as for `predict_in_order`. site_memory: label pages once
    more by what repeats on their sites.
    """

    arguments: Sequence[str]
    kind: Kind | None = None
    read: ReadOptions = AS_FOUND
    finish: Finish = JSON_LINES
    n_jobs: int = 1
    wall_threshold: float = LIKELY
    time_limit: float | None = None
    limits: Limits = DEFAULT_LIMITS
    site_memory: bool = False

    def inputs(self, besides: Sequence[Path] = ()) -> Iterator[Input]:
        """The files to read. besides: files of the run itself."""
        return find_inputs(self.arguments, self.kind, besides)

    def finished(self, model: Model, inputs: Iterator[Input], done: Position = START) -> Iterator[Finished]:
        """What is to be written of each page after a place in the inputs, in order."""
        return predict_in_order(
            model,
            _sources_after(inputs, self.read, done),
            self.n_jobs,
            self.wall_threshold,
            time_limit=self.time_limit,
            limits=self.limits,
            finish=self.finish,
            group_by_site=self.site_memory,
        )

    def depends_on(self, model: Model) -> dict[str, Any]:
        """What must be the same for a run to be gone on with."""
        finish, read = asdict(self.finish), asdict(self.read)
        del finish["several"], read["politeness"]
        return {
            "arguments": list(self.arguments),
            "kind": self.kind,
            "threshold": self.wall_threshold,
            "site_memory": self.site_memory,
            "limits": asdict(self.limits),
            "model": model.digest()[:16],
            "version": __version__,
            **finish,
            "only": list(self.finish.only),
            **read,
        }


def run(
    model: Model,
    plan: Plan,
    output: Path,
    *,
    rejects: Path | None = None,
    resume: bool = False,
    report: Callable[[Tally], None] = lambda tally: None,
    on_problem: Callable[[Finished], None] = lambda finished: None,
) -> Tally:
    """Label all pages of a plan into a file (for Parquet a folder), each once, whatever ends the run.

    rejects: file for pages without a result, with the reason; OUTPUT.rejects.jsonl when None. resume: go on where a run of this
    output ended early; begin where there is none. report: called after each page. on_problem: called with each page that has
    no result.

    Raises InputError when an argument names nothing, an unfinished run would be lost, or can't be gone on with; OSError when
    the output can't be written. What was done by then is kept, and `resume` goes on from there.
    """
    rejects = rejects or rejects_path(output)
    inputs = plan.inputs(besides=(output, rejects, journal_path(output)))
    depends_on = plan.depends_on(model)
    known = unfinished(output, depends_on, resume)
    recording = Recording(plan.finish, output, rejects, depends_on, known)
    if not recording.is_over:
        try:
            with closing(plan.finished(model, inputs, recording.tally.position)) as pages:  # type: ignore[type-var]
                for finished in pages:
                    recording.take(finished)
                    if finished.problem and not finished.is_skipped:
                        on_problem(finished)
                    report(recording.tally)
        except BaseException as error:
            recording.abandon(is_safe=not isinstance(error, OSError))
            raise
    recording.finish(keep_journal=resume)
    return recording.tally


def _sources_after(inputs: Iterator[Input], options: ReadOptions, done: Position) -> Iterator[Source]:
    for each in inputs:
        place = (each.argument, each.path)
        if place >= (done.argument, done.path):
            yield from read_input(each, options, done.record if place == (done.argument, done.path) else 0)
