"""Pairs of short pages that differ only in what matters, and whether a model tells the two apart.

A file of `pairs/` holds both members of a pair. Its head has `key: value` lines:

    half: test or training. Training pairs also stand in `data/labeled/pages`; nothing is ever trained on the others.
    site, lang, wall: as in `data/labeled`. form: html or text. type a, type b: the kind of page of each member.
    access a, access b: the verdict expected of each member; where two are defensible both stand there, the better first.
    about: what the members differ in.

After `---` each row is a line of the page behind three columns: the member that has the line (a, b, or . for both), the
code of its text as in `docs/labels.md` (. for a line without visible text), and ! where the test asks for that label. An
empty row is an empty line, which goes with the row above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import html as lxml_html

from classifier.corpus.codes import CODES, ROLE_OF_CODE, squeeze
from classifier.model.model import Model
from classifier.page import Access, Label, Page, Role

FOLDER = Path(__file__).parent / "pairs"
HALVES = ("training", "test")
KEYS = ("half", "site", "lang", "wall", "form", "type a", "type b", "access a", "access b", "about")
ROW = re.compile(rf"([ab.])([{CODES}.])([!.]) (.*)")


@dataclass(frozen=True)
class Line:
    """A line of a page: its source, its code ("" for a line without visible text), and whether the test asks for its label."""

    source: str
    code: str
    marked: bool
    text: str


@dataclass(frozen=True)
class Member:
    """One page of a pair, with what is expected of it."""

    name: str
    type: str
    access: tuple[Access, ...]
    is_text: bool
    lines: tuple[Line, ...]

    @property
    def page(self) -> str:
        """The page as a file would hold it."""
        return "\n".join(line.source for line in self.lines) + "\n"


@dataclass(frozen=True)
class Pair:
    """Two pages that differ only in what matters."""

    name: str
    head: dict[str, str]
    members: tuple[Member, Member]

    @property
    def half(self) -> str:
        """training or test."""
        return self.head["half"]


@cache
def pairs(half: str | None = None) -> tuple[Pair, ...]:
    """All pairs, or those of one half, by name. Raises ValueError for the first wrong file."""
    found = (read_pair(path) for path in sorted(FOLDER.glob("*.txt")))
    return tuple(pair for pair in found if half in (None, pair.half))


def read_pair(path: Path) -> Pair:
    """Read a pair. Raises ValueError naming the file and the row that is wrong."""
    head: dict[str, str] = {}
    rows: dict[str, list[Line]] = {"a": [], "b": []}
    last = "ab"
    before, _, after = path.read_text(encoding="utf-8").partition("\n---\n")
    for row in before.splitlines():
        key, _, value = row.partition(": ")
        if key not in KEYS or not value:
            raise ValueError(f"{path.name}: {row!r} is not one of {', '.join(KEYS)} with a value")
        head[key] = value
    missing = [key for key in KEYS if key not in head]
    if missing or head["half"] not in HALVES or head["form"] not in ("html", "text"):
        raise ValueError(f"{path.name}: the head lacks {missing}, or half or form is not one of the known ones")
    is_text = head["form"] == "text"
    for number, row in enumerate(after.splitlines(), 1):
        if not row:
            for member in last:
                rows[member].append(Line("", "", False, ""))
            continue
        match = ROW.fullmatch(row)
        if not match:
            raise ValueError(f"{path.name}: row {number} after --- must begin with member, code and mark: {row!r}")
        last = "ab" if match[1] == "." else match[1]
        code = match[2].strip(".")
        line = Line(match[4], code, match[3] == "!", visible_text(match[4], is_text) if code else "")
        for member in last:
            rows[member].append(line)
    first, second = (
        Member(
            f"{path.stem}-{which}",
            head[f"type {which}"],
            tuple(Access(verdict.strip()) for verdict in head[f"access {which}"].split(",")),
            is_text,
            tuple(rows[which]),
        )
        for which in "ab"
    )
    return Pair(path.stem, head, (first, second))


def visible_text(source: str, is_text: bool) -> str:
    """The text of a line of a page."""
    if is_text:
        return source
    return str(lxml_html.fragment_fromstring(source, create_parent="div").text_content())


def expected_label(code: str, page_type: str) -> Label:
    """The label that `docs/labels.md` gives a code."""
    role = ROLE_OF_CODE[code]
    if role is Role.COMMENT:
        return Label.CONTENT if page_type == "forum" else Label.NAVIGATION
    return Label.CONTENT if role in (Role.BODY, Role.FURNITURE) else Label(role.value)


def predict(model: Model, member: Member) -> Page:
    """The page of a member as the model reads it."""
    return model.predict_text(member.page) if member.is_text else model.predict(member.page)


def faults(model: Model, pair: Pair) -> list[str]:
    """What the model gets wrong on a pair, a line each; a pair passes when there is nothing."""
    return [fault for member in pair.members for fault in member_faults(predict(model, member), member)]


def member_faults(page: Page, member: Member) -> Iterator[str]:
    """What is wrong about one page: its verdict, and each marked line of which most characters have another label."""
    if page.access not in member.access:
        yield f"{member.name}: {page.access} instead of {' or '.join(member.access)}"
    labels = [block.label for block in page.blocks for _ in squeeze(block.text)]
    at = 0
    for line in member.lines:
        size = len(squeeze(line.text))
        found, at = labels[at : at + size], at + size
        if line.marked:
            wanted = expected_label(line.code, member.type)
            if 2 * found.count(wanted) <= size:
                yield f"{member.name}: {max(set(found), key=found.count)} instead of {wanted}: {line.text.strip()}"
    if at != len(labels):
        yield f"{member.name}: the page has {len(labels)} visible characters where its lines have {at}"
