"""Title, authors, date, site name and language: from where, and what is not one."""

import json
import sys

import lxml.html
import pytest

from classifier.metadata.dates import iso_day
from classifier.metadata.metadata import Metadata, read_metadata


def read(head: str = "", body: str = "", blocks=(), **known) -> Metadata:
    root = lxml.html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    return read_metadata(root, blocks, **known)


def json_ld(value) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{value}">'


@pytest.fixture
def without_htmldate(monkeypatch):
    monkeypatch.setitem(sys.modules, "htmldate", None)


@pytest.mark.parametrize(
    ("head", "body", "known", "title"),
    [
        (meta("og:title", "A heron &amp; a pond"), "", {}, "A heron & a pond"),
        (json_ld({"@type": "NewsArticle", "headline": "A heron"}), "", {}, "A heron"),
        ("", "", {"title": "A heron | Pond News", "url": "https://x.org"}, "A heron | Pond News"),
        (meta("og:site_name", "Pond News"), "", {"title": "A heron | Pond News"}, "A heron"),
        (meta("og:site_name", "Pond News"), "", {"title": "Pond News - A heron"}, "A heron"),
        ("", "<h1>A heron at the pond</h1>", {"title": "A heron at the pond – what we saw – Pond News"}, "A heron at the pond"),
        ("", "<h1>Pond News</h1>", {"title": "A heron at the old pond - Pond News"}, "A heron at the old pond"),
        ("", "<h1>A heron</h1>", {}, "A heron"),
        ("", "", {}, ""),
    ],
)  # fmt: skip
def test_title(head, body, known, title):
    if "Pond News</h1>" in body:
        head = meta("og:site_name", "Pond News")
    assert read(head, body, **known).title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (json_ld({"@type": "Article", "author": {"@type": "Person", "name": "Ada Heron"}}), "", ("Ada Heron",)),
        (json_ld({"@type": "Article", "author": [{"name": "Ada Heron"}, {"name": "Bo Reed"}]}), "", ("Ada Heron", "Bo Reed")),
        (json_ld({"@type": "Article", "author": "Ada Heron and Bo Reed"}), "", ("Ada Heron", "Bo Reed")),
        (json_ld({"@graph": [{"@type": "Article", "author": {"@id": "#a"}}, {"@id": "#a", "name": "Ada Heron"}]}), "", ("Ada Heron",)),
        (meta("author", "By Ada Heron, PhD"), "", ("Ada Heron",)),
        (meta("article:author", "https://social.example/ada") + meta("author", "Ada Heron"), "", ("Ada Heron",)),
        (meta("author", "admin"), "", ()),
        (meta("author", "page.head.extra.author"), "", ()),
        ("", "<p class='byline'>By Ada Heron • December 15, 2025</p>", ("Ada Heron",)),
        ("", "<p class='byline'>Ada Heron March 9, 10:30</p>", ("Ada Heron",)),
        (meta("og:site_name", "Pond News") + meta("author", "Pond News"), "", ()),
        ("", "<p><a rel='author' href='/ada'>Ada Heron</a></p>", ("Ada Heron",)),
        ("", "<p class='byline'>By Ada Heron</p>", ("Ada Heron",)),
        ("", "<p itemprop='author'><span itemprop='name'>Ada Heron</span></p>", ("Ada Heron",)),
        (json_ld({"@type": "Article", "author": 3}), "", ()),
        ("", "", ()),
    ],
)  # fmt: skip
def test_authors(head, body, authors):
    found = read(head, body)
    assert found.authors == authors
    assert found.author == ", ".join(authors)


def test_a_byline_block_names_the_author():
    blocks = [("A heron", "furniture", "h1"), ("By Ada Heron", "furniture", "p"), ("By the pond it stood", "body", "p")]
    assert read(blocks=blocks).authors == ("Ada Heron",)


@pytest.mark.usefixtures("without_htmldate")
@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        (json_ld({"@type": "Article", "datePublished": "2026-03-04T23:30:00-05:00"}), "", "2026-03-04"),
        (meta("article:published_time", "2026-03-04"), "", "2026-03-04"),
        ("", "<article><time datetime='2026-03-04 10:00'>4 March</time></article>", "2026-03-04"),
        ("", "<p itemprop='datePublished' content='20260304'>x</p>", "2026-03-04"),
        (meta("date", "2026-13-44"), "", ""),
        ("", "<p>4 March 2026</p>", ""),
    ],
)
def test_date(head, body, day):
    assert read(head, body).date == day


def test_htmldate_finds_written_dates():
    assert (
        read(body="<article><p class='date'>Published on 4 March 2020</p><p>A heron.</p></article>").date
        == "2020-03-04"
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [("2026-02-28", "2026-02-28"), ("2026-02-30", ""), ("20260228T10", "2026-02-28"), ("id 120260228", ""), ("", "")],
)
def test_iso_day(text, day):
    assert iso_day(text) == day


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (meta("og:site_name", "Pond News"), "Pond News"),
        (json_ld({"@type": "WebSite", "name": "Pond News"}), "Pond News"),
        (json_ld({"@type": "Article", "publisher": {"name": "Pond News"}}), "Pond News"),
        ("", "example.org"),
    ],
)
def test_site_name(head, name):
    assert read(head, url="https://www.example.org/a").site_name == name


def test_language_description_and_address():
    head = json_ld({"@type": "Article", "inLanguage": "de-AT"}) + meta("description", "On &lt;b&gt;herons&lt;/b&gt;")
    found = read(head + "<link rel='canonical' href='https://example.org/a'>")
    assert (found.lang, found.description, found.url) == ("de", "On herons", "https://example.org/a")
    assert read(head, lang="fr").lang == "fr"


def test_extracted_text_has_only_what_is_known_of_it():
    assert read_metadata(None, [("By Ada Heron", "furniture", "")], lang="en") == Metadata(
        authors=("Ada Heron",), lang="en"
    )
