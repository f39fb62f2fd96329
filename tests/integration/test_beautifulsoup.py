"""Soups by each of BeautifulSoup's parsers."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

import classifier
from classifier.integrations.beautifulsoup import soup_to_tree

from .conftest import OPEN, PAGES, WALLED, html

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("name", [*WALLED, *OPEN, *sorted(path.stem for path in PAGES.glob("de/*.html"))])
def test_a_soup_gives_what_its_html_gives(name: str, model: classifier.Model) -> None:
    page = model.predict(html(name))
    by_soup = model.predict(soup_to_tree(BeautifulSoup(html(name), "lxml")))
    assert [(b.text, b.label) for b in by_soup.blocks] == [(b.text, b.label) for b in page.blocks]
    assert (by_soup.title, by_soup.access) == (page.title, page.access)


def test_pythons_own_parser_will_do(model: classifier.Model) -> None:
    by_soup = model.predict(soup_to_tree(BeautifulSoup(html(WALLED[0]), "html.parser")))
    assert by_soup.access == model.predict(html(WALLED[0])).access


def test_what_was_taken_out_is_not_labelled(model: classifier.Model) -> None:
    soup = BeautifulSoup("<html><body><nav>Menu</nav><p>The ferry runs.</p></body></html>", "lxml")
    soup.nav.decompose()  # type: ignore[union-attr]
    assert [block.text for block in model.predict(soup_to_tree(soup)).blocks] == ["The ferry runs."]


def test_a_part_of_a_soup_is_a_page(model: classifier.Model) -> None:
    soup = BeautifulSoup("<main><p>One.</p>and<p>Two.</p></main><p>Three.</p>", "html.parser")
    assert soup.main is not None
    assert [block.text for block in model.predict(soup_to_tree(soup.main)).blocks] == ["One.", "and", "Two."]
    assert [block.text for block in model.predict(soup_to_tree(soup)).blocks] == ["One.", "and", "Two.", "Three."]


def test_a_deep_soup_is_no_trouble(model: classifier.Model) -> None:
    soup = BeautifulSoup("", "html.parser")
    tag = soup
    for _ in range(3_000):
        inner = soup.new_tag("div")
        tag.append(inner)
        tag = inner
    tag.append("The ferry runs.")
    tree = soup_to_tree(soup)
    assert sum(1 for _ in tree.iter("div")) == 3_000


@given(st.text(alphabet="<>/ab=\"' :-!\x00\x0b\ud800&;é\n"))
@settings(max_examples=200, deadline=None)
def test_any_markup_becomes_a_tree(text: str) -> None:
    try:
        soup = BeautifulSoup(text, "html.parser")
    except Exception:
        return  # BeautifulSoup itself refuses it
    tree = soup_to_tree(soup)
    assert tree.tag == "html"


def test_another_type_is_told() -> None:
    with pytest.raises(classifier.InputError, match="not str"):
        soup_to_tree("<p>x")  # type: ignore[arg-type]
