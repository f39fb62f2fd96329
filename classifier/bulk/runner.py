"""Running a model over many pages, in one process or several, in order, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from joblib import effective_n_jobs

from classifier.access.verdict import LIKELY
from classifier.bulk.sources import Source
from classifier.page import Page
from classifier.segment.decoding import decode
from classifier.segment.tree import PageInput, looks_binary

if TYPE_CHECKING:
    from classifier.model.model import Model

BATCH = 16


def predict_in_order(
    model: Model, pages: Iterable[PageInput], n_jobs: int = 1, wall_threshold: float = LIKELY
) -> Iterator[Page]:
    """Label pages lazily, in order. A page that can't be held (a wrong type) or fails comes out without blocks and with a
    warning that says why; the run goes on. Pages for several processes should be bytes or str: others are labelled in this one.
    """
    processes = effective_n_jobs(n_jobs)
    if processes == 1:
        return (guarded(model, page, wall_threshold) for page in pages)
    from classifier.bulk.workers import predict_in_processes

    return predict_in_processes(model, _batches(pages), processes, wall_threshold)


def _batches(pages: Iterable[PageInput]) -> Iterator[list[PageInput]]:
    iterator = iter(pages)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def guarded(model: Model, page: PageInput, wall_threshold: float) -> Page:
    """Label one page, whatever it is and whatever goes wrong."""
    try:
        if isinstance(page, Source):
            return _predict_source(model, page, wall_threshold)
        return model.predict(page, wall_threshold=wall_threshold)
    except Exception as error:
        # One page among a million must not stop a run; it leaves with the reason instead.
        return Page(warnings=(f"failed: {type(error).__name__}: {error}",))


def _predict_source(model: Model, source: Source, wall_threshold: float) -> Page:
    if source.problem:
        return Page(warnings=(source.problem,))
    if not source.is_text:
        return model.predict(source.data, wall_threshold=wall_threshold)
    text = decode(source.data)[0]
    if looks_binary(text.replace("\0", "")):
        return Page(warnings=("the input is not text: many of its characters are control or undecodable characters",))
    return model.predict_text(text, wall_threshold=wall_threshold)
