"""A labelled page as numbers that can be counted over the pages of a site: hashes of what its blocks say and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from classifier.page import Page, Role

KINDS = ("text", "text_at_path")
"""What is hashed of a block: its text (small letters, digits alike); its text with the names of the elements around it."""
DIGITS = re.compile(r"\d+")
NUMBERS = re.compile(r"\[\d+\]")
MIX = np.uint64(0x9E3779B97F4A7C15)
LEAST = 1e-3

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PageHashes:
    """blocks: (kinds, blocks), the hashes of each block. unique: all of them once, in order; log_odds: of main text, by the
    mean probability of the blocks that share the hash."""

    blocks: Hashes
    unique: Hashes
    log_odds: Floats


def hashes_of(page: Page) -> PageHashes:
    """The hashes of a labelled page."""
    texts = np.array([_hash(DIGITS.sub("0", block.text.lower())) for block in page.blocks], dtype=np.uint64)
    paths = [NUMBERS.sub("", block.xpath) for block in page.blocks]
    of_path = {path: _hash(path) for path in paths}
    at_path = np.array([of_path[path] for path in paths], dtype=np.uint64)
    # The product keeps the text at its path from being the text elsewhere, whatever the path is.
    by_kind = np.stack([texts, (texts ^ at_path) * MIX])
    body = body_probabilities(page)
    unique, at = np.unique(by_kind, return_inverse=True)
    counts = np.bincount(at.ravel(), minlength=len(unique))
    means = np.bincount(at.ravel(), np.tile(body, len(KINDS)), len(unique)) / np.maximum(counts, 1)
    return PageHashes(by_kind, unique, log_odds(means))


def body_probabilities(page: Page) -> Floats:
    """The probability of each block to be main text."""
    return np.array([block.probabilities.get(Role.BODY.value, 0.0) for block in page.blocks], dtype=np.float64)


def log_odds(probabilities: Floats) -> Floats:
    """Log odds, bounded."""
    bounded = np.clip(probabilities, LEAST, 1 - LEAST)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
