"""What holds for every prediction, whatever the page."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from classifier import Access, Label, Limits, Model, Page, Role
from classifier.segment.glued_icons import split_glued

from .pages import broken, flat_lines, flat_page, nested, unhurried

INSIDE = {
    Role.BODY: {Label.CONTENT},
    Role.FURNITURE: {Label.CONTENT},
    Role.COMMENT: {Label.CONTENT, Label.NAVIGATION},
    Role.NAVIGATION: {Label.NAVIGATION},
    Role.ICON_NOISE: {Label.ICON_NOISE},
    Role.PAYWALL: {Label.PAYWALL},
}


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(page: Page) -> None:
    """Labels cover every block, and all numbers are probabilities."""
    assert page.blocks or page.warnings
    assert sum(page.counts().values()) == len(page.blocks)
    for block in page.blocks:
        assert block.text == " ".join(block.text.split())
        assert block.text
        assert block.label in INSIDE[block.role]
        assert 0 <= block.confidence <= 1
        assert math.isclose(sum(block.probabilities.values()), 1, abs_tol=1e-3)
        assert 0 <= block.link_density <= 1
    paragraphs = [block.paragraph for block in page.blocks]
    assert paragraphs == sorted(paragraphs)
    assert page.access in Access
    if page.blocks:
        assert math.isclose(sum(page.access_probabilities.values()), 1, abs_tol=1e-3)
        assert page.evidence


@unhurried
@given(broken)
def test_labels_cover_every_block_of_any_markup(model: Model, markup: str) -> None:
    check(model.predict(markup))


@unhurried
@given(st.binary(max_size=300))
def test_any_bytes_give_a_page(model: Model, data: bytes) -> None:
    check(model.predict(data))


@unhurried
@given(st.text(max_size=300))
def test_any_text_gives_a_page(model: Model, text: str) -> None:
    check(model.predict_text(text))


@unhurried
@given(st.lists(nested, min_size=1, max_size=6))
def test_no_text_is_lost_repeated_or_moved(model: Model, parts: list[str]) -> None:
    import lxml.html

    markup = f"<!doctype html><html><body>{' '.join(parts)}</body></html>"
    expected = lxml.html.document_fromstring(markup).text_content()
    page = model.predict(markup)
    assert squeezed("".join(block.text for block in page.blocks)) == squeezed(expected)


@unhurried
@given(flat_lines)
def test_text_mode_cuts_a_flat_page_into_the_blocks_of_html_mode(model: Model, texts: list[str]) -> None:
    from_html = model.predict(flat_page(texts))
    from_text = model.predict_text("\n".join(texts))
    # Text mode cuts an icon's name off a line, which HTML mode has no need to do.
    assert squeezed("".join(b.text for b in from_text.blocks)) == squeezed("".join(b.text for b in from_html.blocks))
    if all(split_glued(text) == [text] for text in texts):
        assert [b.text for b in from_text.blocks] == [b.text for b in from_html.blocks]


@unhurried
@given(broken, broken)
def test_predict_is_a_pure_function(model: Model, markup: str, other: str) -> None:
    first = model.predict(markup, url="https://a.example/")
    model.predict(other)
    assert model.predict(markup, url="https://a.example/") == first


@unhurried
@given(broken)
def test_bytes_and_their_string_give_the_same_page(model: Model, markup: str) -> None:
    assert model.predict(markup.encode("utf-8")) == model.predict(markup)


@unhurried
@given(flat_lines, st.integers(1, 60))
def test_a_limit_on_the_size_of_a_text_reads_its_start(model: Model, texts: list[str], most: int) -> None:
    text = "\n".join(texts)
    cut = model.predict_text(text, limits=Limits(max_bytes=most))
    start = model.predict_text(text[:most])
    assert cut.blocks == start.blocks
    assert [warning for warning in cut.warnings if "max_bytes" in warning] == list(cut.warnings[: len(text) > most])


@unhurried
@given(flat_lines, st.integers(1, 12))
def test_a_limit_on_blocks_keeps_the_start_of_a_page(model: Model, texts: list[str], most: int) -> None:
    whole = model.predict(flat_page(texts))
    cut = model.predict(flat_page(texts), limits=Limits(max_blocks=most))
    assert [block.text for block in cut.blocks] == [block.text for block in whole.blocks][:most]
    assert bool(cut.warnings) == (len(whole.blocks) > most)
