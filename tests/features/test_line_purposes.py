"""What lines are for, by their words alone."""

import numpy as np
import pytest

from classifier.features.line_purposes import FIRST_WORDS, PURPOSES, line_purposes, word_hashes
from classifier.features.words import words_of


def purposes_of(*lines):
    words = words_of("".join(line + "\n" for line in lines))
    ends = np.flatnonzero([word == "\n" for word in words])
    return line_purposes(word_hashes(words), np.concatenate(([0], ends[:-1] + 1)), ends)


@pytest.mark.parametrize(
    ("line", "purpose"),
    [
        ("Subscribe to continue reading this article", "gate"),
        ("You have 2 of 5 free articles left this month", "meter"),
        ("Already a subscriber? Log in", "login"),
        ("Log in to leave a comment", "comment"),
        ("Sign up to our daily newsletter", "newsletter"),
        ("Please support our independent journalism with a donation", "donation"),
        ("Accept all cookies", "consent"),
        ("Jetzt abonnieren und weiterlesen", "gate"),
        ("Il vous reste 3 articles gratuits ce mois-ci", "meter"),
        ("The ferry leaves the harbour at nine and is back before dark, weather permitting.", "prose"),
    ],
)
def test_a_plain_line_is_told(line, purpose):
    assert PURPOSES[purposes_of(line)[0].argmax()] == purpose


def test_probabilities_of_a_line_sum_to_one_and_ignore_its_neighbours():
    lines = ["Subscribe to continue reading", "", "Home", "Only members can comment"]
    together = purposes_of(*lines)
    assert together.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    for number, line in enumerate(lines):
        assert purposes_of(line)[0] == pytest.approx(together[number], abs=1e-6)


def test_words_after_the_first_ones_are_not_read():
    start = "word " * FIRST_WORDS
    assert purposes_of(start + "subscribe to continue reading")[0] == pytest.approx(purposes_of(start)[0])


def test_no_lines_give_no_rows():
    none = np.zeros(0, dtype=np.intp)
    assert line_purposes(word_hashes([]), none, none).shape == (0, len(PURPOSES))
