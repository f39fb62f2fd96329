"""Where the wall stands: its strongest run of blocks, how it is worded, and what the main text does before and after it."""

from __future__ import annotations

import numpy as np

from classifier.access.signals import BLOCK_NAMES
from classifier.features import FEATURE_NAMES
from classifier.features.reading import Floats

BODY, PAYWALL = 0, 5
LIKELY = 0.5
"""Probability from which a block counts as main text."""
IN_RUN = 0.25
"""Probability from which a block can be part of a run of wall text."""
RUN_GAP = 3
"""Blocks of other kinds that a run of wall text may hold between two of its own."""
WORDS_A_BLOCK = 25
"""Words of one wall block beyond which more add nothing."""
FULL_WALL = 120
AT_BODY = 6
"""Blocks from the main text within which the wording of a wall concerns it."""
ABOVE_HEADLINE = 8
BELOW_HEADLINE = 2
TEASER_WORDS = 700
"""Main texts with this many words or more are not short."""
SENTENCE_WORDS = 8
FAR = 200
_COLUMN = {name: at for at, name in enumerate(FEATURE_NAMES)}
_GATE, _METER, _BADGE = (BLOCK_NAMES.index(f"{name}_wording") for name in ("gate", "meter", "badge"))
_AGREED_GATE, _AGREED_METER = BLOCK_NAMES.index("gate_agreed"), BLOCK_NAMES.index("meter_agreed")


def wall_layout(features: Floats, probabilities: Floats, wording: Floats) -> tuple[dict[str, float], float]:
    """Inputs of the verdict by name, and the number of words of main text.

    features, probabilities, wording: (blocks, ...), at least one block.
    """
    wall, body = probabilities[:, PAYWALL].astype(np.float64), probabilities[:, BODY].astype(np.float64)
    words = np.expm1(features[:, _COLUMN["log_words"]].astype(np.float64))
    is_body = body >= LIKELY
    body_words = float(words[is_body].sum())
    worded = np.maximum(wording[:, _GATE], wording[:, _METER])
    start, end = _strongest_run(wall, words, worded)
    hidden = features[:, _COLUMN["tag_above_hidden"]] > 0
    values = {
        "wall_most": float(wall.max()),
        "wall_worded": float((wall * worded).max()),
        "wall_metered": float((wall * wording[:, _METER]).max()),
        "wall_gates": float((wall * wording[:, _GATE]).max()),
        "log_wall_words": float(
            np.log1p(min((wall[start:end] * np.minimum(words[start:end], WORDS_A_BLOCK)).sum(), FULL_WALL))
        ),
        "worded_at_body": _worded_at_body(worded * (1 - hidden), is_body),
        "gate_anywhere": float((wording[:, _AGREED_GATE] * ~hidden).max()),
        "meter_anywhere": float((wording[:, _AGREED_METER] * ~hidden).max()),
        "badge_at_headline": _badge_at_headline(features, wording[:, _BADGE] * (1 - hidden)),
        "short_body": float(np.clip(np.log(TEASER_WORDS) - np.log(max(body_words, 20)), 0, None)),
        "breaks_off": _breaks_off(features, words, is_body),
        "scrambled": _scrambled(features, words, wall + body),
    }
    if end > start:
        before, after = np.flatnonzero(is_body[:start]), words[end:][is_body[end:]].sum()
        far = start - before[-1] - 1 if len(before) else FAR
        values["wall_hidden"] = float(hidden[start:end].mean())
        values["wall_far"] = float(np.log1p(min(far, FAR)))
        values["log_body_words_after"] = float(np.log1p(after))
        values["wall_ends_body"] = float(bool(len(before)) and far <= AT_BODY and after < 0.1 * body_words)
    return values, body_words


def _strongest_run(wall: np.ndarray, words: np.ndarray, worded: np.ndarray) -> tuple[int, int]:
    """First and end block of the run with the most wall text, what is worded as a wall counting double; (0, 0) without any."""
    at = np.flatnonzero(wall >= IN_RUN)
    if not len(at):
        return 0, 0
    mass = wall * np.minimum(words, WORDS_A_BLOCK) * (1 + worded)
    runs = np.split(at, np.flatnonzero(np.diff(at) > RUN_GAP + 1) + 1)
    best = max(runs, key=lambda run: float(mass[run].sum()))
    return int(best[0]), int(best[-1]) + 1


def _worded_at_body(worded: np.ndarray, is_body: np.ndarray) -> float:
    """How far a visible block beside the edges of the main text is worded as a wall, whatever the block model makes of it."""
    at = np.flatnonzero(is_body)
    if not len(at):
        return 0.0
    first, last = at[0], at[-1]
    return float(
        max(worded[last + 1 : last + 1 + AT_BODY].max(initial=0), worded[max(0, first - 2) : first].max(initial=0))
    )


def _badge_at_headline(features: Floats, badge: np.ndarray) -> float:
    """Whether a mark for subscribers stands within a few blocks of the headline, which is where it concerns this piece."""
    since, until = np.expm1(features[:, _COLUMN["log_since_h1"]]), np.expm1(features[:, _COLUMN["log_until_h1"]])
    # Where there is no headline, both are the number of blocks.
    above, below = min(ABOVE_HEADLINE, len(badge) - 1), min(BELOW_HEADLINE, len(badge) - 1)
    near = (until < above + 0.5) | (since < below + 0.5)
    return float((badge * near).max())


def _breaks_off(features: Floats, words: np.ndarray, is_body: np.ndarray) -> float:
    """Whether the main text ends in an ellipsis: its last sentence, or its last block where no block is long enough for one."""
    sentences = is_body & (words >= SENTENCE_WORDS)
    ends = np.flatnonzero(sentences if sentences.any() else is_body)
    return float(features[ends[-1], _COLUMN["ends_in_ellipsis"]] > 0) if len(ends) else 0.0


def _scrambled(features: Floats, words: np.ndarray, weight: np.ndarray) -> float:
    """Share of the main text and the wall whose words belong to no language, as where a server sends dummy text."""
    text = words * np.minimum(weight, 1)
    return float(text[features[:, _COLUMN["unreadable"]] > 0].sum() / max(text.sum(), 100))
