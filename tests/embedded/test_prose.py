"""Strings of data to paragraphs; prose against code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.embedded.prose import is_prose, paragraphs


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("A heron came.\nIt left.", ["A heron came.", "It left."]),
        ("<p>A heron <b>came</b>.</p><p>It left.</p>", ["A heron came.", "It left."]),
        ("&lt;p&gt;A heron came.&lt;/p&gt;&lt;p&gt;It left.&lt;/p&gt;", ["A heron came.", "It left."]),
        ("Herons &amp; egrets &amp;hellip;", ["Herons & egrets …"]),
        ("one<br><br>two", ["one", "two"]),
        ("<script>alert(1)</script><p>A heron came.</p>", ["A heron came."]),
        ("3 < 4 and 5 > 4", ["3 < 4 and 5 > 4"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_paragraphs(text, lines):
    assert paragraphs(text) == lines


@given(st.text())
def test_paragraphs_are_folded_and_never_empty(text):
    for line in paragraphs(text):
        assert line
        assert line == " ".join(line.split())


@pytest.mark.parametrize(
    "text",
    [
        "The heron came back to the pond on Monday and stood there, quite still, until the evening.",
        "Il airone è tornato allo stagno lunedì mattina. È rimasto fermo fino a sera, senza muoversi.",
        "月曜日の朝、アオサギが池に戻ってきました。夕方までじっと立っていて、ほとんど動きませんでした。近所の人たちは橋の上から静かに見守り、子どもたちは写真を撮りました。",
    ],
)
def test_sentences_are_prose(text):
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "Too short.",
        "function() { return window.config; } " * 4,
        "https://example.org/a/very/long/address/with/many/parts/and/no/end/image.jpg?w=100&h=100",
        "M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2zm0 18c-4.41 0",
        "small medium large white black navy red green yellow orange brown purple pink grey",
    ],
)
def test_code_addresses_and_lists_are_not(text):
    assert not is_prose(text)
