"""Processes that label pages, each page with a time limit, and a bound on the pages that wait."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from concurrent.futures import TimeoutError as TookTooLong
from dataclasses import dataclass
from typing import Any

from classifier.extras import require

require("serve", "pebble")

from joblib.externals.loky.backend import get_context
from pebble import ProcessExpired, ProcessPool
from threadpoolctl import threadpool_limits

from classifier.errors import BoilerError
from classifier.integrations.labelling import label_page
from classifier.model.model import Model
from classifier.page import Page
from classifier.service.limits import Limits
from classifier.service.messages import page_out

START_SECONDS = 120.0
WARM_UP = b"<title>A page</title><p>The first page in a process takes longer than the next ones.</p>"
TOO_LONG = "failed: the page took longer than {seconds:g} seconds"
DIED = "failed: the process that worked on the page died"

_model: Model | None = None
"""In a worker: the model."""


class BusyError(BoilerError):
    """As many pages are waiting as may wait."""


@dataclass(frozen=True, slots=True)
class Job:
    """A page to label. page: bytes or str. facts: is_text, url, headers, status, wall_threshold, as `label_page` takes them."""

    page: bytes | str
    facts: Mapping[str, Any]
    blocks: bool


class Workers:
    """A pool of processes that each hold the model. A page that hangs or kills its process costs no other page.

    Start it with `start`, end it with `stop`.
    """

    def __init__(self, model: Model, limits: Limits) -> None:
        self.limits = limits
        self.pages_in_hand = 0
        # Neither forked, since threads of the server may hold locks, nor spawned, which runs the caller's script again.
        context = get_context("loky")
        self._pool = ProcessPool(limits.workers, initializer=_hold, initargs=(model,), context=context)

    def start(self) -> None:
        """Start the processes and wait until one answers. Raises BoilerError when it doesn't."""
        try:
            self._pool.schedule(_ready, timeout=START_SECONDS).result()
        except Exception as error:
            self.stop()
            raise BoilerError(f"worker processes can't be started: {error!r}") from error

    def stop(self) -> None:
        """End the processes, whatever they are at."""
        self._pool.stop()
        self._pool.join()

    @property
    def is_alive(self) -> bool:
        """Whether pages can be taken."""
        return bool(self._pool.active)

    def take(self, pages: int) -> None:
        """Count pages in; `leave` counts them out. Raises BusyError when too many would wait."""
        if self.pages_in_hand and self.pages_in_hand + pages > self.limits.workers + self.limits.waiting:
            raise BusyError(f"{self.pages_in_hand} pages are in hand already; try again later")
        self.pages_in_hand += pages

    def leave(self, pages: int) -> None:
        """Count pages out."""
        self.pages_in_hand -= pages

    async def label(self, job: Job) -> dict[str, Any]:
        """A labelled page as plain data; one that hangs or kills its process has the reason in its warnings.

        A process that is gone before the pool has heard which page it took is told as one that took too long.
        """
        future = self._pool.schedule(_label, (job,), timeout=self.limits.seconds)
        try:
            return await asyncio.wrap_future(future)
        except (TimeoutError, TookTooLong):
            return self._failed(job, TOO_LONG.format(seconds=self.limits.seconds))
        except ProcessExpired:
            return self._failed(job, DIED)

    def _failed(self, job: Job, reason: str) -> dict[str, Any]:
        return page_out(Page(url=job.facts.get("url"), warnings=(reason,)), job.blocks)


def _hold(model: Model) -> None:
    global _model
    threadpool_limits(1)
    _model = model
    # Here, so that what is read when it is first needed does not count against the time of the first page.
    label_page(model, WARM_UP)


def _ready() -> None:
    """Nothing to do: a worker that comes to this has started."""


def _label(job: Job) -> dict[str, Any]:
    assert _model is not None
    return page_out(label_page(_model, job.page, **job.facts), job.blocks)
