"""What comes out: labels, blocks and pages. Frozen data with views; no logic beyond them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from classifier.metadata.metadata import Metadata
    from classifier.render.source import PageSource

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


class BlockColumns(Protocol):
    """The blocks of a page before they are made."""

    def pieces(self, *roles: Role) -> list[tuple[int, int, str]]:
        """Number, paragraph and text of each block with one of these roles."""

    def is_hidden(self, number: int) -> bool:
        """Whether the markup hides a block."""

    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in page order."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the model read it: all its blocks in document order, and the verdict on access.

    title, lang: as the page declares them, the language checked against its words. type: article, forum, product,
    collection, listing, documentation or service, with the probability of that. access_probabilities: of open, metered
    and gated. evidence: reasons for the verdict, the strongest first. warnings: what could not be read, and how text was
    come by that did not stand in the visible body. source: the page as it came in, for the views that need its markup; it
    is parsed again only when one of them is asked for.
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
    source: PageSource | None = field(default=None, repr=False, compare=False)
    _columns: BlockColumns | None = field(default=None, init=False, repr=False, compare=False)

    if not TYPE_CHECKING:  # every field is there for whoever reads this class

        def __getattr__(self, name: str) -> Any:
            """The blocks of a page that came `with_columns`, made when they are asked for the first time."""
            if name != "blocks":
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            columns = self._columns
            if columns is not None:
                object.__setattr__(self, "blocks", columns.blocks())
                # After the blocks, which another thread may be waiting for.
                object.__setattr__(self, "_columns", None)
            return object.__getattribute__(self, "blocks")

    @property
    def text(self) -> str:
        """The main text: `main_blocks`, paragraphs separated by a blank line."""
        columns = self._columns
        if columns is None:
            return join_paragraphs((block.paragraph, block.text) for block in self.main_blocks)
        pieces = columns.pieces(Role.BODY)
        kept = numbers_without_repeats(
            [text for _, _, text in pieces], lambda at: columns.is_hidden(pieces[at][0]), self.type
        )
        return join_paragraphs(pieces[at][1:] for at in kept)

    @property
    def main_blocks(self) -> tuple[Block, ...]:
        """The body blocks in page order, each long text once: a copy for another screen or a quoted post is left out."""
        return without_repeats([block for block in self.blocks if block.role is Role.BODY], self.type)

    @property
    def metadata(self) -> Metadata:
        """Title, authors, date, site name and language, from what the page declares and from its blocks. Read when asked for."""
        from classifier.metadata.metadata import read_metadata

        root = self.source.root() if self.source is not None else None
        blocks = [(block.text, block.role.value, block.tag) for block in self.blocks]
        return read_metadata(root, blocks, title=self.title, lang=self.lang, url=self.url)

    @property
    def markdown(self) -> str:
        """The main text as Markdown: headings, lists, tables, quotes, code, links, emphasis. See `as_markdown`."""
        return self.as_markdown()

    @property
    def html(self) -> str:
        """The main text as clean HTML, safe to show. See `as_html`."""
        return self.as_html()

    def as_text(self, *, title: bool = False, comments: bool = False) -> str:
        """The main text. title: under the page's headline. comments: with readers' comments, where they stand."""
        kept = self._kept(comments)
        text = join_paragraphs((block.paragraph, block.text) for block in kept)
        headline = self._headline(kept) if title else ""
        return "\n\n".join(part for part in (headline, text) if part)

    def as_markdown(
        self, *, title: bool = False, comments: bool = False, links: bool = True, images: bool = False
    ) -> str:
        """The main text as Markdown (CommonMark with GitHub's tables), in page order, nothing twice.

        title: the page's headline above it, unless the text has it. comments: readers' comments too, where they stand.
        links, images: keep them. The page's markup is parsed again for this; without it (`detached`, extracted text)
        the structure is what the blocks' own tags tell.
        """
        from classifier.render.markdown import markdown

        return markdown(self._article(title, comments, links, images))

    def as_html(self, *, title: bool = False, comments: bool = False, links: bool = True, images: bool = False) -> str:
        """The main text as one `<article>` of known elements, built from scratch: no script, style, handler, class or form,
        and only http, https, mailto and tel addresses. The switches are those of `as_markdown`.
        """
        from classifier.render.cleaned import serialised

        return serialised(self._article(title, comments, links, images))

    def detached(self) -> Page:
        """The page without the markup that it came from: smaller to keep and to send to another process."""
        return replace(self, source=None)

    def _kept(self, comments: bool) -> tuple[Block, ...]:
        if not comments:
            return self.main_blocks
        roles = (Role.BODY, Role.COMMENT)
        return without_repeats([block for block in self.blocks if block.role in roles], self.type)

    def _headline(self, kept: Iterable[Block]) -> str:
        """The page's headline; empty where the kept text has it."""
        headline = self.metadata.title
        return "" if any(block.text == headline for block in kept) else headline

    def _article(self, title: bool, comments: bool, links: bool, images: bool) -> Any:
        from classifier.render.cleaned import Options, Piece, cleaned, with_headline

        kept = self._kept(comments)
        chosen = {id(block) for block in kept}
        pieces = [Piece(block.text, block.paragraph, block.tag, id(block) in chosen) for block in self.blocks]
        root = self.source.root() if self.source is not None else None
        article = cleaned(root, pieces, Options(links, images, self.url))
        return with_headline(article, self._headline(kept) if title else "")

    def text_of(self, *roles: Role) -> str:
        """The text of the blocks with these roles, in page order, paragraphs separated by a blank line."""
        return join_paragraphs(self.pieces_of(*roles))

    def pieces_of(self, *roles: Role) -> list[tuple[int, str]]:
        """Paragraph number and text of each block with one of these roles, in page order."""
        columns = self._columns
        if columns is not None:
            return [(paragraph, text) for _, paragraph, text in columns.pieces(*roles)]
        return [(block.paragraph, block.text) for block in self.blocks if block.role in roles]

    def with_label(self, label: Label) -> tuple[Block, ...]:
        """The blocks that carry this label, in page order."""
        return tuple(block for block in self.blocks if block.label is label)

    def counts(self) -> dict[str, int]:
        """How many blocks carry each label."""
        counts = {label.value: 0 for label in Label}
        for block in self.blocks:
            counts[block.label.value] += 1
        return counts


def with_columns(page: Page, columns: BlockColumns) -> Page:
    """The page, without blocks until now, with blocks that are made of these columns when they are asked for. Changes the page,
    which nobody else must hold yet."""
    object.__setattr__(page, "_columns", columns)
    object.__delattr__(page, "blocks")
    return page


def without_repeats(blocks: Sequence[Block], page_type: str = "") -> tuple[Block, ...]:
    """The blocks without hidden copies of visible ones and without later copies; short ones may repeat."""
    kept = numbers_without_repeats([block.text for block in blocks], lambda at: blocks[at].hidden, page_type)
    return tuple([blocks[at] for at in kept])


def numbers_without_repeats(texts: Sequence[str], is_hidden: Callable[[int], bool], page_type: str) -> Sequence[int]:
    """Which of the texts are kept by `without_repeats`."""
    least = REPEATS_FROM.get(page_type, LONG_REPEAT)
    longer = [text for text in texts if len(text) >= SHORT_REPEAT]
    if len(set(longer)) == len(longer):
        return range(len(texts))
    visible = {text for at, text in enumerate(texts) if not is_hidden(at)}
    seen: set[str] = set()
    kept: list[int] = []
    for at, text in enumerate(texts):
        if len(text) >= SHORT_REPEAT and text in visible and is_hidden(at):
            continue
        if len(text) >= least:
            if text in seen:
                continue
            seen.add(text)
        kept.append(at)
    return kept


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
