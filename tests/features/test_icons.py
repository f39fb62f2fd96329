"""Text that is only the name of a graphic."""

import pytest

from classifier.features.icons import LONGEST_NAME

from .columns import column, html, of_block, text, texts_where

PROSE = "The heron came back to the pond, stood still for an hour, and left."


@pytest.mark.parametrize("line", ["Facebook Icon", "chevron right", "arrow", "hamburger menu icon"])
def test_the_name_of_a_picture_is_made_of_icon_words(line):
    assert column(text(line), "icon_word_share") == [1]


def test_prose_has_hardly_an_icon_word():
    assert column(text(PROSE), "icon_word_share")[0] < 0.2


def test_icon_words_are_counted_up_to_six():
    assert column(text("close menu", "arrow " * 9), "icon_words") == [2, 6]


@pytest.mark.parametrize(
    "line",
    ["Created with Sketch.", "Layer 1", "Combined Shape", "Artboard", "Group 3 Copy", "Bootstrap Icons", "Path 2"],
)
def test_what_drawing_tools_leave_behind_is_told(line):
    assert texts_where(text(PROSE, line), "created_with") == [line]


def test_what_drawing_tools_leave_behind_is_told_beside_a_turkish_capital():
    document = text("İstanbul", "Created with Sketch.")
    assert texts_where(document, "created_with") == ["Created with Sketch."]


def test_prose_about_layers_and_groups_is_not_a_drawing():
    assert column(text("The third layer of the group is sand."), "created_with") == [0]


@pytest.mark.parametrize("line", ["arrow_forward", "keyboard_arrow_down", "expand_more", "looks_3"])
def test_icon_font_names_are_ligatures(line):
    assert column(text(line), "ligature") == [1]


def test_the_name_of_a_picture_is_short():
    file = "x" * (LONGEST_NAME - len(".svg")) + ".svg"
    assert column(text(file, f"x{file}"), "file_name") == [1, 0]
    ligature = "ab_" + "_".join(["x" * 18] * 3)
    assert len(ligature) == LONGEST_NAME - 1
    assert column(text(f"{ligature}x", f"{ligature}xx"), "ligature") == [1, 0]


@pytest.mark.parametrize("line", ["Arrow forward", "_private", "Snake_Case", "one _ two"])
def test_words_are_no_ligatures(line):
    assert column(text(line), "ligature") == [0]


@pytest.mark.parametrize(
    "line", ["icon-search", "svg arrow left", "facebook-logo", "ico_mail", "fa-bell", "play arrow"]
)
def test_sprite_names_are_told(line):
    assert column(text(line), "sprite_name") == [1]


@pytest.mark.parametrize("line", ["Search", "iconic views", "Logos of the world"])
def test_words_that_hold_an_icon_word_are_no_sprite_names(line):
    assert column(text(line), "sprite_name") == [0]


@pytest.mark.parametrize(("line", "is_file"), [("heron-at-pond.jpg", 1), ("logo 2.svg", 1), ("see heron.jpg.", 0)])
def test_a_file_name_is_a_file_name_only_as_the_whole_line(line, is_file):
    assert column(text(line), "file_name") == [is_file]


def test_the_picture_of_a_page_on_a_device_is_told():
    assert texts_where(text("site on phone", "He spoke on the phone"), "device_picture") == ["site on phone"]


@pytest.mark.parametrize("line", ["›", "×", "|", "•", "...", "/", "★★★", "»»"])
def test_pure_glyphs_are_glyphs(line):
    assert column(text(line), "glyph_only") == [1]


@pytest.mark.parametrize("line", ["5", "x", "→ more", "日", "ก", "אב"])
def test_a_digit_or_a_letter_of_any_script_is_more_than_a_glyph(line):
    assert column(text(line), "glyph_only") == [0]


def test_a_single_character_is_one_whatever_it_is():
    assert texts_where(text("x", "›", "xy"), "single_character") == ["x", "›"]


def test_icons_glued_to_words_show_in_their_case():
    glued, clean = column(text("searchSearch menuMenu", "Search Menu"), "glued_case")
    assert glued == 1
    assert clean == 0


def test_glued_case_is_a_share_of_the_words():
    assert column(text("closeClose one two three"), "glued_case") == [0.25]


def test_names_of_each_block_stay_with_it():
    document = html("<svg><title>Created with Figma</title></svg><p>" + PROSE + "</p>")
    assert of_block(document, "Created with Figma", "created_with") == 1
    assert of_block(document, PROSE, "created_with") == 0
