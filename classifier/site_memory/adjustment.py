"""The second opinion: a page's labels once more, with what other pages of its site say.

A logistic regression on the log odds of main text, whose offset is what the main model says: a block that stands on no other page
keeps its probabilities. The other roles share what main text gains or loses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np

from classifier.model.decisions import BODY, choose_roles
from classifier.model.labelled_blocks import LABEL_OF_ROLE, ROLES
from classifier.page import Block, Label, Page, Role
from classifier.site_memory.figures import FIGURES, site_figures
from classifier.site_memory.hashes import Floats, PageHashes
from classifier.site_memory.memory import Seen, SiteMemory

LEAST = 1e-3
WEIGHTS = "weights.json"
"""Fitted by benchmarks/site_memory.py to pages of public corpora, whose probabilities came from models that never saw their sites."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """weights: of each figure, in their order."""

    weights: Floats

    def page(self, page: Page, seen: Seen) -> Page:
        """The page with its blocks labelled once more; its verdict and type stay. The page itself where nothing is known."""
        if not page.blocks or not seen.counts.any():
            return page
        change = site_figures(page, seen) @ self.weights
        return moved(page, change) if change.any() else page


def moved(page: Page, change: Floats) -> Page:
    """The page with the log odds of main text of each block changed, its roles chosen again, and its verdict and type as they
    were."""
    given = np.array([[block.probabilities.get(role.value, 0.0) for role in ROLES] for block in page.blocks])
    before = given[:, BODY]
    after = np.where(change == 0, before, 0.5 * (1 + np.tanh((log_odds(before) + change) / 2)))
    probabilities = given * ((1 - after) / np.maximum(1 - before, 1e-6))[:, None]
    probabilities[:, BODY] = after
    words = np.array([len(block.text.split()) for block in page.blocks], dtype=np.float32)
    roles = choose_roles(probabilities.astype(np.float32), words)
    of_comments = Label.CONTENT if page.type == "forum" else Label.NAVIGATION
    labels = [LABEL_OF_ROLE.get(role, of_comments) for role in ROLES]
    blocks = [
        block if is_as_before and block.role is ROLES[role] else _relabelled(block, row, role, labels)
        for block, row, role, is_as_before in zip(page.blocks, probabilities, roles, change == 0, strict=True)
    ]
    return replace(page, blocks=tuple(blocks))


def body_odds(page: Page) -> Floats:
    """The log odds of each block to be main text, bounded."""
    return log_odds(
        np.array([block.probabilities.get(Role.BODY.value, 0.0) for block in page.blocks], dtype=np.float64)
    )


def log_odds(probabilities: Floats) -> Floats:
    """Log odds, bounded."""
    bounded = np.clip(probabilities, LEAST, 1 - LEAST)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


def _relabelled(block: Block, probabilities: Floats, role: int, labels: list[Label]) -> Block:
    shares = [round(float(share), 4) for share in probabilities]
    confidence = sum(share for share, label in zip(shares, labels, strict=True) if label is labels[role])
    return replace(
        block,
        label=labels[role],
        role=ROLES[role],
        confidence=round(min(1.0, confidence), 4),
        probabilities={name.value: share for name, share in zip(ROLES, shares, strict=True)},
    )


@cache
def shipped_adjustment() -> Adjustment:
    """The one that ships."""
    text = resources.files(__package__).joinpath(WEIGHTS).read_text("utf-8")
    return from_weights(json.loads(text)["weights"])


def from_weights(weights: Mapping[str, float]) -> Adjustment:
    """The adjustment with these weights by figure. Raises KeyError for a figure that lacks one."""
    return Adjustment(np.array([weights[name] for name in FIGURES], dtype=np.float64))


def adjusted(page: Page, site: str, hashes: PageHashes, memory: SiteMemory, adjustment: Adjustment) -> Page:
    """A page that the memory has counted, labelled once more."""
    return adjustment.page(page, memory.others(site, hashes))
