"""Which site a page is of."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.bulk.site import HEAD_BYTES, UNKNOWN, declared_address, host_of, site_of

CANONICAL = b'<head><link rel="canonical" href="https://www.pond.example/heron?x=1"></head>'


def test_the_address_counts_before_what_the_page_declares():
    assert site_of("crawl/other.example/1.html", "https://News.Marsh.example:8080/a", CANONICAL) == "news.marsh.example"


def test_the_declared_address_counts_before_the_folder():
    assert site_of("crawl/other.example/1.html", None, CANONICAL) == "pond.example"


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("crawl/other.example/2024/1.html", "other.example"),
        ("crawl/www.other.example/1.html", "other.example"),
        ("crawl/articles/1.html", "articles"),
        ("1.html", UNKNOWN),
        ("../1.html", UNKNOWN),
        ("/1.html", UNKNOWN),
        ("standard input", UNKNOWN),
    ],
)
def test_a_page_that_declares_nothing_is_of_its_folder(name, site):
    assert site_of(name) == site


@pytest.mark.parametrize(
    "head",
    [
        b'<link rel="canonical" href="https://pond.example/a">',
        b"<link href='https://pond.example/a' rel='canonical'>",
        b"<LINK REL=canonical HREF=https://pond.example/a>",
        b'<meta property="og:url" content="https://pond.example/a">',
        b'<meta content="https://pond.example/a" property="og:url"/>',
        b'<link rel="stylesheet" href="https://cdn.example/a.css"><link rel="canonical" href="https://pond.example/a">',
    ],
)
def test_ways_of_declaring_an_address(head):
    assert declared_address(head) == "https://pond.example/a"


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b'<link rel="stylesheet" href="https://cdn.example/a.css">',
        b'<link rel="canonical" href="/a">',
        b"<p>canonical https://pond.example/a</p>",
        b" " * HEAD_BYTES + CANONICAL,
    ],
)
def test_pages_that_declare_no_address(head):
    assert declared_address(head) == ""


def test_a_head_made_to_take_long_does_not():
    began = time.process_time()
    declared_address(b"<link rel=canonical " * 10_000)
    declared_address(b"<meta " + b"property=" * 30_000)
    assert time.process_time() - began < 5


@given(st.text())
def test_any_text_has_a_host_or_none(address):
    assert isinstance(host_of(address), str)


def test_an_address_that_is_none():
    assert host_of("https://[half") == ""
