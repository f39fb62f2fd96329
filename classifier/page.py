"""What comes out: labels, blocks and pages. Frozen data with views; no logic beyond them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

SHORT_REPEAT, LONG_REPEAT = 20, 80
"""Characters from which a hidden copy of a visible block, and any later copy of a block, is one too many."""
REPEATS_FROM = dict.fromkeys(("forum", "product", "collection"), SHORT_REPEAT)
"""Page types on which shorter copies are too many: quoted posts, cards repeated for another screen."""


class Label(StrEnum):
    """What a block is for."""

    CONTENT = "content"
    NAVIGATION = "navigation"
    ICON_NOISE = "icon_noise"
    PAYWALL = "paywall"


class Role(StrEnum):
    """Finer than the label: content is body or furniture (headline, byline, date, tags); comments are readers' comments."""

    BODY = "body"
    FURNITURE = "furniture"
    COMMENT = "comment"
    NAVIGATION = "navigation"
    ICON_NOISE = "icon_noise"
    PAYWALL = "paywall"


class Access(StrEnum):
    """Open: nothing withheld. Metered: wall text is there and the full piece too. Gated: the piece is cut off."""

    OPEN = "open"
    METERED = "metered"
    GATED = "gated"


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text between two boundaries of the page.

    text: the page's own characters, white space folded.
    role, label, confidence: what the model says; confidence is the calibrated probability of the label, 0 to 1.
    probabilities: of each role, summing to 1.
    paragraph: number of the paragraph; pieces of one paragraph (text, inline icon, text) share it.
    tag, xpath: the innermost element that the block begins in; empty for plain text.
    link_density: share of the characters that stand inside links, 0 to 1.
    hidden: the markup says that a reader doesn't see it (hidden, aria-hidden, display: none, screen-reader classes).
    """

    text: str
    label: Label
    role: Role
    confidence: float
    probabilities: Mapping[str, float] = field(default_factory=dict)
    paragraph: int = 0
    tag: str = ""
    xpath: str = ""
    link_density: float = 0.0
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for the verdict: what was seen, which way it points, and the block or signal that it rests on."""

    reason: str
    points_to: Access
    weight: float
    block: int | None = None
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the model read it: all its blocks in document order, and the verdict on access.

    title, lang: as the page declares them, the language checked against its words. type: article, forum, product,
    collection, listing, documentation or service, with the probability of that. access_probabilities: of open, metered
    and gated. evidence: reasons for the verdict, the strongest first. warnings: what could not be read, and how text was
    come by that did not stand in the visible body.
    """

    blocks: tuple[Block, ...] = ()
    title: str = ""
    lang: str = ""
    url: str | None = None
    type: str = ""
    type_probability: float = 0.0
    access: Access = Access.OPEN
    access_probabilities: Mapping[str, float] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The main text: `main_blocks`, paragraphs separated by a blank line."""
        return join_paragraphs((block.paragraph, block.text) for block in self.main_blocks)

    @property
    def main_blocks(self) -> tuple[Block, ...]:
        """The body blocks in page order, each long text once: a copy for another screen or a quoted post is left out."""
        return without_repeats([block for block in self.blocks if block.role is Role.BODY], self.type)

    def text_of(self, *roles: Role) -> str:
        """The text of the blocks with these roles, in page order, paragraphs separated by a blank line."""
        return join_paragraphs((block.paragraph, block.text) for block in self.blocks if block.role in roles)

    def with_label(self, label: Label) -> tuple[Block, ...]:
        """The blocks that carry this label, in page order."""
        return tuple(block for block in self.blocks if block.label is label)

    def counts(self) -> dict[str, int]:
        """How many blocks carry each label."""
        counts = {label.value: 0 for label in Label}
        for block in self.blocks:
            counts[block.label.value] += 1
        return counts


def without_repeats(blocks: list[Block], page_type: str = "") -> tuple[Block, ...]:
    """The blocks without hidden copies of visible ones and without later copies; short ones may repeat."""
    least = REPEATS_FROM.get(page_type, LONG_REPEAT)
    longer = [block.text for block in blocks if len(block.text) >= SHORT_REPEAT]
    if len(set(longer)) == len(longer):
        return tuple(blocks)
    visible = {block.text for block in blocks if not block.hidden}
    seen: set[str] = set()
    kept: list[Block] = []
    for block in blocks:
        size = len(block.text)
        if size >= SHORT_REPEAT and block.hidden and block.text in visible:
            continue
        if size >= least:
            if block.text in seen:
                continue
            seen.add(block.text)
        kept.append(block)
    return tuple(kept)


def join_paragraphs(pieces: Iterable[tuple[int, str]]) -> str:
    """Join (paragraph number, text) pieces: one space inside a paragraph, a blank line between two."""
    paragraphs: list[list[str]] = []
    last: int | None = None
    for paragraph, text in pieces:
        if paragraph == last:
            paragraphs[-1].append(text)
        else:
            paragraphs.append([text])
            last = paragraph
    return "\n\n".join(" ".join(parts) for parts in paragraphs)
