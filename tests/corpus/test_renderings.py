"""A page as careless extractors leave it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.corpus.codes import squeeze
from classifier.corpus.renderings import STYLES, RenderedLine, Style, drop_link_lists, render
from classifier.segment import segment_html
from classifier.segment.tree import parse

GLUED, BLOCKS, NODES = Style("glued"), Style("block tags", glue=False), Style("nodes", glue=False, every_node=True)


def lines(markup: str, style: Style = BLOCKS) -> list[str]:
    root, _ = parse(markup)
    assert root is not None
    return [line.text for line in render(root, style)]


def linked(markup: str) -> list[bool]:
    root, _ = parse(markup)
    assert root is not None
    return [line.linked for line in render(root, BLOCKS)]


def test_block_tags_break_lines_and_inline_tags_do_not():
    assert lines("<h1>Heron</h1><p>It <b>came</b> back.</p>") == ["Heron", "It came back."]


def test_a_careless_extractor_glues_buttons_and_icons_to_their_neighbours():
    markup = "<div>Share<svg><title>Facebook</title></svg><button>Save</button></div>"
    assert lines(markup, GLUED) == ["ShareFacebookSave"]
    assert lines(markup, BLOCKS) == ["Share", "Facebook", "Save"]


def test_glued_table_cells_share_their_row_s_line():
    markup = "<table><tr><td>Heron</td><td>12</td></tr><tr><td>Otter</td><td>3</td></tr></table>"
    assert lines(markup, GLUED) == ["Heron12", "Otter3"]


def test_every_text_node_may_be_a_line():
    assert lines("<p>It <b>came</b> back.</p>", NODES) == ["It", "came", "back."]


def test_text_before_and_after_a_child_keeps_its_place():
    assert lines("<div>one<p>two</p>three<p>four</p>five</div>") == ["one", "two", "three", "four", "five"]


def test_a_line_break_parts_words_and_no_lines():
    assert lines("<p>Pond Lane 3<br>Reedham</p>") == ["Pond Lane 3 Reedham"]


@pytest.mark.parametrize("tag", ["script", "style", "noscript", "template"])
def test_text_that_nobody_reads_is_left_out_and_what_follows_is_kept(tag):
    assert lines(f"<p>one <{tag}>unread</{tag}>two</p>") == ["one two"]


def test_comments_are_left_out_and_what_follows_is_kept():
    assert lines("<p>one <!-- unread -->two</p>") == ["one two"]


def test_the_head_is_left_out():
    assert lines("<head><title>Title</title></head><body><p>Body</p></body>") == ["Body"]


def test_a_line_of_mostly_link_text_is_a_link_line():
    assert linked("<p><a>Home</a></p><p>See <a>it</a> for yourself</p><p><a>Read <b>more</b></a> …</p>") == [
        True,
        False,
        True,
    ]


def test_link_text_counts_for_its_own_line_only():
    assert linked("<div><a>A long line of link text</a><p>Body</p></div>") == [True, False]


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_every_style_keeps_every_visible_character(style):
    markup = "<nav><a>Home</a></nav><p>One <b>two</b><br>three</p><ul><li><svg><title>x</title></svg>four</li></ul>"
    root, _ = parse(markup)
    assert root is not None
    assert squeeze("".join(line.text for line in render(root, style))) == "HomeOnetwothreexfour"


some_markup = st.recursive(
    st.sampled_from(["word", "two words", "漢字", "<br>", "&amp;", "<!-- c -->"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{' '.join(parts)}</{tag}>",
        st.sampled_from(["div", "p", "a", "b", "li", "button", "td", "svg", "title", "script", "h1"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=50, deadline=None)
@given(some_markup, st.sampled_from(STYLES))
def test_a_rendering_has_the_characters_of_the_blocks_in_their_order(markup, style):
    root, _ = parse(markup)
    if root is None:
        return
    rendered = render(root, style)
    assert squeeze("".join(line.text for line in rendered)) == squeeze("".join(segment_html(root).texts))
    assert all(line.text and line.text == " ".join(line.text.split()) for line in rendered)


class TestDroppingLinkLists:
    MENU = (RenderedLine("Home", True), RenderedLine("Sport", True))
    BODY = (RenderedLine("Body text", False),)
    LONE = (RenderedLine("Read more", True),)

    @staticmethod
    def kept(lines: tuple[RenderedLine, ...], share: float, seed: int = 0) -> list[int]:
        return drop_link_lists(list(lines), share, np.random.default_rng(seed))

    def test_a_run_of_links_goes_and_a_lone_link_stays(self):
        assert self.kept(self.MENU + self.BODY + self.LONE + self.BODY + self.MENU, 1.0) == [2, 3, 4]

    def test_nothing_goes_when_the_share_is_zero(self):
        assert self.kept(self.MENU + self.BODY, 0.0) == [0, 1, 2]

    def test_a_run_goes_or_stays_as_a_whole(self):
        page = (self.MENU * 2 + self.BODY) * 40
        runs = [{at // 5 for at in self.kept(page, 0.5) if at % 5 == place} for place in range(4)]
        assert runs[0] == runs[1] == runs[2] == runs[3]
        assert 0 < len(runs[0]) < 40

    def test_the_same_seed_drops_the_same(self):
        page = (self.MENU + self.BODY) * 30
        assert self.kept(page, 0.5, seed=3) == self.kept(page, 0.5, seed=3)
        assert self.kept(page, 0.5, seed=3) != self.kept(page, 0.5, seed=4)

    def test_no_lines_are_no_lines(self):
        assert self.kept((), 1.0) == []
