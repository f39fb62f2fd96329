"""Labelling in a real browser: against the real server, as a person would, with crashes and two tabs."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn
from model.tiny import tiny_model

from classifier.corpus.labeled_folder import read_labels_file
from classifier.labelling.server import listen, make_app
from classifier.labelling.sheet import Sheet, open_sheet
from classifier.labelling.tasks import find_pages, make_queue

from .conftest import Opened
from .watching import expect, sideways, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.integration

BLOCKS = 200
WRONG_AND_UNSURE = range(10, 170, 20)
WRONG_AND_SURE = (55, 190)
RIGHT_AND_UNSURE = range(5, 185, 15)
LOOK_SECONDS = 1.5
"""What a person takes to read a block and press a key; generous for one who has done it before."""
SCROLL_SECONDS = 15
"""What a person takes to look over 200 blocks for wrong colours."""


def long_page(folder: Path, name: str = "long") -> None:
    head = "<title>Eels climb the weir</title><h1>Eels climb the weir at night</h1>"
    items = "".join(
        f"<p>Paragraph {number} of a long piece about eels, with words enough.</p>" for number in range(BLOCKS - 1)
    )
    (folder / f"{name}.html").write_text(f"<html lang='en'>{head}{items}</html>", encoding="utf-8")


def sheet_of(folder: Path) -> Sheet:
    """The long page as a model would give it that is right about 95 % of its blocks (all are content) and mostly knows where not."""
    (task,) = make_queue(tiny_model(), folder, find_pages(folder)).tasks
    wrong = {*WRONG_AND_UNSURE, *WRONG_AND_SURE}
    unsure = {*WRONG_AND_UNSURE, *RIGHT_AND_UNSURE}
    blocks = tuple(
        replace(block, confidence=0.6 if number in unsure else 0.98) for number, block in enumerate(task.page.blocks)
    )
    codes = tuple("N" if number in wrong else "C" for number in range(len(blocks)))
    assert len(blocks) == BLOCKS
    head = {"site": "eels.example", "type": "article", "lang": "en", "access": "open"}
    return open_sheet(replace(task, page=replace(task.page, blocks=blocks), codes=codes, head=head))


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """Address of a label page over one page of 200 blocks."""
    long_page(tmp_path)
    listening = listen(0)
    server = uvicorn.Server(uvicorn.Config(make_app([sheet_of(tmp_path)], {}, "token"), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/token/"
    server.should_exit = True
    thread.join()


def chosen(page: Page) -> int:
    number = page.locator('#blocks li[aria-selected="true"]').evaluate(
        "row => [...row.parentNode.children].indexOf(row)"
    )
    assert isinstance(number, int)
    return number


def ready(page: Page) -> None:
    expect(page.locator("#blocks li")).to_have_count(BLOCKS)


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text("all saved")


def test_two_hundred_blocks_take_under_a_minute(address: str, opened: Opened, tmp_path: Path) -> None:
    watched = opened(address)
    page = watched.page
    ready(page)
    keys = 0
    started = time.monotonic()
    while " 0 doubtful" not in page.inner_text("#progress"):
        page.keyboard.press("1" if chosen(page) in WRONG_AND_UNSURE else " ")
        keys += 1
        assert keys < BLOCKS
    for number in WRONG_AND_SURE:
        page.locator("#blocks li").nth(number).click()
        page.keyboard.press("1")
        keys += 2
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("all pages are done")
    machine = time.monotonic() - started
    labelled = read_labels_file(tmp_path / "long.labels")
    assert {code for code, _ in labelled.runs} == {"C"}
    assert len(labelled.runs) == BLOCKS
    person = keys * LOOK_SECONDS + SCROLL_SECONDS
    print(f"{keys} keys, {machine:.1f} s of the machine, about {person:.0f} s of a person")
    assert person < 60
    assert watched.problems == []


@pytest.mark.parametrize(("dark", "phone"), [(False, False), (True, False), (False, True), (True, True)])
def test_the_page_is_accessible(address: str, opened: Opened, dark: bool, phone: bool) -> None:
    watched = opened(address, dark=dark, phone=phone)
    ready(watched.page)
    watched.page.keyboard.press("2")
    saved(watched.page)
    assert violations(watched.page) == []
    assert all(request.startswith(address) for request in watched.requests)
    assert watched.problems == []
    assert sideways(watched.page) == 0
    watched.page.keyboard.press("?")
    assert watched.page.locator("#keys").is_visible()
    assert violations(watched.page) == []


def test_a_range_is_labelled_and_undone_at_once(address: str, opened: Opened) -> None:
    page = opened(address).page
    ready(page)
    page.locator("#blocks li").nth(20).click()
    for _ in range(4):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("4")
    walls = page.locator('#blocks li[data-label="paywall"]')
    expect(walls).to_have_count(5)
    page.keyboard.press("z")
    expect(walls).to_have_count(0)
    page.locator("#blocks li").nth(30).click()
    page.locator("#blocks li").nth(39).click(modifiers=["Shift"])
    page.keyboard.press("3")
    expect(page.locator('#blocks li[data-label="icon_noise"]')).to_have_count(10)
    page.keyboard.press("g")
    expect(page.locator('#access button[data-access="gated"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Control+z")
    expect(page.locator('#access button[data-access="open"]')).to_have_attribute("aria-pressed", "true")


def test_two_tabs_see_and_keep_each_others_work(address: str, opened: Opened) -> None:
    one, two = opened(address).page, opened(address).page
    ready(one)
    ready(two)
    one.locator("#blocks li").nth(3).click()
    one.keyboard.press("4")
    two.locator("#blocks li").nth(7).click()
    two.keyboard.press("3")
    for page in (one, two):
        expect(page.locator("#blocks li").nth(3)).to_have_attribute("data-label", "paywall", timeout=10_000)
        expect(page.locator("#blocks li").nth(7)).to_have_attribute("data-label", "icon_noise", timeout=10_000)


class Running:
    """`boiler label` as a process of its own."""

    def __init__(self, folder: Path, model: Path, port: int = 0) -> None:
        command = [
            sys.executable,
            "-m",
            "classifier.cli.app",
            "label",
            folder,
            "--no-open",
            "--model",
            model,
            "--port",
            port,
        ]
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.told = self.process.stdout.readline()
        self.address = self.process.stdout.readline().strip()

    def end(self, by: signal.Signals) -> int:
        self.process.send_signal(by)
        return self.process.wait(timeout=30)


def test_a_killed_server_loses_nothing(tmp_path: Path, opened: Opened) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    long_page(folder)
    model = tmp_path / "tiny.model"
    tiny_model().save(model)
    first = Running(folder, model)
    page = opened(first.address).page
    ready(page)
    page.locator("#blocks li").nth(3).click()
    page.keyboard.press("4")
    page.keyboard.press("m")
    saved(page)
    first.end(signal.SIGKILL)
    page.locator("#blocks li").nth(4).click()
    page.keyboard.press("4")
    expect(page.locator("#saved")).to_contain_text("not saved yet (1 changes wait)")
    second = Running(folder, model)
    assert second.told.startswith("1 pages, 0 of them labelled")
    again = opened(second.address).page
    ready(again)
    expect(again.locator("#blocks li").nth(3)).to_have_attribute("data-label", "paywall")
    expect(again.locator('#access button[data-access="metered"]')).to_have_attribute("aria-pressed", "true")
    assert second.end(signal.SIGINT) == 0
