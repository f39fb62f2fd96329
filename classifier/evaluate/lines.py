"""Predicted blocks laid over labelled lines: which label each line got.

Both readings of a page have the same visible characters in the same order, so lines and blocks are matched by counting
squeezed characters; no text of the labelled lines is needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from classifier.corpus.codes import squeeze
from classifier.page import Block, Label

LABEL_OF_CODE = {
    "C": Label.CONTENT,
    "M": Label.CONTENT,
    "N": Label.NAVIGATION,
    "I": Label.ICON_NOISE,
    "P": Label.PAYWALL,
}
"""Codes that are scored; readers' comments (U) are not."""


def line_labels(runs: Sequence[tuple[str, int]], blocks: Sequence[Block]) -> list[tuple[str, Label]] | None:
    """(code, predicted label) of each labelled line: the label of most of its characters.

    Returns None when blocks and lines have different numbers of characters, so that they can't be matched.
    """
    owners: list[Label] = []
    for block in blocks:
        owners += [block.label] * len(squeeze(block.text))
    if len(owners) != sum(size for _, size in runs):
        return None
    found, at = [], 0
    for code, size in runs:
        if not size:
            continue
        found.append((code, Counter(owners[at : at + size]).most_common(1)[0][0]))
        at += size
    return found
