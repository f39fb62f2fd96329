"""Why a verdict came out as it did: wall blocks and signals in words, the strongest first."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.access.evidence import CONSENT, KINDS, MOST_BLOCKS, QUOTED, REASONS, evidence
from classifier.access.signals import BLOCK_NAMES, Signals
from classifier.access.signals import NAMES as SIGNAL_NAMES
from classifier.access.verdict import NAMES, VerdictModel
from classifier.features import FEATURE_NAMES
from classifier.page import Access, Evidence

from .pages import UNMOVED, inputs, logistic

NOTHING = "no wall text and no declaration of paid access was found"


def walls(*shares: float) -> np.ndarray:
    """Role probabilities of blocks that are wall text with these probabilities, else body."""
    rows = np.zeros((len(shares), 6), dtype=np.float32)
    rows[:, 5] = shares
    rows[:, 0] = 1 - rows[:, 5]
    return rows


def reasons(
    texts: list[str],
    probabilities: np.ndarray,
    access: Access = Access.GATED,
    model: VerdictModel = UNMOVED,
    wording: dict[tuple[int, str], float] | None = None,
    consent: tuple[int, ...] = (),
    **values: float,
) -> tuple[Evidence, ...]:
    """Evidence of a page. wording: what is not 0 of how its blocks are worded. consent: blocks that ask for consent."""
    features = np.zeros((len(texts), len(FEATURE_NAMES)), np.float32)
    features[list(consent), FEATURE_NAMES.index("cue_consent")] = 1
    blocks = np.zeros((len(texts), len(BLOCK_NAMES)), np.float32)
    for (block, name), value in (wording or {}).items():
        blocks[block, BLOCK_NAMES.index(name)] = value
    signals = Signals(np.zeros(len(SIGNAL_NAMES), np.float32), blocks)
    return evidence(model, inputs(values), texts, features, probabilities, signals, access)


def test_every_signal_that_is_explained_is_an_input_of_the_verdict():
    assert set(REASONS) <= set(NAMES)


def test_an_open_page_says_that_nothing_was_found():
    assert reasons(["Text"], walls(0.1), Access.OPEN) == (Evidence(NOTHING, Access.OPEN, 1.0),)


def test_a_page_without_blocks_has_evidence_too():
    assert reasons([], walls(), Access.OPEN) == (Evidence(NOTHING, Access.OPEN, 1.0),)


# Blocks


def test_wall_blocks_are_quoted_with_their_number_and_probability():
    found = reasons(["Text", "Subscribe to read on", "More"], walls(0.0, 0.75, 0.2))
    assert found == (Evidence("wall text: Subscribe to read on", Access.GATED, 0.75, block=1),)


def test_wall_blocks_come_by_their_probability():
    found = reasons(["a", "b", "c"], walls(0.5, 0.875, 0.625))
    assert [(reason.block, reason.weight) for reason in found] == [(1, 0.875), (2, 0.625), (0, 0.5)]


def test_no_more_than_a_few_wall_blocks_are_quoted():
    found = reasons([f"Wall {n}" for n in range(20)], walls(*[0.9] * 20))
    assert [reason.block for reason in found] == list(range(MOST_BLOCKS))
    found = reasons([f"Wall {n}" for n in range(20)], walls(*np.linspace(0.6, 0.9, 20)))
    assert [reason.block for reason in found] == [19, 18, 17, 16, 15]


@pytest.mark.parametrize(("length", "quoted"), [(QUOTED, "x" * QUOTED), (QUOTED + 1, "x" * QUOTED + "…")])
def test_long_wall_text_is_quoted_from_its_beginning(length, quoted):
    (reason,) = reasons(["x" * length], walls(0.9))
    assert reason.reason == f"wall text: {quoted}"


@pytest.mark.parametrize(
    ("access", "points_to"),
    [(Access.GATED, Access.GATED), (Access.METERED, Access.METERED), (Access.OPEN, Access.METERED)],
)
def test_wall_text_points_to_the_verdict_or_to_a_meter_where_the_page_is_open(access, points_to):
    assert reasons(["Subscribe"], walls(0.9), access)[0].points_to is points_to


# Signals


@pytest.mark.parametrize("name", list(REASONS))
def test_a_signal_is_told_in_words(name):
    (reason,) = reasons(["Text"], walls(0.0), **{name: 1.0})
    assert (reason.reason, reason.points_to) == REASONS[name]
    assert (reason.signal, reason.block) == (name, None)


def test_signals_that_are_off_are_not_told():
    (reason,) = reasons(["Text"], walls(0.0), Access.OPEN, declared_paid=0.0, missing_words=0.0)
    assert reason.reason == NOTHING


def test_a_signal_weighs_what_it_adds_to_the_odds_of_either_model():
    model = VerdictModel(logistic(0, declared_paid=0.25), logistic(0, declared_paid=-0.5, marker_gate=3.0))
    found = reasons(["Text"], walls(0.0), model=model, declared_paid=1.0, marker_gate=1.0)
    assert [(reason.signal, reason.weight) for reason in found] == [
        ("marker_gate", round(float(np.tanh(3)), 4)),
        ("declared_paid", round(float(np.tanh(0.75)), 4)),
    ]


def test_blocks_and_signals_are_told_together_the_strongest_first():
    model = VerdictModel(logistic(0, declared_paid=0.9), logistic())
    found = reasons(["Text", "Subscribe", "Sign in"], walls(0.0, 0.5, 0.9), model=model, declared_paid=1.0)
    assert [reason.block if reason.signal is None else reason.signal for reason in found] == [2, "declared_paid", 1]


def test_weights_are_shares():
    model = VerdictModel(logistic(0, **dict.fromkeys(REASONS, 50.0)), logistic())
    found = reasons(["Subscribe"], walls(1.0), model=model, **dict.fromkeys(REASONS, 5.0))
    assert len(found) == len(REASONS) + 1
    assert all(0 <= reason.weight <= 1 for reason in found)


# Kinds of wall


@pytest.mark.parametrize("group", list(KINDS))
def test_the_kind_of_wall_is_told_with_the_block_that_tells_it(group):
    found = reasons(["Text", "Wall", "More"], walls(0.0, 0.8, 0.4), wording={(1, group): 1.0, (2, group): 1.0})
    kind = next(reason for reason in found if reason.reason.startswith("kind of wall"))
    assert kind == Evidence(f"kind of wall: {KINDS[group]}", Access.GATED, 0.8, block=1, signal=group)


def test_what_is_no_wall_text_tells_no_kind():
    found = reasons(["Subscribe", "Wall"], walls(0.1, 0.9), wording={(0, "subscription"): 1.0})
    assert not any(reason.reason.startswith("kind of wall") for reason in found)


def test_an_open_page_has_no_kind_of_wall():
    (reason,) = reasons(["Subscribe"], walls(0.4), Access.OPEN, wording={(0, "subscription"): 1.0})
    assert reason.reason == NOTHING


def test_pay_or_consent_is_said_to_be_no_wall():
    texts = ["Text", "Read with advertising, or subscribe and read without"]
    (reason,) = reasons(texts, walls(0.0, 0.1), Access.OPEN, wording={(1, "subscription"): 1.0}, consent=(1,))
    assert (reason.reason, reason.points_to, reason.block) == (CONSENT, Access.OPEN, 1)
