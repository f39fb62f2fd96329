"""Processes that label pages, each page with a time limit, and a bound on the pages that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from classifier.errors import BoilerError
from classifier.integrations.labelling import label_page
from classifier.integrations.process import DiedError, Label, LabellingProcess, TookTooLongError
from classifier.model.model import Model
from classifier.page import Page
from classifier.service.limits import Limits
from classifier.service.messages import page_out

TOO_LONG = "failed: the page took longer than {seconds:g} seconds"
DIED = "failed: the process that worked on the page died"


class BusyError(BoilerError):
    """As many pages are waiting as may wait."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to label. page: bytes or str. facts: is_text, url, headers, status, wall_threshold, as `label_page` takes them."""

    page: bytes | str
    facts: Mapping[str, Any]
    blocks: bool


def label_job(model: Model, job: Job) -> dict[str, Any]:
    """A labelled page as plain data."""
    return page_out(label_page(model, job.page, **job.facts), job.blocks)


class Workers:
    """Processes that each hold the model, each with a thread that waits for it. A page that hangs or kills its process costs no
    other page.

    Start them with `start`, end them with `stop`. label: what a process does with a job.
    """

    def __init__(self, model: Model, limits: Limits, label: Label = label_job) -> None:
        self.limits = limits
        self.pages_in_hand = 0
        self._model, self._label = model, label
        self._threads = ThreadPoolExecutor(limits.workers, "boiler-worker")
        self._idle: SimpleQueue[LabellingProcess] = SimpleQueue()
        self._processes: set[LabellingProcess] = set()
        self._is_stopped = False

    def start(self) -> None:
        """Start the processes and wait until one answers. Raises BoilerError when it doesn't."""
        try:
            for _ in range(self.limits.workers):
                self._add()
            next(iter(self._processes)).wait()
        except Exception as error:
            self.stop()
            raise BoilerError(f"worker processes can't be started: {error!r}") from error

    def stop(self) -> None:
        """End the processes, whatever they are at."""
        self._is_stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for process in list(self._processes):
            process.end()

    @property
    def is_alive(self) -> bool:
        """Whether pages can be taken."""
        return bool(self._processes) and not self._is_stopped

    def take(self, pages: int) -> None:
        """Count pages in; `leave` counts them out. Raises BusyError when too many would wait."""
        if self.pages_in_hand and self.pages_in_hand + pages > self.limits.workers + self.limits.waiting:
            raise BusyError(f"{self.pages_in_hand} pages are in hand already; try again later")
        self.pages_in_hand += pages

    def leave(self, pages: int) -> None:
        """Count pages out."""
        self.pages_in_hand -= pages

    async def label(self, job: Job) -> dict[str, Any]:
        """A labelled page as plain data; one that hangs or kills its process has the reason in its warnings."""
        return await asyncio.wrap_future(self._threads.submit(self._work, job, self.limits.seconds))

    def _work(self, job: Job, seconds: float) -> dict[str, Any]:
        process = self._idle.get()
        try:
            answer: dict[str, Any] = process.ask(job, seconds)
        except (TookTooLongError, DiedError) as error:
            self._replace(process)
            reason = DIED if isinstance(error, DiedError) else TOO_LONG.format(seconds=seconds)
            return self._failed(job, reason)
        except BaseException:
            self._replace(process)
            raise
        self._idle.put(process)
        return answer

    def _replace(self, process: LabellingProcess) -> None:
        self._processes.discard(process)
        process.end()
        if not self._is_stopped:
            self._add()

    def _add(self) -> None:
        process = LabellingProcess(self._model, self._label)
        self._processes.add(process)
        self._idle.put(process)

    def _failed(self, job: Job, reason: str) -> dict[str, Any]:
        return page_out(Page(url=job.facts.get("url"), warnings=(reason,)), job.blocks)
