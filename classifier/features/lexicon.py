"""Cue phrases by language, read from `lexicons/<language>.txt`, and the search for them in a page's words.

A file has `[section]` headers and one phrase a line; `^` before a phrase ties it to the start of a block, `$` after it to
the end. Phrases are matched as runs of whole words; scripts without spaces are matched character by character.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from classifier.features.words import words_of

SECTIONS = (
    "wall",
    "meter",
    "offer",
    "subscribe",
    "sign_in",
    "menu",
    "share",
    "consent",
    "newsletter",
    "byline",
    "caption",
    "related",
    "read_more",
    "comments",
    "legal",
    "commerce",
    "date",
    "stop",
)
WALL_SECTIONS = frozenset(["wall", "meter", "offer", "subscribe"])
INTERFACE_SECTIONS = frozenset(
    ["menu", "share", "sign_in", "consent", "newsletter", "read_more", "legal", "commerce", "comments"]
)
_SECTION_NUMBERS = {name: number for number, name in enumerate(SECTIONS)}
ENTRY = ""
"""Key of a trie node under which its entries stand; no word is empty."""


@dataclass(slots=True)
class Lexicon:
    """Cues of one language: stop words, and a trie of phrases whose nodes list (section, from the start, to the end).

    wall_words and interface_words are the single words of the phrases about walls and about the site's interface, less the
    stop words: wall sentences come in more wordings than a list can hold, but of the same words.
    """

    language: str
    stop_words: frozenset[str] = frozenset()
    wall_words: frozenset[str] = frozenset()
    interface_words: frozenset[str] = frozenset()
    trie: dict[str, Any] = field(default_factory=dict)

    def find(self, words: Sequence[str], candidates: Iterable[int]) -> list[tuple[int, int, int]]:
        """Cues among the words of a page: (section number, position of the first word, number of words).

        candidates: positions to look at; others can't start a cue. A line break in `words` ends a block.
        """
        found = []
        trie = self.trie
        for start in candidates:
            node = trie.get(words[start])
            at = start + 1
            while node is not None:
                for section, at_start, at_end in node.get(ENTRY, ()):
                    if (not at_start or start == 0 or words[start - 1] == "\n") and (not at_end or words[at] == "\n"):
                        found.append((section, start, at - start))
                node = node.get(words[at]) if at < len(words) else None
                at += 1
        return found


def parse_lexicon(language: str, text: str) -> Lexicon:
    """Read a lexicon file's text. Raises ValueError naming the line for an unknown section or an empty phrase."""
    lexicon = Lexicon(language)
    section = None
    stop_words: set[str] = set()
    by_group: dict[str, set[str]] = {"wall": set(), "interface": set()}
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("[") and line.endswith("]"):
            section = _SECTION_NUMBERS.get(line[1:-1])
            if section is None:
                raise ValueError(f"{language}.txt, line {number}: no section is called {line}")
            continue
        if section is None:
            raise ValueError(f"{language}.txt, line {number}: a phrase before the first [section]")
        words = words_of(line.strip("^$"))
        if not words:
            raise ValueError(f"{language}.txt, line {number}: {line!r} holds no word")
        if SECTIONS[section] == "stop":
            stop_words.update(words)
            continue
        if SECTIONS[section] in WALL_SECTIONS:
            by_group["wall"].update(words)
        elif SECTIONS[section] in INTERFACE_SECTIONS:
            by_group["interface"].update(words)
        node = lexicon.trie
        for word in words:
            node = node.setdefault(word, {})
        entry = (section, line.startswith("^"), line.endswith("$"))
        entries = node.setdefault(ENTRY, [])
        if entry not in entries:
            entries.append(entry)
    lexicon.stop_words = frozenset(stop_words)
    lexicon.wall_words = frozenset(by_group["wall"] - stop_words)
    lexicon.interface_words = frozenset(by_group["interface"] - stop_words)
    return lexicon


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the lexicons that ship."""
    folder = resources.files("classifier.features").joinpath("lexicons")
    return tuple(sorted(entry.name.removesuffix(".txt") for entry in folder.iterdir() if entry.name.endswith(".txt")))


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language. Raises KeyError when none ships."""
    if language not in languages():
        raise KeyError(language)
    return parse_lexicon(language, lexicon_text(language))


def lexicon_text(language: str) -> str:
    """The file of a language as it ships."""
    path = resources.files("classifier.features").joinpath("lexicons", f"{language}.txt")
    return path.read_text(encoding="utf-8")
