"""The words of blocks and of their markup, as hashes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from classifier.features import Reading
from classifier.features.tokens import FIRST_WORDS, KINDS, LAST_WORDS, PAIRS, tokens

from .columns import html, text


def bags_of(document):
    """For each kind of words the set of hashes of each block."""
    found = {}
    for kind, bag in zip(KINDS, tokens(Reading(document)), strict=True):
        starts = [0, *bag.ends[:-1].tolist()]
        found[kind] = [set(bag.hashes[a:b].tolist()) for a, b in zip(starts, bag.ends.tolist(), strict=True)]
    return found


def test_the_same_line_has_the_same_words_whatever_its_case():
    one, two, other = bags_of(text("Read more\nREAD MORE\nSubscribe"))["text"]
    assert one == two
    assert not one & other


def test_lines_share_the_words_that_both_have():
    one, two = bags_of(text("subscribe to read\nsubscribe now"))["text"]
    assert one & two
    assert one - two
    assert two - one


def test_the_order_of_two_words_is_seen():
    one, two = bags_of(text("read more of it and then go\nmore read of it and then go"))["text"]
    assert one != two


def test_numbers_of_one_length_are_the_same_word():
    one, two, longer = bags_of(text("12 free articles left\n34 free articles left\n567 free articles left"))["text"]
    assert len(one & two) > len(one & longer)


def test_only_the_ends_of_a_long_block_count():
    words = [f"w{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60)]
    document, other = text(" ".join(words)), text(" ".join([*words[:20], *reversed(words[20:50]), *words[50:]]))
    assert bags_of(document) == bags_of(other)
    assert len(bags_of(document)["text"][0]) == FIRST_WORDS + LAST_WORDS + PAIRS


def test_class_words_of_the_block_are_near_and_those_of_the_page_above():
    outer = "<div class='site-wrap'><div class='x'><div class='y'><div class='z'>"
    document = html(f"{outer}<div><p class='lead-text'>One</p></div></div></div></div></div><p>Two</p>")
    same = html("<section class='lead site'><p>One</p></section>")
    (words,) = bags_of(same)["near"]
    near, above = bags_of(document)["near"][0], bags_of(document)["above"][0]
    assert len(words & near) == 1
    assert len(words & above) == 1
    assert bags_of(document)["near"][1] == set()


def test_plain_text_has_no_words_of_markup():
    found = bags_of(text("One\nTwo"))
    assert found["near"] == found["above"] == [set(), set()]


def test_a_page_without_blocks_has_empty_bags():
    assert [len(bag.ends) for bag in tokens(Reading(text("")))] == [0, 0, 0]


@given(st.text(max_size=200))
def test_every_text_has_one_bag_a_block(content):
    document = text(content)
    for bag in tokens(Reading(document)):
        assert len(bag.ends) == len(document)
        assert (bag.ends[1:] >= bag.ends[:-1]).all()
        assert not len(document) or bag.ends[-1] == len(bag.hashes)


def test_blocks_under_the_same_path_share_their_lists():
    page = "<ul class='menu'><li class='item'>One</li><li class='item'>Two</li></ul><p class='lead'>Three</p>"
    for bag in tokens(Reading(html(page)))[1:]:
        assert bag.shared is not None
        lists = np.split(bag.shared.hashes, bag.shared.ends[:-1])
        spelled = [lists[number].tolist() for number in bag.shared.of_block]
        assert [each.tolist() for each in np.split(bag.hashes, bag.ends[:-1])] == spelled
        assert len(lists) == 2
