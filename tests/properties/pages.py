"""Strategies for whole pages: nested markup with its text, flat pages with their lines, and markup of any kind."""

from __future__ import annotations

from html import escape

from hypothesis import settings
from hypothesis import strategies as st

unhurried = settings(deadline=None, max_examples=50)
"""A busy machine may take its time with one example."""

words = st.text(
    st.characters(codec="utf-8", categories=["L", "N", "P", "S"], exclude_characters="\u00ad\ufffd"),
    min_size=1,
    max_size=12,
)
lines = st.lists(words, min_size=1, max_size=12).map(" ".join)
flat_lines = st.lists(lines, min_size=1, max_size=12)
"""Lines of text without markup."""

BLOCK_TAGS = ("p", "div", "h2", "li", "section", "td", "blockquote")
INLINE_TAGS = ("b", "span", "a", "em", "x-card")


def flat_page(texts: list[str]) -> str:
    """A page in which each line is a paragraph of its own."""
    return "<!doctype html><html><body>" + "".join(f"<p>{escape(text)}</p>" for text in texts) + "</body></html>"


def _wrapped(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.sampled_from(BLOCK_TAGS[1:2] + INLINE_TAGS), st.lists(children, max_size=4)).map(
        lambda made: f"<{made[0]}>{' '.join(made[1])}</{made[0]}>"
    )


nested = st.recursive(lines.map(escape), _wrapped, max_leaves=20)
"""Markup of well-nested elements around text."""

broken = st.lists(
    st.one_of(
        lines,
        st.sampled_from(
            "<p> </p> <div class='x'> </div> <a href=y> <b> </i> <!-- --> <br> <td> <svg><title> <script> </script> "
            "<noscript> &amp; &# <? <![CDATA[ ]]> </ < > <template> <html> </body> <select><option> <x-y> \0".split(" ")
        ),
    ),
    max_size=40,
).map("".join)
"""Pieces of markup in any order."""
