"""Running a model over many pages, in one process or several, in order, with bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from joblib import Parallel, delayed

from classifier.access.verdict import LIKELY
from classifier.bulk.sources import Source
from classifier.page import Page
from classifier.segment.decoding import decode
from classifier.segment.tree import PageInput

if TYPE_CHECKING:
    from classifier.model.model import Model

BATCH = 16


def predict_in_order(
    model: Model, pages: Iterable[PageInput], n_jobs: int = 1, wall_threshold: float = LIKELY
) -> Iterator[Page]:
    """Label pages lazily, in order. A page that can't be held (a wrong type) or fails comes out without blocks and with a
    warning that says why; the run goes on. Pages for several processes must be bytes or str."""
    if n_jobs == 1:
        return (_guarded(model, page, wall_threshold) for page in pages)
    return _in_processes(model, pages, n_jobs, wall_threshold)


def _in_processes(model: Model, pages: Iterable[PageInput], n_jobs: int, wall_threshold: float) -> Iterator[Page]:
    batches = _batches(pages)
    with Parallel(n_jobs=n_jobs, return_as="generator", pre_dispatch="2*n_jobs") as parallel:
        yield from chain.from_iterable(
            parallel(delayed(_predict_batch)(model, batch, wall_threshold) for batch in batches)
        )


def _predict_batch(model: Model, batch: list[PageInput], wall_threshold: float) -> list[Page]:
    return [_guarded(model, page, wall_threshold) for page in batch]


def _batches(pages: Iterable[PageInput]) -> Iterator[list[PageInput]]:
    iterator = iter(pages)
    while batch := list(islice(iterator, BATCH)):
        yield batch


def _guarded(model: Model, page: PageInput, wall_threshold: float) -> Page:
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
    if source.is_text:
        return model.predict_text(decode(source.data)[0], wall_threshold=wall_threshold)
    return model.predict(source.data, wall_threshold=wall_threshold)
