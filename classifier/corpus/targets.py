"""What is known of each block, as training wants it: the roles that it may have, and how much it counts."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.corpus.align import Alignment, align
from classifier.corpus.codes import CODES, codes_of_blocks, expand
from classifier.corpus.labelled_page import LabelledPage
from classifier.features.words import words_of
from classifier.segment import Document

BODY, FURNITURE, COMMENT, NAVIGATION, ICON, PAYWALL = range(len(CODES))
ROLES = len(CODES)
BODY_SHARE = 0.5
"""A block with this share of its words in the known text is body: leaving it out would cost more than it spares."""
DOUBTFUL_SHARE = 0.25
FEWEST_COVERED = 0.6
"""A page of which less of the known text is found says nothing sure about the rest."""
ICON_TAGS = frozenset(["svg", "title", "desc"])
SNIPPET_WORDS = 4
CAPTION_TAGS = frozenset(["figcaption", "figure"])
CAPTION_WORDS = re.compile(r"caption|(?:photo|image|picture)[-_ ]?credit|bildunterschrift|pie-?de-?foto|legende", re.I)
CAPTION_STEPS = 5


@dataclass(frozen=True, slots=True)
class Targets:
    """allowed: (blocks, ROLES), which roles each block may have; all True where nothing is known.

    certain: whether a person labelled the page. coverage: share of the known text that was found.
    """

    allowed: NDArray[np.bool_]
    certain: bool
    coverage: float = 1.0

    @property
    def known(self) -> NDArray[np.bool_]:
        """Blocks of which something is known."""
        known: NDArray[np.bool_] = ~np.all(self.allowed, axis=1)
        return known


def block_targets(page: LabelledPage, document: Document) -> Targets | None:
    """What the labels, the known text or the snippets of a page say about its blocks.

    Returns None when nothing can be said: the page reads differently than when it was labelled, or its known text is
    not in it, and nobody judged its access either.
    """
    if page.runs:
        return _from_codes(page, document)
    targets = _from_known_text(page, document) if page.known_text else _from_snippets(page, document)
    if targets is None and page.access:
        return Targets(np.ones((len(document), ROLES), dtype=bool), certain=False)
    return targets


def _from_codes(page: LabelledPage, document: Document) -> Targets | None:
    codes = codes_of_blocks(document.texts, expand(page.runs), [not noscript for noscript in document.noscript])
    if codes is None:
        return None
    allowed = np.ones((len(document), ROLES), dtype=bool)
    for block, code in enumerate(codes):
        if code is not None:
            allowed[block] = False
            allowed[block, CODES.index(code)] = True
    _leave_open_what_main_texts_differ_on(page, document, allowed)
    return Targets(allowed, certain=True)


def _leave_open_what_main_texts_differ_on(page: LabelledPage, document: Document, allowed: NDArray[np.bool_]) -> None:
    """Content that main texts leave out (captions, credits) may be body or furniture: both are content.

    The guide calls captions content; known main texts mostly leave them out. The known texts then decide which role such
    blocks get, and the hand labels that they are content.
    """
    alignment = _aligned(page, document) if page.known_text else None
    if alignment is not None and alignment.coverage >= FEWEST_COVERED:
        share = np.array(alignment.share)
        either = np.where(allowed[:, BODY], share < DOUBTFUL_SHARE, share >= BODY_SHARE)
    else:
        captions = [bool(document.tags) and _is_caption(document, block) for block in range(len(document))]
        either = allowed[:, BODY] & np.array(captions, dtype=bool)
    either &= (allowed[:, BODY] | allowed[:, FURNITURE]) & ~allowed.all(axis=1)
    allowed[either, BODY] = True
    allowed[either, FURNITURE] = True


def _is_caption(document: Document, block: int) -> bool:
    element, steps = document.leaf[block], 0
    while element >= 0 and steps < CAPTION_STEPS:
        if document.tags[element] in CAPTION_TAGS or CAPTION_WORDS.search(document.markup[element]):
            return True
        element, steps = document.parents[element], steps + 1
    return False


def _link_density(document: Document) -> list[float]:
    return [links / max(len(text), 1) for links, text in zip(document.link_chars, document.texts, strict=True)]


def _aligned(page: LabelledPage, document: Document) -> Alignment:
    hidden = [document.is_hidden(block) for block in range(len(document))]
    return align(document.texts, page.known_text, _link_density(document), hidden)


def _from_known_text(page: LabelledPage, document: Document) -> Targets | None:
    density = _link_density(document)
    alignment = _aligned(page, document)
    if alignment.coverage < FEWEST_COVERED:
        return None
    title = words_of(page.title)
    allowed = np.ones((len(document), ROLES), dtype=bool)
    body_begun = False
    for block, share in enumerate(alignment.share):
        row = allowed[block]
        if share >= BODY_SHARE:
            row[:] = False
            row[BODY] = True
            body_begun = body_begun or len(document.texts[block]) > 80
        elif page.partial or share >= DOUBTFUL_SHARE or (alignment.repeat[block] and density[block] < 0.5):
            continue
        else:
            row[BODY] = False
            if document.tags and document.tags[document.leaf[block]] in ICON_TAGS:
                row[:] = False
                row[ICON] = True
            elif (
                title
                and not body_begun
                and not document.is_hidden(block)
                and density[block] < 0.5
                and words_of(document.texts[block]) == title
            ):
                row[:] = False
                row[FURNITURE] = True
    return Targets(allowed, certain=False, coverage=alignment.coverage)


def _from_snippets(page: LabelledPage, document: Document) -> Targets | None:
    allowed = np.ones((len(document), ROLES), dtype=bool)
    texts = [" ".join(words_of(text)) for text in document.texts]
    for snippets, wanted in ((page.unwanted, False), (page.wanted, True)):
        for snippet in snippets:
            words = words_of(snippet)
            needle = " ".join(words)
            places = [
                block
                for block, text in enumerate(texts)
                if needle and needle in text and (len(words) >= SNIPPET_WORDS or needle == text)
            ]
            # A snippet that stands in several places names none of them as wanted.
            if not places or (wanted and len(places) > 1):
                continue
            for block in places:
                allowed[block] = wanted
                allowed[block, BODY] = wanted
                if wanted:
                    allowed[block, 1:] = False
                else:
                    allowed[block, 1:] = True
    return Targets(allowed, certain=False) if not allowed.all() else None
