"""Codes of the guide, squeezed text, and runs of labels over a page's characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.corpus.codes import CODES, ROLES, codes_of_blocks, expand, read_runs, squeeze, to_runs
from classifier.page import Role

plain = st.text(alphabet="abcXYZ019.,! \t\nÄé漢字カ", max_size=20)
"""Text without characters that combine with their neighbours."""
lines_with_codes = st.lists(st.tuples(plain, st.sampled_from(CODES)), max_size=12)


def test_codes_and_roles_stand_in_the_same_order():
    assert ROLES == (Role.BODY, Role.FURNITURE, Role.COMMENT, Role.NAVIGATION, Role.ICON_NOISE, Role.PAYWALL)
    assert CODES == "CMUNIP"


@pytest.mark.parametrize(
    ("text", "squeezed"),
    [
        ("The heron\n came  back", "Theheroncameback"),
        ("non\u00a0breaking", "nonbreaking"),
        ("soft\u00adhyphen", "softhyphen"),
        ("zero\u200bwidth \u200fmarks\ufeff", "zerowidthmarks"),
        ("ﬁne", "fine"),
        ("ＡＢＣ　１２", "ABC12"),
        ("e\u0301te\u0301", "été"),
        (" \t\n", ""),
    ],
)
def test_squeezing_leaves_visible_characters_in_one_form(text, squeezed):
    assert squeeze(text) == squeezed


@given(plain, plain)
def test_squeezing_does_not_mind_where_a_text_is_cut(before, after):
    assert squeeze(before) + squeeze(after) == squeeze(before + " " + after) == squeeze(before + after)


@given(plain)
def test_squeezing_twice_changes_nothing(text):
    assert squeeze(squeeze(text)) == squeeze(text)


def test_runs_count_visible_characters_of_each_line():
    assert to_runs([("Heron returns", "M"), ("It came back.", "C"), ("Home", "N")]) == "M12 C11 N4"


def test_lines_of_one_code_keep_their_own_runs():
    assert to_runs([("Home", "N"), ("Sport", "N")]) == "N4 N5"


def test_a_line_without_a_visible_character_has_no_run():
    assert to_runs([("\u200b", "N"), ("  ", "C"), ("x", "I")]) == "I1"


def test_runs_hold_no_text():
    assert set(to_runs([("secret words", "C")])) <= set("C0123456789 ")


@given(lines_with_codes)
def test_runs_round_trip(lines):
    expected = tuple((code, len(squeeze(text))) for text, code in lines if squeeze(text))
    assert read_runs(to_runs(lines)) == expected


@given(lines_with_codes)
def test_expanded_runs_give_every_character_its_line_s_code(lines):
    assert expand(read_runs(to_runs(lines))) == "".join(code * len(squeeze(text)) for text, code in lines)


@pytest.mark.parametrize("runs", ["X12", "C", "12C", "C-3", "C3N4", "c3", "C3.5"])
def test_what_is_not_a_run_is_named(runs):
    with pytest.raises(ValueError, match=repr(runs)):
        read_runs(f"N1 {runs} C2")


def test_no_runs_are_no_labels():
    assert read_runs("") == ()
    assert expand(()) == ""


def test_a_block_takes_the_code_of_most_of_its_characters():
    assert codes_of_blocks(["Heron returns By A"], expand([("M", 12), ("C", 3)])) == ["M"]


def test_blocks_may_be_cut_differently_than_the_labelled_lines():
    codes = expand(read_runs(to_runs([("Home Sport", "N"), ("It came back.", "C")])))
    assert codes_of_blocks(["Home", "Sport", "It came", "back."], codes) == ["N", "N", "C", "C"]
    assert codes_of_blocks(["Home Sport It came back."], codes) == ["C"]


def test_a_block_without_a_visible_character_has_no_code():
    assert codes_of_blocks(["Home", "\u200b"], "NNNN") == ["N", None]


def test_blocks_that_the_labelled_reading_left_out_have_no_code():
    assert codes_of_blocks(["Home", "Switch scripts on", "Body"], "NNNNCCCC", [True, False, True]) == ["N", None, "C"]


@pytest.mark.parametrize("codes", ["NNN", "NNNNN", ""])
def test_another_number_of_characters_is_another_page(codes):
    assert codes_of_blocks(["Home"], codes) is None


@given(lines_with_codes, st.data())
def test_pieces_of_a_line_have_the_line_s_code(lines, data):
    codes = expand(read_runs(to_runs(lines)))
    pieces, expected = [], []
    for text, code in lines:
        at = data.draw(st.integers(0, len(text)))
        for piece in (text[:at], text[at:]):
            pieces.append(piece)
            expected.append(code if squeeze(piece) else None)
    assert codes_of_blocks(pieces, codes) == expected
