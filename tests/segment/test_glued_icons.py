"""Icon names glued to the text beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.segment.glued_icons import split_glued


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("SportChevron", ["Sport", "Chevron"]),
        ("Reveal menuChevron Down Icon", ["Reveal menu", "Chevron Down Icon"]),
        ("Facebook IconShare", ["Facebook Icon", "Share"]),
    ],
)
def test_an_icon_name_is_cut_off_where_case_changes(line, parts):
    assert split_glued(line) == parts


@pytest.mark.parametrize(
    "line", ["an iPhone by McDonald", "Chevron raised its dividend", "menu", "", "GitHub and YouTube"]
)
def test_other_lines_stay_whole(line):
    assert split_glued(line) == [line]


def test_a_run_of_icons_with_some_unknown_names_stays_whole():
    line = "ArrowArtboardCross IconFacebook IconGoogle Plus IconLinkedin IconMail"
    assert split_glued(line) == [line]


@given(st.text(alphabet="abIconChevronX .é", max_size=60))
def test_no_character_but_white_space_is_lost(line):
    assert "".join("".join(split_glued(line)).split()) == "".join(line.split())
