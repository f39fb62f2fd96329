"""One tiny model for all suites: trained once a session on a few of the project's own pages, poor at its work but real."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from classifier.corpus.examples import Example, build_examples
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import LabelledPage
from classifier.model.card import model_card
from classifier.model.model import Model
from classifier.model.training import Settings, train

LABELED = Path(__file__).parents[2] / "data" / "labeled"
PAGES = 40
HELD_OUT = 4
"""The fold that no page of the tiny model is of."""
SETTINGS = Settings(epochs=2, hidden=16, context=16)


@cache
def own_pages() -> tuple[LabelledPage, ...]:
    """The project's own labelled pages, the shortest first."""
    return tuple(sorted(gather([LABELED]).pages, key=lambda page: (len(page.html or page.text or ""), page.name)))


@cache
def training_pages() -> tuple[LabelledPage, ...]:
    """The shortest pages of all folds but one."""
    return tuple(page for page in own_pages() if page.fold != HELD_OUT)[:PAGES]


@cache
def held_out_pages() -> tuple[LabelledPage, ...]:
    """A few pages, HTML and text, of the fold that the tiny model has not seen."""
    return tuple(page for page in own_pages() if page.fold == HELD_OUT)[:8]


@cache
def training_examples() -> tuple[Example, ...]:
    return tuple(build_examples(training_pages()))


@cache
def tiny_model() -> Model:
    return train(training_examples(), SETTINGS, card=model_card(training_pages(), SETTINGS, None))
