"""What the integrations share: a model that is loaded once a process, and one page labelled so that it can't stop the others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from classifier.access.verdict import LIKELY
from classifier.loading import load
from classifier.model.model import Model
from classifier.page import Access, Page
from classifier.segment.tree import PageInput

UNREADABLE = "unreadable"
"""Stands where a verdict would, for a page that had nothing to judge."""


@lru_cache(maxsize=4)
def shared_model(path: str | Path | None = None) -> Model:
    """The shipped model, or the one of a file, loaded once a process. Raises ModelFileError as `classifier.load` does."""
    return load(path)


def label_page(
    model: Model,
    page: PageInput,
    *,
    is_text: bool = False,
    url: str | None = None,
    headers: Mapping[str, Any] | None = None,
    status: int | None = None,
    wall_threshold: float | None = None,
) -> Page:
    """Label one page, whatever it is; what fails gives a page without blocks whose warning says why.

    page: as for `Model.predict`; with is_text, text that was extracted already (str).
    wall_threshold: the model's own default when None.
    """
    threshold = LIKELY if wall_threshold is None else wall_threshold
    try:
        if is_text:
            if not isinstance(page, str):
                return Page(url=url, warnings=(f"failed: extracted text must be str, not {type(page).__name__}",))
            return model.predict_text(page, wall_threshold=threshold)
        return model.predict(page, url=url, headers=headers, status=status, wall_threshold=threshold)
    except Exception as error:
        # One page among a million must not stop a run; it leaves with the reason instead.
        return Page(url=url, warnings=(f"failed: {type(error).__name__}: {error}",))


def verdict_of(page: Page) -> str | None:
    """open, metered or gated; None for a page that had nothing to judge."""
    return page.access.value if page.blocks or page.access is not Access.OPEN else None


def words_of(page: Page) -> int:
    """Words of the main text."""
    return sum(len(block.text.split()) for block in page.main_blocks)
