"""The one-letter codes of the labelling guide, and runs of them over a page's characters.

Labels are kept by squeezed character (no white space, compatibility forms folded), which no choice of segmentation or
spacing changes. Each run is a line as its annotator saw it: `M12 C840 N77` is a line of 12 characters labelled M, one of
840 labelled C and one of 77 labelled N. Runs hold no text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from classifier.page import Block, Role

CODES = "CMUNIP"
ROLE_OF_CODE = {
    "C": Role.BODY,
    "M": Role.FURNITURE,
    "U": Role.COMMENT,
    "N": Role.NAVIGATION,
    "I": Role.ICON_NOISE,
    "P": Role.PAYWALL,
}
ROLES: tuple[Role, ...] = tuple(ROLE_OF_CODE[code] for code in CODES)
UNSEEN = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x1f\x7f-\x9f]+")
OUTSIDE_THE_BODY = frozenset(["script", "meta"])
RUN = re.compile(rf"([{CODES}])(\d+)")


def squeeze(text: str) -> str:
    """Text without white space and invisible characters, in compatibility form (NFKC)."""
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def to_runs(lines: Iterable[tuple[str, str]]) -> str:
    """One run a (text, code) line, as `M12 C840`. Lines without a visible character are left out."""
    sized = ((code, len(squeeze(text))) for text, code in lines)
    return " ".join(f"{code}{size}" for code, size in sized if size)


def read_runs(runs: str) -> tuple[tuple[str, int], ...]:
    """(code, squeezed characters) of each line. Raises ValueError for text that is not runs."""
    out = []
    for part in runs.split():
        match = RUN.fullmatch(part)
        if not match:
            raise ValueError(f"{part!r} is not a run of labels like N120 (one of {CODES} and a count)")
        out.append((match[1], int(match[2])))
    return tuple(out)


def expand(runs: Iterable[tuple[str, int]]) -> str:
    """One code a squeezed character."""
    return "".join(code * size for code, size in runs)


def is_covered(block: Block) -> bool:
    """Whether labels cover a predicted block: the body's text, once, without <noscript> and without what was taken from data
    beside it (scripts, descriptions)."""
    return block.tag not in OUTSIDE_THE_BODY and "/noscript[" not in block.xpath


def codes_of_blocks(texts: Sequence[str], codes: str, covered: Sequence[bool] | None = None) -> list[str | None] | None:
    """The code of most characters of each block; None for a block that the labels don't cover.

    covered: False for blocks whose text the labelled reading of the page left out (noscript, formulas).
    Returns None when the blocks' characters and the labelled characters are not the same number: then the page was read
    in another way than when it was labelled.
    """
    sizes = [len(squeeze(text)) if covered is None or covered[i] else 0 for i, text in enumerate(texts)]
    if sum(sizes) != len(codes):
        return None
    out: list[str | None] = []
    at = 0
    for size in sizes:
        part = codes[at : at + size]
        out.append(max(CODES, key=part.count) if part else None)
        at += size
    return out
