from __future__ import annotations

import pytest
from cli.small import GATED, html, small_model

from classifier.integrations.labelling import label_page, shared_model, verdict_of, words_of
from classifier.loading import load
from classifier.page import Access, Block, Label, Page, Role


def test_a_model_is_loaded_once() -> None:
    assert shared_model() is shared_model()
    assert shared_model().card == load().card


def test_a_page_is_labelled_with_its_http_facts() -> None:
    page = label_page(small_model(), html(GATED), url="https://site.example/", status=402)
    assert (page.url, page.access) == ("https://site.example/", Access.GATED)


def test_the_words_of_a_page_are_those_of_its_main_text() -> None:
    kept = Block("The ferry runs in winter too.", Label.CONTENT, Role.BODY, 1.0)
    page = Page(blocks=(kept, Block("Menu", Label.NAVIGATION, Role.NAVIGATION, 1.0)))
    assert words_of(page) == len(page.text.split()) == 6


def test_extracted_text_is_labelled() -> None:
    page = label_page(small_model(), "The ferry runs in winter too.", is_text=True)
    assert [block.text for block in page.blocks] == ["The ferry runs in winter too."]


@pytest.mark.parametrize(
    ("page", "is_text", "told"),
    [
        (3, False, "failed: InputError: a page must be bytes, str"),
        (b"bytes", True, "failed: extracted text must be str, not bytes"),
        (b"", False, "the page is empty"),
    ],
)
def test_what_can_not_be_read_has_no_verdict(page: object, is_text: bool, told: str) -> None:
    labelled = label_page(small_model(), page, is_text=is_text)
    assert verdict_of(labelled) is None
    assert labelled.warnings[0].startswith(told)


def test_the_threshold_decides() -> None:
    page = label_page(small_model(), html(GATED), wall_threshold=1.0)
    assert page.access is Access.OPEN
    assert verdict_of(page) == "open"
    assert verdict_of(Page(access=Access.GATED)) == "gated"  # by its status alone
