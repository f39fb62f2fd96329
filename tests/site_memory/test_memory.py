"""Counting hashes by site, within bounds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from classifier.site_memory.hashes import hashes_of
from classifier.site_memory.memory import HALF_LIFE, SiteMemory

from .pages import FERRY, MENU, NOTICE, page

WORDS = st.sampled_from(["pond", "heron", "reed", "carp", "mill", "ice", "ferry"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=4, unique=True), min_size=1, max_size=12)


def counted(memory: SiteMemory, site: str, *texts: dict[str, float]) -> None:
    for text in texts:
        memory.add(site, hashes_of(page(text)))


def test_what_other_pages_have_is_counted() -> None:
    memory = SiteMemory()
    counted(memory, "a.example", {MENU: 0.2}, {MENU: 0.2, FERRY: 0.9}, {MENU: 0.2, NOTICE: 0.9})
    seen = memory.others("a.example", hashes_of(page({MENU: 0.2, NOTICE: 0.9})))
    assert seen.pages == 2
    assert seen.counts.tolist() == [2, 0]


def test_sites_know_nothing_of_each_other() -> None:
    memory = SiteMemory()
    counted(memory, "a.example", {MENU: 0.2}, {MENU: 0.2})
    counted(memory, "b.example", {MENU: 0.2})
    assert memory.others("b.example", hashes_of(page({MENU: 0.2}))).counts.tolist() == [0]
    assert memory.others("c.example", hashes_of(page({MENU: 0.2}))).pages == 0


@given(TEXTS)
def test_counts_are_those_of_a_plain_count(texts: list[list[str]]) -> None:
    memory = SiteMemory()
    pages = [page(dict.fromkeys(words, 0.5)) for words in texts]
    for each in pages:
        memory.add("a.example", hashes_of(each))
    for number, words in enumerate(texts):
        others = [other for at, other in enumerate(texts) if at != number]
        expected = [sum(word in other for other in others) for word in words]
        assert memory.others("a.example", hashes_of(pages[number])).counts.tolist() == expected


@given(TEXTS, st.integers(1, 3), st.integers(8, 20))
def test_it_is_bounded_whatever_comes(texts: list[list[str]], sites: int, most: int) -> None:
    memory = SiteMemory(sites=sites, hashes_a_site=8, hashes=most)
    for number, words in enumerate(texts):
        memory.add(str(number % 5), hashes_of(page(dict.fromkeys(words, 0.5))))
        assert len(memory) <= most


def test_the_site_that_is_longest_ago_is_forgotten() -> None:
    memory = SiteMemory(sites=2)
    for site in ("a.example", "b.example", "a.example", "c.example"):
        counted(memory, site, {MENU: 0.2})
    known = hashes_of(page({MENU: 0.2}))
    assert [memory.others(site, known).pages for site in ("a.example", "b.example", "c.example")] == [1, 0, 0]


def test_a_full_site_keeps_what_repeats() -> None:
    memory = SiteMemory(hashes_a_site=40)
    for number in range(100):
        counted(memory, "a.example", {MENU: 0.2, "piece " + "x" * number: 0.9})
    assert len(memory) <= 40
    assert memory.others("a.example", hashes_of(page({MENU: 0.2}))).counts[0] == 99


def test_a_new_design_replaces_the_old_one() -> None:
    memory = SiteMemory()
    for number in range(4 * HALF_LIFE):
        counted(memory, "a.example", {MENU if number < HALF_LIFE else NOTICE: 0.2})
    seen = memory.others("a.example", hashes_of(page({MENU: 0.2, NOTICE: 0.2})))
    old, new = seen.counts / seen.pages
    assert old < 0.2
    assert new > 0.8
    assert seen.pages <= HALF_LIFE
