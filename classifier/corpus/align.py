"""Which blocks of a page make up its known main text.

An alignment that keeps order: each stretch of the known text is given to one block at most, and blocks follow each other
in the known text as they do in the page, as far as that explains the text. A teaser that quotes the body, a mobile copy
or a repeated headline therefore loses against the block that stands in sequence, and says so (`repeat`).

Three passes. Blocks with enough words are placed by shared word 4-grams and a weighted chain (the order-preserving
selection with the most words). Short blocks are then placed exactly in the gaps that the chain leaves. What is left of the
known text may go to blocks out of order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.features.words import words_of

GRAM = 4
MOST_PLACES = 24
"""Places of one 4-gram that are looked at; a phrase more common than that places nothing."""
WANDER = 10
FEWEST_WANDER = 2
"""Words by which a block may differ in length from its stretch of the known text and still be one match: half of its own,
within these bounds, so that a line repeated every few words is not taken for one long stretch."""
FEWEST_SHARE = 0.3
"""A block with a smaller share of its words in the known text is not placed."""
OVERLAP = 2
NEXT_TO = 3.0
"""Bonus, in words, for a block that follows its predecessor directly in the known text."""
NEAR_BLOCKS = 40
FAR_COST = 0.03
"""Cost, in words, of each block between two that follow each other, up to NEAR_BLOCKS."""
LINK_COST = 0.4
HIDDEN_COST = 0.15
ALONE = 6
"""Outside the aligned stretch, single words count only within so many blocks of it."""
LEFT_OVER = 6
"""Words that a block must share with what is left of the known text to be placed out of order."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a block stands in the known text: words [start, end), of which `matched` are the block's own."""

    start: int
    end: int
    matched: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """share: of each block's words that belong to the known text. repeat: the block says again what another block said.

    coverage: share of the known text's words that some block has.
    """

    share: tuple[float, ...]
    repeat: tuple[bool, ...]
    coverage: float


@dataclass(slots=True)
class _Candidate:
    block: int
    start: int
    end: int
    matched: int
    weight: float


def align(
    blocks: Sequence[str], known: str, link_density: Sequence[float] | None = None, hidden: Sequence[bool] | None = None
) -> Alignment:
    """Align the blocks of a page with its known main text. Deterministic; time about linear in the page."""
    numbers: dict[str, int] = {}
    text = [numbers.setdefault(word, len(numbers)) for word in _words(known)]
    words = [[numbers.get(word, -1) for word in _words(block)] for block in blocks]
    costs = [
        1 - LINK_COST * (link_density[i] if link_density else 0) - HIDDEN_COST * bool(hidden and hidden[i])
        for i in range(len(blocks))
    ]
    grams = _grams(text)
    candidates = [
        candidate for block, own in enumerate(words) for candidate in _candidates(block, own, text, grams, costs[block])
    ]
    placed: dict[int, Placed] = {c.block: Placed(c.start, c.end, c.matched) for c in _chain(candidates)}
    _fill_gaps(words, text, placed, costs)
    _place_left_over(words, text, placed)
    used = np.zeros(len(text), dtype=bool)
    for place in placed.values():
        used[place.start : place.end] = True
    share = [placed[i].matched / max(len(own), 1) if i in placed else 0.0 for i, own in enumerate(words)]
    repeat = [i not in placed and _occurs(own, text, grams) for i, own in enumerate(words)]
    return Alignment(tuple(share), tuple(repeat), float(used.mean()) if text else 0.0)


def _words(text: str) -> list[str]:
    return [word for word in words_of(text) if word != "\n"]


def _grams(text: list[int]) -> dict[tuple[int, ...], list[int]]:
    grams: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for at in range(len(text) - GRAM + 1):
        grams[tuple(text[at : at + GRAM])].append(at)
    return grams


def _candidates(
    block: int, own: list[int], text: list[int], grams: dict[tuple[int, ...], list[int]], cost: float
) -> list[_Candidate]:
    """The places where a block of at least GRAM words may stand."""
    pairs: list[tuple[int, int]] = []
    for j in range(len(own) - GRAM + 1):
        places = grams.get(tuple(own[j : j + GRAM]), ())
        if len(places) <= MOST_PLACES:
            pairs += [(place - j, j) for place in places]
    if not pairs:
        return []
    found = []
    pairs.sort()
    wander = min(WANDER, max(FEWEST_WANDER, len(own) // 2))
    low = 0
    while low < len(pairs):
        high = low + 1
        while high < len(pairs) and pairs[high][0] - pairs[low][0] <= wander:
            high += 1
        group = pairs[low:high]
        low = high
        covered = {k for _, j in group for k in range(j, j + GRAM)}
        if len(covered) >= FEWEST_SHARE * len(own):
            start = min(offset + j for offset, j in group)
            end = max(offset + j for offset, j in group) + GRAM
            # Words at the block's ends that agree though no 4-gram reaches them.
            first, last = min(covered), max(covered)
            while first > 0 and start > 0 and own[first - 1] == text[start - 1]:
                first, start = first - 1, start - 1
                covered.add(first)
            while last + 1 < len(own) and end < len(text) and own[last + 1] == text[end]:
                last, end = last + 1, end + 1
                covered.add(last)
            found.append(_Candidate(block, start, end, len(covered), len(covered) * cost))
    found.sort(key=lambda c: -c.weight)
    return found[:MOST_PLACES]


def _chain(candidates: list[_Candidate]) -> list[_Candidate]:
    """The chain of candidates, rising in the page and in the known text, with the greatest weight."""
    if not candidates:
        return []
    candidates = sorted(candidates, key=lambda c: (c.block, c.start))
    blocks, ends = (np.array([getattr(c, name) for c in candidates]) for name in ("block", "end"))
    best = np.zeros(len(candidates))
    before = np.full(len(candidates), -1)
    for k, candidate in enumerate(candidates):
        best[k] = candidate.weight
        if k:
            overlap = min(OVERLAP, candidate.matched // GRAM)
            fits = (blocks[:k] < candidate.block) & (ends[:k] <= candidate.start + overlap)
            gain = (
                best[:k]
                + np.where(candidate.start - ends[:k] <= OVERLAP, NEXT_TO, 0)
                - FAR_COST * np.minimum(candidate.block - blocks[:k], NEAR_BLOCKS)
            )
            gain = np.where(fits, gain, -np.inf)
            j = int(gain.argmax())
            if gain[j] > 0:
                best[k] += gain[j]
                before[k] = j
    chain, k = [], int(best.argmax())
    while k >= 0:
        chain.append(candidates[k])
        k = int(before[k])
    return chain[::-1]


def _fill_gaps(words: list[list[int]], text: list[int], placed: dict[int, Placed], costs: list[float]) -> None:
    """Place blocks that match exactly between two placed neighbours, in order."""
    anchors = sorted(placed)
    bounds = [(-1, 0), *((block, placed[block].end) for block in anchors)]
    limits = [*((block, placed[block].start) for block in anchors), (len(words), len(text))]
    for (left, low), (right, high) in zip(bounds, limits, strict=True):
        if high <= low or right - left <= 1:
            continue
        positions: dict[int, list[int]] = defaultdict(list)
        for at in range(low, high):
            positions[text[at]].append(at)
        outside = left < 0 or right == len(words)
        candidates = []
        for block in range(left + 1, right):
            own = words[block]
            if not own or own[0] not in positions:
                continue
            if (
                outside
                and len(own) < 2
                and min(block - left if left >= 0 else ALONE + 1, right - block if right < len(words) else ALONE + 1)
                > ALONE
            ):
                continue
            places = [at for at in positions[own[0]] if at + len(own) <= high and text[at : at + len(own)] == own]
            candidates += [
                _Candidate(block, at, at + len(own), len(own), len(own) * costs[block] + 0.1)
                for at in places[:MOST_PLACES]
            ]
        for chosen in _chain(candidates):
            placed[chosen.block] = Placed(chosen.start, chosen.end, chosen.matched)


def _place_left_over(words: list[list[int]], text: list[int], placed: dict[int, Placed]) -> None:
    """Give what is left of the known text to blocks that match it out of order, the longest first."""
    used = np.zeros(len(text), dtype=bool)
    for place in placed.values():
        used[place.start : place.end] = True
    if used.all():
        return
    grams = _grams(text)
    loose = []
    for block, own in enumerate(words):
        if block not in placed and len(own) >= LEFT_OVER:
            loose += _candidates(block, own, text, grams, 1.0)
    for candidate in sorted(loose, key=lambda c: (-c.matched, c.block, c.start)):
        stretch = used[candidate.start : candidate.end]
        if (
            candidate.block not in placed
            and candidate.matched >= LEFT_OVER
            and candidate.matched >= 0.6 * len(words[candidate.block])
            and stretch.mean() < 0.2
        ):
            placed[candidate.block] = Placed(candidate.start, candidate.end, candidate.matched)
            used[candidate.start : candidate.end] = True


def _occurs(own: list[int], text: list[int], grams: dict[tuple[int, ...], list[int]]) -> bool:
    """Whether most of a block's 4-grams stand in the known text, in whatever place."""
    if len(own) < GRAM:
        return False
    inside = sum(tuple(own[j : j + GRAM]) in grams for j in range(len(own) - GRAM + 1))
    return inside >= 0.6 * (len(own) - GRAM + 1)
