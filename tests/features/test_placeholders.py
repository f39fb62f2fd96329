"""Template text that nobody filled in: every syntax, alone on its line, inside prose, and inside code."""

import html as escaping
import time

import pytest

from classifier.features.placeholders import KINDS, NAMES

from .columns import column, html, of_block, text, texts_where

EXAMPLES = {
    "mustache": ["{{count}}", "{{{raw_title}}}", "{{ user.name | upper }}"],
    "block_tag": ["{% if subscriber %}", "{# a remark #}"],
    "dollar": ["${articlesLeft}", "$(user.name)"],
    "hash": ["#{remaining}"],
    "erb": ["<%= title %>", "<% end %>", "<?php echo $title; ?>", "<?= $title ?>"],
    "double_bracket": ["[[headline]]"],
    "percent": ["%(count)s", "%%name%%", "%FIRST_NAME%"],
    "mailchimp": ["*|FNAME|*"],
    "dunder": ["__MSG_subscribe__", "___TITLE___"],
    "brace": ["{0}", "{name}", "{}"],
    "razor": ["@Model.Title", "@{ var x = 1; }"],
    "icu": ["{count, plural, one {# article} other {# articles}}"],
}
EVERY_EXAMPLE = [(kind, example) for kind, examples in EXAMPLES.items() for example in examples]
SENTENCE = "Write {} in the template and the engine will put the reader's own value there when the page is built."


def test_every_kind_in_names_has_an_example_here():
    assert set(EXAMPLES) == {kind for kind, _, _ in KINDS}
    assert NAMES[: len(KINDS)] == tuple(f"placeholder_{kind}" for kind, _, _ in KINDS)


@pytest.mark.parametrize(("kind", "example"), EVERY_EXAMPLE)
def test_a_placeholder_is_told_by_its_syntax(kind, example):
    assert column(text(example), f"placeholder_{kind}")[0] >= 1


@pytest.mark.parametrize(("kind", "example"), EVERY_EXAMPLE)
def test_a_placeholder_alone_is_the_whole_line(kind, example):
    document = text("Local news", example, "Weather")
    assert texts_where(document, "placeholder_whole_line") == [example]
    assert texts_where(document, "placeholder_in_prose") == []


@pytest.mark.parametrize(("kind", "example"), [pair for pair in EVERY_EXAMPLE if pair[0] != "icu"])
def test_a_placeholder_in_a_sentence_is_prose_and_not_the_line(kind, example):
    document = text(SENTENCE.format(example))
    assert column(document, f"placeholder_{kind}") == [1]
    assert column(document, "placeholder_in_prose") == [1]
    assert column(document, "placeholder_whole_line") == [0]


@pytest.mark.parametrize("around", ["<pre>{}</pre>", "<p><code>{}</code></p>", "<pre><span>{}</span></pre>"])
@pytest.mark.parametrize(("kind", "example"), EVERY_EXAMPLE)
def test_a_placeholder_inside_code_markup_is_in_code(kind, example, around):
    document = html("<p>Example</p>" + around.format(escaping.escape(example)))
    assert texts_where(document, f"placeholder_{kind}") == [example]
    assert texts_where(document, "placeholder_in_code") == [example]


@pytest.mark.parametrize(("kind", "example"), EVERY_EXAMPLE)
def test_a_placeholder_in_a_paragraph_is_not_in_code(kind, example):
    assert column(html(f"<p>{escaping.escape(example)}</p>"), "placeholder_in_code") == [0]


def test_code_in_the_middle_of_a_paragraph_belongs_to_the_paragraph():
    document = html("<p>Put <code>{{name}}</code> where the reader's name is to stand in the letter.</p>")
    assert column(document, "placeholder_in_prose") == [1]
    assert column(document, "placeholder_in_code") == [0]


def test_a_meter_that_nobody_filled_in_is_mostly_text_yet_holds_a_placeholder():
    line = "You have {{n}} articles left"
    document = text(line)
    assert column(document, "placeholder_mustache") == [1]
    assert 0 < column(document, "placeholder_share")[0] < 0.5


@pytest.mark.parametrize(("line", "whole"), [("{{count}}.", 1), ("Dear {{name}},", 0), ("{{first}} {{last}}", 1)])
def test_a_whole_line_may_have_a_mark_beside_its_placeholders_and_no_word(line, whole):
    assert column(text(line), "placeholder_whole_line") == [whole]


def test_placeholders_in_a_line_are_counted_up_to_three():
    assert column(text("{{a}} {{b}}", "{{a}} {{b}} {{c}} {{d}} {{e}}"), "placeholder_mustache") == [2, 3]


def test_a_mustache_is_no_brace_as_well():
    assert column(text("{{count}}", "${count}", "#{count}"), "placeholder_brace") == [0, 0, 0]


@pytest.mark.parametrize(
    "line",
    [
        "He paid $5 (five) and 20% of the rest.",
        "Set {1, 2, 3} has three members.",
        "snake_case_name and __init__x stay words",
        "a [link] and [another]",
        "write to heron@model.example",
        "50 % off % today",
        "if (x) { return y; }",
        "# Heading {not closed",
    ],
)
def test_ordinary_marks_are_no_placeholders(line):
    assert column(text(line), "placeholder_share") == [0]


@pytest.mark.parametrize(
    "key", ["paywall.title.subscribe", "READ_MORE_LABEL", "article:meta:byline", "common.button_ok"]
)
def test_a_message_key_stands_where_its_translation_should(key):
    assert texts_where(text("Local news", key), "translation_key") == [key]


@pytest.mark.parametrize("line", ["Read more", "The end.", "U.S.", "NASA", "a.b", "one two.three", "12.30"])
def test_words_are_no_message_keys(line):
    assert column(text(line), "translation_key") == [0]


def test_an_icu_plural_does_not_reach_over_blocks():
    document = text("import {", "count,", "select,", "} from 'forms'")
    assert texts_where(document, "placeholder_icu") == []


def test_each_line_keeps_its_own_placeholders():
    document = html("<p>{{a}}</p><p>plain</p><p>%(b)s</p>")
    assert texts_where(document, "placeholder_mustache") == ["{{a}}"]
    assert texts_where(document, "placeholder_percent") == ["%(b)s"]
    assert of_block(document, "plain", "placeholder_share") == 0


def test_unclosed_marks_are_read_in_linear_time():
    hostile = [
        "{{" * 20_000,
        "{%" * 20_000,
        "${" * 20_000,
        "[[" * 20_000,
        "__a" * 20_000,
        "{a," * 20_000,
        "a.b" * 20_000,
    ]
    start = time.perf_counter()
    column(text(*hostile), "placeholder_share")
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("literals", "pattern", "kind"), [pytest.param(lits, p, kind, id=kind) for kind, lits, p in KINDS]
)
def test_a_literal_of_a_kind_is_in_each_of_its_examples(literals, pattern, kind):
    for example in EXAMPLES[kind]:
        found = pattern.search(example)
        assert found
        assert any(literal in found[0] for literal in literals)
