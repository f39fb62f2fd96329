"""Predicted blocks laid over labelled lines: which label and which probabilities each line got.

Both readings of a page have the same visible characters in the same order, so lines and blocks are matched by counting
squeezed characters; no text of the labelled lines is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.corpus.codes import squeeze
from classifier.model.labelled_blocks import LABEL_OF_ROLE
from classifier.page import Block, Label, Role

LABEL_OF_CODE = {
    "C": Label.CONTENT,
    "M": Label.CONTENT,
    "N": Label.NAVIGATION,
    "I": Label.ICON_NOISE,
    "P": Label.PAYWALL,
}
"""Codes that are scored; readers' comments (U) are not."""


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled line as the model sees it. number: among the labelled lines, from 1. predicted: the label of most of its
    characters. probabilities: of each label, in the order of `Label`, as the mean over its characters."""

    number: int
    code: str
    predicted: Label
    probabilities: tuple[float, ...]


def match_lines(
    runs: Sequence[tuple[str, int]], blocks: Sequence[Block], *, on_forum: bool = False
) -> list[Line] | None:
    """What the blocks say of each labelled line. on_forum: readers' comments are content there.

    Returns None when blocks and lines have different numbers of characters, so that they can't be matched.
    """
    sizes = [len(squeeze(block.text)) for block in blocks]
    if sum(sizes) != sum(size for _, size in runs):
        return None
    owner = np.repeat(np.arange(len(blocks)), sizes)
    probabilities = np.array([_label_probabilities(block, on_forum) for block in blocks]).reshape(-1, len(Label))
    found: list[Line] = []
    at = 0
    for code, size in runs:
        if not size:
            continue
        owners = owner[at : at + size]
        predicted = Counter(blocks[number].label for number in owners.tolist()).most_common(1)[0][0]
        found.append(Line(len(found) + 1, code, predicted, tuple(probabilities[owners].mean(axis=0).tolist())))
        at += size
    return found


def _label_probabilities(block: Block, on_forum: bool) -> list[float]:
    shares = dict.fromkeys(Label, 0.0)
    for role, label in LABEL_OF_ROLE.items():
        shares[label] += block.probabilities.get(role.value, 0.0)
    shares[Label.CONTENT if on_forum else Label.NAVIGATION] += block.probabilities.get(Role.COMMENT.value, 0.0)
    return list(shares.values())
