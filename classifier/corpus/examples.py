"""Labelled pages to training examples: features, allowed roles and weights of each block, for HTML and for text mode."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from joblib import Memory, Parallel, delayed
from numpy.typing import NDArray

from classifier.access.signals import NO_SIGNALS, Signals, page_signals
from classifier.corpus.codes import squeeze
from classifier.corpus.labelled_page import LabelledPage
from classifier.corpus.renderings import STYLES, RenderedLine, Style, drop_link_lists, render
from classifier.corpus.targets import ROLES, Targets, block_targets
from classifier.features import FEATURE_NAMES, PageFeatures, Reading, page_features
from classifier.features.tokens import Bag
from classifier.segment import Document, segment_html, segment_text
from classifier.segment.tree import parse

FULL_STOP_WORDS = 60
"""Words of a block beyond which more words add no weight."""
FEWEST_BLOCKS = 2
FEWEST_KNOWN = 0.3
RENDERED_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """One page (or one rendering of it) ready for training.

    features: (blocks, features), half precision; bags, groups: see PageFeatures. allowed: (blocks, roles). words: of each block, capped. certain: labelled
    by a person. signals: page-level facts for the verdict. text_mode: a rendering as plain text.
    """

    name: str
    source: str
    site: str
    fold: int
    type: str
    lang: str
    access: str
    text_mode: bool
    certain: bool
    features: NDArray[np.float16]
    allowed: NDArray[np.bool_]
    words: NDArray[np.float32]
    runs: tuple[tuple[str, int], ...] = ()
    squeezed: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))
    signals: Signals = NO_SIGNALS
    bags: tuple[Bag, ...] = ()
    groups: NDArray[np.int32] | None = None

    @property
    def page(self) -> PageFeatures:
        """The features in single precision, as a network reads them."""
        return PageFeatures(self.features.astype(np.float32), self.bags, self.groups)

    @property
    def synthetic(self) -> bool:
        """Written for the project, so never part of a headline figure."""
        return self.source == "own"


def examples_of(page: LabelledPage, seed: int = 0) -> list[Example]:
    """The HTML example of a page and its text renderings; none where nothing is known of its blocks.

    Pages that a person labelled give a rendering in every style. Half of the others give one in one style, drawn by name
    and seed: more of them only cost time, since text mode learns most from hand labels.
    """
    if page.html is None:
        document = segment_text(page.text or "")
        targets = block_targets(page, document)
        return [_example(page, document, targets, text_mode=True)] if targets is not None else []
    root, _ = parse(page.html)
    if root is None:
        return []
    document = segment_html(root)
    if len(document) < FEWEST_BLOCKS:
        return []
    targets = block_targets(page, document)
    if targets is None:
        return []
    found = [_example(page, document, targets, text_mode=False)]
    if targets.known.mean() < FEWEST_KNOWN:
        return found
    rng = np.random.default_rng([seed, zlib.crc32(f"{page.source}/{page.name}".encode())])
    if targets.certain:
        styles: Sequence[Style] = STYLES
    else:
        styles = [STYLES[int(rng.integers(len(STYLES)))]] if rng.random() < RENDERED_SHARE else []
    for style in styles:
        rendered = _rendered(page, document, targets, render(root, style), style, rng)
        if rendered is not None:
            found.append(rendered)
    return found


def _rendered(
    page: LabelledPage,
    document: Document,
    targets: Targets,
    lines: list[RenderedLine],
    style: Style,
    rng: np.random.Generator,
) -> Example | None:
    """A text rendering with the targets of the blocks carried over, squeezed character by squeezed character."""
    sizes = [
        0 if noscript else len(squeeze(text)) for text, noscript in zip(document.texts, document.noscript, strict=True)
    ]
    patterns = np.repeat(targets.allowed @ (1 << np.arange(ROLES)), sizes)
    line_sizes = [len(squeeze(line.text)) for line in lines]
    if sum(line_sizes) != len(patterns):
        return None
    kept = drop_link_lists(lines, style.drop_links, rng) if style.drop_links else list(range(len(lines)))
    rendered = segment_text(("\n" * (style.gap + 1)).join(lines[number].text for number in kept))
    ends = np.cumsum(line_sizes)
    parts = [patterns[ends[number] - line_sizes[number] : ends[number]] for number in kept]
    of_characters = np.concatenate(parts) if parts else patterns[:0]
    block_sizes = [len(squeeze(text)) for text in rendered.texts]
    if sum(block_sizes) != len(of_characters) or len(rendered) < FEWEST_BLOCKS:
        return None
    allowed = np.ones((len(rendered), ROLES), dtype=bool)
    for number, (end, size) in enumerate(zip(np.cumsum(block_sizes), block_sizes, strict=True)):
        if size:
            # What most of the block's characters may be: icon titles glued into one line outvote a word among them.
            most = int(np.bincount(of_characters[end - size : end]).argmax())
            allowed[number] = [bool(most >> role & 1) for role in range(ROLES)]
    return _example(page, rendered, Targets(allowed, targets.certain, targets.coverage), text_mode=True)


def _example(page: LabelledPage, document: Document, targets: Targets, *, text_mode: bool) -> Example:
    reading = Reading(document)
    features = page_features(reading)
    squeezed = np.array(
        [
            0 if noscript else len(squeeze(text))
            for text, noscript in zip(document.texts, document.noscript, strict=True)
        ],
        dtype=np.int32,
    )
    return Example(
        name=page.name,
        source=page.source,
        site=page.site,
        fold=page.fold,
        type=page.type,
        lang=page.lang,
        access=page.access,
        text_mode=text_mode,
        certain=targets.certain,
        features=features.matrix.astype(np.float16),
        allowed=targets.allowed,
        words=np.minimum(reading.word_counts, FULL_STOP_WORDS),
        runs=page.runs,
        squeezed=squeezed,
        signals=page_signals(reading),
        bags=features.bags,
        groups=features.groups,
    )


def build_examples(
    pages: Iterable[LabelledPage], n_jobs: int = 1, cache: str | None = None, seed: int = 0
) -> Iterator[Example]:
    """Examples of all pages, in order. cache: a folder in which joblib keeps them from run to run, keyed by the page and the
    names of the features (clear it after changing how a feature is computed)."""
    compute = Memory(cache, verbose=0).cache(_examples_for_cache, verbose=0) if cache else _examples_for_cache
    for found in Parallel(n_jobs=n_jobs, batch_size=4, return_as="generator")(
        delayed(compute)(page, seed, FEATURE_NAMES) for page in pages
    ):
        yield from found


def _examples_for_cache(page: LabelledPage, seed: int, feature_names: tuple[str, ...]) -> list[Example]:
    return examples_of(page, seed)
