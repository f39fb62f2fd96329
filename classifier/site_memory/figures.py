"""Figures of a page's blocks from what other pages of its site say.

All are 0 where nothing is known, so that a page of a site seen for the first time stays as it is; and on pages that are no articles:
what repeats on a shop's or a catalogue's pages is main text as often as not.
"""

from __future__ import annotations

import numpy as np

from classifier.page import Page
from classifier.site_memory.hashes import Floats
from classifier.site_memory.memory import Seen

FIGURES = ("share", "share_words")
"""The share of the site's other pages that have the block; the same times the logarithm of the block's words."""
PRIOR_PAGES = 0.5
"""Added to what the share is divided by: one other page is a weaker witness than ten."""


def site_figures(page: Page, seen: Seen) -> Floats:
    """The figures of each block, (blocks, FIGURES)."""
    if page.type != "article":
        return np.zeros((len(page.blocks), len(FIGURES)))
    share = seen.counts / (seen.pages + PRIOR_PAGES)
    words = np.log1p(np.array([len(block.text.split()) for block in page.blocks], dtype=np.float64))
    return np.stack([share, share * words], axis=1)
