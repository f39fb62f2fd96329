"""Figures of a page's blocks from what other pages of its site say. All are 0 where nothing is known, so that a page of a site
seen for the first time stays as it is."""

from __future__ import annotations

import numpy as np

from classifier.page import Page
from classifier.site_memory.hashes import KINDS, Floats, body_probabilities, log_odds
from classifier.site_memory.memory import Seen

FIGURES = tuple(
    f"{kind}_{figure}" for kind in KINDS for figure in ("share", "share_odds", "share_words", "share_article", "lead")
)
"""Of the block's text, and of its text at its path. share: of the site's other pages that have it; the same times the block's
own log odds of main text, the logarithm of its words, whether the page is an article. lead: by how much the log odds of main
text on the other pages exceed its own."""
PRIOR_PAGES = 0.5
"""Added to what shares are divided by: one other page is a weaker witness than ten."""


def site_figures(page: Page, seen: Seen) -> Floats:
    """The figures of each block, (blocks, FIGURES)."""
    own = log_odds(body_probabilities(page))
    words = np.log1p([len(block.text.split()) for block in page.blocks])
    is_article = float(page.type == "article")
    columns: list[Floats] = []
    for kind in range(len(KINDS)):
        counts = seen.counts[kind]
        share = counts / (seen.pages + PRIOR_PAGES)
        lead = np.where(counts > 0, seen.log_odds[kind] - own, 0.0) * counts / (counts + PRIOR_PAGES)
        columns += [share, share * own, share * words, share * is_article, lead]
    return np.stack(columns, axis=1)
