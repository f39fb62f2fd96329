"""The blocks of a labelled page as numbers that can be counted over the pages of a site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from classifier.page import Page

DIGITS = re.compile(r"\d+")
NUMBERS = re.compile(r"\[\d+\]")

Hashes = NDArray[np.uint64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PageHashes:
    """blocks: the hash of each block. unique: all of them once, in order."""

    blocks: Hashes
    unique: Hashes


def hashes_of(page: Page) -> PageHashes:
    """The hashes of a labelled page: of a block's text (small letters, digits alike) with the names of the elements around it."""
    found = [_hash(f"{NUMBERS.sub('', block.xpath)}\0{DIGITS.sub('0', block.text.lower())}") for block in page.blocks]
    blocks = np.array(found, dtype=np.uint64)
    return PageHashes(blocks, np.unique(blocks))


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
