"""Running a model over many pages, in one process or several, in order, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from classifier.access.verdict import LIKELY
from classifier.bulk.one_page import guarded
from classifier.page import Page
from classifier.segment.tree import PageInput

if TYPE_CHECKING:
    from classifier.model.model import Model

BATCH = 16


def predict_in_order(
    model: Model, pages: Iterable[PageInput], n_jobs: int = 1, wall_threshold: float = LIKELY
) -> Iterator[Page]:
    """Label pages lazily, in order. A page that can't be held (a wrong type) or fails comes out without blocks and with a
    warning that says why; the run goes on. Pages for several processes should be bytes or str: others are labelled in this one.
    """
    if n_jobs == 1:
        return (guarded(model, page, wall_threshold) for page in pages)
    # Here, since one process has no use for what they load.
    from joblib import effective_n_jobs

    processes = effective_n_jobs(n_jobs)
    if processes == 1:
        return (guarded(model, page, wall_threshold) for page in pages)
    from classifier.bulk.workers import predict_in_processes

    return predict_in_processes(model, _batches(pages), processes, wall_threshold)


def _batches(pages: Iterable[PageInput]) -> Iterator[list[PageInput]]:
    iterator = iter(pages)
    while batch := list(islice(iterator, BATCH)):
        yield batch
