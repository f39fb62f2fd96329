"""Where a block stands in the tree: its tags, and the class and id words of its ancestors."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from classifier.features.reading import Floats, Reading
from classifier.features.wordlists import read_lines

TAG_GROUPS: tuple[tuple[str, ...], ...] = (
    ("a",),
    ("p",),
    ("li",),
    ("h1",),
    ("h2",),
    ("h3",),
    ("h4", "h5", "h6"),
    ("td", "th"),
    ("div",),
    ("span",),
    ("button",),
    ("label", "option", "select", "input", "textarea", "legend", "fieldset"),
    ("form",),
    ("nav",),
    ("header",),
    ("footer",),
    ("aside",),
    ("article",),
    ("main",),
    ("section",),
    ("figure", "figcaption", "picture"),
    ("blockquote", "q"),
    ("pre", "code", "kbd", "samp"),
    ("table",),
    ("ul", "ol"),
    ("dl", "dt", "dd"),
    ("svg", "title", "desc", "text"),
    ("time",),
    ("strong", "b", "em", "i"),
    ("details", "summary"),
    ("dialog",),
    ("noscript",),
)
WORD_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = tuple(
    (name, tuple(words.split())) for name, _, words in (line.partition(":") for line in read_lines("markup_words.txt"))
)
MARKUP_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
HIDDEN_BIT = len(TAG_GROUPS)
PAGE_TAGS = frozenset(["html", "body"])
"""Their class words tell of the page, not of the block."""
NEAR_LEVELS = 2
"""Own markup of the block's container and this many of its parents counts as near."""
CACHE_SIZE = 50_000

_TAG_BITS = {tag: 1 << bit for bit, tags in enumerate(TAG_GROUPS) for tag in tags}
_EXACT: dict[str, int] = {}
_PREFIXES: list[tuple[str, int]] = []
for _bit, (_, _words) in enumerate(WORD_GROUPS):
    for _word in _words:
        if _word.endswith("*"):
            _PREFIXES.append((_word[:-1], 1 << _bit))
        else:
            _EXACT[_word] = _EXACT.get(_word, 0) | 1 << _bit

_TAG_NAMES = (*(group[0] for group in TAG_GROUPS), "hidden")
_WORD_NAMES = tuple(name for name, _ in WORD_GROUPS)
NAMES: tuple[str, ...] = (
    *(f"tag_near_{name}" for name in _TAG_NAMES),
    *(f"tag_above_{name}" for name in _TAG_NAMES),
    *(f"markup_near_{name}" for name in _WORD_NAMES),
    *(f"markup_above_{name}" for name in _WORD_NAMES),
    "log_depth",
)

_mask_of_markup: dict[str, int] = {}
_mask_of_word: dict[str, int] = {}


def markup_mask(markup: str) -> int:
    """Bit set of the word groups that an element's class and id words belong to."""
    mask = _mask_of_markup.get(markup)
    if mask is None:
        mask = 0
        for word in MARKUP_WORD.findall(markup):
            known = _mask_of_word.get(word)
            mask |= _word_mask(word) if known is None else known
        if len(_mask_of_markup) >= CACHE_SIZE:
            _mask_of_markup.clear()
        _mask_of_markup[markup] = mask
    return mask


def _word_mask(word: str) -> int:
    lower = word.lower()
    mask = _EXACT.get(lower, 0)
    for prefix, bit in _PREFIXES:
        if lower.startswith(prefix):
            mask |= bit
    if len(_mask_of_word) >= CACHE_SIZE:
        _mask_of_word.clear()
    _mask_of_word[word] = mask
    return mask


def compute(reading: Reading) -> Floats:
    document = reading.document
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    if not document.tags:
        return matrix.T
    elements = reading.elements
    own = np.empty((2, elements.size), dtype=np.uint64)
    own[0] = np.array([_TAG_BITS.get(tag, 0) for tag in elements.tags], dtype=np.uint64)[elements.tag_numbers]
    own[0] |= np.array(document.hidden, dtype=np.uint64) << np.uint64(HIDDEN_BIT)
    own[1] = np.array([markup_mask(markup) for markup in elements.markups], dtype=np.uint64)[elements.markup_numbers]
    is_page = np.array([tag in PAGE_TAGS for tag in elements.tags])
    own[1, is_page[elements.tag_numbers]] = 0
    leaf, parents = np.array(document.leaf), elements.parents
    above = elements.inherited_bits(own)[:, leaf]
    near = own[:, leaf]
    # From the leaf (often inline) up past its container.
    at = leaf
    stop = np.array(document.container)
    stop = np.where(stop < 0, leaf, stop)
    levels = np.zeros(reading.size, dtype=np.intp)
    for _ in range(NEAR_LEVELS + 3):
        levels += at <= stop
        next_up = parents[at]
        go = (next_up >= 0) & (levels <= NEAR_LEVELS)
        at = np.where(go, next_up, at)
        near |= np.where(go, own[:, at], 0)
    row = 0
    for width, masks in zip((len(_TAG_NAMES), len(_WORD_NAMES)), zip(near, above, strict=True), strict=True):
        for mask in masks:
            matrix[row : row + width] = _bits(mask, width)
            row += width
    matrix[row] = np.log1p(elements.depths[leaf])
    return matrix.T


def _bits(masks: NDArray[np.uint64], width: int) -> NDArray[np.uint8]:
    """The lowest bits of each mask, (width, masks)."""
    return np.unpackbits(np.ascontiguousarray(masks).view(np.uint8).reshape(-1, 8), axis=1, bitorder="little").T[:width]
