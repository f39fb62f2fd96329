"""The contrast set: what the shipped model makes of pairs that it was never trained on, and that the set is what it says."""

from __future__ import annotations

from functools import cache

import pytest

import classifier
from classifier.corpus.codes import squeeze
from classifier.corpus.labeled_folder import read_labels_file
from classifier.model.model import Model
from classifier.page import Access, Label

from .pairs import HALVES, Member, Pair, faults, pairs, read_pair
from .write_training_pages import PAGES, PREFIX, labels_of, paths_of

LEAST_PASSED = 0.42
"""Share of the test half that the shipped model passes, as measured by `python -m tests.contrast`. It is only ever raised; 0.95 is
wanted."""
FEWEST_DOCUMENTS, FEWEST_LANGUAGES = 150, 12
SHARED = 40
"""Characters from which a line that stands in both halves counts as copied."""


@cache
def shipped() -> Model:
    return classifier.load()


def test_the_shipped_model_passes_as_many_untrained_pairs_as_before():
    tested = pairs("test")
    wrong = {pair.name: found for pair in tested if (found := faults(shipped(), pair))}
    share = (len(tested) - len(wrong)) / len(tested)
    listing = "\n".join(fault for found in wrong.values() for fault in found)
    assert share >= LEAST_PASSED, f"{len(tested) - len(wrong)} of {len(tested)} pairs pass\n{listing}"


class TestSet:
    def test_it_is_as_large_as_it_should_be(self):
        documents = [member for pair in pairs() for member in pair.members]
        assert len(documents) >= FEWEST_DOCUMENTS
        assert len({pair.head["lang"] for pair in pairs()}) >= FEWEST_LANGUAGES
        assert abs(len(pairs("test")) - len(pairs("training"))) <= len(pairs()) / 10

    @pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
    def test_both_members_are_asked_about_and_differ(self, pair: Pair):
        first, second = pair.members
        assert first.page != second.page
        marked = [{(line.code, line.text) for line in member.lines if line.marked} for member in pair.members]
        assert marked[0] != marked[1] or first.access != second.access

    @pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
    def test_the_lines_of_a_member_cover_its_page(self, pair: Pair):
        for member in pair.members:
            page = shipped().predict_text(member.page) if member.is_text else shipped().predict(member.page)
            assert "".join(squeeze(block.text) for block in page.blocks) == "".join(
                squeeze(line.text) for line in member.lines
            )

    @pytest.mark.parametrize("pair", pairs(), ids=lambda pair: pair.name)
    def test_wall_text_and_verdict_agree(self, pair: Pair):
        for member in pair.members:
            walled = any(line.code == "P" for line in member.lines)
            assert (member.access[0] is not Access.OPEN) == walled, member.name


class TestHalves:
    def test_no_site_is_in_both(self):
        training, test = ({pair.head["site"] for pair in pairs(half)} for half in ("training", "test"))
        assert not training & test

    def test_no_line_of_the_test_half_stands_in_a_labelled_page(self):
        tested = {
            squeeze(line.text): member.name
            for pair in pairs("test")
            for member in pair.members
            for line in member.lines
            if len(squeeze(line.text)) >= SHARED
        }
        for path in PAGES.rglob("*.labels"):
            for row in path.read_text(encoding="utf-8").splitlines():
                found = squeeze(row.partition("\t")[2])
                assert found not in tested, f"{path.name} holds a line of {tested[found]}"

    def test_no_site_of_the_test_half_is_in_the_labelled_pages(self):
        sites = {read_labels_file(path).site for path in PAGES.rglob("*.labels")}
        assert not sites & {pair.head["site"] for pair in pairs("test")}

    @pytest.mark.parametrize("pair", pairs("training"), ids=lambda pair: pair.name)
    def test_the_training_half_stands_in_the_labelled_pages(self, pair: Pair):
        for member in pair.members:
            page, labels = paths_of(pair, member)
            assert page.read_text(encoding="utf-8") == member.page
            assert labels.read_text(encoding="utf-8") == labels_of(pair, member)

    def test_nothing_else_stands_there_under_their_name(self):
        written = {paths_of(pair, member)[1] for pair in pairs("training") for member in pair.members}
        assert set(PAGES.rglob(f"{PREFIX}*.labels")) == written


PAIR = """half: test
site: pond.example
lang: en
wall: subscription
form: text
type a: article
type b: article
access a: gated
access b: open, metered
about: a wall
---
.M. Heron returns
aP! Subscribe to read on
bC. It came back.
"""


class TestFile:
    def read(self, folder, text: str) -> Pair:
        path = folder / "heron.txt"
        path.write_text(text, encoding="utf-8")
        return read_pair(path)

    def test_members_share_the_lines_without_a_letter(self, tmp_path):
        first, second = self.read(tmp_path, PAIR).members
        assert first.page == "Heron returns\nSubscribe to read on\n"
        assert second.page == "Heron returns\nIt came back.\n"
        assert (first.access, second.access) == ((Access.GATED,), (Access.OPEN, Access.METERED))

    def test_an_empty_row_goes_with_the_row_above_it(self, tmp_path):
        first, second = self.read(tmp_path, PAIR.replace("read on\n", "read on\n\n")).members
        assert first.page == "Heron returns\nSubscribe to read on\n\n"
        assert second.page == "Heron returns\nIt came back.\n"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("half: test", "half: both"),
            ("about: a wall\n", ""),
            ("form: text", "form: pdf"),
            ("about", "reason"),
            ("aP! ", "cP! "),
            (".M. ", ".X. "),
        ],
    )
    def test_a_wrong_file_is_refused(self, tmp_path, old, new):
        with pytest.raises(ValueError, match=r"heron\.txt"):
            self.read(tmp_path, PAIR.replace(old, new))


class TestFaults:
    class Blind:
        """Says open and content to everything."""

        def predict_text(self, text: str) -> classifier.Page:
            lines = [line for line in text.split("\n") if line]
            return classifier.Page(
                tuple(classifier.Block(line, Label.CONTENT, classifier.Role.BODY, 1.0) for line in lines)
            )

    def test_a_verdict_and_a_label_that_are_wrong_are_told(self, tmp_path):
        pair = TestFile().read(tmp_path, PAIR)
        assert faults(self.Blind(), pair) == [  # type: ignore[arg-type]
            "heron-a: open instead of gated",
            "heron-a: content instead of paywall: Subscribe to read on",
        ]

    def test_a_member_without_faults(self, tmp_path):
        pair = TestFile().read(tmp_path, PAIR.replace("access a: gated", "access a: open").replace("aP!", "aP."))
        assert faults(self.Blind(), pair) == []  # type: ignore[arg-type]


def test_every_half_has_pairs_of_extracted_text():
    assert all(any(member.is_text for pair in pairs(half) for member in pair.members) for half in HALVES)


def members() -> list[Member]:
    return [member for pair in pairs() for member in pair.members]


def test_names_are_unique():
    assert len({member.name for member in members()}) == len(members())
