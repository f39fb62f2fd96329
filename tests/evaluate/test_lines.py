"""Blocks laid over labelled lines, character by character."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.corpus.codes import CODES, squeeze
from classifier.evaluate.lines import LABEL_OF_CODE, match_lines
from classifier.page import Block, Label, Role

C, N, ICON, P = Label.CONTENT, Label.NAVIGATION, Label.ICON_NOISE, Label.PAYWALL


def blocks(*pieces: tuple[str, Label]) -> list[Block]:
    return [Block(text, label, Role.BODY, 1.0) for text, label in pieces]


def line_labels(runs: list[tuple[str, int]], page: list[Block]) -> list[tuple[str, Label]] | None:
    matched = match_lines(runs, page)
    return matched if matched is None else [(line.code, line.predicted) for line in matched]


def test_probabilities_of_a_line_are_the_mean_over_its_characters():
    page = [
        Block("aaaa", C, Role.BODY, 0.8, {"body": 0.8, "comment": 0.2}),
        Block("bbbb", N, Role.NAVIGATION, 0.6, {"furniture": 0.4, "navigation": 0.6}),
    ]
    (line,) = match_lines([("C", 8)], page) or []
    assert line.probabilities == pytest.approx((0.6, 0.4, 0, 0))
    (line,) = match_lines([("C", 8)], page, on_forum=True) or []
    assert line.probabilities == pytest.approx((0.7, 0.3, 0, 0))


def test_each_line_gets_the_label_of_its_block():
    page = blocks(("Home", N), ("The ferry runs", C), ("menu", ICON))
    assert line_labels([("N", 4), ("C", 12), ("I", 4)], page) == [("N", N), ("C", C), ("I", ICON)]


def test_white_space_and_compatibility_forms_do_not_count():
    page = blocks(("ﬁsh  and\u200b \tchips", C))
    assert line_labels([("C", len("fishandchips"))], page) == [("C", C)]


@pytest.mark.parametrize(
    ("pieces", "label"),
    [
        ([("aaa", N), ("bbbbb", C)], C),
        ([("aaaaa", N), ("bbb", C)], N),
        ([("aa", P), ("bbb", C), ("aa", P)], P),
        ([("aaa", N), ("bbb", ICON), ("cccc", C)], C),
    ],
)
def test_a_line_of_several_blocks_gets_the_label_of_most_of_its_characters(pieces, label):
    size = sum(len(text) for text, _ in pieces)
    assert line_labels([("C", size)], blocks(*pieces)) == [("C", label)]


def test_a_block_of_several_lines_labels_them_all():
    assert line_labels([("C", 3), ("N", 2), ("P", 4)], blocks(("abcdefghi", C))) == [("C", C), ("N", C), ("P", C)]


def test_lines_and_blocks_may_overlap():
    page = blocks(("aaaa", N), ("bbbb", C))
    assert line_labels([("N", 3), ("C", 5)], page) == [("N", N), ("C", C)]
    assert line_labels([("N", 5), ("C", 3)], page) == [("N", N), ("C", C)]


@pytest.mark.parametrize("runs", [[("C", 7)], [("C", 9)], [("C", 4), ("N", 3)], []])
def test_another_number_of_characters_can_not_be_matched(runs):
    assert line_labels(runs, blocks(("aaaa", N), ("bbbb", C))) is None


def test_nothing_matches_nothing():
    assert line_labels([], []) == []
    assert line_labels([], blocks(("\u200b", N))) == []


def test_readers_comments_are_not_scored():
    assert set(CODES) - set(LABEL_OF_CODE) == {"U"}
    assert LABEL_OF_CODE["M"] is LABEL_OF_CODE["C"] is C


def test_a_line_without_characters_is_no_error():
    assert line_labels([("C", 0), ("N", 4)], blocks(("Home", N))) is not None


_BLOCKS = st.lists(st.tuples(st.text("ab é\u200b", min_size=1, max_size=9), st.sampled_from(Label)), max_size=8)


@given(_BLOCKS)
def test_lines_that_are_the_blocks_get_their_labels(pieces):
    pieces = [(text, label) for text, label in pieces if squeeze(text)]
    runs = [("C", len(squeeze(text))) for text, _ in pieces]
    assert line_labels(runs, blocks(*pieces)) == [("C", label) for _, label in pieces]


@given(_BLOCKS, st.data())
def test_a_label_of_a_line_is_one_of_the_blocks_that_it_touches(pieces, data):
    owners = [label for text, label in pieces for _ in squeeze(text)]
    ends = data.draw(st.lists(st.integers(1, len(owners)), unique=True).map(sorted)) if owners else []
    ends = sorted({*ends, len(owners)}) if owners else []
    starts = [0, *ends][: len(ends)]
    runs = [("C", end - start) for start, end in zip(starts, ends, strict=True)]
    found = line_labels(runs, blocks(*pieces))
    assert len(found) == len(runs)
    for (_, label), start, end in zip(found, starts, ends, strict=True):
        inside = owners[start:end]
        assert inside.count(label) == max(map(inside.count, inside))
