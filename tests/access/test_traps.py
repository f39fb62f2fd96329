"""What is easily taken for a wall: each trap on a whole article, read by the shipped model."""

from __future__ import annotations

from functools import cache

import pytest

import classifier
from classifier.page import Access, Label, Page, Role

from .pages import ld

PARAGRAPHS = (
    "The ferry to the island will run on Sundays again from May, the harbour master told the council on Thursday night.",
    "It had stopped two years ago, when its engine failed in the middle of the strait with sixty people and a horse aboard.",
    "A new engine was found in Norway, in a boat of the same yard, which had been used for parties and hardly ever moved.",
    "The Sunday boat leaves at ten and comes back at five. In July and August there will be a second one, if a mate is found.",
    "Islanders had collected 900 signatures, which is more than there are islanders. The rest, they say, are relatives.",
    "Tickets cost four pounds, dogs travel free, and the horse has been offered a season ticket by the company.",
)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
FULL_ARTICLE_FLAG = {"@type": "NewsArticle", "isAccessibleForFree": False}
MARKED_PART = FULL_ARTICLE_FLAG | {
    "hasPart": {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
}


@cache
def read(
    head: str = "",
    before: str = "",
    body: str = BODY,
    after: str = "",
    footer: str = '<a href="/about">About</a> <a href="/contact">Contact</a>',
) -> Page:
    """A whole article in a plain page."""
    return classifier.load().predict(
        f'<html lang="en"><head><title>Sunday ferry returns | Strait Times</title>{head}</head><body>'
        f'<header><a href="/">Strait Times</a><nav><a href="/news">News</a> <a href="/sport">Sport</a></nav></header>'
        f"<main><article>{before}<h1>Sunday ferry returns to the island</h1>"
        f'<p class="byline">By Moira Kells, 3 April 2025</p>{body}</article>{after}</main><footer>{footer}</footer></body></html>'
    )


def assert_open_and_whole(page: Page) -> None:
    assert page.access is Access.OPEN, page.evidence
    assert all(paragraph in page.text for paragraph in PARAGRAPHS)


def test_the_article_itself_is_open():
    assert_open_and_whole(read())


@pytest.mark.parametrize(
    "name", ["paywall", "post-paywall", "article-body paywall", "paywall-content", "premium-content"]
)
def test_a_class_named_paywall_may_wrap_the_readable_article(name):
    assert_open_and_whole(read(body=f'<div class="{name}">{BODY}</div>'))


@pytest.mark.parametrize(
    "declared", [FULL_ARTICLE_FLAG, MARKED_PART, FULL_ARTICLE_FLAG | {"isAccessibleForFree": "False"}]
)
def test_a_whole_piece_that_declares_itself_paid_is_not_gated(declared):
    page = read(head=ld(declared), body=f'<div class="paywall">{BODY}</div>')
    assert page.access is not Access.GATED
    assert all(paragraph in page.text for paragraph in PARAGRAPHS)


def test_a_missing_flag_says_nothing():
    assert read(head=ld({"@type": "NewsArticle", "headline": "Ferry"})).access is read().access


@pytest.mark.parametrize(
    "script",
    [
        "https://news.google.com/swg/js/v1/swg-basic.js",
        "https://news.google.com/swg/js/v1/publisher.js",
        "https://cdn.tinypass.com/api/tinypass.min.js",
        "https://cdn.piano.io/api/tinypass.min.js",
        "https://assets.poool.fr/access.min.js",
        "https://js.pelcro.com/sdk/main.min.js",
        "https://cdn.ampproject.org/v0/amp-subscriptions-0.1.js",
    ],
)
def test_a_vendor_s_script_alone_is_no_wall(script):
    assert_open_and_whole(read(head=f'<script async src="{script}"></script>'))


def test_a_class_of_metered_articles_is_no_wall():
    page = read(body=f'<section class="meteredContent">{BODY}</section>')
    assert page.access is not Access.GATED
    assert not page.with_label(Label.PAYWALL)


def test_a_badge_on_a_teaser_for_another_piece_is_navigation():
    teaser = '<aside class="related"><h3>More</h3><ul><li><span class="badge">Premium</span> <a href="/x">Inside the yard</a></li></ul></aside>'
    page = read(after=teaser)
    assert_open_and_whole(page)
    assert not page.with_label(Label.PAYWALL)


def test_links_to_subscriptions_in_a_footer_are_navigation():
    page = read(
        footer='<a href="/subscribe">Subscribe</a> <a href="/login">Sign in</a> <a href="/offers">Subscription offers</a>'
    )
    assert_open_and_whole(page)
    assert not page.with_label(Label.PAYWALL)


@pytest.mark.parametrize(
    "json_ld",
    [
        '{"@type": "NewsArticle", "isAccessibleForFree": }',
        '{"@graph": [{"@type": ["NewsArticle", 3], "isAccessibleForFree": [null]}]}',
        "[" * 3_000,
        '{"hasPart": [{"cssSelector": {"a": []}}], "isAccessibleForFree": {}}',
        "<!-- {} -->",
        "",
    ],
)
def test_broken_and_strange_json_ld_changes_nothing(json_ld):
    assert_open_and_whole(read(head=ld(json_ld)))


LESSONS = {
    "jinja": [
        "A template may hold an expression in double braces, and Jinja puts its value there when the page is made.",
        "<pre><code>{% if left %}You have {{ left }} free articles left{% endif %}</code></pre>",
        "Here {{ left }} comes from the view, and the block is left out when there is nothing to count for a reader.",
    ],
    "vue": [
        "Vue calls the same thing interpolation, and keeps the text up to date while the reader does something else.",
        "<pre><code>&lt;p&gt;{{ message }}&lt;/p&gt;</code></pre>",
        "Change message in the console, and {{ message }} changes in the page, without a line of code of your own.",
    ],
    "angular": [
        "Angular adds pipes, which change how a value looks and leave the value itself alone, as a good guest would.",
        "<pre><code>{{ price | currency:'EUR' }}</code></pre>",
        "The pipe after {{ price }} is called each time that the price changes, and at no other time in between.",
    ],
    "bash": [
        "In the shell a variable stands behind a dollar sign, and braces tell where its name ends and the text goes on.",
        '<pre><code>echo "You have ${COUNT} articles left"</code></pre>',
        "Write ${COUNT:-0} when the variable may be missing, or the sentence will have a hole that nobody notices.",
    ],
    "handlebars": [
        "Handlebars knows helpers, which begin with a hash, and partials, which begin with an arrow that points right.",
        "<pre><code>{{#each items}}{{name}}{{/each}}</code></pre>",
        "Inside the helper, {{name}} is looked up in the item first and in the whole page's data after that, in order.",
    ],
}


@pytest.mark.parametrize(
    "language",
    [
        pytest.param(
            language,
            marks=[pytest.mark.xfail(reason="the model takes the line of code for navigation, with 0.54")]
            if language == "angular"
            else [],
        )
        for language in LESSONS
    ],
)
def test_an_article_about_templates_keeps_every_line(language):
    lesson = [*(f"<p>{line}</p>" if not line.startswith("<") else line for line in LESSONS[language])]
    page = read(body="".join(lesson) + BODY)
    assert page.access is Access.OPEN
    shown = [block for block in page.blocks if "{" in block.text]
    assert len(shown) == 2
    assert all(block.role is Role.BODY for block in shown)


@pytest.mark.parametrize(
    "line",
    [
        "You have {{numberReadArticles}} FREE ARTICLE(S) left this month",
        "{{paywall.title}}",
        "{TITLE}",
        "___STEADY_PAYWALL___",
        "{count, plural, one {# free article left} other {# free articles left}}",
        "paywall.subscribe.button",
    ],
)
def test_a_line_of_placeholders_under_the_piece_is_never_main_text(line):
    page = read(after=f'<div class="meter-bar"><p>{line}</p><a href="/subscribe">Subscribe</a></div>')
    assert line not in page.text
    (found,) = (block for block in page.blocks if block.text == line)
    assert found.label is not Label.CONTENT
