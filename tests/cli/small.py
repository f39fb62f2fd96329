"""A few labelled pages of the project, one a site, and a model trained on them: poor at its work, but real and quickly made."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from classifier.corpus.examples import build_examples
from classifier.corpus.labeled_folder import read_labels_file
from classifier.loading import load
from classifier.model.card import model_card
from classifier.model.model import Model
from classifier.model.training import Settings, train

PAGES = Path(__file__).parents[2] / "data" / "labeled" / "pages" / "en"
OPEN, GATED = "en-free-comment-gate", "en-memberpress-coach"
LEARNED = (OPEN, "en-free-donation-appeal", "en-leaky-island", "en-patreon-locked")
HELD_OUT = GATED
"""The one page of fold 0; the model is trained without that fold."""
SETTINGS = Settings(epochs=1)


def html(name: str) -> bytes:
    """The HTML of one of the project's labelled pages."""
    return (PAGES / f"{name}.html").read_bytes()


def copy_labelled(folder: Path, names: Iterable[str] = (*LEARNED, HELD_OUT)) -> Path:
    """Copy labelled pages with their labels into a folder; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        for ending in (".html", ".labels"):
            shutil.copy(PAGES / (name + ending), folder)
    return folder


@cache
def trained_model() -> Model:
    """What `boiler train FOLDER --without-fold 0 --epochs 1 --cv 0` makes of the copied pages, before it is saved."""
    pages = [read_labels_file(PAGES / f"{name}.labels") for name in sorted(LEARNED)]
    return train(list(build_examples(pages)), SETTINGS, card=model_card(pages, SETTINGS, None))


@cache
def small_model() -> Model:
    """The trained model, saved and loaded again, as users have it."""
    with TemporaryDirectory() as folder:
        trained_model().save(Path(folder) / "small.model")
        return load(Path(folder) / "small.model")
