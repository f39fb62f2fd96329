"""Labelling one page of many, so that nothing about it can stop the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from classifier.bulk.source import Source
from classifier.page import Page
from classifier.segment.decoding import decode
from classifier.segment.limits import DEFAULT_LIMITS, Limits
from classifier.segment.tree import PageInput, looks_binary

if TYPE_CHECKING:
    from classifier.model.model import Model

FAILED = "failed: "
"""What the warning of a page begins with that could not be labelled, as opposed to one that holds no text."""


@dataclass(frozen=True, slots=True)
class Labelling:
    """The task of a run: label a page up to its limits, then make of it what is wanted (`finish`; the labelled page itself
    where None)."""

    model: Model
    wall_threshold: float
    finish: Callable[[PageInput, Page], Any] | None = None
    limits: Limits = DEFAULT_LIMITS

    def __call__(self, item: PageInput) -> Any:
        page = guarded(self.model, item, self.wall_threshold, self.limits)
        return page if self.finish is None else finished(self.finish, item, page)

    def failed(self, item: PageInput, reason: str) -> Any:
        """The result for a page that could not be labelled."""
        page = failed_page(item, reason)
        return page if self.finish is None else self.finish(item, page)


def finished(finish: Callable[[PageInput, Page], Any], item: PageInput, page: Page) -> Any:
    """What is made of a page and its result; of a page that failed where that goes wrong."""
    try:
        return finish(item, page)
    except Exception as error:
        return finish(item, failed_page(item, f"{type(error).__name__}: {error}"))


def failed_page(item: PageInput, reason: str) -> Page:
    """The result for a page that could not be labelled."""
    return Page(url=item.url if isinstance(item, Source) else None, warnings=(FAILED + reason,))


def guarded(model: Model, page: PageInput, wall_threshold: float, limits: Limits = DEFAULT_LIMITS) -> Page:
    """Label one page, whatever it is and whatever goes wrong."""
    try:
        if isinstance(page, Source):
            return _predict_source(model, page, wall_threshold, limits)
        return model.predict(page, wall_threshold=wall_threshold, limits=limits)
    except Exception as error:
        # One page among a million must not stop a run; it leaves with the reason instead.
        return Page(warnings=(f"{FAILED}{type(error).__name__}: {error}",))


def _predict_source(model: Model, source: Source, wall_threshold: float, limits: Limits) -> Page:
    if source.problem:
        return Page(url=source.url, warnings=(source.problem,))
    if not source.is_text:
        return model.predict(
            source.data, source.url, source.headers, source.status, wall_threshold=wall_threshold, limits=limits
        )
    text = decode(source.data)[0]
    if looks_binary(text.replace("\0", "")):
        unread = "the input is not text: many of its characters are control or undecodable characters"
        return Page(url=source.url, warnings=(unread,))
    return replace(model.predict_text(text, wall_threshold=wall_threshold, limits=limits), url=source.url)
