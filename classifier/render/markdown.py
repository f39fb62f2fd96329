"""A clean tree as Markdown: CommonMark with the tables and the strike-through of GitHub."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
BLOCKS = frozenset(
    [
        *HEADINGS,
        "p",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
        "blockquote",
        "figure",
        "figcaption",
        "caption",
        "pre",
        "li",
    ]
)
MARKS = {"strong": "**", "em": "*", "del": "~~"}
SPECIAL = re.compile(r"([\\`*\[\]<]|(?<!\w)_|_(?!\w)|~~|&(?=#?\w{1,32};)|!(?=\[|$))")
LINE_START = re.compile(r"^(\s{0,3})(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|=+(?=\s*$)|-{3,}(?=\s*$)|~{3,})")
NUMBER_START = re.compile(r"^(\s{0,3}\d{1,9})([.)])(?=\s|$)")
BACKTICKS = re.compile(r"`+")
UNSAFE_IN_ADDRESS = re.compile(r"[\s()<>\\\[\]]")
CELL_BREAK = re.compile(r"(?<!\s)[^\S\n]*+\n\s*+")


def markdown(article: etree._Element) -> str:
    """The Markdown of a clean tree: blocks apart by blank lines, no line break at the end."""
    return "\n\n".join(_blocks(article))


def _blocks(parent: etree._Element) -> list[str]:
    """The blocks of an element; runs of text and inline elements between them are paragraphs."""
    blocks: list[str] = []
    run: list[str] = [_escaped(parent.text)]
    for child in parent:
        if child.tag in BLOCKS:
            blocks += _paragraph("".join(run))
            run = []
            blocks += _block(child)
        else:
            run.append(_inline_element(child, "".join(run)))
        run.append(_escaped(child.tail))
    return blocks + _paragraph("".join(run))


def _block(element: etree._Element) -> list[str]:
    tag = element.tag
    if tag in HEADINGS:
        text = " ".join(_inline(element).split())
        return [f"{HEADINGS[tag]} {text}"] if text else []
    if tag == "pre":
        return _code_block(element)
    if tag in ("ul", "ol"):
        return _list(element)
    if tag == "table":
        return _table(element)
    if tag == "dt":
        text = _inline(element).strip()
        return [f"**{text}**"] if text and "*" not in text else [text] if text else []
    blocks = _blocks(element)
    if tag == "blockquote":
        return [_prefixed(blocks, "> ", "> ")] if blocks else []
    return blocks


def _paragraph(text: str) -> list[str]:
    text = " ".join(text.split())
    if not text:
        return []
    return [NUMBER_START.sub(r"\1\\\2", LINE_START.sub(r"\1\\\2", text))]


def _list(element: etree._Element) -> list[str]:
    start = int(element.get("start", "1")) if element.tag == "ol" else 0
    items = [_blocks(item) for item in element]
    tight = all(sum(not block.startswith(("- ", "1. ")) for block in blocks) <= 1 for blocks in items)
    lines = []
    for number, blocks in enumerate((item for item in items if item), start=start):
        mark = f"{number}. " if element.tag == "ol" else "- "
        lines.append(_prefixed(blocks, mark, " " * len(mark), "\n" if tight else "\n\n"))
    return [("\n" if tight else "\n\n").join(lines)] if lines else []


def _prefixed(blocks: Iterable[str], first: str, rest: str, between: str = "\n\n") -> str:
    lines = between.join(blocks).split("\n")
    return "\n".join(
        (first if n == 0 else rest) + line if line or rest.strip() else "" for n, line in enumerate(lines)
    ).replace("> \n", ">\n")


def _table(element: etree._Element) -> list[str]:
    """A table of rows and columns as such; one that only lays out blocks as those blocks."""
    captions = [block for caption in element.findall("caption") for block in _blocks(caption)]
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in element.iter("tr") if _owner(row) is element]
    width = max((len(row) for row in rows), default=0)
    laid_out = any(
        part.tag in BLOCKS and part.tag not in ("p", "caption") for part in element.iter() if part is not element
    )
    if width < 2 or laid_out:
        return captions + [block for row in rows for cell in row for block in _blocks(cell)]
    texts = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    lines = [f"| {' | '.join(row)} |" for row in texts]
    lines.insert(1, f"|{' --- |' * width}")
    return [*captions, "\n".join(lines)]


def _owner(row: etree._Element) -> etree._Element | None:
    return next(row.iterancestors("table"), None)


def _cell(cell: etree._Element) -> str:
    return CELL_BREAK.sub(" ", " ".join(_blocks(cell))).replace("|", "\\|")


def _code_block(element: etree._Element) -> list[str]:
    code = "".join(element.itertext()).strip("\n").rstrip()
    if not code.strip():
        return []
    fence = "`" * max(3, 1 + max((len(run) for run in BACKTICKS.findall(code)), default=0))
    language = (element.get("class") or "").removeprefix("language-")
    return [f"{fence}{language}\n{code}\n{fence}"]


def _inline(element: etree._Element) -> str:
    parts = [_escaped(element.text)]
    for child in element:
        parts.append(_inline_element(child, "".join(parts)))
        parts.append(_escaped(child.tail))
    return "".join(parts)


def _inline_element(element: etree._Element, before: str) -> str:
    tag = element.tag
    if tag == "img":
        alt = _escaped(element.get("alt"))
        return f"![{alt}]({_address(element.get('src', ''))})"
    if tag == "code":
        code = " ".join("".join(element.itertext()).split())
        return _escaped(code) if before.endswith("`") else _code(code)
    inner = _inline(element)
    stripped = inner.strip()
    if not stripped:
        return inner
    start, end = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
    if tag == "a":
        return f"{start}[{stripped}]({_address(element.get('href', ''))}){end}"
    if tag == "q":
        return f"{start}“{stripped}”{end}"
    mark = MARKS.get(tag)
    if mark is None or any(other.tag == tag for other in element.iterancestors()):
        return inner
    after = end or (element.tail or " ")[0]
    opens = stripped[0].isalnum() or not (start or before[-1:]).strip()
    closes = stripped[-1].isalnum() or not after.strip()
    if not (opens and closes) or before.endswith(("*", "~", "\\")):
        return inner
    return f"{start}{mark}{stripped}{mark}{end}"


def _code(code: str) -> str:
    if not code:
        return ""
    ticks = "`" * (1 + max((len(run) for run in BACKTICKS.findall(code)), default=0))
    pad = " " if code.startswith("`") or code.endswith("`") else ""
    return f"{ticks}{pad}{code}{pad}{ticks}"


def _address(address: str) -> str:
    return UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}" if found[0].isascii() else "%20", address)


def _escaped(text: str | None) -> str:
    return SPECIAL.sub(r"\\\1", text) if text else ""
