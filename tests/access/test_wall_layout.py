"""Where the wall stands, how it is worded, and what the main text does around it."""

from __future__ import annotations

import math

import pytest

from .pages import ARTICLE, BODY, BROKEN_OFF, NAVIGATION, PAYWALL, WALL, inputs_of

MENU = "<p>Menu</p>"


def test_a_page_of_plain_body_has_no_wall():
    values = inputs_of(ARTICLE, [BODY, BODY])
    assert {name for name, value in values.items() if value} == {"short_body"}


def test_a_wall_after_the_body():
    values = inputs_of(ARTICLE + WALL, [BODY, BODY, PAYWALL])
    assert (values["wall_most"], values["wall_worded"], values["wall_gates"]) == (1, 1, 1)
    assert (values["wall_ends_body"], values["wall_far"], values["log_body_words_after"]) == (1, 0, 0)
    assert values["log_wall_words"] == pytest.approx(math.log(1 + 4))


def test_a_wall_before_the_body():
    values = inputs_of(WALL + ARTICLE, [PAYWALL, BODY, BODY])
    assert values["wall_ends_body"] == 0
    assert values["log_body_words_after"] == pytest.approx(math.log(1 + 34))


def test_a_wall_far_below_the_body_does_not_end_it():
    roles = [BODY, BODY, *[NAVIGATION] * 8, PAYWALL]
    values = inputs_of(ARTICLE + MENU * 8 + WALL, roles)
    assert (values["wall_ends_body"], values["worded_at_body"]) == (0, 0)
    assert values["wall_far"] == pytest.approx(math.log(9))


def test_body_that_goes_on_after_the_wall():
    values = inputs_of(ARTICLE + WALL + ARTICLE, [BODY, BODY, PAYWALL, BODY, BODY])
    assert values["wall_ends_body"] == 0


def test_a_hidden_wall():
    values = inputs_of(f"{ARTICLE}<div hidden>{WALL}</div>", [BODY, BODY, PAYWALL])
    assert (values["wall_most"], values["wall_hidden"], values["worded_at_body"]) == (1, 1, 0)


def test_the_strongest_run_is_the_one_that_is_worded_as_a_wall():
    offer = "<p>See the offer now</p>"
    values = inputs_of(WALL + MENU * 6 + ARTICLE + offer, [PAYWALL, *[NAVIGATION] * 6, BODY, BODY, PAYWALL])
    assert values["wall_ends_body"] == 0


def test_wording_counts_where_the_wall_is_and_a_little_beside_the_body():
    link = inputs_of(ARTICLE + WALL, [BODY, BODY, NAVIGATION])
    assert (link["wall_worded"], link["worded_at_body"]) == (0, 1)


def test_a_meter_is_told_from_a_gate():
    values = inputs_of(ARTICLE + "<p>You have 2 free articles left this month</p>", [BODY, BODY, PAYWALL])
    assert (values["wall_metered"], values["wall_gates"]) == (1, 0)


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>Subscriber only</p><h1>The ferry</h1>", 1),
        ("<h1>The ferry</h1><p>Subscriber only</p>", 1),
        (f"<p>Subscriber only</p>{MENU * 12}<h1>The ferry</h1>", 0),
        (f"<h1>The ferry</h1>{MENU * 12}<p>Subscriber only</p>", 0),
        ("<h1>The ferry</h1><div hidden><p>Subscriber only</p></div>", 0),
        ('<h1>The ferry</h1><a href="/plus">Subscriber only</a>', 0),
        ("<p>Subscriber only</p>", 0),
    ],
    ids=["above", "below", "far above", "far below", "hidden", "link", "no headline"],
)
def test_a_badge_concerns_the_piece_by_whose_headline_it_stands(page, found):
    blocks = page.count("<p>") + page.count("<h1>") + page.count("<a ")
    assert inputs_of(page + ARTICLE, [NAVIGATION] * blocks + [BODY, BODY])["badge_at_headline"] == found


def test_a_piece_that_breaks_off():
    assert inputs_of(ARTICLE + BROKEN_OFF, [BODY] * 3)["breaks_off"] == 1
    assert inputs_of(BROKEN_OFF + ARTICLE, [BODY] * 3)["breaks_off"] == 0
    assert inputs_of(BROKEN_OFF + "<p>Ann Poole.</p>", [BODY] * 2)["breaks_off"] == 1


def test_a_long_piece_is_not_short():
    assert inputs_of(ARTICLE * 30, [BODY] * 60)["short_body"] == 0
    assert inputs_of(ARTICLE, [BODY] * 2)["short_body"] > inputs_of(ARTICLE * 3, [BODY] * 6)["short_body"] > 0
