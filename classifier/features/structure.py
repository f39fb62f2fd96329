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

_mask_cache: dict[str, int] = {}


def markup_mask(markup: str) -> int:
    """Bit set of the word groups that an element's class and id words belong to."""
    mask = _mask_cache.get(markup)
    if mask is None:
        mask = 0
        for word in MARKUP_WORD.findall(markup):
            word = word.lower()
            mask |= _EXACT.get(word, 0)
            for prefix, bit in _PREFIXES:
                if word.startswith(prefix):
                    mask |= bit
        if len(_mask_cache) >= CACHE_SIZE:
            _mask_cache.clear()
        _mask_cache[markup] = mask
    return mask


def compute(reading: Reading) -> Floats:
    document = reading.document
    if not document.tags:
        return np.zeros((reading.size, len(NAMES)), dtype=np.float32)
    own_tags: list[int] = []
    own_words: list[int] = []
    all_tags: list[int] = []
    all_words: list[int] = []
    depths: list[int] = []
    tag_bit, hidden_bit = _TAG_BITS.get, 1 << HIDDEN_BIT
    for tag, parent, markup, hidden in zip(
        document.tags, document.parents, document.markup, document.hidden, strict=True
    ):
        tags = tag_bit(tag, 0) | hidden_bit if hidden else tag_bit(tag, 0)
        words = markup_mask(markup) if markup and tag not in ("html", "body") else 0
        own_tags.append(tags)
        own_words.append(words)
        if parent >= 0:
            all_tags.append(tags | all_tags[parent])
            all_words.append(words | all_words[parent])
            depths.append(depths[parent] + 1)
        else:
            all_tags.append(tags)
            all_words.append(words)
            depths.append(0)
    leaf, parents = np.asarray(document.leaf), np.asarray(document.parents)
    tags_of, words_of = np.array(own_tags, dtype=np.uint64), np.array(own_words, dtype=np.uint64)
    near_tags, near_words = tags_of[leaf], words_of[leaf]
    # From the leaf (often inline) up past its container.
    at = leaf
    stop = np.asarray(document.container)
    stop = np.where(stop < 0, leaf, stop)
    levels = np.zeros(reading.size, dtype=np.intp)
    for _ in range(NEAR_LEVELS + 3):
        above = parents[at]
        levels += at <= stop
        go = (above >= 0) & (levels <= NEAR_LEVELS)
        at = np.where(go, above, at)
        near_tags |= np.where(go, tags_of[at], 0).astype(np.uint64)
        near_words |= np.where(go, words_of[at], 0).astype(np.uint64)
    width_tags, width_words = len(_TAG_NAMES), len(_WORD_NAMES)
    return np.concatenate(
        [
            _bits(near_tags, width_tags),
            _bits(np.array(all_tags, dtype=np.uint64)[leaf], width_tags),
            _bits(near_words, width_words),
            _bits(np.array(all_words, dtype=np.uint64)[leaf], width_words),
            np.log1p(np.array(depths, dtype=np.float32)[leaf])[:, None],
        ],
        axis=1,
        dtype=np.float32,
    )


def _bits(masks: NDArray[np.uint64], width: int) -> NDArray[np.uint8]:
    return np.unpackbits(masks.view(np.uint8).reshape(-1, 8), axis=1, bitorder="little")[:, :width]
