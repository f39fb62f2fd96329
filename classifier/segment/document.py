"""A segmented page: columns over its blocks and over its elements, in document order."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Document:
    """What segmenting gives and features read. Lists are columns; equal positions belong together.

    Blocks (one row a block): texts (white space folded), leaf (element of the first text node), container (innermost
    block-level element), link_chars (characters inside links), links (how many <a> start in it), paragraph (pieces of
    one paragraph share a number), noscript (the text stands in a <noscript>), gap (blank lines before it; plain text).

    Elements (one row an element, pre-order): tags, parents (-1 for the root), markup (class, id, role and the like in
    one string), hidden, first_block and end_block (the half-open range of blocks inside the element).

    The rest: title, lang (as declared), head (named facts from <head>), scripts (JSON-LD texts), warnings.
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
    meta: dict[str, str] = field(default_factory=dict)
    json_ld: list[str] = field(default_factory=list)
    script_sources: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)

    def is_hidden(self, block: int) -> bool:
        """Whether the markup hides the block or anything around it."""
        return self.is_inside_hidden(self.leaf[block])

    def is_inside_hidden(self, element: int) -> bool:
        """Whether the markup hides an element or anything around it."""
        while element >= 0:
            if self.hidden[element]:
                return True
            element = self.parents[element]
        return False

    def xpaths(self) -> list[str]:
        """An absolute XPath for the leaf element of each block; empty strings for plain text."""
        if not self.tags:
            return [""] * len(self)
        paths: list[str] = []
        times: dict[str, int] = {}
        for tag, parent, first, end in zip(self.tags, self.parents, self.first_block, self.end_block, strict=True):
            if parent < 0:
                paths.append(f"/{tag}")
                continue
            above = paths[parent]
            if not above:
                paths.append("")
                continue
            step = f"{above}/{tag}"
            nth = times[step] = times.get(step, 0) + 1
            paths.append(
                f"{step}[{nth}]" if first < end else ""
            )  # nobody asks for the path of an element without blocks
        return [paths[leaf] for leaf in self.leaf]
