"""The language of a page, from its stop words and from what it declares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from classifier.features.lexicon import languages, lexicon_text
from classifier.features.words import words_of

SAME_LANGUAGE = {"nb": "no", "nn": "no", "iw": "he", "in": "id"}
"""Codes that pages declare for a language whose lexicon has another name."""
MOST_VOTES_A_WORD = 20
CLEARLY_MORE = 1.5
FEWEST_VOTES = 8
SECTION = "[stop]"


@dataclass(frozen=True, slots=True)
class StopWords:
    """numbers: of the stop words of all languages, from 1. spoken: which languages have each, (words + 1, languages)."""

    numbers: dict[str, int]
    spoken: NDArray[np.int64]


@cache
def stop_words() -> StopWords:
    """The stop words of all lexicons. Only their sections are read: whole lexicons are wanted for one or two languages."""
    numbers: dict[str, int] = {}
    pairs = [
        (numbers.setdefault(word, len(numbers) + 1), column)
        for column, language in enumerate(languages())
        for word in stop_words_in(lexicon_text(language))
    ]
    spoken = np.zeros((len(numbers) + 1, len(languages())), dtype=np.int64)
    rows, columns = np.array(pairs).T
    spoken[rows, columns] = 1
    return StopWords(numbers, spoken)


def stop_words_in(text: str) -> set[str]:
    """The words of the [stop] section of a lexicon file."""
    section = text.partition(f"\n{SECTION}")[2].partition("\n[")[0]
    lines = [line for line in section.splitlines() if not line.lstrip().startswith("#")]
    return set(words_of("\n".join(lines))) - {"\n"}


def guess_language(words: Sequence[str], declared: str = "") -> str:
    """The language whose stop words occur most often; the declared one wins unless another has clearly more.

    Returns "" for a page with too few words to tell and no declaration.
    """
    numbers = np.fromiter(map(stop_words().numbers.get, words, repeat(0)), dtype=np.intp, count=len(words))
    return language_of(numbers, declared)


def language_of(stop_word_numbers: NDArray[np.integer], declared: str = "") -> str:
    """`guess_language` from the number of each word among the stop words, 0 for no stop word."""
    declared = SAME_LANGUAGE.get(declared, declared)
    spoken = stop_words().spoken
    counts = np.bincount(stop_word_numbers, minlength=len(spoken))
    counts[0] = 0
    found = np.flatnonzero(counts)
    if not len(found):
        return declared
    votes = np.minimum(counts[found], MOST_VOTES_A_WORD) @ spoken[found]
    most = int(votes.max())
    if declared and declared not in languages():
        return declared
    if declared and most < CLEARLY_MORE * int(votes[languages().index(declared)]) + FEWEST_VOTES:
        return declared
    return languages()[_first(votes == most, stop_word_numbers)] if most >= FEWEST_VOTES else declared


def _first(best: NDArray[np.bool_], stop_word_numbers: NDArray[np.integer]) -> int:
    """Of the languages with most votes, the one whose stop words the page has first."""
    columns = np.flatnonzero(best)
    if len(columns) > 1:
        spoken = stop_words().spoken[:, columns][stop_word_numbers]
        columns = columns[spoken[np.flatnonzero(spoken.any(axis=1))[0]] > 0]
    return int(columns[0])
