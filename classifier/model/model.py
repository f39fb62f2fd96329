"""The model that users load: pages in, labelled pages out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from classifier.access.evidence import NOTHING, evidence
from classifier.access.http import CRAWLER_HEADERS, http_evidence
from classifier.access.markers import Marker, read_markers
from classifier.access.signals import page_signals
from classifier.access.verdict import LIKELY, verdict, verdict_inputs
from classifier.collector import collector_paused
from classifier.embedded.fallback import with_fallback
from classifier.errors import ModelFileError
from classifier.features import FEATURE_NAMES, Reading, page_features
from classifier.features.cues import page_language
from classifier.model.decisions import choose_roles
from classifier.model.form import digest_of, read_model, to_bytes, write_model
from classifier.model.labelled_blocks import ROLES, LabelledBlocks
from classifier.model.mode_model import ModeModel, mode_from_arrays, mode_to_arrays
from classifier.model.page_type import PageTypeModel
from classifier.page import Access, Evidence, Page, with_columns
from classifier.render.source import PageSource
from classifier.segment import Document, segment_html, segment_text
from classifier.segment.document import bounded
from classifier.segment.limits import DEFAULT_LIMITS, Deadline, Limits, TimeIsUpError
from classifier.segment.tree import PageInput, parse, start_of

MODES = ("html", "text")


@dataclass(frozen=True, slots=True)
class Model:
    """A trained model; make one with `classifier.load` or `boiler train`. Safe to share between threads: nothing in it changes.

    card: what it was trained on and how well it does (see `boiler info`). markers: access markers to look for; none stands for
    those that ship.
    """

    html: ModeModel
    text: ModeModel
    page_types: PageTypeModel
    card: Mapping[str, Any]
    markers: tuple[Marker, ...] = ()

    @property
    def folds(self) -> tuple[int, ...]:
        """Folds of the pages that the model was trained on."""
        return tuple(self.card.get("folds", ()))

    def with_markers(self, path: str | Path) -> Model:
        """The model with the access markers of a table of one's own beside those that ship. Raises DataFileError for a wrong table."""
        return replace(self, markers=read_markers(Path(path)))

    @collector_paused()
    def predict(
        self,
        page: PageInput,
        url: str | None = None,
        headers: Mapping[str, str] | None = None,
        status: int | None = None,
        *,
        wall_threshold: float = LIKELY,
        limits: Limits = DEFAULT_LIMITS,
    ) -> Page:
        """Label the blocks of a page.

        page: bytes, str, an lxml element or tree, or an object that holds one (parsel and Scrapy selectors and responses).
        url, headers, status: of the HTTP response, where known; the charset of Content-Type and statuses such as 402 are used.
        wall_threshold: probability from which a page counts as walled; raise it for fewer alarms, lower it for fewer misses.
        limits: how much of a page is read, and how long it may take; a page over a limit says so in `warnings`.

        Bad markup never raises; what can't be read gives a page without blocks that says why in `warnings`. Raises
        InputError for an object that can't hold a page.
        """
        deadline = Deadline(limits.seconds)
        try:
            root, warnings = parse(page, _header(headers, "content-type"), limits, deadline)
            if root is None:
                found = Page(url=url, warnings=tuple(warnings))
            else:
                document = bounded(segment_html(root), limits)
                document.warnings[:0] = warnings
                labelled = self._label(document, self.html, url, wall_threshold, deadline, _source(page, root, headers))
                found = with_fallback(labelled, root)
        except TimeIsUpError as error:
            found = Page(url=url, warnings=(str(error),))
        said = http_evidence(status, {name: _header(headers, name) for name in CRAWLER_HEADERS})
        return _with_http(found, said) if said else found

    @collector_paused()
    def predict_text(self, text: str, *, wall_threshold: float = LIKELY, limits: Limits = DEFAULT_LIMITS) -> Page:
        """Label the lines of a text that somebody else extracted from a page. Its own line breaks are taken as hints."""
        deadline = Deadline(limits.seconds)
        try:
            warnings: list[str] = []
            if isinstance(text, str):
                text = start_of(text, limits.max_bytes, "characters", warnings)
            document = bounded(segment_text(text), limits)
            document.warnings[:0] = warnings
            return self._label(document, self.text, None, wall_threshold, deadline)
        except TimeIsUpError as error:
            return Page(warnings=(str(error),))

    def predict_many(
        self,
        pages: Iterable[PageInput],
        n_jobs: int = 1,
        *,
        time_limit: float | None = None,
        limits: Limits = DEFAULT_LIMITS,
        group_by_site: bool | Callable[[PageInput], str] = False,
    ) -> Iterator[Page]:
        """Label pages lazily, in order. n_jobs: processes to use; -1 means one a core.

        limits: how much of a page is read, as for `predict`. time_limit: seconds after which the process that labels a page is
        ended, whatever it is at. group_by_site: label each page once more by what repeats on other pages of its site, which is
        the host of the address that it declares; or a function that gives the site of a page ("" for none). Results come some
        64 pages later then.

        A page that fails, takes too long or ends its process comes out without blocks and with a warning that begins with
        `failed: `; it costs no other. Pages that another process labelled come `detached` from their markup. See docs/bulk.md.
        """
        from classifier.bulk.runner import predict_in_order

        return predict_in_order(self, pages, n_jobs, time_limit=time_limit, limits=limits, group_by_site=group_by_site)

    def _label(
        self,
        document: Document,
        mode: ModeModel,
        url: str | None,
        wall_threshold: float,
        deadline: Deadline,
        source: PageSource | None = None,
    ) -> Page:
        deadline.check()
        if not len(document):
            warnings = document.warnings or ["the page has no text"]
            return Page(title=document.title, lang=document.lang, url=url, warnings=tuple(warnings), source=source)
        reading = Reading(document)
        features = page_features(reading, deadline)
        probabilities = mode.probabilities(features)
        page_type, type_probability = self.page_types.predict(features.matrix)
        roles = choose_roles(probabilities, reading.word_counts)
        signals = page_signals(reading, self.markers or None)
        inputs = verdict_inputs(features.matrix, probabilities, signals)
        odds = mode.access.probabilities(inputs)
        access = verdict(odds, wall_threshold)
        reasons = evidence(mode.access, inputs, document.texts, features.matrix, probabilities, signals, access)
        found = Page(
            title=document.title,
            lang=page_language(reading) or document.lang,
            url=url,
            type=page_type,
            type_probability=type_probability,
            access=access,
            access_probabilities={name: round(value, 4) for name, value in odds.items()},
            evidence=reasons,
            warnings=tuple(document.warnings),
            source=source,
        )
        return with_columns(found, LabelledBlocks(document, probabilities, roles, page_type))

    def save(self, path: str | Path) -> str:
        """Write the model to a file; returns its SHA-256. The same model gives the same bytes."""
        return write_model(Path(path), *self._parts())

    def digest(self) -> str:
        """The SHA-256 that the file has in which `save` would write the model."""
        return digest_of(to_bytes(*self._parts()))

    def _parts(self) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
        arrays: dict[str, NDArray[Any]] = {**self.page_types.to_arrays()}
        layouts: dict[str, Any] = {}
        for name in MODES:
            layouts[name], of_mode = mode_to_arrays(name, getattr(self, name))
            arrays |= of_mode
        header = {
            "card": dict(self.card),
            "features": list(FEATURE_NAMES),
            "roles": [role.value for role in ROLES],
            "layouts": layouts,
            "page_types": list(self.page_types.types),
        }
        return header, arrays


def load_model(path: Path) -> Model:
    """Read a model file. Executes nothing. Raises ModelFileError for a damaged, foreign, newer or unfitting file."""
    header, arrays = read_model(path)
    try:
        if header["features"] != list(FEATURE_NAMES) or header["roles"] != [role.value for role in ROLES]:
            raise ModelFileError(
                f"{path}: trained with other features than this version of boiler computes; train it again with `boiler train`"
            )
        if not isinstance(header["card"], dict):
            raise ValueError("the card is not a JSON object")
        _check_numbers(arrays)
        modes = {
            name: mode_from_arrays(name, header["layouts"][name], arrays, len(FEATURE_NAMES), len(ROLES))
            for name in MODES
        }
        return Model(
            modes["html"], modes["text"], PageTypeModel.from_arrays(tuple(header["page_types"]), arrays), header["card"]
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise ModelFileError(
            f"{path}: the model file lacks a part or has a wrong one ({error}); train the model again"
        ) from error


def _check_numbers(arrays: Mapping[str, NDArray[Any]]) -> None:
    """Raises ValueError for numbers that no training writes, which would make predictions meaningless."""
    for name, array in arrays.items():
        if not np.isfinite(array).all() or (name.endswith(".scale") and not (array > 0).all()):
            raise ValueError(f"{name} holds numbers that are not finite, or a scale that is not positive")


def _source(page: PageInput, root: etree._Element, headers: Mapping[str, str] | None) -> PageSource:
    """What the page's views are made from later: the caller's bytes or string, by reference, or the tree that he holds."""
    held = page if isinstance(page, (bytes, bytearray, memoryview, str)) else root
    return PageSource(held, _header(headers, "content-type"))


def _header(headers: Mapping[str, Any] | None, name: str) -> str | None:
    for key, value in (headers or {}).items():
        if (key.decode("latin-1") if isinstance(key, bytes) else str(key)).lower() == name:
            if isinstance(value, (list, tuple)):
                value = value[0] if value else b""
            return value.decode("latin-1") if isinstance(value, bytes) else str(value)
    return None


def _with_http(page: Page, said: Evidence) -> Page:
    """The page with what its response says; a response that withholds the piece decides the verdict."""
    others = [reason for reason in page.evidence if reason.reason != NOTHING]
    evidence = tuple(sorted([said, *others], key=lambda reason: -reason.weight))
    if said.weight < 1:
        return replace(page, evidence=evidence)
    odds = {"open": 0.01, "metered": 0.01, "gated": 0.98}
    return replace(page, access=Access.GATED, access_probabilities=odds, evidence=evidence)
