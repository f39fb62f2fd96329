"""Recording the results of a run: each page goes to the output or to the rejects, once, whatever ends the run."""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from classifier.bulk.finish import Finish, Finished
from classifier.bulk.formats import SCHEMA
from classifier.bulk.journal import Journal, Known, read_journal
from classifier.bulk.sinks import Sink, opened_sink
from classifier.bulk.sinks.lines import LineSink
from classifier.bulk.tally import Tally
from classifier.errors import InputError


def journal_path(output: Path) -> Path:
    """Where the journal of an unfinished run stands."""
    return output.with_name(output.name + ".progress")


def rejects_path(output: Path) -> Path:
    """Where pages without a result go when nothing else is said."""
    return output.with_name(output.stem + ".rejects.jsonl")


def unfinished(output: Path, options: Mapping[str, Any], resume: bool) -> Known | None:
    """What is known of the run that an output comes from; None where it begins now.

    options: what the run depends on. Raises InputError when a run would be lost, or can't be gone on with.
    """
    path = journal_path(output)
    known = read_journal(path)
    if known is None:
        if resume and output.exists() and (output.is_dir() or output.stat().st_size):
            raise InputError(
                f"--resume: {output} is there, but no {path.name} that tells of its run; choose another --output"
            )
        return None
    if not resume:
        if known.last is None or known.last["is_over"]:
            return None
        pages = Tally.from_json(known.last["tally"]).pages
        raise InputError(
            f"{output}: holds an unfinished run ({pages:,} pages); go on with --resume, or delete {path} to start over"
        )
    for name, value in options.items():
        if known.options.get(name) != value:
            raise InputError(
                f"--resume: the run of {output} was begun with {name} {known.options.get(name)!r}, not {value!r}; "
                f"give what it was begun with, or choose another --output"
            )
    return known


class Recording:
    """An output that is being written, its rejects and its journal."""

    def __init__(
        self,
        finish: Finish,
        output: Path,
        rejects: Path,
        options: Mapping[str, Any],
        known: Known | None = None,
    ) -> None:
        """Begin, or go on with what is known of a run. Raises InputError or OSError when something can't be written."""
        last = known.last if known else None
        self.tally = Tally.from_json(last["tally"]) if last else Tally()
        self.is_over = bool(last and last["is_over"])
        self._rejects_path = rejects
        self._rejects: Sink | None = None
        self._rejects_state: Mapping[str, int] = last["rejects"] if last else {"bytes": 0}
        self._sink: Sink | None = None
        self._journal = Journal(journal_path(output), options, known)
        try:
            if not self.is_over:
                self._sink = opened_sink(finish.format, output, finish.blocks, last["output"] if last else None)
                self._open_rejects()
        except BaseException:
            self.close()
            if last is None:
                with suppress(OSError):
                    self._journal.remove()
            raise

    def take(self, finished: Finished) -> None:
        """Record one page, and everything so far when it is time to."""
        assert self._sink is not None
        with _uninterrupted():
            if finished.problem:
                self._reject(finished)
            elif not finished.is_left_out:
                self._sink.write(finished.body)
            self.tally.count(finished)
            if self._sink.is_due:
                self.checkpoint()

    def checkpoint(self, is_over: bool = False) -> None:
        """Have all results so far on the disk, and tell so in the journal."""
        assert self._sink is not None
        with _uninterrupted():
            if self._rejects is not None:
                self._rejects_state = self._rejects.checkpoint()
            state = {
                "output": self._sink.checkpoint(),
                "rejects": self._rejects_state,
                "tally": self.tally.to_json(),
                "is_over": is_over,
            }
            self._journal.add(state)

    def finish(self, keep_journal: bool) -> None:
        """The run is over. The journal is kept where the run may be asked for again."""
        if not self.is_over:
            self.checkpoint(is_over=True)
        self.close()
        if not keep_journal:
            self._journal.remove()

    def abandon(self, is_safe: bool) -> None:
        """The run ends early. is_safe: what is recorded so far can be kept; else the next run goes on from the last checkpoint."""
        try:
            if is_safe:
                self.checkpoint()
        finally:
            self.close()

    def close(self) -> None:
        """Close everything; what came after the last checkpoint is for the next run to do."""
        for part in (self._sink, self._rejects, self._journal):
            if part is not None:
                part.close()

    def _reject(self, finished: Finished) -> None:
        if self._rejects is None:
            self._rejects = LineSink(self._rejects_path, state=self._rejects_state)
        self._rejects.write(reject_line(finished))

    def _open_rejects(self) -> None:
        if self._rejects_state["bytes"]:
            self._rejects = LineSink(self._rejects_path, state=self._rejects_state)
        else:
            # Those of a run before, or of this one after its last checkpoint.
            self._rejects_path.unlink(missing_ok=True)


def reject_line(finished: Finished) -> str:
    """A page without a result as a line of JSON."""
    record = {
        "schema": SCHEMA,
        "page": finished.name,
        "url": finished.url,
        "input": finished.position.path,
        "record": finished.position.record,
        "reason": finished.problem,
        "skipped": finished.is_skipped,
    }
    return json.dumps(record, ensure_ascii=False) + "\n"


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until a result is recorded and counted, so that none is counted without its record or twice."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
