"""The pictures of the documentation: `python -m tests.browser.screenshots [FOLDER]` makes them anew.

What boiler writes and serves is made from the project's own pages and photographed in a real Chromium. A model of a few minutes,
trained without one fold, stands for the reader's own: the shipped model knows the project's pages by heart, so that nothing would be doubtful.
It takes some ten minutes.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from PIL import Image

from .conftest import DESKTOP, PHONE, started_browser
from .watching import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
LABELED = ROOT / "data" / "labeled"
METERED = LABELED / "pages/en/en-meter-banner-2of5.html"
FOLD = 0
COLOURS = 256
LARGEST = 150_000


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture. view: `inspect`, `compare`, `label` or `report`. prepare: what to do on the page first."""

    view: str
    prepare: Callable[[Page], None]
    dark: bool
    phone: bool

    @property
    def name(self) -> str:
        return self.view + ("-phone" if self.phone else "") + ("-dark" if self.dark else "")


def show_wall(page: Page) -> None:
    page.locator('#blocks li[data-label="paywall"]').first.click()


def show_differences(page: Page) -> None:
    page.click("#only-differences")
    page.locator("#blocks li:visible").first.click()


def correct_and_select(page: Page) -> None:
    page.locator("#blocks li").nth(2).wait_for()
    page.keyboard.press("2")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("#saved")).to_have_text("all saved")


def nothing(page: Page) -> None:
    """The page as it opens."""


SHOWN = (
    ("inspect", show_wall, False),
    ("inspect", show_wall, True),
    ("compare", show_differences, False),
    ("label", correct_and_select, False),
    ("label", nothing, True),
    ("report", nothing, False),
    ("report", nothing, True),
)
PICTURES = [Picture(view, prepare, dark, phone) for view, prepare, phone in SHOWN for dark in (False, True)]


def boiler(*arguments: object, cwd: Path) -> None:
    """Run a command in a folder, so that pictures show names and no paths of this machine."""
    command = [sys.executable, "-m", "classifier.cli.app", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=cwd, env=environment, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def label_page(folder: Path, model: Path) -> Iterator[str]:
    """Address of `boiler label` while it runs."""
    command = [sys.executable, "-m", "classifier.cli.app", "label", folder, "--model", model, "--no-open"]
    server = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    server.stdout.readline()
    try:
        yield server.stdout.readline().strip()
    finally:
        server.terminate()
        server.wait()


@contextmanager
def views() -> Iterator[dict[str, str]]:
    """Address of each view."""
    with TemporaryDirectory() as made:
        home = Path(made)
        own, old = home / "own.model", home / "old.model"
        shutil.copy(METERED, home / "eels.html")
        train = ("train", LABELED, "--without-fold", FOLD, "--cv", 0, "--members", 1)
        boiler(*train, "--epochs", 1, "-o", old.name, cwd=home)
        boiler(*train, "--epochs", 4, "-o", own.name, cwd=home)
        boiler("inspect", "eels.html", "-o", "inspect.html", "--no-open", cwd=home)
        boiler("inspect", "eels.html", "--compare", own.name, "-o", "compare.html", "--no-open", cwd=home)
        scored = ("evaluate", LABELED, "--fold", FOLD)
        boiler(*scored, "--model", old.name, "--report", "earlier.html", cwd=home)
        boiler(*scored, "--model", own.name, "--report", "report.html", "--against", "earlier.html", cwd=home)
        (home / "crawl").mkdir()
        for page in sorted((LABELED / "pages/en").glob("en-*.html"))[:12]:
            shutil.copy(page, home / "crawl")
        with label_page(home / "crawl", own) as address:
            files = {name: (home / f"{name}.html").as_uri() for name in ("inspect", "compare", "report")}
            yield {**files, "label": address}


def small_png(picture: bytes) -> bytes:
    """The picture in few colours, chosen so that those of small things, such as a bar, stay what they are."""
    out = io.BytesIO()
    few = (
        Image.open(io.BytesIO(picture))
        .convert("RGB")
        .quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    )
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


def take(into: Path) -> None:
    """Write all pictures into a folder."""
    with views() as addresses, started_browser() as browser:
        for picture in PICTURES:
            context = browser.new_context(
                viewport=PHONE if picture.phone else DESKTOP,
                color_scheme="dark" if picture.dark else "light",
                has_touch=picture.phone,
            )
            page = context.new_page()
            page.goto(addresses[picture.view], wait_until="networkidle")
            picture.prepare(page)
            small = small_png(page.screenshot())
            assert len(small) < LARGEST, f"{picture.name}: {len(small)} bytes"
            (into / f"{picture.name}.png").write_bytes(small)
            context.close()


if __name__ == "__main__":
    take(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
