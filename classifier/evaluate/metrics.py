"""Precision, recall, F1, and how sure a figure is."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Item = TypeVar("Item")
WORD = re.compile(r"\w+")
NORMAL_95 = 1.959964


@dataclass(frozen=True, slots=True)
class Score:
    """precision, recall and f1, 0 to 1; support: how many there were to find."""

    precision: float
    recall: float
    f1: float
    support: int


def score_label(confusion: Mapping[tuple[str, str], int], label: str) -> Score:
    """Figures of one label from counts of (true, predicted) pairs. What never occurs scores 0."""
    hits = confusion.get((label, label), 0)
    predicted = sum(count for (_, guess), count in confusion.items() if guess == label)
    actual = sum(count for (true, _), count in confusion.items() if true == label)
    return score_counts(hits, predicted, actual)


def score_counts(hits: int, predicted: int, actual: int) -> Score:
    """Figures from how many were right, predicted and there."""
    precision = hits / predicted if predicted else 0.0
    recall = hits / actual if actual else 0.0
    return Score(precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0, actual)


def macro_f1(confusion: Mapping[tuple[str, str], int], labels: Sequence[str]) -> float:
    """Mean F1 of the labels that occur."""
    present = [label for label in labels if any(true == label and count for (true, _), count in confusion.items())]
    return sum(score_label(confusion, label).f1 for label in present) / len(present) if present else 0.0


def wilson_interval(hits: int, total: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson 1927), which holds for few cases and for shares near 0 and 1."""
    if not total:
        return 0.0, 1.0
    share, squared = hits / total, NORMAL_95**2
    middle = (share + squared / (2 * total)) / (1 + squared / total)
    half = NORMAL_95 * math.sqrt(share * (1 - share) / total + squared / (4 * total**2)) / (1 + squared / total)
    return max(0.0, middle - half), min(1.0, middle + half)


def bootstrap_interval(
    groups: Sequence[Item], figure: Callable[[Sequence[Item]], float], rounds: int = 1000, seed: int = 0
) -> tuple[float, float]:
    """95 % percentile interval of a figure over groups (sites) drawn with replacement. The same seed gives the same interval."""
    if not groups:
        return 0.0, 1.0
    rng = np.random.default_rng(seed)
    values = [figure([groups[k] for k in rng.integers(len(groups), size=len(groups))]) for _ in range(rounds)]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def word_f1(predicted: str, true: str) -> float:
    """F1 over the bag of lower-case words, as the WCXB benchmark scores main text."""
    got, wanted = Counter(WORD.findall(predicted.lower())), Counter(WORD.findall(true.lower()))
    return score_counts(sum((got & wanted).values()), sum(got.values()), sum(wanted.values())).f1


def shingle_overlap(predicted: str, true: str, size: int = 4) -> tuple[float | None, float | None]:
    """Precision and recall of word shingles (runs of `size` words), as the article extraction benchmark counts them; None
    where there is nothing to divide by."""
    got, wanted = _shingles(predicted, size), _shingles(true, size)
    shared = sum((got & wanted).values())
    return shared / got.total() if got else None, shared / wanted.total() if wanted else None


def _shingles(text: str, size: int) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1)) if words)


def f1_of(precision: float, recall: float) -> float:
    """Harmonic mean; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
