from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lxml import html
from model.tiny import held_out_pages

from classifier.errors import DataFileError
from classifier.evaluate.evaluation import Evaluation, PageResult, evaluate
from classifier.evaluate.plots import calibration_svg, expected_calibration_error, precision_recall_svg
from classifier.evaluate.report import read_report, report_html, worst_pages
from classifier.model.model import Model

LABELS = ("content", "navigation", "icon_noise", "paywall")


@pytest.fixture(scope="module")
def evaluation(model: Model) -> Evaluation:
    return evaluate(model, held_out_pages())


def result(name: str, wrong: int = 0, verdict: str = "open") -> PageResult:
    confusion = Counter({("content", "content"): 5, ("content", "paywall"): wrong})
    return PageResult(name, "own", name, "article", "en", confusion, "open", verdict)


def test_the_report_shows_the_figures_of_the_evaluation(evaluation: Evaluation) -> None:
    root = html.document_fromstring(report_html(evaluation, "a <b> title"))
    figures = evaluation.figures(intervals=False)
    assert root.xpath("string(//h1)") == "a <b> title"
    shown = [float(text) for text in root.xpath("//section[1]//tbody/tr/td[3]/text()[1]")]
    expected = [row["f1"] for row in figures["labels"].values()]  # type: ignore[attr-defined]
    assert shown == pytest.approx([*expected, figures["macro_f1"]], abs=6e-4)
    assert len(root.xpath("//figure/svg")) == 2
    assert not root.xpath("//*[@style] | //*[@src]")


def test_a_report_is_compared_with_an_earlier_one(evaluation: Evaluation, tmp_path: Path) -> None:
    path = tmp_path / "old.html"
    path.write_text(report_html(evaluation, "old"), encoding="utf-8")
    earlier = read_report(path)
    same = html.document_fromstring(report_html(evaluation, "new", earlier=earlier)).text_content()
    assert "Earlier: old." in same
    assert "Both are over the same pages" in same
    assert "+0.000" in same
    better = replace(earlier, f1={**earlier.f1, "content": 0.0})
    changed = html.document_fromstring(report_html(evaluation, "new", earlier=better))
    assert [row.xpath("string(td[last()])").endswith(" *") for row in changed.xpath("//tr[th='content'][td[6]]")] == [
        True
    ]
    assert not any(
        cell.endswith(" *")
        for cell in html.document_fromstring(report_html(evaluation, "n", earlier=earlier)).xpath("//td/text()")
    )
    fewer = Evaluation(evaluation.results[1:])
    assert "is over other pages" in report_html(fewer, "new", earlier=earlier)


@pytest.mark.parametrize("content", [b"", b"<p>text</p>", b'<script id="data">{"format": "x"}</script>'])
def test_what_is_no_report_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.html"
    path.write_bytes(content)
    with pytest.raises(DataFileError, match="not a report of"):
        read_report(path)


def test_worst_pages_have_wrong_lines_or_a_wrong_verdict() -> None:
    results = [result("good"), result("alarm", verdict="gated"), result("bad", 3), result("worse", 4)]
    assert [page.name for page in worst_pages(results)] == ["worse", "bad", "alarm"]
    assert [page.name for page in worst_pages(results, most=1)] == ["worse"]
    empty = report_html(Evaluation((results[0],)), "fine")
    assert "No page has a wrong line" in empty


def test_a_row_that_is_mostly_wrong_is_not_shaded_like_one_that_is_right() -> None:
    confusion = Counter({("paywall", "content"): 9, ("paywall", "paywall"): 1, ("content", "content"): 5})
    root = html.document_fromstring(report_html(Evaluation((replace(result("page"), confusion=confusion),)), "shades"))
    shaded = {
        cell.text: cell.get("class") for cell in root.xpath("//section[@aria-label='Confusion matrix']//td[text() > 0]")
    }
    assert shaded == {"9": "wrong shade-3", "1": "right shade-2", "5": "right shade-3"}


def test_hostile_names_stay_text() -> None:
    bad = replace(result("x", 3), name="<script>alert(1)</script>", problem="<img src=x>")
    root = html.document_fromstring(report_html(Evaluation((bad,)), "t"))
    assert len(root.xpath("//script")) == 2
    assert not root.xpath("//img")


def test_plots_draw_each_label_that_occurs_in_the_colours_of_the_page() -> None:
    rng = np.random.default_rng(0)
    true = ["content"] * 30 + ["paywall"] * 10
    probabilities = rng.dirichlet(np.ones(4), 40)
    for svg in (precision_recall_svg(true, probabilities, LABELS), calibration_svg(true, probabilities, LABELS)):
        assert "var(--content-edge)" in svg
        assert "var(--paywall-edge)" in svg
        assert "var(--navigation-edge)" not in svg
        assert "style=" not in svg


def test_calibration_error_is_the_mean_gap() -> None:
    assert expected_calibration_error(np.array([True, True, False, False]), np.full(4, 0.5)) == 0
    assert expected_calibration_error(np.array([True, True]), np.full(2, 0.7)) == pytest.approx(0.3)
