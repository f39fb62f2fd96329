"""HTML, or text that somebody else extracted from it."""

from __future__ import annotations

import pytest

from classifier.bulk.sources.content import is_plain_text


class TestIsPlainText:
    @pytest.mark.parametrize("name", ["page.html", "PAGE.HTM", "page.xhtml", "page.shtml"])
    def test_endings_of_html(self, name: str) -> None:
        assert not is_plain_text(name, b"no markup at all")

    @pytest.mark.parametrize("name", ["page.txt", "PAGE.TXT", "page.text"])
    def test_endings_of_text(self, name: str) -> None:
        assert is_plain_text(name, b"<p>a text about markup</p>")

    @pytest.mark.parametrize(
        "data",
        [b"<!DOCTYPE html>", b"<P>x", b"text, then <a href='/'>link</a>", b"<h2 class=x>y", b"\n\n<html\n>", b"a<br>b"],
    )
    def test_markup_makes_html(self, data: bytes) -> None:
        assert not is_plain_text("-", data)
        assert not is_plain_text("page.php", data)

    @pytest.mark.parametrize(
        "data", [b"", b"Home | Sport", b"3 < 4 and a > b", b"<price> is a placeholder", b"x <3 p>"]
    )
    def test_the_lack_of_it_makes_text(self, data: bytes) -> None:
        assert is_plain_text("-", data)

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
    def test_markup_in_wide_characters_makes_html(self, encoding: str) -> None:
        assert not is_plain_text("-", "<!DOCTYPE html><p>Hello</p>".encode(encoding))
