"""A page with what is known about it: labels of its lines, or its main text, or both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FOLDS = 5


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page for training or evaluation.

    name: unique in its source. source: where it comes from ("own", "gold", "news", ...). site and fold: a site's pages
    are always in one fold, 0 to FOLDS - 1. html or text: the page, the other is None. runs: (code, squeezed characters)
    of each labelled line. known_text, title, author: of pages whose main text is known instead. wanted and unwanted:
    snippets that the main text has and has not. partial: the known text lacks part of the
    piece, so that what is not in it may be main text all the same. access: "open", "metered", "gated", or "" when nobody judged.
    """

    name: str
    source: str
    site: str
    fold: int
    html: bytes | None = None
    text: str | None = None
    runs: tuple[tuple[str, int], ...] = ()
    known_text: str = ""
    title: str = ""
    author: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()
    partial: bool = False
    type: str = ""
    lang: str = ""
    access: str = ""

    @property
    def synthetic(self) -> bool:
        """Written for the project, so never part of a headline figure."""
        return self.source == "own"


def fold_of_site(site: str) -> int:
    """Fold of a site that no public corpus has given one: a hash, the same everywhere."""
    return int.from_bytes(hashlib.sha256(site.encode("utf-8")).digest()[:4], "big") % FOLDS
