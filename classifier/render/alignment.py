"""Which block each text node of a tree belongs to, from the texts alone: both run in document order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

SURE = 20
"""Characters from which a text found further on is where the reading goes on, after a node that no block holds."""
FAR = 5_000


class Aligner:
    """Reads the texts of the blocks along with the text nodes. Blocks cover the nodes once and in order, white space folded."""

    def __init__(self, texts: Sequence[str]) -> None:
        squeezed = ["".join(text.split()) for text in texts]
        self._all = "".join(squeezed)
        self._ends = list(accumulate(map(len, squeezed)))
        self._at = 0

    def take(self, text: str) -> int | None:
        """The block of the next text node; None for a node that no block holds, or of white space."""
        squeezed = "".join(text.split())
        if not squeezed:
            return None
        if not self._all.startswith(squeezed, self._at):
            if len(squeezed) < SURE:
                return None
            found = self._all.find(squeezed, self._at, self._at + FAR + len(squeezed))
            if found < 0:
                return None
            self._at = found
        block = self.block
        self._at += len(squeezed)
        return block

    @property
    def block(self) -> int:
        """The block that the next text node may stand in: the one half read, else the next one."""
        return bisect_right(self._ends, self._at)

    @property
    def at_start(self) -> bool:
        """Whether no part of `block` has been read."""
        return self._at == 0 or self._ends[bisect_right(self._ends, self._at) - 1] == self._at

    def is_next(self, text: str) -> bool:
        """Whether the blocks go on with this whole text."""
        return self._all.startswith("".join(text.split()), self._at)
