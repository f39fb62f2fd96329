"""Labelling one page of many, so that nothing about it can stop the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.bulk.sources import Source
from classifier.page import Page
from classifier.segment.decoding import decode
from classifier.segment.tree import PageInput, looks_binary

if TYPE_CHECKING:
    from classifier.model.model import Model


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
