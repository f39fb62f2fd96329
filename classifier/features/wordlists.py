"""Word lists that ship as data files beside the features."""

from __future__ import annotations

from functools import cache
from importlib import resources


def read_lines(name: str) -> list[str]:
    """The lines of a data file of this package, without comments and blank lines."""
    text = resources.files("classifier.features").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def read_wordlist(name: str) -> frozenset[str]:
    """The words of a list, one or more a line."""
    return frozenset(word for line in read_lines(name) for word in line.split())
