import json
from dataclasses import replace

import pytest
from lxml import html
from model.tiny import held_out_pages, tiny_model

from classifier.corpus.codes import read_runs
from classifier.inspection import inspect_page, inspection_html, opinion_of_labels, opinion_of_model
from classifier.page import Access, Label
from classifier.segment.limits import Limits

MODEL = tiny_model()
HOSTILE = b"""<title>T</title><body><p>First paragraph of the piece, long enough to be read as text.</p>
<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;img src=x onerror=alert(2)&gt; &lt;/script&gt;</p>
<script>alert(3)</script><img src="https://tracker.example/pixel.gif"></body>"""


def data_of(document: str) -> dict[str, object]:
    return json.loads(html.document_fromstring(document).xpath("//script[@id='data']")[0].text)  # type: ignore[no-any-return]


def test_the_view_holds_each_block_with_its_label_and_reasons() -> None:
    page = next(page for page in held_out_pages() if page.html)
    assert page.html is not None
    inspection = inspect_page(MODEL, page.html, name=page.name)
    data = data_of(inspection_html(inspection))
    expected = MODEL.predict(page.html)
    assert [block["text"] for block in data["blocks"]] == [block.text for block in expected.blocks]  # type: ignore[index]
    assert [block["label"] for block in data["blocks"]] == [block.label.value for block in expected.blocks]  # type: ignore[index]
    assert data["access"] == expected.access.value
    assert len(data["blocks"][0]["why"]) == len(data["parts"])  # type: ignore[index, arg-type]


def test_text_pages_are_read_by_the_text_model() -> None:
    inspection = inspect_page(MODEL, "A line of text\n\nSubscribe to read on", is_text=True)
    assert [block.text for block in inspection.page.blocks] == ["A line of text", "Subscribe to read on"]
    assert inspection.why is not None


def test_nothing_of_a_hostile_page_becomes_markup() -> None:
    root = html.document_fromstring(inspection_html(inspect_page(MODEL, HOSTILE)))
    assert not root.xpath("//img | //iframe | //link | //*[@src] | //*[@onerror]")
    assert len(root.xpath("//script")) == 2


def test_a_page_without_text_gives_no_blocks_and_says_why() -> None:
    inspection = inspect_page(MODEL, b"")
    assert inspection.why is None
    assert inspection.page.warnings
    assert data_of(inspection_html(inspection))["blocks"] == []


def test_another_model_gives_a_second_opinion_on_the_same_blocks() -> None:
    second = opinion_of_model(MODEL, HOSTILE, name="other.model")
    data = data_of(inspection_html(inspect_page(MODEL, HOSTILE, second=second)))
    assert data["other"]["name"] == "other.model"  # type: ignore[index]
    assert len(data["other"]["labels"]) == len(data["blocks"]) == len(data["other"]["confidences"])  # type: ignore[index, arg-type]


def test_a_persons_labels_are_a_second_opinion_where_they_fit() -> None:
    page = MODEL.predict_text("one\ntwo")
    second = opinion_of_labels(page, read_runs("C3 N3"), access="gated")
    assert second is not None
    assert second.labels == (Label.CONTENT, Label.NAVIGATION)
    assert second.access is Access.GATED
    assert opinion_of_labels(page, read_runs("C3 N4")) is None
    unscored = opinion_of_labels(page, read_runs("U3 N3"))
    assert unscored is not None
    assert unscored.labels[0] is None


def test_text_from_outside_the_body_is_shown_without_reasons() -> None:
    inspection = inspect_page(MODEL, HOSTILE)
    extra = replace(
        inspection.page.blocks[0], text="From the data beside the body.", tag="script", xpath="/html/script"
    )
    page = replace(inspection.page, blocks=(*inspection.page.blocks, extra))
    *inside, outside = data_of(inspection_html(replace(inspection, page=page)))["blocks"]  # type: ignore[misc]
    assert all(block["why"] for block in inside)
    assert outside["why"] is None
    assert outside["text"] == "From the data beside the body."


def test_a_page_over_the_limits_is_explained_as_far_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("classifier.inspection.inspection.DEFAULT_LIMITS", Limits(max_blocks=2))
    page = b"<p>One paragraph of text.</p><p>Another paragraph of text.</p><p>A third paragraph of text.</p>"
    found = inspect_page(MODEL, page)
    assert len(found.page.blocks) == 2
    assert found.why is not None
    assert len(found.why.log_odds) == 2
