"""What labels, known texts and snippets say about the blocks of a page."""

from __future__ import annotations

from typing import Any

import numpy as np

from classifier.corpus.codes import CODES, read_runs, to_runs
from classifier.corpus.labelled_page import LabelledPage
from classifier.corpus.targets import ROLES, Targets, block_targets
from classifier.segment import Document, segment_html, segment_text
from classifier.segment.tree import parse

HERON = "The heron came back to the pond on Monday and stood among the reeds for an hour."
FLOOD = "Nobody had seen it since the flood, which carried the old bridge away in March."
NESTS = "Ann Poole, who keeps the lock, says that she will count the nests again in May."
KNOWN = "\n".join([HERON, FLOOD, NESTS])
ARTICLE = f"<p>{HERON}</p><p>{FLOOD}</p><p>{NESTS}</p>"


def html(markup: str) -> Document:
    root, _ = parse(markup)
    assert root is not None
    return segment_html(root)


def targets_of(document: Document, **facts: Any) -> Targets | None:
    return block_targets(LabelledPage(name="p", source="news", site="pond.example", fold=0, **facts), document)


def codes_of(document: Document, **facts: Any) -> list[str]:
    """The codes that each block may have, in the order of CODES; `?` for a block of which nothing is known."""
    targets = targets_of(document, **facts)
    assert targets is not None
    return ["".join(np.array(list(CODES))[row]) if not row.all() else "?" for row in targets.allowed]


class TestHandLabels:
    def test_each_block_has_the_role_of_its_line(self):
        document = html("<nav>Home</nav><h1>Heron</h1><p>It came back.</p>")
        runs = read_runs("N4 M5 C11")
        assert codes_of(document, runs=runs) == ["N", "M", "C"]

    def test_hand_labels_are_certain(self):
        targets = targets_of(segment_text("Home"), runs=(("N", 4),))
        assert targets is not None
        assert targets.certain
        assert targets.known.tolist() == [True]

    def test_a_page_that_reads_otherwise_than_when_it_was_labelled_says_nothing(self):
        assert targets_of(segment_text("Home and away"), runs=(("N", 4),)) is None

    def test_text_from_noscript_that_nobody_labelled_is_unknown(self):
        hidden = "Posts of the forum stand in here. " * 10
        document = html(f"<p>Home</p><noscript><p>{hidden}</p></noscript>")
        assert document.noscript == [False, True]
        assert codes_of(document, runs=(("N", 4),)) == ["N", "?"]

    def test_a_caption_may_be_body_or_furniture(self):
        document = html("<p>Body text</p><figure><img><figcaption>A heron</figcaption></figure>")
        assert codes_of(document, runs=read_runs("C8 C6")) == ["C", "CM"]

    def test_a_caption_is_told_by_its_class_too(self):
        document = html("<p>Body text</p><div class='wp-caption-text'>A heron</div>")
        assert codes_of(document, runs=read_runs("C8 C6")) == ["C", "CM"]

    def test_navigation_in_a_figure_stays_navigation(self):
        document = html("<p>Body text</p><figure><button>Enlarge</button></figure>")
        assert codes_of(document, runs=read_runs("C8 N7")) == ["C", "N"]

    def test_a_known_text_decides_what_of_the_content_is_body(self):
        document = html(f"<h1>Heron returns</h1>{ARTICLE}<p>Correction of an earlier version</p>")
        lines = list(zip(document.texts, "MCCCC", strict=True))
        runs = read_runs(to_runs(lines))
        assert codes_of(document, runs=runs, known_text=KNOWN) == ["M", "C", "C", "C", "CM"]

    def test_a_headline_that_the_known_text_has_may_be_body(self):
        document = html(f"<h1>Heron returns to the pond</h1>{ARTICLE}")
        runs = read_runs(to_runs(list(zip(document.texts, "MCCC", strict=True))))
        assert codes_of(document, runs=runs, known_text=f"Heron returns to the pond\n{KNOWN}") == ["CM", "C", "C", "C"]

    def test_a_known_text_that_the_page_lacks_leaves_the_labels_as_they_are(self):
        document = html(f"<h1>Heron returns</h1>{ARTICLE}")
        runs = read_runs(to_runs(list(zip(document.texts, "MCCC", strict=True))))
        assert codes_of(document, runs=runs, known_text="Quite another text, saved years later.") == [
            "M",
            "C",
            "C",
            "C",
        ]


class TestKnownText:
    def test_blocks_of_the_text_are_body_and_others_are_not(self):
        document = html(f"<nav>Home</nav>{ARTICLE}<footer>Imprint</footer>")
        assert codes_of(document, known_text=KNOWN) == ["MUNIP", "C", "C", "C", "MUNIP"]

    def test_a_paragraph_with_a_changed_word_is_body(self):
        document = html(ARTICLE.replace("reeds", "rushes"))
        assert codes_of(document, known_text=KNOWN) == ["C", "C", "C"]

    def test_labels_from_a_known_text_are_not_certain(self):
        targets = targets_of(html(ARTICLE), known_text=KNOWN)
        assert targets is not None
        assert not targets.certain
        assert targets.coverage == 1

    def test_a_page_that_lacks_most_of_the_text_says_nothing(self):
        assert targets_of(html(f"<p>{HERON}</p><p>Subscribe to read on</p>"), known_text=KNOWN) is None

    def test_unless_its_access_was_judged(self):
        document = html(f"<p>{HERON}</p><p>Subscribe to read on</p>")
        targets = targets_of(document, known_text=KNOWN, access="gated")
        assert targets is not None
        assert targets.allowed.shape == (2, ROLES)
        assert not targets.known.any()

    def test_the_title_above_the_body_is_furniture(self):
        document = html(f"<h1>Heron returns</h1>{ARTICLE}")
        assert codes_of(document, known_text=KNOWN, title="Heron Returns!")[0] == "M"

    def test_the_title_in_a_link_or_below_the_body_is_only_no_body(self):
        body = f"<p>{HERON} {FLOOD}</p><p>{NESTS}</p>"
        document = html(f"<p><a href='/'>Heron returns</a></p>{body}<p>Heron returns</p>")
        codes = codes_of(document, known_text=KNOWN, title="Heron returns")
        assert (codes[0], codes[-1]) == ("MUNIP", "MUNIP")

    def test_a_hidden_title_is_only_no_body(self):
        document = html(f"<p hidden>Heron returns</p>{ARTICLE}")
        assert codes_of(document, known_text=KNOWN, title="Heron returns")[0] == "MUNIP"

    def test_a_title_that_the_known_text_has_is_body(self):
        document = html(f"<h1>Heron returns to the pond</h1>{ARTICLE}")
        codes = codes_of(document, known_text=f"Heron returns to the pond\n{KNOWN}", title="Heron returns to the pond")
        assert codes[0] == "C"

    def test_the_text_of_a_picture_is_icon_noise(self):
        document = html(f"{ARTICLE}<svg><title>Facebook</title></svg>")
        assert codes_of(document, known_text=KNOWN)[-1] == "I"

    def test_of_a_repeat_in_plain_text_nothing_is_known(self):
        document = html(f"{ARTICLE}<blockquote>carried the old bridge away in March</blockquote>")
        assert codes_of(document, known_text=KNOWN)[-1] == "?"

    def test_a_repeat_in_a_link_is_no_body(self):
        document = html(f"{ARTICLE}<p><a href='/'>The heron came back to the pond on Monday</a></p>")
        assert codes_of(document, known_text=KNOWN)[-1] == "MUNIP"

    def test_a_block_of_which_a_third_stands_in_the_text_is_doubtful(self):
        half = "stood among the reeds for an hour and then it went on to the lake, as our reader wrote us from there"
        document = html(f"<p>{FLOOD}</p><p>{NESTS}</p><p>{half}</p>")
        assert codes_of(document, known_text="\n".join([FLOOD, NESTS, HERON])) == ["C", "C", "?"]


class TestSnippets:
    DOCUMENT = html("<p>Home</p><p>Heron returns to the pond</p><p>It came back on Monday, say two of our readers.</p>")

    def test_a_wanted_snippet_makes_its_block_body(self):
        assert codes_of(self.DOCUMENT, wanted=("came back on Monday",)) == ["?", "?", "C"]

    def test_an_unwanted_snippet_makes_its_block_anything_else(self):
        assert codes_of(self.DOCUMENT, unwanted=("returns to the pond",)) == ["?", "MUNIP", "?"]

    def test_a_short_snippet_must_be_the_whole_block(self):
        assert codes_of(self.DOCUMENT, wanted=("came back",), unwanted=("Home",)) == ["MUNIP", "?", "?"]

    def test_a_block_that_is_wanted_and_unwanted_is_wanted(self):
        codes = codes_of(self.DOCUMENT, wanted=("came back on Monday",), unwanted=("say two of our readers",))
        assert codes[2] == "C"

    def test_a_wanted_snippet_in_two_places_names_neither(self):
        twice = segment_text("It came back on Monday\nIt came back on Monday\nHome")
        assert codes_of(twice, wanted=("came back on Monday",), unwanted=("Home",)) == ["?", "?", "MUNIP"]

    def test_an_unwanted_snippet_names_every_place(self):
        twice = segment_text("Share this on the web\nBody\nShare this on the web")
        assert codes_of(twice, unwanted=("Share this on the web",)) == ["MUNIP", "?", "MUNIP"]

    def test_snippets_that_are_not_in_the_page_say_nothing(self):
        assert targets_of(self.DOCUMENT, wanted=("no such words here",)) is None

    def test_punctuation_alone_is_no_snippet(self):
        assert targets_of(self.DOCUMENT, wanted=("…",), unwanted=("›",)) is None


def test_a_page_of_which_nothing_is_known_has_no_targets():
    assert targets_of(segment_text("Home")) is None


def test_a_page_whose_access_alone_is_known_has_open_targets():
    targets = targets_of(segment_text("Home\nBody"), access="metered")
    assert targets is not None
    assert targets.allowed.all()
    assert not targets.certain
