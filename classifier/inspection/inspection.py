"""Everything that the view of one page shows: blocks, verdict, contributions, and what somebody else says of the same page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.corpus.codes import ROLE_OF_CODE, codes_of_blocks, expand, is_covered
from classifier.features import Reading, page_features
from classifier.inspection.contributions import Contributions, contributions
from classifier.model.labelled_blocks import LABEL_OF_ROLE
from classifier.model.model import Model
from classifier.page import Access, Label, Page
from classifier.segment import Document, segment_html, segment_text
from classifier.segment.decoding import decode
from classifier.segment.document import bounded
from classifier.segment.limits import DEFAULT_LIMITS
from classifier.segment.tree import parse


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What another model, or a person, says of the page. name: as shown. labels: one a block, None where nothing is said.
    confidences: of a model, None for a person."""

    name: str
    labels: tuple[Label | None, ...]
    confidences: tuple[float, ...] | None = None
    access: Access | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """A page as the model read it. name: of the file. model: name of the model. why: None for a page without blocks; of a long
    page it explains the blocks that are in doubt."""

    name: str
    model: str
    page: Page
    why: Contributions | None
    second: SecondOpinion | None = None


def inspect_page(
    model: Model,
    page: bytes | str,
    *,
    name: str = "page",
    model_name: str = "shipped model",
    is_text: bool = False,
    second: SecondOpinion | None = None,
) -> Inspection:
    """Label a page and find out what each label rests on. is_text: the page is extracted text, not HTML.

    Never raises for a page: what can't be read gives an inspection without blocks whose page says why in `warnings`.
    """
    labelled = _labelled(model, page, is_text)
    document = bounded(segment_text(_text(page)) if is_text else _document(page), DEFAULT_LIMITS)
    if not labelled.blocks:
        return Inspection(name, model_name, labelled, None, None)
    mode = model.text if is_text else model.html
    # Blocks from outside the body, if any, stand behind those of the document and have no features.
    why = contributions(mode, page_features(Reading(document)), on_forum=labelled.type == "forum")
    return Inspection(name, model_name, labelled, why, second)


def opinion_of_model(model: Model, page: bytes | str, *, name: str, is_text: bool = False) -> SecondOpinion:
    """What another model says of a page; its blocks are the same, since cutting a page into blocks is no part of a model."""
    labelled = _labelled(model, page, is_text)
    blocks = labelled.blocks
    return SecondOpinion(
        name, tuple(block.label for block in blocks), tuple(block.confidence for block in blocks), labelled.access
    )


def opinion_of_labels(
    page: Page, runs: Sequence[tuple[str, int]], *, access: str = "", name: str = "labels"
) -> SecondOpinion | None:
    """What a person's labels say of a labelled page. runs: as in `LabelledPage`. Readers' comments have no label of their own, hence None. None
    as a whole when the labels don't fit the page."""
    covered = [is_covered(block) for block in page.blocks]
    codes = codes_of_blocks([block.text for block in page.blocks], expand(runs), covered)
    if codes is None:
        return None
    labels = tuple(LABEL_OF_ROLE.get(ROLE_OF_CODE[code]) if code else None for code in codes)
    return SecondOpinion(name, labels, access=Access(access) if access else None)


def _labelled(model: Model, page: bytes | str, is_text: bool) -> Page:
    if is_text:
        return model.predict_text(_text(page), limits=DEFAULT_LIMITS)
    return model.predict(page, limits=DEFAULT_LIMITS)


def _text(page: bytes | str) -> str:
    return page if isinstance(page, str) else decode(page)[0]


def _document(page: bytes | str) -> Document:
    root, _ = parse(page)
    return Document() if root is None else segment_html(root)
