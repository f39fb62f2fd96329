"""The evaluation report in a real browser."""

import pytest
from model.tiny import held_out_pages, tiny_model

from classifier.evaluate.evaluation import evaluate
from classifier.evaluate.report import read_report, report_html

from .conftest import Opened
from .watching import sideways, violations

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a report that is compared with an earlier one."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    evaluation = evaluate(tiny_model(), held_out_pages())
    path.write_text(report_html(evaluation, "old.model"), encoding="utf-8")
    views = {(page.source, page.name): "report.pages/01.html" for page in held_out_pages()}
    path.write_text(report_html(evaluation, "new.model", earlier=read_report(path), views=views), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_report_is_accessible_and_asks_for_nothing(report: str, opened: Opened, dark: bool, phone: bool) -> None:
    watched = opened(report, dark=dark, phone=phone)
    assert violations(watched.page) == []
    assert watched.requests == [report]
    assert watched.problems == []
    assert sideways(watched.page) == 0


def test_plots_follow_the_theme(report: str, opened: Opened) -> None:
    def ink(dark: bool) -> str:
        axis = opened(report, dark=dark).page.locator("figure svg text").first
        return str(axis.evaluate("text => getComputedStyle(text).fill"))

    assert ink(dark=False) != ink(dark=True)
