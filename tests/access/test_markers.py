"""The table of markers: every row reads, shows on the markup that it is for, and stays quiet on pages without a wall."""

from __future__ import annotations

from collections import Counter

import pytest

from classifier.access.markers import KINDS, PLACES, literals_of, markers, parse_markers, read_markers, sightings
from classifier.errors import DataFileError

from .pages import ARTICLE, html, ld, seen, text


def carrying(*attributes: str) -> list[str]:
    """An element with text for each of these attributes."""
    return [f"<div {each}><p>Subscribe to read on</p></div>" for each in attributes]


def classes(*names: str) -> list[str]:
    return carrying(*(f'class="{name}"' for name in names))


def scripts(*addresses: str) -> list[str]:
    return [f'<script async src="https://{address}"></script><p>Text</p>' for address in addresses]


def meta(name: str, *contents: str) -> list[str]:
    return [f'<head><meta {name} content="{content}"></head><p>Text</p>' for content in contents]


EXAMPLES: dict[str, list[str]] = {
    "content_tier_locked": meta('property="article:content_tier"', "locked", "premium", "Locked"),
    "content_tier_metered": meta('property="article:content_tier"', "metered"),
    "content_tier_free": meta('name="article:content_tier"', "free"),
    "access_subscribers": meta('name="ad:postAccess"', "subscribers"),
    "amp_not_granted": carrying('subscriptions-section="content-not-granted"'),
    "amp_content": carrying('subscriptions-section="content"'),
    "piano_offer": [
        *classes("tp-modal", "tp-backdrop tp-active", "tp-container-inner"),
        *carrying('id="piano-inline"', 'id="pianoPaywall"', 'data-testid="piano-container"', 'id="piano-reg-wall"'),
    ],
    "poool_wall": carrying('id="poool-widget"', 'id="poool-paywall"', 'class="p3-advanced-paywall"', 'id="p3-paywall"'),
    "pelcro_wall": classes("pelcro-ui-overlay", "pelcro-prefix-view"),
    "evolok_wall": classes("ev-open-modal-paywall-REQUIRE_LOGIN_WITH_ENTITLEMENT"),
    "qiota_wall": carrying('id="qiota-paywall"'),
    "pigeon_wall": classes("pigeon-widget-prompt"),
    "leaky_paywall": carrying('id="leaky_paywall_message"', 'class="leaky_paywall_message_wrap"'),
    "memberpress": classes("mepr-unauthorized-message", "mepr-login-form-wrap"),
    "pmpro": classes("pmpro_content_message", "pmpro-no-access"),
    "woo_memberships": classes(
        "woocommerce wc-memberships-restriction-message", "wc-memberships-content-restricted-message"
    ),
    "restrict_content": classes("rcp_paid_only", "rcp-restricted-content-message"),
    "memberful": classes("memberful-global-marketing-content"),
    "patreon": classes("patreon-locked-content-message", "patreon-campaign-banner"),
    "newspack": classes("newspack-memberships__gate", "newspack-memberships__inline-gate"),
    "jetpack": classes("jetpack-subscribe-paywall", "wp-block-jetpack-paywall-block"),
    "substack": [
        *carrying('class="paywall" data-testid="paywall" data-component-name="Paywall"'),
        '<div class="cta"><h2 class="paywall-title">This post is for paid subscribers</h2></div>',
    ],
    "ghost": ['<aside class="gh-post-upgrade-cta"><h2>This post is for subscribers only</h2></aside>'],
    "medium_meter": ['<article class="meteredContent"><p>Text</p></article>', *carrying('id="highlight-meter-7"')],
    "nyt_gateway": carrying('data-testid="vi-gateway-container"', 'id="gateway-content"'),
    "barrier_page": carrying('id="barrier-page"'),
    "regwall": carrying('id="regwall-container"', 'class="dynamic-regwall"', 'class="c-registration-wall"'),
    "soft_wall": carrying('id="softwall-3"', 'class="meter-paywall"', 'class="meter-wall"'),
    "snippet_promotion": classes("snippet-promotion"),
    "paid_barrier": [
        *classes("paid-barrier", "mod-paywall", "fp-paywall", "u-paywall", "hb-paywall-hplus"),
        *carrying('data-component="ArticlePaywall"'),
    ],
    "blurred_text": classes("blurry-text", "paragraph--reduced", "paragraph--faded", "paywall-fade", "blind-text"),
    "generic_wall": classes("c-subscription-wall", "premium-wall", "content-gate", "article-gate", "paywall-overlay"),
    "paywall_word": classes("paywall", "post-paywall", "Paywalled"),
    "reserved_fr": [
        '<aside id="article-reserve-aux-abonnes"><p>Réservé aux abonnés</p></aside>',
        *classes("paywall__container", "fig-premium-paywall", "lmd-paywall__cta", "paywall-restricted-content"),
    ],
    "app_access_wall": classes("app-access-wall__container", "buybox"),
    "piano_script": scripts("experience.tinypass.com/xbuilder/experience/load?aid=x", "cdn.piano.io/a.js"),
    "poool_script": scripts("assets.poool.fr/access.min.js"),
    "zephr_script": scripts("courier.cdn.zephr.com/zephr-browser.js"),
    "pelcro_script": scripts("js.pelcro.com/sdk/main.min.js"),
    "evolok_script": scripts("courier.evolok.net/ev/authorize/"),
    "qiota_script": scripts("static.qiota.com/qiota.js"),
    "steady_script": scripts("steadyhq.com/widget_loader/x"),
    "swg_script": scripts("news.google.com/swg/js/v1/swg-basic.js"),
    "amp_subscriptions": scripts("cdn.ampproject.org/v0/amp-subscriptions-0.1.js", "cdn.example/amp-access-0.1.js"),
    "metering_script": scripts("courier.blueconic.net/script.js", "cdn.sophi.io/a.js", "js.matheranalytics.com/s.js"),
    "ad_teaser": meta('name="ad:teaser"', "true"),
    "plus_address": meta(
        'property="og:url"', "https://courier.example/bild-plus/ferry", "https://courier.example/bildplus/x"
    ),
    "memberpress_wrapper": classes("mp_wrapper"),
    "cxense_wall": classes("cx_paywall_area"),
    "pico_wall": classes("pico-overlay", "pico-dialog"),
    "fortress_wall": carrying('id="fortress-paywall-container"'),
    "freemium_wall": carrying('id="ctn_freemium_article"', 'class="ue-c-article__premium"'),
    "lock_screen": carrying('class="closed-article"', 'id="paywall-lock-screen"', 'id="e_lock__hard"'),
    "register_wall": classes("registerwall-wrapper", "register-wall", "AZLoginModule"),
    "offer_page": carrying('id="sz-paywall"', 'class="offerpage-container"', 'class="upscore-paywall-placeholder"'),
    "paywall_parts": classes("c-paywall__inner", "paywall-abo", "group-paywall"),
    "paid_container": classes("klz-paywalled-content", "PremiumContent"),
    "available_content": classes("available-content"),
    "engine_script": scripts("js.cnv-medien.de/a.js"),
    "contentpass": scripts("cdn.contentpass.net/cp.js", "cp.courier.contentpass.de/now"),
}
EVERY_EXAMPLE = [
    pytest.param(
        name,
        example,
        id=f"{name}-{number}",
    )
    for name, examples in EXAMPLES.items()
    for number, example in enumerate(examples)
]

PLAIN_PAGE = f"""<html lang="en"><head><title>The ferry runs again</title>
<meta property="og:type" content="article"><meta name="description" content="Free to read: the ferry is back">
<meta name="viewport" content="width=device-width"><script src="https://cdn.example/jquery.min.js"></script>
<script src="https://www.googletagmanager.com/gtag/js"></script>{ld({"@type": "NewsArticle", "headline": "The ferry"})}
</head><body class="single single-post postid-12"><header id="masthead" role="banner"><nav class="main-navigation">
<a href="/">Home</a> <a class="btn btn-subscribe" href="/subscribe">Subscribe</a> <a href="/login">Sign in</a></nav>
<form role="search" class="search-form"><label>Search</label><button>Go</button></form></header>
<main id="content" class="site-content article-body"><article class="post type-post entry-content">
<h1 itemprop="headline">The ferry runs again</h1>{ARTICLE}<aside class="newsletter-signup subscription-widget-wrap">
<h2>Our newsletter</h2><p>Every Thursday in your mailbox.</p></aside></article>
<section class="related-posts gallery-container"><a href="/a">The tide</a><span class="badge premium">Plus</span>
</section></main><div id="cookie-consent" class="modal overlay"><p>We use cookies.</p><button>Accept</button></div>
<footer class="site-footer"><a href="/about">About us</a></footer></body></html>"""


# The table


def test_the_table_that_ships_reads():
    table = markers()
    assert len(table) > 40
    assert {marker.kind for marker in table} == set(KINDS)
    assert {marker.where for marker in table} == set(PLACES)
    assert all(marker.name and marker.source for marker in table)


def test_names_are_unique():
    assert max(Counter(marker.name for marker in markers()).values()) == 1


def test_a_row_is_read_cell_by_cell():
    (marker,) = parse_markers("# a remark\n\nwall\tgate\tmarkup\tmy-(?:big|small)-wall\tour own\n")
    assert (marker.name, marker.kind, marker.where, marker.source) == ("wall", "gate", "markup", "our own")
    assert marker.pattern.search("x MY-BIG-WALL y")


@pytest.mark.parametrize(
    "row",
    [
        "wall\tgate\tmarkup\twall",
        "wall\tfence\tmarkup\twall\tx",
        "wall\tgate\tfooter\twall\tx",
        "wall gate markup wall x",
    ],
    ids=["cell missing", "unknown kind", "unknown place", "no tabs"],
)
def test_a_wrong_row_is_named_by_its_line(row):
    with pytest.raises(ValueError, match="line 2: expected name, kind"):
        parse_markers(f"# kinds\n{row}\n")


def test_a_table_of_ones_own_goes_beside_the_one_that_ships(tmp_path):
    path = tmp_path / "mine.tsv"
    path.write_text("wall\tgate\tmarkup\tmy-wall\tour own\n")
    assert [marker.name for marker in read_markers(path)] == [*(marker.name for marker in markers()), "wall"]


@pytest.mark.parametrize(
    "content", [None, "wall\tgate\tmarkup", "wall\tgate\tmarkup\t(\tx"], ids=["missing", "cells", "pattern"]
)
def test_a_wrong_table_is_named_by_its_path(tmp_path, content):
    path = tmp_path / "mine.tsv"
    if content is not None:
        path.write_text(content)
    with pytest.raises(DataFileError, match=r"mine\.tsv: "):
        read_markers(path)


# What they show on


def test_every_marker_has_an_example_here():
    assert set(EXAMPLES) == {marker.name for marker in markers()}


@pytest.mark.parametrize(("name", "markup"), EVERY_EXAMPLE)
def test_a_marker_shows_on_its_example(name, markup):
    assert name in seen(html(markup))


def test_no_marker_shows_on_a_plain_page():
    assert seen(html(PLAIN_PAGE)) == {}


def test_no_marker_shows_on_words_alone():
    page = "<p>Our paywall-overlay and content-gate, built on cdn.tinypass.com, are a regwall: subscribe!</p>"
    assert seen(html(page)) == {}
    assert seen(text("Subscribe to read on", "paywall-overlay")) == {}


def test_markup_of_an_element_without_text_says_nothing():
    assert seen(html('<div class="paywall-modal"><img src="a.png"></div><p>Text</p>')) == {}


@pytest.mark.parametrize("tag", ["script", "template", "style"])
def test_markup_that_is_no_part_of_the_page_says_nothing(tag):
    assert seen(html(f'<{tag} class="paywall-modal">Subscribe</{tag}><p>Text</p>')) == {}


def test_an_inline_script_has_no_address():
    assert seen(html('<script>load("https://cdn.tinypass.com")</script><p>Text</p>')) == {}


# Where they stand


def test_a_marker_names_the_element_that_carries_it():
    document = html('<p>Text</p><div class="x"><div id="poool-widget"><p>Subscribe</p></div></div>')
    (sighting,) = sightings(document)
    assert document.markup[sighting.element] == "poool-widget"


def test_a_marker_is_told_once_at_its_first_element():
    document = html('<div class="tp-modal a"><p>One</p></div><div class="tp-modal b"><p>Two</p></div>')
    (sighting,) = sightings(document)
    assert document.markup[sighting.element] == "tp-modal a"


def test_scripts_and_meta_have_no_element():
    document = html(EXAMPLES["piano_script"][0] + EXAMPLES["content_tier_locked"][0])
    assert {(each.marker.name, each.element) for each in sightings(document)} == {("piano_script", -1)} | {
        ("content_tier_locked", -1)
    }


def test_an_empty_slot_does_not_hide_a_full_one():
    slot = '<div class="paywall-modal">{}</div>'
    assert "generic_wall" in seen(html(slot.format("") + slot.format("<p>Subscribe to read on</p>")))


# Traps


@pytest.mark.parametrize(
    "wrapper",
    [
        '<div class="paywall">{}</div>',
        '<section class="post-paywall">{}</section>',
        '<div class="article-body paywall" itemprop="articleBody">{}</div>',
        '<div id="content" class="section1 js-paywall">{}</div>',
    ],
)
def test_the_word_paywall_around_the_readable_article_marks_content(wrapper):
    assert set(seen(html(wrapper.format(ARTICLE))).values()) == {"content"}


@pytest.mark.parametrize("attributes", ['class="paywall paywall-body"', 'class="paywall" id="paywall-content"'])
def test_two_class_words_with_paywall_around_the_readable_article_mark_content(attributes):
    assert set(seen(html(f"<div {attributes}>{ARTICLE}</div>")).values()) == {"content"}


def test_scripts_of_wall_engines_and_consent_are_no_gates():
    page = "".join(example for name, all_ in EXAMPLES.items() if "script" in name for example in all_)
    assert set(seen(html(page)).values()) == {"vendor"}
    assert set(seen(html(EXAMPLES["contentpass"][0])).values()) == {"consent"}


def test_a_sign_up_widget_is_no_wall():
    widget = (
        '<div class="subscription-widget-wrap" data-component-name="SubscribeWidgetToDOM"><p>Type your email</p></div>'
    )
    assert seen(html(f'<div class="available-content">{ARTICLE}</div>{widget}')) == {"available_content": "content"}


def test_a_tier_whose_name_begins_with_free_is_not_free():
    assert "content_tier_free" not in seen(html(meta('property="article:content_tier"', "freemium")[0]))


# Literals: what is looked for before a pattern is


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("content-gate", ("content-gate",)),
        (r"js\.pelcro\.com", ("js.pelcro.com",)),
        (r"\bpoool-(?:widget|paywall)\b|\bp3-paywall\b", ("poool-", "p3-paywall")),
        ("Metered(?!-)Content$", ("metered",)),
        ("walls?|wal*l|w[ab|]ll{2}", ("wall", "wa", "w")),
        ("(?:a|b)|[\\]c]", ("", "")),
    ],
)
def test_the_longest_literal_of_each_alternative(pattern, literals):
    assert literals_of(pattern) == literals


@pytest.mark.parametrize(("name", "markup"), EVERY_EXAMPLE)
def test_a_literal_of_a_marker_is_in_its_example(name, markup):
    (marker,) = (each for each in markers() if each.name == name)
    document = html(markup)
    places = [*document.markup, *document.script_sources, *(f"{a}={b}" for a, b in document.meta.items())]
    assert any(literal in place.lower() for place in places for literal in marker.literals)


def test_what_a_class_string_shows_does_not_depend_on_what_was_read_before():
    page = html('<div class="tp-modal once"><p>Text</p></div>')
    assert seen(page) == seen(page) != {}
