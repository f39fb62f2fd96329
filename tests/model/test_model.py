"""The model that users load: any page in, a labelled page out, the same each time, with a verdict and its evidence."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import lxml.html
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from classifier.errors import InputError
from classifier.model.labelled_blocks import ROLES
from classifier.model.model import Model
from classifier.model.page_type import PageTypeModel
from classifier.page import Access, Label, Page, Role, join_paragraphs
from classifier.segment.limits import Limits

from .tiny import own_pages, tiny_model

ARTICLE = """<html lang="en"><head><title>The ferry runs again</title></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><h1>The ferry runs again</h1>
<p>The ferry to the island will run on <b>Sundays</b> again from May, the harbour master said on Thursday.</p>
<p>It had stopped two years ago, when its engine failed in the middle of the strait.<br><br>Nobody was hurt.</p>
<div class="paywall-modal" hidden><p>Subscribe to continue reading</p></div></main></body></html>"""
MANY = [page.html for page in own_pages() if page.html is not None][:40]
HTTP_WALLS = [
    ({"status": 401}, "HTTP status 401: sign-in required"),
    ({"status": 402}, "HTTP status 402: payment required"),
    ({"status": 451}, "HTTP status 451: withheld for legal reasons"),
    ({"headers": {"crawler-price": "USD 0.01"}}, "the response names a price for crawlers (crawler-price)"),
]


def sure_of(role: Role, model: Model | None = None) -> Model:
    """The tiny model with its last biases turned up for one role, so that it gives that role to every block."""
    model = model or tiny_model()
    bias = np.where(np.array(ROLES) == role, 50, 0).astype(np.float32)
    modes = {}
    for name in ("html", "text"):
        mode = getattr(model, name)
        network = mode.networks[0]
        modes[name] = replace(mode, networks=(replace(network, weights={**network.weights, "c2": bias}),))
    return replace(model, **modes)


def always_of_type(kind: str) -> Model:
    """The tiny model for which every page is of one type."""
    width = len(tiny_model().page_types.mean)
    zeros, ones = np.zeros(width, np.float32), np.ones(width, np.float32)
    return replace(
        tiny_model(), page_types=PageTypeModel((kind,), zeros, ones, np.zeros((width, 1), np.float32), zeros[:1])
    )


def check(page: Page) -> None:
    """What holds for every page that comes out."""
    for block in page.blocks:
        assert block.text == " ".join(block.text.split()) != ""
        assert list(block.probabilities) == list(Role)
        assert sum(block.probabilities.values()) == pytest.approx(1, abs=1e-3)
        assert block.confidence == pytest.approx(probability_of_label(block, page.type), abs=2e-4)
        assert 0 <= block.confidence <= 1
        assert 0 <= block.link_density <= 1
    for reason in page.evidence:
        assert 0 <= reason.weight <= 1
        if reason.reason.startswith("wall text: "):
            assert reason.block is not None
            assert reason.reason.removeprefix("wall text: ").removesuffix("…") in page.blocks[reason.block].text
    assert [reason.weight for reason in page.evidence] == sorted((each.weight for each in page.evidence), reverse=True)
    body = [block for block in page.blocks if block.role is Role.BODY]
    assert page.text == join_paragraphs((block.paragraph, block.text) for block in body)
    if page.blocks:
        assert list(page.access_probabilities) == list(Access)
        assert sum(page.access_probabilities.values()) == pytest.approx(1, abs=1e-3)
        assert page.evidence
        assert page.type in tiny_model().page_types.types
    else:
        assert page.warnings


def probability_of_label(block, page_type: str) -> float:
    """Comments are content on forum pages, else navigation."""
    roles = {
        Label.CONTENT: [Role.BODY, Role.FURNITURE],
        Label.NAVIGATION: [Role.NAVIGATION],
        Label.ICON_NOISE: [Role.ICON_NOISE],
        Label.PAYWALL: [Role.PAYWALL],
    }[block.label]
    if block.label is (Label.CONTENT if page_type == "forum" else Label.NAVIGATION):
        roles = [*roles, Role.COMMENT]
    return sum(block.probabilities[role] for role in roles)


# A page


def test_a_page_comes_out_with_its_blocks_in_order(model):
    page = model.predict(ARTICLE, url="https://ferry.example/a")
    texts = [block.text for block in page.blocks]
    assert texts[-3:] == [
        "It had stopped two years ago, when its engine failed in the middle of the strait.",
        "Nobody was hurt.",
        "Subscribe to continue reading",
    ]
    assert texts[-4].startswith("The ferry to the island will run on Sundays again")
    assert (page.title, page.lang, page.url) == ("The ferry runs again", "en", "https://ferry.example/a")
    assert page.warnings == ()
    check(page)


def test_blocks_say_where_they_stand(model):
    page = model.predict(ARTICLE)
    tree = lxml.html.document_fromstring(ARTICLE)
    for block in page.blocks:
        (element,) = tree.xpath(block.xpath)
        assert element.tag == block.tag
        assert block.text.split()[0] in element.text_content()
    assert [block.text for block in page.blocks if block.hidden] == ["Subscribe to continue reading"]
    assert page.blocks[0].link_density > 0.5 > page.blocks[-1].link_density == 0


@pytest.mark.parametrize("number", range(0, 40, 3))
def test_what_holds_for_every_page_holds_for_real_ones(model, number):
    page = own_pages()[number]
    check(model.predict(page.html) if page.html is not None else model.predict_text(page.text or ""))


def test_the_main_text_holds_body_blocks_alone():
    for role in Role:
        page = sure_of(role).predict(ARTICLE)
        assert {block.role for block in page.blocks} == {role}
        assert bool(page.text) == (role is Role.BODY)
        check(page)
    assert sure_of(Role.BODY).predict("<p>One <b>two</b></p><p>Three</p>").text == "One two\n\nThree"


@pytest.mark.parametrize(
    ("role", "kind", "label"),
    [
        (Role.BODY, "article", Label.CONTENT),
        (Role.FURNITURE, "article", Label.CONTENT),
        (Role.NAVIGATION, "article", Label.NAVIGATION),
        (Role.ICON_NOISE, "forum", Label.ICON_NOISE),
        (Role.PAYWALL, "forum", Label.PAYWALL),
        (Role.COMMENT, "article", Label.NAVIGATION),
        (Role.COMMENT, "forum", Label.CONTENT),
    ],
)
def test_a_role_has_its_label_and_comments_are_content_on_forums_alone(role, kind, label):
    page = sure_of(role, always_of_type(kind)).predict(ARTICLE)
    assert {block.label for block in page.blocks} == {label}
    assert (page.type, page.type_probability) == (kind, 1.0)
    assert min(block.confidence for block in page.blocks) > 0.9


@pytest.mark.parametrize("kind", ["forum", "article"])
def test_the_confidence_is_the_probability_of_the_label(kind):
    blocks = [block for page in MANY[:8] for block in always_of_type(kind).predict(page).blocks]
    assert len({block.role for block in blocks}) > 2
    for block in blocks:
        assert block.confidence == pytest.approx(probability_of_label(block, kind), abs=2e-4)


def test_probabilities_have_four_places(model):
    for block in model.predict(ARTICLE).blocks:
        assert all(share == round(share, 4) for share in block.probabilities.values())


# What a page may be


@pytest.mark.parametrize(
    "held",
    [
        ARTICLE.encode(),
        bytearray(ARTICLE.encode()),
        memoryview(ARTICLE.encode()),
        lxml.html.document_fromstring(ARTICLE),
        lxml.html.document_fromstring(ARTICLE).getroottree(),
    ],
    ids=["bytes", "bytearray", "memoryview", "element", "tree"],
)
def test_a_page_may_be_held_in_several_ways(model, held):
    assert model.predict(held) == model.predict(ARTICLE)


def test_a_tree_is_left_as_it_was(model):
    tree = lxml.html.document_fromstring(ARTICLE)
    before = etree.tostring(tree)
    model.predict(tree)
    assert etree.tostring(tree) == before


@pytest.mark.parametrize("name", ["Content-Type", "content-type", b"Content-Type"])
@pytest.mark.parametrize(
    "value", ["text/html; charset=koi8-r", b"text/html; charset=koi8-r", [b"text/html; charset=koi8-r"]]
)
def test_the_charset_of_the_response_is_used(model, name, value):
    page = model.predict("<p>Паром снова ходит.</p>".encode("koi8-r"), headers={name: value})
    assert page.blocks[0].text == "Паром снова ходит."


@pytest.mark.parametrize("held", [None, 3, ["<p>x</p>"], {"html": "<p>x</p>"}, object(), etree.Comment("x")])
def test_what_can_hold_no_page_is_refused_by_its_type(model, held):
    with pytest.raises(InputError, match=rf"a page must be bytes, str, .* not {type(held).__name__}"):
        model.predict(held)


@pytest.mark.parametrize("held", [b"The ferry runs again.", None, 3])
def test_what_can_hold_no_text_is_refused(model, held):
    with pytest.raises(InputError):
        model.predict_text(held)


# What can't be read


@pytest.mark.parametrize("held", [b"", "", " \n\t", b"\0\0\0", "\ufeff"])
def test_an_empty_page_says_so(model, held):
    page = model.predict(held, url="https://ferry.example/")
    assert page == Page(url="https://ferry.example/", warnings=("the page is empty",))


@pytest.mark.parametrize(
    "held", ["<!-- only a comment -->", "<html></html>", "<script>let a = 1</script>", "<img src=a>"]
)
def test_a_page_without_text_says_so(model, held):
    page = model.predict(held)
    assert (page.blocks, page.text, page.access) == ((), "", Access.OPEN)
    assert len(page.warnings) == 1


def test_a_page_without_text_keeps_its_title(model):
    page = model.predict('<html lang="de"><head><title>Fähre</title></head><body></body></html>')
    assert (page.title, page.lang, page.warnings) == ("Fähre", "de", ("the page has no text",))


@pytest.mark.parametrize("held", [b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 9, b"PK\x03\x04" + b"\x01\x02\x03" * 99])
def test_binary_input_says_so(model, held):
    page = model.predict(held)
    assert page.blocks == ()
    assert "the page is not text" in page.warnings[-1]


def test_undecodable_characters_are_counted(model):
    page = model.predict("<p>Grüße von der Fähre, müde Möwen überall über Fähranlegern".encode() + b" \xff \xfe</p>")
    assert page.warnings == ("2 characters could not be decoded as utf-8",)


def test_an_empty_text_says_so(model):
    assert model.predict_text(" \n\n") == Page(warnings=("the text is empty",))


_SCRAPS = st.sampled_from(
    """<p> </p> <div\thidden> <a\thref=x> </a> <svg><title> <!-- <![CDATA[ <table><tr> &#0; &notin {{x}} <noscript> <script>
    </script> <meta\tcharset=utf-16> <br><br> " < > \0 \ud800 日本語 Subscribe read <template> <option> <h1\tclass="paywall">
    <script\ttype="application/ld+json">{"isAccessibleForFree":""".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(st.characters(), max_size=300), st.lists(_SCRAPS).map("".join)))
def test_no_bytes_and_no_text_raise(held):
    check(tiny_model().predict(held))


@settings(max_examples=30, deadline=None)
@given(st.one_of(st.text(st.characters(), max_size=300), st.lists(_SCRAPS).map("\n".join)))
def test_no_extracted_text_raises(held):
    check(tiny_model().predict_text(held))


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(st.text(max_size=20) | st.just("Content-Type"), st.text(max_size=30) | st.binary(max_size=30)),
    st.none() | st.integers(),
)
def test_no_headers_and_no_status_raise(headers, status):
    check(tiny_model().predict("<p>The ferry</p>".encode("utf-16"), headers=headers, status=status))


@pytest.mark.parametrize("depth", [200, 5_000])
def test_depth_is_no_error(model, depth):
    check(model.predict("<div>" * depth + "The ferry"))
    check(model.predict("<div><span>The ferry " * depth))
    check(model.predict(f'<script type="application/ld+json">{"[" * depth}</script><p>The ferry</p>'))


def test_a_declared_word_count_of_odd_digits_is_no_error(model):
    check(model.predict('<script type="application/ld+json">{"wordCount": "2²"}</script><p>The ferry</p>'))


# The same each time


def test_the_same_page_twice_is_equal(model):
    for page in MANY[:12]:
        assert model.predict(page) == model.predict(page)


def test_other_pages_in_between_change_nothing(model):
    first = model.predict(ARTICLE)
    for page in MANY[:20]:
        model.predict(page)
    assert model.predict(ARTICLE) == first


def test_a_model_is_shared_between_threads(model):
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(model.predict, MANY)) == [model.predict(page) for page in MANY]


# Extracted text


def test_each_line_of_extracted_text_is_a_block(model):
    page = model.predict_text("Home\n\nThe ferry   runs again.\nIt had stopped two years ago.\n")
    assert [block.text for block in page.blocks] == ["Home", "The ferry runs again.", "It had stopped two years ago."]
    assert {(block.tag, block.xpath, block.hidden) for block in page.blocks} == {("", "", False)}
    check(page)


def test_extracted_text_is_no_markup(model):
    assert model.predict_text("<p>The ferry</p>").blocks[0].text == "<p>The ferry</p>"


# Access


@pytest.mark.parametrize(("facts", "reason"), HTTP_WALLS)
def test_a_response_that_withholds_the_page_is_gated(model, facts, reason):
    page = model.predict(ARTICLE, **facts)
    assert page.access is Access.GATED
    assert page.access_probabilities["gated"] > 0.9
    assert (page.evidence[0].reason, page.evidence[0].points_to, page.evidence[0].signal) == (reason, "gated", "http")
    assert page.blocks == model.predict(ARTICLE).blocks
    check(page)


@pytest.mark.parametrize("body", [b"", "<html><body></body></html>"], ids=["empty", "no text"])
@pytest.mark.parametrize(("facts", "reason"), HTTP_WALLS)
def test_a_response_that_withholds_the_page_is_gated_without_a_body_too(model, facts, reason, body):
    page = model.predict(body, **facts)
    assert page.access is Access.GATED
    assert page.evidence[0].reason == reason


@pytest.mark.parametrize("name", ["Crawler-Price", b"crawler-price", "CRAWLER-PRICE"])
@pytest.mark.parametrize("value", ["USD 0.01", b"USD 0.01", [b"USD 0.01"]])
def test_the_crawler_price_is_found_however_headers_are_held(model, name, value):
    assert model.predict(ARTICLE, headers={"Server": "x", name: value}).evidence[0].signal == "http"


@pytest.mark.parametrize(
    "facts",
    [
        {"status": 200},
        {"status": 404},
        {"status": 0},
        {"headers": {"crawler-price": ""}},
        {"headers": {}},
    ],
    ids=str,
)
def test_other_responses_leave_the_verdict_to_the_page(model, facts):
    assert model.predict(ARTICLE, **facts) == model.predict(ARTICLE)


def test_a_refused_page_says_so_and_keeps_its_verdict(model):
    page, plain = model.predict(ARTICLE, status=403), model.predict(ARTICLE)
    assert (page.access, page.access_probabilities) == (plain.access, plain.access_probabilities)
    assert "http" in {reason.signal for reason in page.evidence}
    check(page)


def test_markers_of_ones_own_are_evidence(model, tmp_path):
    table = tmp_path / "mine.tsv"
    table.write_text("harbour\tgate\tmarkup\tharbour-gate\tour own site\n")
    page = '<p>The ferry runs.</p><div class="harbour-gate"><p>Pay the harbour master</p></div>'
    own = model.with_markers(table)
    assert "marker_gate" in {reason.signal for reason in own.predict(page).evidence}
    assert "marker_gate" not in {reason.signal for reason in model.predict(page).evidence}
    assert pickle.loads(pickle.dumps(own)).markers == own.markers


@pytest.mark.parametrize(("threshold", "walled"), [(0.0, True), (1.1, False)])
def test_the_threshold_decides_from_where_a_page_is_walled(model, threshold, walled):
    for page in own_pages()[:12]:
        found = (
            model.predict(page.html, wall_threshold=threshold)
            if page.html is not None
            else model.predict_text(page.text or "", wall_threshold=threshold)
        )
        assert (found.access is not Access.OPEN) == walled


def test_evidence_points_at_wall_blocks():
    page = sure_of(Role.PAYWALL).predict(ARTICLE)
    found = [reason for reason in page.evidence if reason.reason.startswith("wall text: ")]
    assert len(found) == 5
    assert len({reason.block for reason in found}) == 5
    for reason in found:
        assert reason.reason.removesuffix("…").startswith("wall text: ")
        assert reason.weight == pytest.approx(page.blocks[reason.block].probabilities["paywall"], abs=1e-6)
    check(page)


def test_evidence_names_the_signals_of_the_page(model):
    declared = '<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    signals = {reason.signal for reason in model.predict(ARTICLE.replace("</head>", declared + "</head>")).evidence}
    assert {"declared_paid", "marker_gate"} <= signals
    assert "marker_gate_visible" not in signals
    assert not {"declared_paid", "marker_gate"} & {r.signal for r in model.predict("<p>The ferry</p>").evidence}


# Many pages


def test_many_pages_keep_their_order(model):
    assert list(model.predict_many(MANY)) == [model.predict(page) for page in MANY]


def test_two_processes_give_the_same_as_one(model):
    pages = [*MANY[:20], 42, "", *MANY[20:], b"\x89PNG\r\n\x1a\n" + bytes(32)]
    assert list(model.predict_many(pages, n_jobs=2)) == list(model.predict_many(pages, n_jobs=1))


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_page_of_a_wrong_type_is_recorded_and_the_run_goes_on(model, jobs):
    before, wrong, after = model.predict_many([ARTICLE, 42, ARTICLE], n_jobs=jobs)
    assert before == after == model.predict(ARTICLE)
    assert wrong.blocks == ()
    (warning,) = wrong.warnings
    assert warning.startswith("failed: InputError: a page must be bytes, str")


def test_many_pages_are_read_one_by_one_as_they_are_asked_for(model):
    taken = []

    def pages():
        for number in range(3):
            taken.append(number)
            yield ARTICLE

    run = model.predict_many(pages())
    assert taken == []
    next(run)
    assert taken == [0]
    assert len(list(run)) == 2


def test_no_pages_give_none(model):
    assert list(model.predict_many([])) == []
    assert list(model.predict_many(iter(()), n_jobs=2)) == []


# Limits


def test_a_page_that_takes_longer_than_it_may_comes_without_blocks(model):
    page = model.predict("<p>one</p>", url="https://a.example/", limits=Limits(seconds=1e-9))
    assert page == Page(
        url="https://a.example/",
        warnings=("the page took longer than 1e-09 seconds (limits.seconds); it was given up",),
    )


def test_text_that_takes_longer_than_it_may_comes_without_blocks(model):
    page = model.predict_text("one", limits=Limits(seconds=1e-9))
    assert page == Page(warnings=("the page took longer than 1e-09 seconds (limits.seconds); it was given up",))


def test_a_status_that_decides_counts_without_blocks_too(model):
    page = model.predict("<p>one</p>", status=402, limits=Limits(seconds=1e-9))
    assert page.access is Access.GATED
    assert page.warnings


def test_a_page_over_a_limit_is_labelled_up_to_there_and_says_so(model):
    page = model.predict("<p>one</p><p>two</p>", limits=Limits(max_blocks=1))
    assert [block.text for block in page.blocks] == ["one"]
    assert page.warnings == ("the page has more than 1 blocks (limits.max_blocks); it was read up to there",)
