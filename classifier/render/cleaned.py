"""The kept blocks of a page as a small clean tree: known tags, no script, style, handler or class, links of safe schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urljoin

import lxml.html
from lxml import etree

from classifier.render.alignment import Aligner
from classifier.segment.elements import BOUNDARIES, SKIPPED
from classifier.segment.html import NOSCRIPT_MINIMUM

HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
WHOLE = HEADINGS | {"pre"}
"""Elements whose text stays together, whatever blocks they hold."""
INLINE = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "a": "a", "sub": "sub", "sup": "sup", "del": "del", "s": "del", "strike": "del", "ins": "ins", "mark": "mark", "q": "q",
}  # fmt: skip
PARENTS: dict[str, frozenset[str] | set[str] | None] = {
    "ul": None, "ol": None, "dl": None, "table": None, "blockquote": None, "figure": None,
    "li": {"ul", "ol"}, "dt": {"dl"}, "dd": {"dl"}, "figcaption": {"figure"}, "caption": {"table"},
    "thead": {"table"}, "tbody": {"table"}, "tfoot": {"table"}, "tr": {"table", "thead", "tbody", "tfoot"}, "td": {"tr"}, "th": {"tr"},
}  # fmt: skip
"""Structure that is kept, each with the elements that it may stand in (None: any)."""
TABLE_PARTS = frozenset(["table", "thead", "tbody", "tfoot"])
PARTS_ONLY = TABLE_PARTS | {"tr", "ul", "ol", "dl"}
"""Structure that nothing may stand in but its own parts."""
HOLDERS = frozenset(["li", "dt", "dd", "td", "th", "figcaption", "caption"])
"""Structure that text may stand in directly."""
LANGUAGE = re.compile(r"lang(?:uage)?-[\w+#.-]{1,30}")
NOT_ALLOWED = re.compile("[^ -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff\t\n\r]")
"""Characters that a tree can't be given, though the parser puts some of them into one."""
MOST_NESTED = 40
SAFE_SCHEMES = frozenset(["http", "https", "mailto", "tel", ""])
IMAGE_ADDRESSES = ("data-src", "data-original", "data-lazy-src", "src")
NO_IMAGES_IN = frozenset(["nav", "aside", "header", "footer", "button", "form", "select"])
ADDED = frozenset(["script", "meta"])
"""Tags of blocks whose text stood in no text node of the body."""


class Piece(NamedTuple):
    """A block as rendering sees it."""

    text: str
    paragraph: int
    tag: str
    kept: bool


class Options(NamedTuple):
    """links, images: keep them. base: address that relative ones are resolved against."""

    links: bool = True
    images: bool = False
    base: str | None = None


class _Frame(NamedTuple):
    element: etree._Element
    children: Iterator[etree._Element]
    structure: tuple[tuple[Any, str], ...]  # kept ancestors: their key and tag
    inline: tuple[tuple[Any, str], ...]
    holder: tuple[Any, str] | None  # element that text stands in; None: a paragraph of its own
    whole: bool
    images: bool


def cleaned(root: etree._Element | None, pieces: Sequence[Piece], options: Options = Options()) -> etree._Element:  # noqa: B008
    """An `<article>` with the kept pieces, in order, in the structure that the page gives them.

    root: of the page's tree; None where only the blocks are known, which then keep no more than headings and list items.
    """
    in_body = [piece for piece in pieces if piece.tag not in ADDED]
    if root is not None:
        builder = _Builder(root, in_body, options)
        builder.walk(root)
        if builder.placed >= {number for number, piece in enumerate(in_body) if piece.kept}:
            _add(builder.article, [piece for piece in pieces if piece.tag in ADDED])
            return builder.article
    article = lxml.html.Element("article")
    _add(article, pieces)
    return article


def with_headline(article: etree._Element, headline: str) -> etree._Element:
    """The tree with a headline above its text."""
    if headline:
        heading = etree.Element("h1")
        heading.text = _allowed(headline)
        article.insert(0, heading)
    return article


def serialised(article: etree._Element) -> str:
    """The HTML of a clean tree, a line a block."""
    for block in article:
        if not (block.tail or "").strip():
            block.tail = "\n"
    article.text = f"\n{article.text or ''}"
    return str(lxml.html.tostring(article, encoding="unicode"))


def _add(article: etree._Element, pieces: Sequence[Piece]) -> None:
    """Append pieces as paragraphs, headings and list items, by the tag of the first piece of a paragraph."""
    for _, parts in groupby((piece for piece in pieces if piece.kept), key=lambda piece: piece.paragraph):
        first = next(parts)
        if first.tag == "li":
            last = _last_child(article)
            inside = last if last is not None and last.tag == "ul" else etree.SubElement(article, "ul")
            block = etree.SubElement(inside, "li")
        else:
            block = etree.SubElement(article, first.tag if first.tag in HEADINGS else "p")
        block.text = " ".join([_allowed(piece.text) for piece in (first, *parts)])


class _Builder:
    """Walks the page's tree once and appends kept text to the rightmost branch of the clean one."""

    def __init__(self, root: etree._Element, pieces: Sequence[Piece], options: Options) -> None:
        self.article = lxml.html.Element("article")
        self.placed: set[int] = set()
        self._pieces, self._options = pieces, options
        self._aligner = Aligner([piece.text for piece in pieces])
        self._base = _base(root, options.base)
        self._open: list[tuple[Any, etree._Element]] = [(None, self.article)]
        self._slot: tuple[etree._Element | None, bool] = (None, False)  # element whose text, or else tail, grows
        self._written: list[str] = []
        self._cell: tuple[Any, int] = (None, 0)  # cell opened last, and how many stand before it in its row
        self._last = -1  # block read last
        self._space = False
        kept = [number for number, piece in enumerate(pieces) if piece.kept]
        self._span = (kept[0], kept[-1]) if kept else (0, -1)

    def walk(self, root: etree._Element) -> None:
        """Read a page; text after an early end of `<html>` hangs on a second root beside the first."""
        for part in [root, *root.itersiblings("html")] if root.getparent() is None else [root]:
            self._walk(part)
        self._write_out()

    def _walk(self, root: etree._Element) -> None:
        frames = [_Frame(root, iter(root), (), (), None, False, True)]
        self._text(root.text, frames[-1])
        while frames:
            frame = frames[-1]
            element = next(frame.children, None)
            if element is None:
                frames.pop()
                if frames:
                    self._text(frame.element.tail, frames[-1])
                continue
            tag = element.tag
            if isinstance(tag, str) and tag[:1] == "{":
                tag = tag.rpartition("}")[2]
            if not isinstance(tag, str) or tag in SKIPPED or self._passed_over(element, tag, frame):
                self._text(element.tail, frame)
            else:
                frames.append(self._entered(element, tag, frame))
                self._text(element.text, frames[-1])

    def _passed_over(self, element: etree._Element, tag: str, frame: _Frame) -> bool:
        if tag == "title":
            return frame.element.tag == "head"
        if tag == "noscript":
            text = "".join(element.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::template)]"))
            return len("".join(text.split())) < NOSCRIPT_MINIMUM or not self._aligner.is_next(text)
        return False

    def _entered(self, element: etree._Element, tag: str, frame: _Frame) -> _Frame:
        structure, inline, holder, whole = frame.structure, frame.inline, frame.holder, frame.whole
        boundary = tag in BOUNDARIES or "-" in tag
        if tag == "br":
            self._break(frame)
        elif tag == "img":
            if self._options.images and frame.images:
                self._image(element, frame)
        elif tag in INLINE:
            known = INLINE[tag] in (name for _, name in inline)  # links hold no links, and twice bold is bold
            if not known and (tag != "a" or self._address(element.get("href"))):
                inline = (*inline, (element, INLINE[tag]))
        elif boundary and not whole:
            parents = PARENTS.get(tag, frozenset())
            around = structure[-1][1] if structure else ""
            if tag in WHOLE:
                holder, whole = (element, tag), True
            elif len(structure) < MOST_NESTED and (parents is None or around in parents):
                structure = (*(structure if parents else _with_room(structure)), (element, tag))
                holder = (element, tag) if tag in HOLDERS else None
            elif tag in ("td", "th") and around in TABLE_PARTS:
                structure = (*structure, ((frame.element, "tr"), "tr"), (element, tag))
                holder = (element, tag)
            elif tag == "li" and len(structure) < MOST_NESTED:
                structure = (*_with_room(structure), ((frame.element, "ul"), "ul"), (element, "li"))
                holder = (element, "li")
            else:
                holder = None
        images = frame.images and tag not in NO_IMAGES_IN
        return _Frame(element, iter(element), structure, inline, holder, whole, images)

    def _text(self, text: str | None, frame: _Frame) -> None:
        if not text:
            return
        verbatim = frame.holder is not None and frame.holder[1] == "pre"
        if text.isspace():
            if verbatim and self._is_open(frame.holder):
                self._append(text)
            self._space = True
            return
        block = self._aligner.take(text)
        if block is None:
            return
        apart = self._space or text[0].isspace() or block != self._last
        self._last = block
        self._space = text[-1].isspace()
        if not self._pieces[block].kept:
            self._space = True
            return
        self._reach(frame, self._pieces[block].paragraph, apart and not verbatim)
        self._append(_allowed(text) if verbatim else " ".join(_allowed(text).split()))
        self.placed.add(block)

    def _is_open(self, holder: tuple[Any, str] | None) -> bool:
        return holder is not None and any(key is holder[0] for key, _ in self._open)

    def _reach(self, frame: _Frame, paragraph: int, apart: bool) -> etree._Element:
        """The element that text goes into, opened where the rightmost branch lacks it. apart: with a space before it."""
        path: list[tuple[Any, str]] = list(
            frame.structure if frame.holder in frame.structure else _with_room(frame.structure)
        )
        if frame.holder is None:
            path.append((paragraph, "p"))
        elif frame.whole:
            path.append(frame.holder)
        level = len(path)
        if frame.holder is None or frame.holder[1] != "pre":
            path += frame.inline
        depth = 0
        while depth < len(path) and depth + 1 < len(self._open) and self._open[depth + 1][0] == path[depth][0]:
            depth += 1
        if depth + 1 < len(self._open):
            self._write_out()
            del self._open[depth + 1 :]
        if apart and depth >= level:
            before = self._written[-1][-1] if self._written else _last_character(self._open[level][1])
            if before and not before.isspace():
                self._append(" ")
        for key, tag in path[depth:]:
            self._open.append((key, self._opened(key, tag)))
        return self._open[-1][1]

    def _opened(self, key: Any, tag: str) -> etree._Element:
        self._write_out()
        parent = self._open[-1][1]
        if tag in ("td", "th"):
            for _ in range(self._cells_before(key) - len(parent)):
                etree.SubElement(parent, "td")
        element = etree.SubElement(parent, tag)
        if not isinstance(key, etree._Element):
            return element
        if tag == "a":
            element.set("href", self._address(key.get("href")))
        for name in ("colspan", "rowspan", "start"):
            value = key.get(name)
            if value and value.isdecimal() and len(value) < 4:
                element.set(name, value)
        if key.get("dir") in ("rtl", "ltr"):
            element.set("dir", key.get("dir"))
        if tag in ("pre", "code"):
            marked = [key, *key.iter("code")] if tag == "pre" else [key]
            words = " ".join(one.get("class") or "" for one in marked).split()
            language = next((word for word in words if LANGUAGE.fullmatch(word)), "")
            if language:
                element.set("class", "language-" + language.partition("-")[2])
        return element

    def _cells_before(self, key: etree._Element) -> int:
        """How many cells stand before one in its row; counted from the cell opened last where that is among them."""
        before = 0
        for cell in key.itersiblings("td", "th", preceding=True):
            before += 1
            if cell is self._cell[0]:
                before += self._cell[1]
                break
        self._cell = (key, before)
        return before

    def _append(self, text: str) -> None:
        """Add to the end of the open element; kept aside as long as more comes, since each change of a tree's text copies it."""
        if not text:
            return
        if not self._written:
            element = self._open[-1][1]
            last = _last_child(element)
            self._slot = (element, True) if last is None else (last, False)
        self._written.append(text)

    def _write_out(self) -> None:
        """Put what was kept aside into the tree, before anything else goes there."""
        element, is_text = self._slot
        if not self._written or element is None:
            return
        text = "".join(self._written)
        if is_text:
            element.text = (element.text or "") + text
        else:
            element.tail = (element.tail or "") + text
        self._written = []

    def _break(self, frame: _Frame) -> None:
        self._space = True
        if frame.holder is not None and frame.holder[1] == "pre" and self._is_open(frame.holder):
            self._append("\n")

    def _image(self, element: etree._Element, frame: _Frame) -> None:
        """Add an image that stands within the kept text, beside a kept block."""
        following = self._aligner.block
        if not self._span[0] <= following <= self._span[1] + 1:
            return
        beside = {following - 1, following} if self._aligner.at_start else {following}
        if not any(self._pieces[block].kept for block in beside if 0 <= block < len(self._pieces)):
            return
        address = next(
            (found for name in IMAGE_ADDRESSES if (found := self._address(element.get(name), image=True))), ""
        )
        if address:
            inside_block = not self._aligner.at_start
            paragraph = self._pieces[following].paragraph if inside_block else -following - 1
            inside = self._reach(frame._replace(inline=()), paragraph, False)
            self._write_out()
            image = etree.SubElement(inside, "img", src=address)
            image.set("alt", " ".join(_allowed(element.get("alt") or "").split()))

    def _address(self, address: str | None, image: bool = False) -> str:
        """A safe address, absolute where the page's own is known; empty for one that is unsafe, or when links are left out."""
        if not address or not (image or self._options.links):
            return ""
        address = "".join(character for character in _allowed(address.strip()) if character >= " ")
        try:
            joined = urljoin(self._base, address) if self._base else address
        except ValueError:
            return ""
        before, colon, _ = joined.partition(":")
        scheme = before.lower() if colon and not set(before) & set("/?#") else ""
        if scheme not in (("http", "https", "") if image else SAFE_SCHEMES):
            return ""
        return joined


def _allowed(text: str) -> str:
    """A text of the page as a tree can hold it."""
    return NOT_ALLOWED.sub("", text)


def _with_room(structure: tuple[tuple[Any, str], ...]) -> tuple[tuple[Any, str], ...]:
    """The structure up to where a paragraph, heading, list or table may stand."""
    while structure and structure[-1][1] in PARTS_ONLY:
        structure = structure[:-1]
    return structure


def _base(root: etree._Element, url: str | None) -> str:
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    try:
        return urljoin(url or "", declared) if declared else url or ""
    except ValueError:
        return url or ""


def _last_child(element: etree._Element) -> etree._Element | None:
    """Not by its number, for which all children would be counted."""
    return next(element.iterchildren(reversed=True), None)


def _last_character(element: etree._Element) -> str:
    """The last character of an element's text so far; empty where it has none."""
    while True:
        last = _last_child(element)
        if last is None:
            return (element.text or "")[-1:]
        if last.tail:
            return last.tail[-1:]
        if last.tag == "img":
            return "."
        element = last
