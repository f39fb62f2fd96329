"""The evaluation report in a real browser."""

import subprocess
import sys
from pathlib import Path

import pytest
from cli.small import copy_labelled, small_model
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


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, True)])
def test_a_worst_page_leads_to_its_view_beside_the_labels(
    tmp_path: Path, opened: Opened, dark: bool, phone: bool
) -> None:
    folder = copy_labelled(tmp_path / "pages")
    small_model().save(tmp_path / "small.model")
    command = [
        sys.executable,
        "-m",
        "classifier.cli.app",
        "evaluate",
        folder,
        "--model",
        tmp_path / "small.model",
        "--fold",
        0,
    ]
    subprocess.run([*map(str, command), "--report", str(tmp_path / "out.html")], check=True, stdout=subprocess.DEVNULL)
    watched = opened((tmp_path / "out.html").as_uri(), dark=dark, phone=phone)
    watched.page.locator("table.worst a").first.click()
    watched.page.wait_for_url("**/out.pages/01.html")
    assert "labels: gated" in watched.page.inner_text("#other-says")
    assert watched.page.locator("#blocks .differs").count() > 0
    assert violations(watched.page) == []
    assert watched.problems == []


def test_plots_follow_the_theme(report: str, opened: Opened) -> None:
    def ink(dark: bool) -> str:
        axis = opened(report, dark=dark).page.locator("figure svg text").first
        return str(axis.evaluate("text => getComputedStyle(text).fill"))

    assert ink(dark=False) != ink(dark=True)
