"""The lexicon files that ship, how they are parsed, and how a language is guessed."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from classifier.features.language import guess_language, stop_words_in
from classifier.features.lexicon import ENTRY, SECTIONS, languages, lexicon, lexicon_text, parse_lexicon
from classifier.features.words import words_of as reading_words

STRONG = ("wall", "meter", "offer")


def sections_of(language: str) -> dict[str, list[str]]:
    """The phrases of each section of a file, as they are written."""
    text = resources.files("classifier.features").joinpath("lexicons", f"{language}.txt").read_text(encoding="utf-8")
    sections: dict[str, list[str]] = {}
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            section.append(line)
    return sections


def words_of(phrase: str) -> tuple[str, ...]:
    return tuple(reading_words(phrase))


FILES = {language: sections_of(language) for language in languages()}
"""Language -> section -> phrases."""


def test_at_least_thirty_languages_ship():
    assert len(languages()) >= 30


def test_files_are_named_by_two_letter_codes():
    assert [code for code in languages() if len(code) != 2 or not code.islower()] == []


@pytest.mark.parametrize("language", languages())
def test_a_file_parses_into_phrases_and_stop_words(language):
    cues = lexicon(language)
    assert cues.language == language
    assert cues.trie
    assert len(cues.stop_words) >= 10


@pytest.mark.parametrize("language", languages())
def test_the_stop_words_read_alone_are_those_of_the_whole_file(language):
    assert stop_words_in(lexicon_text(language)) == lexicon(language).stop_words


@pytest.mark.parametrize("language", languages())
def test_a_file_has_every_section_once_and_filled(language):
    assert tuple(sorted(FILES[language])) == tuple(sorted(SECTIONS))
    assert [name for name, phrases in FILES[language].items() if not phrases] == []


@pytest.mark.parametrize("language", languages())
def test_no_line_stands_twice_in_a_section(language):
    twice = {name: {line for line in phrases if phrases.count(line) > 1} for name, phrases in FILES[language].items()}
    assert {name: lines for name, lines in twice.items() if lines} == {}


def test_no_phrase_stands_twice_in_a_section_once_it_is_parsed():
    twice = [
        (language, name, phrase)
        for language, sections in FILES.items()
        for name, phrases in sections.items()
        for phrase, times in Counter((words_of(p), p.startswith("^"), p.endswith("$")) for p in phrases).items()
        if times > 1
    ]
    assert twice == []


@pytest.mark.parametrize("language", languages())
def test_a_file_says_where_its_wording_comes_from(language):
    path = resources.files("classifier.features").joinpath("lexicons", f"{language}.txt")
    assert path.read_text(encoding="utf-8").startswith("#")


@pytest.mark.parametrize("language", languages())
def test_phrases_are_written_in_small_letters(language):
    phrases = [phrase for section in FILES[language].values() for phrase in section]
    assert [phrase for phrase in phrases if phrase != phrase.lower()] == []


def test_no_wall_meter_or_offer_phrase_is_a_weaker_cue_in_any_language():
    strong = {
        words_of(phrase): (language, name, phrase)
        for language, sections in FILES.items()
        for name in STRONG
        for phrase in sections[name]
    }
    clashes = [
        (strong[words_of(phrase)], (language, name, phrase))
        for language, sections in FILES.items()
        for name, phrases in sections.items()
        if name not in (*STRONG, "stop")
        for phrase in phrases
        if words_of(phrase) in strong
    ]
    assert clashes == []


def test_a_lexicon_that_does_not_ship_is_a_key_error():
    with pytest.raises(KeyError, match="tlh"):
        lexicon("tlh")


class TestParsing:
    def test_a_phrase_is_found_as_a_run_of_whole_words(self):
        cues = parse_lexicon("xx", "[wall]\nsubscribe to read\n")
        words = ["please", "subscribe", "to", "read", "\n"]
        assert cues.find(words, range(4)) == [(SECTIONS.index("wall"), 1, 3)]

    def test_part_of_a_phrase_is_nothing(self):
        cues = parse_lexicon("xx", "[wall]\nsubscribe to read\n")
        assert cues.find(["subscribe", "to", "\n", "read", "\n"], range(4)) == []

    def test_a_caret_ties_a_phrase_to_the_start_of_a_block(self):
        cues = parse_lexicon("xx", "[menu]\n^home\n")
        words = ["home", "\n", "at", "home", "\n", "home", "page", "\n"]
        assert [start for _, start, _ in cues.find(words, range(len(words)))] == [0, 5]

    def test_a_dollar_ties_a_phrase_to_the_end_of_a_block(self):
        cues = parse_lexicon("xx", "[menu]\nhome$\n")
        words = ["home", "page", "\n", "at", "home", "\n"]
        assert [start for _, start, _ in cues.find(words, range(len(words)))] == [4]

    def test_a_longer_phrase_is_found_beside_the_one_that_it_begins_with(self):
        cues = parse_lexicon("xx", "[wall]\nto read\n[offer]\nto read more\n")
        found = cues.find(["to", "read", "more", "\n"], [0])
        assert {(SECTIONS[section], size) for section, _, size in found} == {("wall", 2), ("offer", 3)}

    def test_only_the_places_asked_for_start_a_cue(self):
        cues = parse_lexicon("xx", "[wall]\nsubscribe\n")
        assert cues.find(["subscribe", "subscribe", "\n"], [1]) == [(0, 1, 1)]

    def test_punctuation_of_a_phrase_is_left_out(self):
        cues = parse_lexicon("xx", "[wall]\n¿ya eres suscriptor?\n")
        assert len(cues.find(["ya", "eres", "suscriptor", "\n"], [0])) == 1

    def test_a_phrase_keeps_its_first_and_last_letter_whatever_they_are(self):
        cues = parse_lexicon("xx", "[wall]\nX-ray of fax$\n^Xerox\n")
        found = cues.find(["xerox", "\n", "x", "ray", "of", "fax", "\n"], [0, 2])
        assert [(start, size) for _, start, size in found] == [(0, 1), (2, 4)]

    def test_two_spellings_that_parse_alike_count_once(self):
        cues = parse_lexicon("xx", "[wall]\nya eres suscriptor\n¿ya eres suscriptor?\n")
        assert len(cues.find(["ya", "eres", "suscriptor", "\n"], [0])) == 1

    def test_japanese_is_matched_character_by_character(self):
        cues = parse_lexicon("ja", "[wall]\n会員限定\n")
        assert len(cues.find(["は", "会", "員", "限", "定", "で", "す", "\n"], range(7))) == 1

    def test_stop_words_are_kept_apart_from_phrases(self):
        cues = parse_lexicon("xx", "[stop]\nthe\nof\n")
        assert cues.stop_words == {"the", "of"}
        assert cues.trie == {}

    def test_comments_and_blank_lines_are_passed_over(self):
        assert ENTRY not in parse_lexicon("xx", "# a remark\n\n[wall]\n# another\n\n").trie

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("[wall]\nx\n[walls]\n", r"xx\.txt, line 3: no section is called \[walls\]"),
            ("subscribe\n", r"xx\.txt, line 1: a phrase before the first \[section\]"),
            ("[wall]\n\n^…$\n", r"xx\.txt, line 3: .* holds no word"),
        ],
    )
    def test_a_wrong_line_is_named(self, text, message):
        with pytest.raises(ValueError, match=message):
            parse_lexicon("xx", text)


class TestGuessing:
    ENGLISH = "the heron was at the pond and it was there for an hour that they had to wait".split()
    GERMAN = "der reiher war an dem teich und er stand dort bis die sonne nicht mehr zu sehen war".split()

    def test_words_tell_the_language(self):
        assert guess_language(self.ENGLISH) == "en"
        assert guess_language(self.GERMAN) == "de"

    def test_the_declared_language_wins_on_a_short_page(self):
        assert guess_language(["the", "heron"], "de") == "de"

    def test_clearly_another_language_wins_over_the_declared_one(self):
        assert guess_language(self.ENGLISH * 2, "de") == "en"

    def test_too_few_words_and_no_declaration_tell_nothing(self):
        assert guess_language(["the", "heron"]) == ""
        assert guess_language([]) == ""

    def test_a_language_without_a_lexicon_is_believed(self):
        assert guess_language(self.ENGLISH, "eo") == "eo"

    def test_one_word_said_again_and_again_has_a_bounded_say(self):
        assert guess_language(["the"] * 500 + self.GERMAN * 3, "de") == "de"

    @pytest.mark.parametrize(("declared", "code"), [("nb", "no"), ("nn", "no"), ("iw", "he"), ("in", "id")])
    def test_older_and_narrower_codes_name_the_same_lexicon(self, declared, code):
        assert guess_language(["the", "heron"], declared) == code

    @pytest.mark.parametrize(("declared", "code"), [("nb", "no"), ("nn", "no"), ("iw", "he"), ("in", "id")])
    def test_older_and_narrower_codes_name_the_same_lexicon_on_a_page_without_stop_words(self, declared, code):
        assert guess_language(["xyzzy"], declared) == code
