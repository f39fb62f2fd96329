"""The inspect view in a real browser."""

from pathlib import Path

import pytest
from model.tiny import tiny_model

from classifier.inspection import inspect_page, inspection_html, opinion_of_model
from classifier.loading import load

from .conftest import Opened
from .watching import sideways, violations

ROOT = Path(__file__).parents[2]
METERED = ROOT / "data/labeled/pages/en/en-meter-banner-2of5.html"
HOSTILE = b"""<!doctype html><title>Quiet</title><body onload="document.title='ran'"><p>A first paragraph with enough words in it.</p>
<p>&lt;/script&gt;&lt;script&gt;document.title='ran'&lt;/script&gt;&lt;img src=x onerror="document.title='ran'"&gt;</p>
<script>document.title='ran'</script><img src="http://127.0.0.1:9/pixel.gif"><iframe src="http://127.0.0.1:9/"></iframe>"""

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the view of a metered page, compared with a poor model."""
    page = METERED.read_bytes()
    second = opinion_of_model(tiny_model(), page, name="tiny.model")
    path = tmp_path_factory.mktemp("view") / "view.html"
    inspection = inspect_page(load(), page, name="eels.html", second=second)
    path.write_text(inspection_html(inspection), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_view_is_accessible_and_asks_for_nothing(view: str, opened: Opened, dark: bool, phone: bool) -> None:
    watched = opened(view, dark=dark, phone=phone)
    row = watched.page.locator("#blocks li").first
    row.tap() if phone else row.click()
    assert "Why " in watched.page.inner_text("#why h2")
    assert violations(watched.page) == []
    assert watched.requests == [view]
    assert watched.problems == []
    assert sideways(watched.page) == 0
    watched.page.keyboard.press("?")
    assert watched.page.locator("#keys").is_visible()
    assert violations(watched.page) == []


def test_why_paywall_names_the_cue_phrases(view: str, opened: Opened) -> None:
    page = opened(view).page
    page.locator('#blocks li[data-label="paywall"]').first.click()
    assert page.inner_text("#why h2").startswith("Why paywall?")
    assert "cue phrases" in page.inner_text(".bars")
    page.locator('[data-why="content"]').click()
    assert page.inner_text("#why h2").startswith("Why content?")


def test_pointing_explains_until_a_block_is_chosen(view: str, opened: Opened) -> None:
    page = opened(view).page
    page.locator("#blocks li").nth(2).hover()
    hovered = page.inner_text("#why h2")
    page.locator("#blocks li").nth(3).click()
    chosen = page.inner_text("#why h2")
    assert hovered != chosen
    page.locator("#blocks li").nth(2).hover()
    assert page.inner_text("#why h2") == chosen


def test_labels_and_confidence_filter_the_blocks(view: str, opened: Opened) -> None:
    page = opened(view).page
    visible = page.locator("#blocks li:visible")
    everything = visible.count()
    page.keyboard.press("2")
    assert page.locator('#blocks li[data-label="navigation"]:visible').count() == 0
    assert 0 < visible.count() < everything
    page.keyboard.press("2")
    assert visible.count() == everything
    marks = page.locator("#blocks li .marks span:nth-child(2)").all_inner_texts()
    confidences = [float(mark[:4]) for mark in marks]
    page.locator("#most").fill(f"{min(confidences) + 0.01:.2f}")
    shown = visible.count()
    assert 0 < shown < everything
    assert page.inner_text("#shown") == f"{shown} of {everything} blocks shown"


def test_the_keyboard_moves_through_blocks_and_differences(view: str, opened: Opened) -> None:
    page = opened(view).page
    selected = page.locator('#blocks li[aria-selected="true"]')
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert selected.evaluate("row => [...row.parentNode.children].indexOf(row)") == 2
    page.keyboard.press("d")
    assert selected.locator(".differs").count() == 1
    page.keyboard.press("t")
    assert page.locator("#clean-pane").is_hidden()
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()


def test_only_differences_shows_where_two_models_differ(view: str, opened: Opened) -> None:
    page = opened(view).page
    page.click("#only-differences")
    shown = page.locator("#blocks li:visible")
    assert shown.count() == page.locator("#blocks .differs").count() > 0
    assert "tiny.model: " in page.inner_text("#other-says")


def test_clean_text_leads_back_to_its_block(view: str, opened: Opened) -> None:
    page = opened(view).page
    paragraph = page.locator("#clean p").nth(3)
    words = paragraph.inner_text()[:40]
    paragraph.click()
    assert words in page.inner_text('#blocks li[aria-selected="true"]')


def test_a_tapped_block_stays_in_sight_on_a_phone(view: str, opened: Opened) -> None:
    page = opened(view, phone=True).page
    row = page.locator("#blocks li").nth(20)
    row.tap()
    box, sheet = row.bounding_box(), page.locator("#why").bounding_box()
    assert box is not None
    assert sheet is not None
    assert 0 <= box["y"] < sheet["y"]


def test_the_first_tap_on_a_phone_chooses_the_block(view: str, opened: Opened) -> None:
    page = opened(view, phone=True).page
    row = page.locator("#blocks li").first
    row.tap()
    box, sheet = row.bounding_box(), page.locator("#why").bounding_box()
    assert box is not None
    assert sheet is not None
    assert 0 <= box["y"] < sheet["y"]


def test_nothing_of_a_hostile_page_runs_or_loads(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "view.html"
    path.write_text(inspection_html(inspect_page(tiny_model(), HOSTILE)), encoding="utf-8")
    watched = opened(path.as_uri())
    assert watched.page.locator("#blocks li").count() >= 2
    assert watched.page.title() == "Quiet: inspected by boiler"
    assert watched.requests == [path.as_uri()]


def test_the_policy_stops_markup_that_would_slip_through(tmp_path: Path, opened: Opened) -> None:
    """Even if escaping failed: a script and an image written into the file neither run nor load."""
    document = inspection_html(inspect_page(tiny_model(), HOSTILE))
    injected = (
        "<script>document.title='ran'</script><img src='http://127.0.0.1:9/x.gif' onerror=\"document.title='ran'\">"
    )
    path = tmp_path / "view.html"
    path.write_text(document.replace("</header>", injected + "</header>"), encoding="utf-8")
    watched = opened(path.as_uri())
    watched.page.wait_for_timeout(200)
    assert watched.page.title() == "Quiet: inspected by boiler"
    assert any("Content Security Policy" in problem for problem in watched.problems)
