"""Whatever the caller holds, to the root of a tree."""

import io
import time
import zlib
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from parsel import Selector

from classifier.errors import BoilerError, InputError
from classifier.segment import segment_html
from classifier.segment.tree import looks_binary, parse

from .pages import any_text, tag_soup, texts, unhurried

PAGE = "<html><body><h1>Größe</h1><p>日本語</p></body></html>"
XML_PAGE = "<?xml version='1.0' encoding='iso-8859-1'?>\n" + PAGE


class Response:
    """Holds a page the way that responses of Scrapy do."""

    def __init__(self, page: str) -> None:
        self.selector = Selector(page)


# What may be passed in


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        PAGE.encode(),
        bytearray(PAGE.encode()),
        memoryview(PAGE.encode()),
        "\ufeff" + PAGE,
        PAGE.encode("utf-8-sig"),
        PAGE.encode("utf-16"),
        XML_PAGE,
        "\ufeff\n " + XML_PAGE,
        XML_PAGE.encode(),
        lxml.html.document_fromstring(PAGE),
        etree.fromstring(PAGE),
        etree.ElementTree(lxml.html.document_fromstring(PAGE)),
        Selector(PAGE),
        Response(PAGE),
    ],
    ids=[
        "str",
        "bytes",
        "bytearray",
        "memoryview",
        "str with a byte order mark",
        "bytes with a byte order mark",
        "utf-16",
        "str with an XML declaration",
        "str with a byte order mark and an XML declaration",
        "bytes with an XML declaration",
        "lxml element",
        "lxml element of XML",
        "lxml tree",
        "parsel selector",
        "response",
    ],
)
def test_a_page_may_come_as(page):
    _, warnings = parse(page)
    assert texts(page) == ["Größe", "日本語"]
    assert warnings == []


def test_an_element_is_taken_as_it_is():
    element = lxml.html.fragment_fromstring("<div>text</div>")
    assert parse(element) == (element, [])


def test_a_selected_part_is_read_alone():
    part = Selector("<div>menu</div><article><p>text</p></article>").css("article")[0]
    assert texts(part) == ["text"]


def test_the_content_type_decides_on_bytes():
    root, _ = parse("<p>Größe</p>".encode("mac-roman"), "text/html; charset=macintosh")
    assert segment_html(root).texts == ["Größe"]


def test_the_content_type_does_not_matter_for_a_str():
    root, _ = parse("<meta charset=iso-8859-1><p>Цапля</p>", "text/html; charset=iso-8859-1")
    assert segment_html(root).texts == ["Цапля"]


@pytest.mark.parametrize(
    "page",
    [
        None,
        3,
        1.5,
        True,
        [PAGE],
        {"html": PAGE},
        object(),
        Path("page.html"),
        io.BytesIO(PAGE.encode()),
        Selector(PAGE).xpath("//h1/text()")[0],
        Selector('{"a": 1}', type="json"),
        etree.ElementTree(),
    ],
    ids=lambda page: type(page).__name__,
)
def test_a_wrong_type_is_refused(page):
    with pytest.raises(InputError, match=f"not {type(page).__name__}$"):
        parse(page)


def test_the_error_is_one_line_and_one_of_ours():
    with pytest.raises(BoilerError) as refused:
        parse(None)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "node", [etree.Comment("a comment"), etree.ProcessingInstruction("php", "echo")], ids=["comment", "php"]
)
def test_a_comment_is_no_page(node):
    try:
        root, _ = parse(node)
    except InputError:
        return
    assert segment_html(root).texts == []


# What can't be read


@pytest.mark.parametrize(
    "page", ["", b"", " \n\t ", "\0\0\0", b"\0" * 10, "\ufeff", "\ufeff\0 ", XML_PAGE[: -len(PAGE)]]
)
def test_an_empty_page_says_so(page):
    assert parse(page) == (None, ["the page is empty"])


@pytest.mark.parametrize("page", ["<!-- only a comment -->", "<?php echo 1 ?>", "<!DOCTYPE html>", "</p>"])
def test_a_page_without_elements_or_text_says_so(page):
    assert parse(page) == (None, ["the page holds no markup that can be read: Document is empty"])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + zlib.compress(bytes(range(256)) * 20, 0), "it looks like a picture"),
        (
            b"\x1f\x8b\x08\0\0\0\0\0" + zlib.compress(PAGE.encode() * 20),
            "it looks like gzip data; decompress it first",
        ),
        (
            b"%PDF-1.7\nstream\n" + zlib.compress(b"".join(bytes([n % 251, n % 13]) for n in range(9_000))),
            "it looks like a PDF",
        ),
        (bytes(range(256)) * 4, "most of its characters are control or undecodable characters"),
        (zlib.compress(PAGE.encode() * 20), "most of its characters are control or undecodable characters"),
    ],
    ids=["png", "gzip", "pdf", "every byte", "deflate"],
)
def test_binary_data_is_not_read_as_text(data, reason):
    root, warnings = parse(data)
    assert root is None
    assert warnings[-1] == f"the page is not text: {reason}"


def test_bytes_that_cannot_be_decoded_are_counted():
    root, warnings = parse("<p>Größe und Übermut</p>".encode() * 5 + b"\xff\xfe")
    assert root is not None
    assert warnings == ["2 characters could not be decoded as utf-8"]


def test_nul_characters_are_left_out():
    assert texts("<p>a he\0ron</p>") == texts(b"<p>a he\0ron</p>") == ["a heron"]


def test_a_lone_surrogate_is_no_obstacle():
    assert texts("<p>a \ud83d heron</p>") == ["a ? heron"]


@pytest.mark.parametrize(
    "text", ["a heron", "日本語\n\tを\r\n", "\x1b[1mbold\x1b[0m", "Größe \ufffd und noch mehr", ""]
)
def test_text_with_few_odd_characters_is_no_binary(text):
    assert not looks_binary(text)


@pytest.mark.parametrize("text", ["\x01\x02\x03", "ab\ufffd\ufffd", "\x7fELF\x02\x01\x01"])
def test_text_with_many_odd_characters_is_binary(text):
    assert looks_binary(text)


def test_only_the_start_of_a_page_tells_whether_it_is_binary():
    assert not looks_binary("a heron " * 1_000 + "\x01" * 100_000)


# Declarations


def test_an_xml_declaration_is_no_text():
    assert texts("<?xml version='1.0' encoding='utf-8'?><p>text</p>") == ["text"]


def test_a_doctype_is_no_text():
    assert texts('<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://www.w3.org/xhtml1.dtd"><p>text</p>') == [
        "text"
    ]


@pytest.mark.parametrize("page", ["<?xml " * 50_000, "<?xml" + " " * 500_000 + "<p>text", " " * 500_000 + "<p>text"])
def test_pathological_declarations_are_read_in_no_time(page):
    start = time.perf_counter()
    parse(page)
    assert time.perf_counter() - start < 1


# It never raises


@unhurried
@given(st.one_of(any_text, tag_soup))
def test_any_str_can_be_parsed(page):
    root, warnings = parse(page)
    assert (root is None) == bool(warnings)


@unhurried
@given(st.binary(max_size=300), st.one_of(st.none(), st.text()))
def test_any_bytes_can_be_parsed_and_segmented(page, content_type):
    root, warnings = parse(page, content_type)
    assert root is not None or warnings
    if root is not None:
        segment_html(root)


@unhurried
@given(tag_soup)
def test_bytes_and_str_of_a_page_give_the_same_blocks(page):
    page = page.replace("\ud800", "").lstrip("\ufeff")
    from_str, _ = parse(page)
    from_bytes, _ = parse(page.encode(), "text/html; charset=utf-8")
    assert (from_str is None) == (from_bytes is None)
    if from_str is not None:
        assert segment_html(from_str).texts == segment_html(from_bytes).texts
