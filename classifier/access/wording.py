"""How walls are worded: which blocks of a page ask for something in return for reading on, count free articles, or mark the piece.

Walls come in more wordings than a list of phrases can hold, but they are made of few parts: who may read ("subscribers",
"register", "log in") and what that gives ("to continue reading", "this article is for"); a count of free pieces. A block
with both parts, or two neighbours with one each, is worded as a wall. Where it stands decides what it means: see verdict.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from classifier.features.cues import page_language
from classifier.features.reading import Floats, Reading
from classifier.features.words import words_of

GROUPS = (
    "subscription",
    "registration",
    "sign_in",
    "tier",
    "purchase",
    "trial_ended",
    "gain",
    "piece",
    "left",
    "limit",
    "badge",
)
WHO = GROUPS[:5]
KINDS = (*WHO, "trial_ended")
"""Groups that tell what kind of wall it is."""
ALWAYS = "en"
"""Interfaces in any language carry English words."""
NAMES = ("gate_wording", "meter_wording", "badge_wording", *KINDS)
LONGEST = 60
"""Words beyond which a block is prose that may talk about anything."""
BADGE_WORDS = 6
APART = 0.6
"""What two parts of a wall's wording count when they stand in neighbouring blocks instead of in one."""
NEAR = 2
COUNT = re.compile(r"\d|\{|\bfree\b|\bone\b|\bzero\b|\bno\b|\blast\b")
CACHE_SIZE = 50_000

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the table as words. whole: its last word must end where the phrase ends, else any ending may follow."""

    group: int
    words: tuple[str, ...]
    whole: bool


class Wording:
    """The phrases of a language, by the words that can begin them."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._longer: dict[str, list[Phrase]] = {}
        self._stems: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            if len(phrase.words) > 1 or phrase.whole:
                self._longer.setdefault(phrase.words[0], []).append(phrase)
            else:
                self._stems.setdefault(phrase.words[0][0], []).append(phrase)
        self._known: dict[str, tuple[Phrase, ...]] = {}
        self._pairs: dict[tuple[str, str], tuple[Phrase, ...]] = {}

    def find(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """Phrases among the words of a page: (group, position of the first word)."""
        known = self._known
        candidates = [known.get(word) for word in reading.vocabulary]
        # Of the hundreds of different words of a page few begin a phrase.
        begins = [
            bool(self._starting_with(word) if phrases is None else phrases)
            for word, phrases in zip(reading.vocabulary, candidates, strict=True)
        ]
        words, pairs = reading.words, self._pairs
        for at in np.flatnonzero(np.array(begins)[reading.word_numbers]).tolist():
            pair = words[at], words[at + 1] if at + 1 < len(words) else ""
            found = pairs.get(pair)
            for phrase in self._starting_with_both(*pair) if found is None else found:
                if len(phrase.words) <= 2 or _goes_on(phrase, words, at):
                    yield phrase.group, at

    def _starting_with(self, word: str) -> tuple[Phrase, ...]:
        """Phrases that may begin with this word; remembered, since words repeat within and across pages."""
        if len(self._known) >= CACHE_SIZE:
            self._known.clear()
        stems = (stem for stem in self._stems.get(word[0], ()) if word.startswith(stem.words[0]))
        found = self._known[word] = (*self._longer.get(word, ()), *stems)
        return found

    def _starting_with_both(self, first: str, second: str) -> tuple[Phrase, ...]:
        """Phrases that may begin with these two words, or that are the first alone; remembered too."""
        if len(self._pairs) >= CACHE_SIZE:
            self._pairs.clear()
        found = self._pairs[first, second] = tuple(
            phrase for phrase in self._starting_with(first) if _goes_on_with(phrase, second)
        )
        return found


def _goes_on_with(phrase: Phrase, second: str) -> bool:
    """Whether a phrase's second word, where it has one, may be this one."""
    if len(phrase.words) == 1:
        return True
    if len(phrase.words) > 2 or phrase.whole:
        return second == phrase.words[1]
    return second.startswith(phrase.words[1])


def _goes_on(phrase: Phrase, words: Sequence[str], at: int) -> bool:
    """Whether the words after a phrase's first two follow too."""
    last = len(phrase.words) - 1
    if at + last >= len(words) or any(words[at + n] != phrase.words[n] for n in range(2, last)):
        return False
    ending = words[at + last]
    return ending == phrase.words[last] if phrase.whole else ending.startswith(phrase.words[last])


@cache
def wording(language: str) -> Wording:
    """The wording of a language; without phrases for one that the table lacks."""
    # Only its rows are read as phrases: reading them all takes longer than ten pages.
    return Wording(phrase for _, phrase in parse_wording("\n".join(_rows().get(language, ()))))


@cache
def languages() -> tuple[str, ...]:
    """ISO 639-1 codes of the languages that the table holds."""
    return tuple(_rows())


@cache
def _rows() -> dict[str, list[str]]:
    """The rows of the table that ships, by their language."""
    table = resources.files("classifier.access").joinpath("wording.tsv").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = {}
    for line in table.splitlines():
        if line.strip() and not line.startswith("#"):
            rows.setdefault(line.partition("\t")[0], []).append(line)
    return rows


def parse_wording(table: str) -> tuple[tuple[str, Phrase], ...]:
    """Read a table of wording: pairs of language and phrase. Raises ValueError naming the line of a row that is wrong."""
    found = []
    for number, line in enumerate(table.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        phrases = [phrase.lstrip() for phrase in cells[-1].split(";")]
        if len(cells) != 3 or cells[1] not in GROUPS or not all(words_of(phrase) for phrase in phrases):
            raise ValueError(
                f"wording, line {number}: expected language, group ({', '.join(GROUPS)}) and phrases parted by ;, with tabs between"
            )
        group = GROUPS.index(cells[1])
        found += [(cells[0], Phrase(group, tuple(words_of(phrase)), phrase.endswith(" "))) for phrase in phrases]
    return tuple(found)


def groups_of(reading: Reading) -> dict[str, Mask]:
    """Which blocks of a page hold a phrase of each group, in the page's language or in English."""
    found = np.zeros((len(GROUPS), reading.size), dtype=bool)
    badge = GROUPS.index("badge")
    for language in dict.fromkeys((page_language(reading), ALWAYS)):
        hits = list(wording(language).find(reading))
        if hits:
            groups, at = np.array(hits, dtype=np.intp).T
            blocks = np.searchsorted(reading.word_ends, at)
            # A badge is all that its block says, so its phrase opens the block.
            placed = (groups != badge) | (at == reading.word_starts[blocks])
            found[groups[placed], blocks[placed]] = True
    return dict(zip(GROUPS, found, strict=True))


def wall_wording(reading: Reading) -> Floats:
    """How far each block is worded as a gate, as a meter, and as a badge on a piece, then which of KINDS it names: (blocks, NAMES),
    each 0 to 1. Long blocks are prose, which may talk about anything, and count as none of these."""
    if not reading.size:
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    short = reading.word_counts <= LONGEST
    found = {group: mask & short for group, mask in groups_of(reading).items()}
    who, gain = np.logical_or.reduce([found[group] for group in WHO]), found["gain"]
    gate = np.where(_near(who) & gain | _near(gain) & who, APART, 0.0)
    gate[who & gain | found["trial_ended"]] = 1.0
    meter = np.zeros(reading.size)
    for block in np.flatnonzero((found["left"] | found["limit"]) & found["piece"]).tolist():
        meter[block] = bool(found["limit"][block] or COUNT.search(reading.document.texts[block].lower()))
    badge = found["badge"] & (reading.word_counts <= BADGE_WORDS) & (reading.link_density < 0.5)
    return np.column_stack([gate, meter, badge, *(found[kind] for kind in KINDS)]).astype(np.float32)


def _near(mask: Mask) -> Mask:
    """Blocks with a marked one among their neighbours."""
    around = mask.copy()
    for by in range(1, NEAR + 1):
        around[by:] |= mask[:-by]
        around[:-by] |= mask[by:]
    return around
