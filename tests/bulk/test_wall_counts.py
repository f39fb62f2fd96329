"""Counting pages by site and verdict."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classifier.bulk.wall_counts import LONGEST_QUOTE, Verdict, count_walls, verdict_of
from classifier.page import Access, Block, Label, Page, Role

OPEN, METERED, GATED = Access.OPEN, Access.METERED, Access.GATED


def wall(text: str) -> Block:
    return Block(text, Label.PAYWALL, Role.PAYWALL, 0.9)


def test_pages_are_counted_by_site_and_verdict():
    (site,) = count_walls([Verdict("1", "pond.example", OPEN), Verdict("2", "pond.example", GATED, "Subscribe")])
    assert (site.pages, site.walled, site.counts) == (2, 1, {OPEN: 1, GATED: 1})
    assert site.to_json() == {
        "site": "pond.example",
        "pages": 2,
        "open": 1,
        "metered": 0,
        "gated": 1,
        "examples": [{"page": "2", "access": "gated", "wall": "Subscribe"}],
    }


def test_sites_with_the_most_walled_pages_come_first():
    pages = [("a", OPEN), ("b", METERED), ("c", GATED), ("c", METERED), ("d", GATED)]
    assert [site.site for site in count_walls(Verdict("", *page) for page in pages)] == ["c", "b", "d", "a"]


def test_examples_are_the_first_of_each_kind_of_wall_the_gated_ones_first():
    verdicts = [Verdict(str(n), "pond.example", access) for n, access in enumerate([METERED, GATED, OPEN] * 3)]
    (site,) = count_walls(verdicts, examples=2)
    assert [(example.name, example.access) for example in site.examples] == [
        ("1", GATED),
        ("4", GATED),
        ("0", METERED),
        ("3", METERED),
    ]


def test_no_examples_are_kept_where_none_are_wanted():
    (site,) = count_walls([Verdict("1", "pond.example", GATED)], examples=0)
    assert (site.examples, site.counts[GATED]) == ([], 1)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(Access))))
def test_no_page_is_lost(pages):
    sites = count_walls(Verdict("", site, access) for site, access in pages)
    assert sum(site.pages for site in sites) == len(pages)
    assert len(sites) == len({site for site, _ in pages})


class TestVerdictOfAPage:
    def test_the_first_wall_text_that_says_something_is_quoted(self):
        page = Page((wall("Log in"), wall("Subscribe to go on reading")), access=GATED)
        assert verdict_of("1", "s", page).wall == "Subscribe to go on reading"

    def test_a_short_wall_text_is_better_than_none(self):
        assert verdict_of("1", "s", Page((wall("Log in"),), access=GATED)).wall == "Log in"

    def test_a_long_one_is_cut(self):
        quoted = verdict_of("1", "s", Page((wall("x" * 500),), access=METERED)).wall
        assert quoted == "x" * LONGEST_QUOTE + "…"

    def test_an_open_page_has_no_wall(self):
        assert verdict_of("1", "s", Page((wall("Subscribe to go on reading"),), access=OPEN)).wall == ""

    def test_a_page_may_be_walled_without_wall_text(self):
        assert verdict_of("1", "s", Page(access=GATED)) == Verdict("1", "s", GATED, "")
