"""Which blocks of a page make up its known text: the cases that a plain comparison of words gets wrong, and what always holds."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.corpus.align import (
    FAR_COST,
    GRAM,
    NEAR_BLOCKS,
    NEXT_TO,
    OVERLAP,
    Alignment,
    _Candidate,
    _chain,
    align,
)

HERON = "The heron came back to the pond on Monday and stood among the reeds for an hour."
FLOOD = "Nobody had seen it since the flood, which carried the old bridge away in March."
NESTS = "Ann Poole, who keeps the lock, says that she will count the nests again in May."
BODY = [HERON, FLOOD, NESTS]
KNOWN = "\n\n".join(BODY)


def found(blocks: Sequence[str], known: str = KNOWN, **facts: Sequence[float] | Sequence[bool]) -> list[int]:
    """Positions of the blocks that stand in the known text with all their words."""
    return [at for at, share in enumerate(align(blocks, known, **facts).share) if share == 1]


def repeats(blocks: Sequence[str], known: str = KNOWN) -> list[int]:
    """Positions of the blocks that say again what another block said."""
    return [at for at, repeat in enumerate(align(blocks, known).repeat) if repeat]


class TestPlainPage:
    def test_the_body_is_found_and_the_rest_is_not(self):
        assert align(["Home", *BODY, "Contact us today"], KNOWN) == Alignment((0, 1, 1, 1, 0), (False,) * 5, 1.0)

    def test_punctuation_case_and_spacing_do_not_count(self):
        assert found([HERON.upper(), FLOOD.replace(",", " –"), NESTS.replace(" ", "  ")]) == [0, 1, 2]

    def test_a_paragraph_cut_into_blocks_is_found_in_pieces(self):
        start, end = HERON.split(" and ")
        assert found([start, f"and {end}", FLOOD, NESTS]) == [0, 1, 2, 3]

    def test_paragraphs_run_together_are_found_as_one(self):
        assert found([f"{HERON} {FLOOD}", NESTS]) == [0, 1]

    def test_a_changed_word_costs_itself_and_the_words_that_no_run_of_four_reaches(self):
        share = align([HERON.replace("reeds", "rushes"), FLOOD, NESTS], KNOWN).share
        assert share == (pytest.approx(13 / 17), 1, 1)

    def test_a_block_that_shares_one_phrase_is_not_placed(self):
        other = "Readers of the weekly wrote that the old bridge away from town needs paint and a new rail by spring."
        assert align([HERON, other, NESTS], KNOWN).share == (1, 0, 1)

    def test_coverage_tells_how_much_of_the_text_the_page_has(self):
        words = [len(text.split()) for text in BODY]
        assert align([HERON, NESTS], KNOWN).coverage == pytest.approx((words[0] + words[2]) / sum(words))

    def test_a_page_without_the_text_covers_none(self):
        assert align(["Home", "Contact us"], KNOWN) == Alignment((0, 0), (False, False), 0.0)

    def test_no_known_text_places_nothing(self):
        assert align(BODY, "") == Alignment((0, 0, 0), (False,) * 3, 0.0)

    def test_a_page_without_blocks_has_no_shares(self):
        assert align([], KNOWN) == Alignment((), (), 0.0)

    def test_a_block_of_glyphs_shares_nothing(self):
        assert align([HERON, "›", FLOOD, NESTS], KNOWN).share[1] == 0


class TestRepeats:
    @pytest.mark.parametrize("place", [0, 4])
    def test_a_related_teaser_that_quotes_the_body_loses_against_it(self, place):
        blocks = ["More stories", *BODY, "Contact us"]
        blocks.insert(place, "The heron came back to the pond on Monday")
        assert [blocks[at] for at in found(blocks)] == BODY
        assert repeats(blocks) == [place]

    def test_of_repeated_headlines_the_one_in_sequence_counts(self):
        headline = "Heron returns to the pond"
        blocks = [headline, "Home", "Sport", headline, "By Ann Poole", *BODY, "Share", headline]
        known = f"{headline}\n{KNOWN}"
        assert found(blocks, known) == [3, 5, 6, 7]
        assert repeats(blocks, known) == [0, 9]

    def test_a_headline_outside_of_the_known_text_is_no_repeat(self):
        assert repeats(["Heron returns to the pond", *BODY]) == []

    def test_of_two_copies_of_the_article_one_is_taken_whole(self):
        assert found([*BODY, "Menu", *BODY]) in ([0, 1, 2], [4, 5, 6])
        assert len(repeats([*BODY, "Menu", *BODY])) == 3

    @pytest.mark.parametrize(("hidden_copy", "seen"), [(slice(0, 3), [4, 5, 6]), (slice(4, 7), [0, 1, 2])])
    def test_a_hidden_mobile_copy_loses_against_the_visible_one(self, hidden_copy, seen):
        hidden = [False] * 7
        hidden[hidden_copy] = [True] * 3
        assert found([*BODY, "Menu", *BODY], hidden=hidden) == seen

    def test_a_linked_copy_loses_against_plain_text(self):
        assert found([*BODY, "Menu", *BODY], link_density=[1, 1, 1, 0, 0, 0, 0]) == [4, 5, 6]

    @pytest.mark.parametrize("place", [1, 2])
    def test_a_pull_quote_beside_its_paragraph_is_a_repeat(self, place):
        blocks = list(BODY)
        blocks.insert(place, "carried the old bridge away in March")
        assert [blocks[at] for at in found(blocks)] == BODY
        assert repeats(blocks) == [place]

    def test_a_pull_quote_that_the_known_text_has_too_is_found(self):
        quote = "The old bridge was carried off, says Ann Poole"
        assert found([HERON, quote, FLOOD, NESTS], "\n".join([HERON, quote, FLOOD, NESTS])) == [0, 1, 2, 3]

    @pytest.mark.parametrize("item", ["Wine", "Red wine"])
    def test_a_short_line_said_twice_is_placed_once_when_the_text_has_it_once(self, item):
        assert len(found([HERON, item, item, NESTS], "\n".join([HERON, item, NESTS]))) == 3


class TestBetweenParagraphs:
    def test_a_caption_that_the_text_leaves_out_is_left_out(self):
        caption = "A grey heron at dusk. Photo: Bo Reed"
        assert found([HERON, caption, FLOOD, NESTS]) == [0, 2, 3]

    def test_a_caption_that_the_text_has_is_found(self):
        caption = "A grey heron at dusk"
        assert found([HERON, caption, FLOOD, NESTS], "\n".join([HERON, caption, FLOOD, NESTS])) == [0, 1, 2, 3]

    def test_a_caption_that_repeats_the_body_is_a_repeat(self):
        blocks = [HERON, "the heron stood among the reeds for an hour", FLOOD, NESTS]
        assert found(blocks) == [0, 2, 3]
        assert repeats(blocks) == [1]

    def test_a_read_more_line_inside_the_body_is_left_out(self):
        assert found([HERON, "Read more: Flood damage in the valley", FLOOD, "Read more", NESTS]) == [0, 2, 4]

    def test_a_read_more_line_that_the_text_has_is_found(self):
        blocks = [HERON, "Read more: Flood damage in the valley", FLOOD, NESTS]
        assert found(blocks, "\n".join(blocks)) == [0, 1, 2, 3]

    def test_short_list_items_are_found_in_order(self):
        items = ["Reeds", "Mud", "Three eggs", "Frogs"]
        assert found([HERON, *items, NESTS], "\n".join([HERON, *items, NESTS])) == [0, 1, 2, 3, 4, 5]

    def test_short_items_that_the_text_lacks_are_left_out(self):
        assert found(
            [HERON, "Reeds", "Share", "Three eggs", NESTS], "\n".join([HERON, "Reeds", "Three eggs", NESTS])
        ) == [
            0,
            1,
            3,
            4,
        ]

    def test_a_short_item_is_no_content_where_the_text_has_no_room_for_it(self):
        assert found([HERON, "reeds", FLOOD, NESTS]) == [0, 2, 3]

    def test_a_subheading_of_one_word_is_found_in_its_place_and_not_in_the_menu(self):
        blocks = ["Home", "Outlook", "Sport", HERON, FLOOD, "Outlook", NESTS]
        assert found(blocks, "\n".join([HERON, FLOOD, "Outlook", NESTS])) == [3, 4, 5, 6]

    def test_short_items_keep_their_order(self):
        assert found([HERON, "Yes", "No", "Yes", NESTS], "\n".join([HERON, "No", "Yes", NESTS])) == [0, 2, 3, 4]

    def test_a_line_repeated_under_each_item_of_a_list_is_found_every_time(self):
        stock = "In stock and ready to ship"
        blocks = [HERON, "Heron print", stock, "Otter mug", stock, "Pond map", stock, NESTS]
        assert found(blocks, "\n".join(blocks)) == list(range(8))


class TestEnds:
    def test_short_lines_beside_the_body_are_found(self):
        blocks = ["Home", "Sport", "Correction", *BODY, "Thanks", "Imprint"]
        assert found(blocks, f"Correction\n{KNOWN}\nThanks") == [2, 3, 4, 5, 6]

    def test_a_single_word_far_from_the_body_is_a_coincidence(self):
        menu = ["Thanks", *(f"Section {letter}" for letter in "abcdefgh")]
        assert found([*menu, *BODY], f"Thanks\n{KNOWN}") == [9, 10, 11]


class TestOtherScripts:
    JAPANESE = (
        "鷺が池に戻ってきて、葦の間に一時間立っていた。",
        "洪水のあとは誰も見ていなかった。",
        "五月に巣を数えるという。",
    )

    def test_text_without_spaces_is_aligned(self):
        assert found(["ホーム", *self.JAPANESE, "会社案内"], "".join(self.JAPANESE)) == [1, 2, 3]

    def test_a_teaser_without_spaces_is_a_repeat(self):
        blocks = ["ホーム", "鷺が池に戻ってきて", "会社案内", *self.JAPANESE]
        assert found(blocks, "".join(self.JAPANESE)) == [3, 4, 5]
        assert repeats(blocks, "".join(self.JAPANESE)) == [1]

    def test_thai_is_aligned(self):
        thai = ["นกกระสากลับมาที่บ่อน้ำ", "ไม่มีใครเห็นมันตั้งแต่น้ำท่วม"]
        assert found(["หน้าแรก", *thai, "ติดต่อเรา"], "\n".join(thai)) == [1, 2]

    def test_arabic_is_aligned(self):
        arabic = ["عاد مالك الحزين إلى البركة يوم الاثنين", "لم يره أحد منذ الفيضان الذي جرف الجسر"]
        assert found(["الرئيسية", *arabic, "اتصل بنا"], "\n".join(arabic)) == [1, 2]

    def test_decomposed_letters_are_the_same_letters(self):
        line = "Đăng ký để đọc tiếp những bài viết về hồ nước này"
        assert found([unicodedata.normalize("NFD", line)], line) == [0]


class TestOtherOrder:
    @pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (2, 1, 0)])
    def test_paragraphs_in_another_order_are_placed_in_the_leftover_pass(self, order):
        alignment = align([BODY[at] for at in order], KNOWN)
        assert alignment.share == (1, 1, 1)
        assert alignment.coverage == 1

    def test_a_short_line_out_of_order_is_not_placed(self):
        assert found([*BODY, "says Ann Poole"], f"says Ann Poole\n{KNOWN}") == [0, 1, 2]

    def test_what_is_placed_already_is_not_left_over(self):
        assert found([FLOOD, HERON, FLOOD]) == [1, 2]
        assert repeats([FLOOD, HERON, FLOOD]) == [0]

    def test_out_of_order_a_block_must_stand_mostly_in_the_text(self):
        half = "Ann Poole, who keeps the lock, has a garden with many sorts of roses"
        assert align([half, HERON, FLOOD], KNOWN).share == (0, 1, 1)
        assert align([HERON, FLOOD, half], KNOWN).share == (1, 1, pytest.approx(6 / 14))


words = st.sampled_from("the a heron pond reed on mud".split())
texts = st.lists(words, max_size=12).map(" ".join)


@settings(max_examples=100, deadline=None)
@given(st.lists(texts, max_size=12), texts, st.data())
def test_shares_and_coverage_are_shares(blocks, known, data):
    hidden = data.draw(st.lists(st.booleans(), min_size=len(blocks), max_size=len(blocks)))
    density = data.draw(st.lists(st.floats(0, 1), min_size=len(blocks), max_size=len(blocks)))
    alignment = align(blocks, known, density, hidden)
    assert len(alignment.share) == len(alignment.repeat) == len(blocks)
    assert all(0 <= share <= 1 for share in alignment.share)
    assert 0 <= alignment.coverage <= 1
    assert not any(share and repeat for share, repeat in zip(alignment.share, alignment.repeat, strict=True))
    assert alignment == align(blocks, known, density, hidden)


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.integers(GRAM, 25), min_size=1, max_size=12))
def test_shuffled_noise_around_a_known_text_does_not_hide_it(rng, sizes):
    """Noise of the text's own words in another order, and of other words, anywhere between the known blocks."""
    known = _numbered_blocks(sizes)
    vocabulary = " ".join(known).split()
    blocks: list[tuple[bool, str]] = []
    for block in known:
        blocks += [(False, _noise(rng, vocabulary)) for _ in range(rng.randint(0, 3))]
        blocks.append((True, block))
    blocks += [(False, _noise(rng, vocabulary)) for _ in range(rng.randint(0, 3))]
    alignment = align([text for _, text in blocks], "\n".join(known))
    assert alignment.share == tuple(float(is_known) for is_known, _ in blocks)
    assert alignment.coverage == 1


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 3), min_size=1, max_size=8))
def test_short_blocks_between_two_paragraphs_are_all_found(rng, sizes):
    known = [HERON, *_numbered_blocks(sizes), NESTS]
    blocks = [(True, HERON)]
    for block in known[1:]:
        blocks += [(False, f"noise {rng.random()}") for _ in range(rng.randint(0, 2))]
        blocks.append((True, block))
    assert align([text for _, text in blocks], "\n".join(known)).share == tuple(
        float(is_known) for is_known, _ in blocks
    )


def _numbered_blocks(sizes: Sequence[int]) -> list[str]:
    """Blocks of these many words, no word of which occurs twice."""
    numbers = iter(range(sum(sizes)))
    return [" ".join(f"w{next(numbers)}" for _ in range(size)) for size in sizes]


def _noise(rng: random.Random, vocabulary: Sequence[str]) -> str:
    """A line that shares no run of words with the known text: its words backwards, or words of its own."""
    size = rng.randint(1, 20)
    if len(vocabulary) > size > 1 and rng.random() < 0.5:
        start = rng.randrange(len(vocabulary) - size)
        return " ".join(reversed(vocabulary[start : start + size]))
    return " ".join(f"noise{rng.randrange(50)}" for _ in range(size))


@st.composite
def candidates(draw) -> list[_Candidate]:
    """A few places of a few blocks, each of at least GRAM words, as the first pass makes them."""
    drawn = []
    for _ in range(draw(st.integers(0, 7))):
        start, size = draw(st.integers(0, 30)), draw(st.integers(GRAM, 12))
        block = draw(st.integers(0, 5))
        drawn.append(_Candidate(block, start, start + size, size, size * draw(st.sampled_from([0.45, 0.85, 1.0]))))
    return drawn


def _worth(chain: Sequence[_Candidate]) -> float:
    """Weight of a chain with its bonuses and costs; less than nothing for one that is out of order."""
    total = sum(candidate.weight for candidate in chain)
    for one, other in pairwise(chain):
        if other.block <= one.block or one.end > other.start + min(OVERLAP, other.matched // GRAM):
            return -1
        total += NEXT_TO if other.start - one.end <= OVERLAP else 0
        total -= FAR_COST * min(other.block - one.block, NEAR_BLOCKS)
    return total


@settings(max_examples=100, deadline=None)
@given(candidates())
def test_the_chain_rises_in_the_page_and_in_the_text(drawn):
    chain = _chain(drawn)
    assert all(one.block < other.block and one.start < other.start for one, other in pairwise(chain))
    assert all(one.end <= other.start + min(OVERLAP, other.matched // GRAM) for one, other in pairwise(chain))
    assert bool(chain) == bool(drawn)


def test_of_two_places_the_one_that_goes_on_from_the_block_before_is_taken():
    before, next_to, further = _Candidate(0, 0, 5, 5, 5), _Candidate(1, 5, 10, 5, 5), _Candidate(1, 20, 25, 5, 5.5)
    assert _chain([before, further, next_to]) == [before, next_to]


@settings(max_examples=100, deadline=None)
@given(candidates())
def test_no_other_chain_is_worth_more(drawn):
    in_order = sorted(drawn, key=lambda candidate: (candidate.block, candidate.start))
    best = max((_worth(chain) for size in range(len(drawn) + 1) for chain in combinations(in_order, size)), default=0)
    assert _worth(_chain(drawn)) == pytest.approx(best)
