"""Page-level facts as numbers: what the page declares, which markers it shows, and whether a reader sees them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from classifier.access.markers import read_markers
from classifier.access.signals import BLOCK_NAMES, LEAST_LEARNED, NAMES, page_signals
from classifier.features.reading import Reading

from .pages import ARTICLE, block_signals_of, html, ld, signals_of, text

GATE = '<div class="paywall-modal"{}><p>Subscribe to read on</p></div>'


def on(values: dict[str, float]) -> set[str]:
    """The signals that are not zero."""
    return {name for name, value in values.items() if value}


def test_there_is_one_number_a_name():
    found = page_signals(Reading(html(ARTICLE)))
    assert found.page.shape == (len(NAMES),)
    assert found.blocks.shape == (2, len(BLOCK_NAMES))
    assert found.page.dtype == found.blocks.dtype == np.float32
    assert len(set(NAMES + BLOCK_NAMES)) == len(NAMES) + len(BLOCK_NAMES)


def test_a_signal_is_had_by_its_name():
    found = page_signals(Reading(html(ld({"isAccessibleForFree": False}) + ARTICLE)))
    assert (found.value("declared_paid"), found.value("declared_free")) == (1, 0)


def test_markers_of_ones_own_are_looked_for_beside_those_that_ship(tmp_path):
    table = tmp_path / "mine.tsv"
    table.write_text("harbour_gate\tgate\tmarkup\tharbour-gate\tour own site\n")
    page = Reading(html(f'{ARTICLE}<div class="harbour-gate"><p>Subscribe</p></div>'))
    assert page_signals(page).value("marker_gate") == 0
    assert page_signals(page, read_markers(table)).value("marker_gate") == 1
    both = Reading(html(f'{ARTICLE}<div class="tp-modal"><p>Subscribe</p></div>'))
    assert page_signals(both, read_markers(table)).value("marker_gate") == 1


def test_a_plain_page_and_plain_text_give_no_signal():
    assert on(signals_of(html(ARTICLE))) == set()
    assert on(signals_of(text("Subscribe to read on", '"isAccessibleForFree": false'))) == set()


# Declared


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"isAccessibleForFree": False}, {"declared_paid"}),
        ({"isAccessibleForFree": "False"}, {"declared_paid"}),
        ({"isAccessibleForFree": True}, {"declared_free"}),
        ('{"isAccessibleForFree": false,}', {"declared_paid"}),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False}}, {"declared_paid_part"}),
        ({"headline": "A ferry"}, set()),
    ],
    ids=["paid", "paid as text", "free", "broken", "part", "nothing"],
)
def test_what_json_ld_declares(data, expected):
    assert on(signals_of(html(ld(data) + ARTICLE))) == expected


def test_declared_words_are_counted_on_a_log_scale():
    values = signals_of(html(ld({"wordCount": 812}) + ARTICLE))
    assert on(values) == {"log_declared_words"}
    assert values["log_declared_words"] == pytest.approx(math.log(813))


# Markers


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (GATE.format(""), {"marker_gate", "marker_gate_visible", "marker_content"}),
        (f'<div class="paywall">{ARTICLE}</div>', {"marker_content"}),
        ('<div class="meteredContent"><p>Text</p></div>', {"marker_meter"}),
        ('<meta property="article:content_tier" content="metered">', {"marker_meter"}),
        ('<meta property="article:content_tier" content="locked">', {"marker_declared"}),
        ('<meta property="article:content_tier" content="free">', {"marker_open"}),
        ('<script src="https://cdn.tinypass.com/a.js"></script>', {"marker_vendor"}),
        ('<script src="https://cdn.contentpass.net/a.js"></script>', {"marker_consent"}),
    ],
)
def test_each_kind_of_marker_has_its_signal(markup, expected):
    assert on(signals_of(html(markup + "<p>Text</p>"))) == expected


def test_the_word_paywall_around_the_readable_article_is_content_and_no_gate():
    values = signals_of(html(f'<main><h1>Ferry</h1><div class="paywall">{ARTICLE}</div></main>'))
    assert (values["marker_content"], values["marker_gate"], values["marker_gate_visible"]) == (1, 0, 0)


# Seen or hidden


@pytest.mark.parametrize(
    "attribute",
    [" hidden", ' style="display: none"', ' aria-hidden="true"', ' style="color:red;visibility:hidden"'],
)
def test_a_hidden_gate_is_a_gate_that_is_not_visible(attribute):
    values = signals_of(html(ARTICLE + GATE.format(attribute)))
    assert (values["marker_gate"], values["marker_gate_visible"]) == (1, 0)


def test_a_gate_inside_something_hidden_is_not_visible():
    values = signals_of(html(f'{ARTICLE}<section class="is-hidden"><div>{GATE.format("")}</div></section>'))
    assert (values["marker_gate"], values["marker_gate_visible"]) == (1, 0)


def test_hidden_elements_beside_a_gate_do_not_hide_it():
    values = signals_of(html(f"<div hidden>{ARTICLE}</div>{GATE.format('')}"))
    assert (values["marker_gate"], values["marker_gate_visible"]) == (1, 1)


def test_one_visible_gate_among_hidden_ones_of_other_names_is_enough():
    hidden = '<div class="tp-modal" hidden><p>Offer</p></div>'
    assert signals_of(html(hidden + GATE.format("")))["marker_gate_visible"] == 1


@pytest.mark.parametrize("second", ["paywall-modal", "paywall-modal is-open"], ids=["same markup", "other markup"])
def test_a_hidden_gate_does_not_hide_a_visible_one_of_the_same_name(second):
    visible = GATE.format("").replace("paywall-modal", second)
    assert signals_of(html(GATE.format(" hidden") + visible))["marker_gate_visible"] == 1


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("The full report is open to registered members.", "gate_wording"),
        ("Join us to finish this story.", "gate_wording"),
        ("Two of your three stories this month are read.", "meter_wording"),
        ("Für Plus-Leser", "badge_wording"),
    ],
)
def test_walls_in_words_of_their_own_are_told_by_their_purpose(line, name):
    assert block_signals_of(html(f"{ARTICLE}<p>{line}</p>"))[-1][name] >= LEAST_LEARNED


@pytest.mark.parametrize(
    "line",
    ["Log in to leave a comment on this article", "Sign up to read our free newsletter every morning"],
)
def test_what_is_worded_like_a_wall_for_another_purpose_is_none(line):
    assert block_signals_of(html(f"{ARTICLE}<p>{line}</p>"))[-1]["gate_wording"] == 0


def test_both_ways_of_telling_a_gate_can_agree():
    both = block_signals_of(html(f"{ARTICLE}<p>Subscribe to continue reading this article</p>"))[-1]
    assert both["gate_agreed"] > 0.5
    assert both["meter_agreed"] == 0
