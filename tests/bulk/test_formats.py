"""Results as JSON lines, CSV, text and Markdown."""

from __future__ import annotations

import csv
import io
import json

import pytest

from classifier.bulk.formats import (
    BLOCK_COLUMNS,
    SCHEMA,
    as_csv,
    as_jsonl,
    as_markdown,
    as_text,
    chosen_blocks,
    csv_header,
    read_labels,
)
from classifier.page import Access, Block, Evidence, Label, Page, Role

MENU = Block("Home", Label.NAVIGATION, Role.NAVIGATION, 0.91, paragraph=0, xpath="/html/body/nav", link_density=1.0)
HEADLINE = Block("Heron returns", Label.CONTENT, Role.FURNITURE, 0.8, paragraph=1, tag="h1")
LEAD = Block('The "heron", they say,', Label.CONTENT, Role.BODY, 0.97, paragraph=2, tag="p")
ICON = Block("open_in_new", Label.ICON_NOISE, Role.ICON_NOISE, 0.6, paragraph=2, tag="i")
LEAD_GOES_ON = Block("came back\u2028to the pond.", Label.CONTENT, Role.BODY, 0.96, paragraph=2, tag="p")
HEADING = Block("Fische", Label.CONTENT, Role.BODY, 0.9, paragraph=3, tag="h3")
PIKE = Block("Hecht", Label.CONTENT, Role.BODY, 0.9, paragraph=4, tag="li")
CARP = Block("Köder 鯉", Label.CONTENT, Role.BODY, 0.9, paragraph=5, tag="li")
WALL = Block("Subscribe, to read on", Label.PAYWALL, Role.PAYWALL, 0.88, paragraph=6)
PAGE = Page(
    blocks=(MENU, HEADLINE, LEAD, ICON, LEAD_GOES_ON, HEADING, PIKE, CARP, WALL),
    title="Heron returns – Pond",
    lang="en",
    type="article",
    access=Access.METERED,
    access_probabilities={"open": 0.1, "metered": 0.7, "gated": 0.2},
    evidence=(Evidence("a wall stands under the text", Access.METERED, 1.5, block=8),),
    warnings=("text of noscript",),
)
UNREAD = Page(warnings=("the page is empty",))


class TestJsonl:
    def test_a_page_is_one_line_of_json(self) -> None:
        line = as_jsonl("crawl/heron.html", PAGE)
        assert line.count("\n") == 1
        assert line.endswith("}\n")
        record = json.loads(line)
        assert record.pop("blocks")[0] == {
            "number": 0,
            "label": "navigation",
            "role": "navigation",
            "confidence": 0.91,
            "text": "Home",
            "xpath": "/html/body/nav",
            "link_density": 1.0,
        }
        assert record == {
            "schema": SCHEMA,
            "page": "crawl/heron.html",
            "url": None,
            "title": "Heron returns – Pond",
            "lang": "en",
            "type": "article",
            "access": "metered",
            "access_probabilities": {"open": 0.1, "metered": 0.7, "gated": 0.2},
            "evidence": [
                {
                    "reason": "a wall stands under the text",
                    "points_to": "metered",
                    "weight": 1.5,
                    "block": 8,
                    "signal": None,
                }
            ],
            "text": PAGE.text,
            "warnings": ["text of noscript"],
        }

    def test_all_blocks_are_there_in_order_with_their_own_characters(self) -> None:
        blocks = json.loads(as_jsonl("page", PAGE))["blocks"]
        assert [block["text"] for block in blocks] == [block.text for block in PAGE.blocks]
        assert "Köder 鯉" in as_jsonl("page", PAGE)

    def test_blocks_of_one_label_keep_their_numbers_and_the_text_stays_whole(self) -> None:
        record = json.loads(as_jsonl("page", PAGE, [Label.ICON_NOISE, Label.PAYWALL]))
        assert [(block["number"], block["label"]) for block in record["blocks"]] == [(3, "icon_noise"), (8, "paywall")]
        assert record["text"] == PAGE.text

    def test_the_blocks_can_be_left_out(self) -> None:
        with_blocks = json.loads(as_jsonl("page", PAGE))
        del with_blocks["blocks"]
        assert json.loads(as_jsonl("page", PAGE, blocks=False)) == with_blocks

    def test_a_page_that_could_not_be_read_says_why(self) -> None:
        record = json.loads(as_jsonl("page", UNREAD))
        assert (record["blocks"], record["text"], record["warnings"]) == ([], "", ["the page is empty"])


class TestCsv:
    def test_rows_read_back_whatever_their_text(self) -> None:
        rows = list(csv.reader(io.StringIO(as_csv("a, b.html", PAGE), newline="")))
        assert len(rows) == len(PAGE.blocks)
        assert rows[2] == ["a, b.html", "2", "content", "body", "0.97", LEAD.text]
        assert [row[5] for row in rows] == [block.text for block in PAGE.blocks]

    def test_the_header_stands_only_where_it_is_asked_for(self) -> None:
        assert csv_header() == ",".join(BLOCK_COLUMNS) + "\n"
        assert not as_csv("page", PAGE).startswith(csv_header())

    def test_a_page_is_one_row_without_its_blocks(self) -> None:
        header, row = csv.reader(io.StringIO(csv_header(blocks=False) + as_csv("page", PAGE, blocks=False), newline=""))
        about = dict(zip(header, row, strict=True))
        assert about["text"] == PAGE.text
        assert (about["access"], about["metered"], about["warnings"]) == ("metered", "0.7", "text of noscript")

    def test_blocks_of_one_label_keep_their_numbers(self) -> None:
        assert as_csv("page", PAGE, [Label.PAYWALL]) == 'page,8,paywall,paywall,0.88,"Subscribe, to read on"\n'

    def test_a_page_that_could_not_be_read_has_no_rows(self) -> None:
        assert as_csv("page", UNREAD) == ""


class TestText:
    def test_the_main_text_has_paragraphs_and_no_headline(self) -> None:
        lead = f"{LEAD.text} {LEAD_GOES_ON.text}"
        assert as_text(PAGE) == f"{lead}\n\nFische\n\nHecht\n\nKöder 鯉\n"

    def test_blocks_of_labels_in_page_order(self) -> None:
        assert as_text(PAGE, [Label.PAYWALL, Label.NAVIGATION]) == "Home\n\nSubscribe, to read on\n"

    def test_nothing_gives_nothing(self) -> None:
        assert as_text(UNREAD) == as_text(UNREAD, [Label.CONTENT]) == ""
        assert as_text(Page(blocks=(MENU,))) == ""


class TestMarkdown:
    def test_title_headings_and_items_are_marked(self) -> None:
        lead = 'The "heron", they say, came back to the pond.'
        assert as_markdown(PAGE) == f"# Heron returns\n\n{lead}\n\n### Fische\n\n- Hecht\n- Köder 鯉\n"

    def test_a_page_without_title_begins_with_its_text(self) -> None:
        assert as_markdown(Page(blocks=(LEAD,))) == f"{LEAD.text}\n"

    def test_a_paragraph_in_the_place_of_the_title_is_a_paragraph(self) -> None:
        first = Block("First", Label.CONTENT, Role.BODY, 0.9, paragraph=0, tag="p")
        assert as_markdown(Page(blocks=(first,), title="T")) == "# T\n\nFirst\n"

    def test_nothing_gives_nothing(self) -> None:
        assert as_markdown(UNREAD) == ""


def test_blocks_are_chosen_with_their_numbers() -> None:
    assert chosen_blocks(PAGE, []) == list(enumerate(PAGE.blocks))
    assert chosen_blocks(PAGE, [Label.NAVIGATION]) == [(0, MENU)]


class TestReadLabels:
    def test_names_may_be_written_as_people_do(self) -> None:
        assert read_labels(["content", " Icon-Noise ", "PAYWALL"]) == [Label.CONTENT, Label.ICON_NOISE, Label.PAYWALL]

    @pytest.mark.parametrize("name", ["body", "", "con tent", "content,paywall"])
    def test_an_unknown_name_is_told_with_the_known_ones(self, name: str) -> None:
        with pytest.raises(ValueError, match=r"labels are content, navigation, icon_noise, paywall$"):
            read_labels([name])
