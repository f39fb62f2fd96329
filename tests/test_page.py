"""What comes out: labels, blocks, pages and their views."""

import copy
import pickle
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.page import Access, Block, Evidence, Label, Page, Role, join_paragraphs, with_columns

LABELS = {
    Role.BODY: Label.CONTENT,
    Role.FURNITURE: Label.CONTENT,
    Role.COMMENT: Label.NAVIGATION,
    Role.NAVIGATION: Label.NAVIGATION,
    Role.ICON_NOISE: Label.ICON_NOISE,
    Role.PAYWALL: Label.PAYWALL,
}


def block(text: str, role: Role = Role.BODY, paragraph: int = 0) -> Block:
    return Block(text, LABELS[role], role, confidence=0.9, paragraph=paragraph)


MENU = block("Home", Role.NAVIGATION, 1)
HEADLINE = block("A heron at the pond", Role.FURNITURE, 2)
LEAD = block("The heron came back", paragraph=3)
ICON = block("open_in_new", Role.ICON_NOISE, 3)
LEAD_GOES_ON = block("to the pond.", paragraph=3)
SECOND = block("It left in the evening.", paragraph=4)
WALL = block("Subscribe to read on", Role.PAYWALL, 5)
COMMENT = block("Lovely bird!", Role.COMMENT, 6)
PAGE = Page(blocks=(MENU, HEADLINE, LEAD, ICON, LEAD_GOES_ON, SECOND, WALL, COMMENT))


# Names


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (Label, ["content", "navigation", "icon_noise", "paywall"]),
        (Role, ["body", "furniture", "comment", "navigation", "icon_noise", "paywall"]),
        (Access, ["open", "metered", "gated"]),
    ],
)
def test_names_are_strings(kind, names):
    assert list(kind) == names
    assert [kind(name) for name in names] == list(kind)
    assert [f"{member}" for member in kind] == names


# Views of a page


def test_the_text_is_the_body_with_a_blank_line_between_paragraphs():
    assert PAGE.text == "The heron came back to the pond.\n\nIt left in the evening."


def test_the_text_of_other_roles():
    assert PAGE.text_of(Role.FURNITURE) == "A heron at the pond"
    assert PAGE.text_of(Role.COMMENT) == "Lovely bird!"


def test_the_text_of_several_roles_is_in_the_order_of_the_page():
    text = PAGE.text_of(Role.BODY, Role.FURNITURE)
    assert text.split("\n\n") == ["A heron at the pond", "The heron came back to the pond.", "It left in the evening."]


def test_the_text_of_no_role_is_empty():
    assert PAGE.text_of() == ""


LONG = "The heron came back to the pond on Monday and stood there, quite still, until the evening."
SHORT = "The heron came back to the pond."


def hidden(text: str, paragraph: int = 0) -> Block:
    return Block(text, Label.CONTENT, Role.BODY, confidence=0.9, paragraph=paragraph, hidden=True)


@pytest.mark.parametrize("page_type", ["article", "forum", ""])
def test_a_long_text_comes_out_once(page_type):
    page = Page(blocks=(block(LONG, paragraph=1), LEAD, block(LONG, paragraph=5)), type=page_type)
    assert page.text == f"{LONG}\n\n{LEAD.text}"
    assert len(page.blocks) == 3


def test_of_a_hidden_and_a_visible_copy_the_visible_one_stays():
    page = Page(blocks=(hidden(SHORT, 1), LEAD, block(SHORT, paragraph=5)), type="article")
    assert page.text == f"{LEAD.text}\n\n{SHORT}"


def test_text_that_is_only_hidden_stays():
    assert Page(blocks=(hidden(SHORT), LEAD)).text == f"{SHORT}\n\n{LEAD.text}"


@pytest.mark.parametrize(("page_type", "times"), [("article", 2), ("forum", 1), ("product", 1), ("documentation", 2)])
def test_short_texts_may_repeat_except_where_pages_repeat_them(page_type, times):
    page = Page(blocks=(block(SHORT, paragraph=1), LEAD, block(SHORT, paragraph=5)), type=page_type)
    assert page.text.count(SHORT) == times


def test_a_word_may_always_repeat():
    assert Page(blocks=(block("Yes", paragraph=1), block("Yes", paragraph=2)), type="forum").text == "Yes\n\nYes"


def test_blocks_of_one_label_are_in_the_order_of_the_page():
    assert PAGE.with_label(Label.CONTENT) == (HEADLINE, LEAD, LEAD_GOES_ON, SECOND)
    assert PAGE.with_label(Label.PAYWALL) == (WALL,)


def test_counts_name_every_label():
    assert PAGE.counts() == {"content": 4, "navigation": 2, "icon_noise": 1, "paywall": 1}


def test_a_page_without_blocks():
    page = Page()
    assert (page.text, page.blocks, page.with_label(Label.CONTENT)) == ("", (), ())
    assert page.counts() == {"content": 0, "navigation": 0, "icon_noise": 0, "paywall": 0}
    assert page.access is Access.OPEN


# Frozen


@pytest.mark.parametrize(
    ("value", "name"),
    [(PAGE, "title"), (LEAD, "text"), (Evidence("a wall", Access.GATED, 0.5), "weight")],
    ids=["page", "block", "evidence"],
)
def test_nothing_can_be_changed(value, name):
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "other")


def test_blocks_with_the_same_values_are_equal():
    assert block("text") == block("text")
    assert block("text") != block("text", paragraph=1)


def test_blocks_share_no_probabilities():
    assert block("one").probabilities is not block("two").probabilities


# Joining


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([], ""),
        ([(1, "one")], "one"),
        ([(1, "one"), (1, "two")], "one two"),
        ([(1, "one"), (2, "two")], "one\n\ntwo"),
        ([(0, "one"), (0, "two"), (7, "three")], "one two\n\nthree"),
        ([(1, "one"), (2, "two"), (1, "three")], "one\n\ntwo\n\nthree"),
    ],
)
def test_pieces_of_one_paragraph_are_joined(pieces, text):
    assert join_paragraphs(pieces) == text


def test_pieces_may_come_from_an_iterator():
    assert join_paragraphs(iter([(1, "one"), (1, "two")])) == "one two"


@given(st.lists(st.tuples(st.integers(0, 3), st.text("abc", min_size=1))))
def test_joining_keeps_every_piece_in_order(pieces):
    assert join_paragraphs(pieces).split() == [text for _, text in pieces]


@given(st.lists(st.sampled_from(PAGE.blocks)))
def test_labels_share_out_the_blocks(blocks):
    page = Page(blocks=tuple(blocks))
    assert sum(page.counts().values()) == len(blocks)
    assert {label: len(page.with_label(label)) for label in Label} == page.counts()


class Columns:
    """Columns of two blocks, the second a hidden copy of the first; counts how often they become blocks."""

    def __init__(self):
        self.made = 0

    def pieces(self, *roles):
        return (
            [(0, 0, "A long enough line of text."), (1, 4, "A long enough line of text.")] if Role.BODY in roles else []
        )

    def is_hidden(self, number):
        return number == 1

    def blocks(self):
        self.made += 1
        return tuple(
            Block(text, Label.CONTENT, Role.BODY, 0.9, paragraph=paragraph, hidden=self.is_hidden(number))
            for number, paragraph, text in self.pieces(Role.BODY)
        )


def later_page():
    columns = Columns()
    return with_columns(Page(title="Later"), columns), columns


def test_the_text_needs_no_blocks():
    page, columns = later_page()
    assert page.text == "A long enough line of text."
    assert page.pieces_of(Role.BODY) == [(0, "A long enough line of text."), (4, "A long enough line of text.")]
    assert page.text_of(Role.COMMENT) == ""
    assert columns.made == 0


def test_blocks_are_made_once_and_say_the_same():
    page, columns = later_page()
    text, pieces = page.text, page.pieces_of(Role.BODY)
    assert len(page.blocks) == len(page.blocks) == 2
    assert columns.made == 1
    assert (page.text, page.pieces_of(Role.BODY)) == (text, pieces)


def test_a_page_with_later_blocks_is_compared_copied_and_sent_like_any():
    now = Page(title="Later", blocks=Columns().blocks())
    assert later_page()[0] == now
    assert replace(later_page()[0], title="Other").blocks == now.blocks
    assert replace(later_page()[0], blocks=()).text == ""
    assert pickle.loads(pickle.dumps(later_page()[0])) == now
    assert copy.deepcopy(later_page()[0]) == now


def test_a_page_has_no_other_attributes():
    with pytest.raises(AttributeError, match="nothing"):
        _ = later_page()[0].nothing
