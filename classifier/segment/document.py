"""A segmented page: columns over its blocks and over its elements, in document order."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import accumulate

from classifier.segment.limits import Limits

PLAIN_NAME = re.compile(r"[^\W\d][\w.-]*")
MOST_MARKUP = 500_000
LONGEST_MARKUP = 2_000
"""Characters of different class and id words that are read, on a page and on an element, on a page that has more of them."""
DEEPEST_PATH = 200
"""Elements nested deeper have no path: on a page of n such elements all paths together would take n squared characters."""


@dataclass(slots=True)
class Document:
    """What segmenting gives and features read. Lists are columns; equal positions belong together.

    Blocks (one row a block): texts (white space folded), leaf (element of the first text node), container (innermost
    block-level element), link_chars (characters inside links), links (how many <a> start in it), paragraph (pieces of
    one paragraph share a number), noscript (the text stands in a <noscript>), gap (blank lines before it; plain text).

    Elements (one row an element, pre-order): tags, parents (-1 for the root), markup (class, id, role and the like in
    one string), hidden, first_block and end_block (the half-open range of blocks inside the element).

    The rest: title, lang (as declared), head (named facts from <head>), scripts (JSON-LD texts), warnings, and root_path
    (where the root stands in its tree, when it is a part of a page).
    """

    texts: list[str] = field(default_factory=list)
    leaf: list[int] = field(default_factory=list)
    container: list[int] = field(default_factory=list)
    link_chars: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    paragraph: list[int] = field(default_factory=list)
    noscript: list[bool] = field(default_factory=list)
    gap: list[int] = field(default_factory=list)

    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    markup: list[str] = field(default_factory=list)
    hidden: list[bool] = field(default_factory=list)
    first_block: list[int] = field(default_factory=list)
    end_block: list[int] = field(default_factory=list)

    title: str = ""
    lang: str = ""
    is_text: bool = False
    root_path: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    script_sources: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _inside_hidden: list[bool] = field(default_factory=list, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.texts)

    def is_hidden(self, block: int) -> bool:
        """Whether the markup hides the block or anything around it."""
        return self.is_inside_hidden(self.leaf[block])

    def is_inside_hidden(self, element: int) -> bool:
        """Whether the markup hides an element or anything around it."""
        if element < 0:
            return False
        if len(self._inside_hidden) != len(self.tags):
            inside: list[bool] = []
            for parent, hidden in zip(self.parents, self.hidden, strict=True):
                inside.append(hidden or (parent >= 0 and inside[parent]))
            self._inside_hidden = inside
        return self._inside_hidden[element]

    def xpaths(self) -> list[str]:
        """An absolute XPath for the leaf element of each block; empty strings for plain text and below DEEPEST_PATH levels."""
        if not self.tags:
            return [""] * len(self)
        paths: list[str] = []
        depths: list[int] = []
        times: dict[str, int] = {}
        for tag, parent, first, end in zip(self.tags, self.parents, self.first_block, self.end_block, strict=True):
            name = tag if tag.isalnum() else _spelled(tag)
            if parent < 0:
                paths.append(self.root_path or f"/{name}")
                depths.append(0)
                continue
            above = paths[parent]
            depth = depths[parent] + 1
            depths.append(depth)
            if not above or depth > DEEPEST_PATH:
                paths.append("")
                continue
            step = f"{above}/{name}"
            nth = times[step] = times.get(step, 0) + 1
            # Nobody asks for the path of an element without blocks.
            paths.append(f"{step}[{nth}]" if first < end else "")
        return [paths[leaf] for leaf in self.leaf]


def _spelled(tag: str) -> str:
    """A name in an XPath; one that XPath can't spell (`fb:like`) as a test of the name."""
    if PLAIN_NAME.fullmatch(tag):
        return tag
    quoted = [f"'{piece}'" for piece in tag.split("'")]
    apostrophe = ', "\'", '
    return f"*[name()={quoted[0] if len(quoted) == 1 else f'concat({apostrophe.join(quoted)})'}]"


def bounded(document: Document, limits: Limits) -> Document:
    """The document without the blocks beyond the limits; a warning says so. Elements stay, with fewer blocks in them."""
    if sum(map(len, set(document.markup))) > MOST_MARKUP:
        _bound_markup(document)
    characters = list(accumulate(map(len, document.texts)))
    fitting = bisect_right(characters, limits.max_characters)
    keep = min(fitting, limits.max_blocks)
    if keep == len(document):
        return document
    if keep == 0:
        # One text beyond the bound: its start is kept.
        document.texts[0] = document.texts[0][: limits.max_characters].rstrip()
        document.link_chars[0] = min(document.link_chars[0], len(document.texts[0]))
        keep = 1
    unit, most = ("characters", limits.max_characters) if fitting < limits.max_blocks else ("blocks", limits.max_blocks)
    document.warnings.append(f"the page has more than {most:,} {unit} (limits.max_{unit}); it was read up to there")
    for column in ("texts", "leaf", "container", "link_chars", "links", "paragraph", "noscript", "gap"):
        del getattr(document, column)[keep:]
    document.first_block = [min(first, keep) for first in document.first_block]
    document.end_block = [min(end, keep) for end in document.end_block]
    return document


def _bound_markup(document: Document) -> None:
    kept: dict[str, str] = {}
    left = MOST_MARKUP
    for markup in document.markup:
        if markup not in kept:
            kept[markup] = markup[: min(LONGEST_MARKUP, left)]
            left -= len(kept[markup])
    document.markup = [kept[markup] for markup in document.markup]
    document.warnings.append(f"the page has more than {MOST_MARKUP:,} characters of class names; the rest was not read")
