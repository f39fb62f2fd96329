"""The documentation site has what a reader looks for: a page of each kind, every public name, every command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
import yaml

import classifier
from classifier.cli.app import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
INTEGRATIONS = ROOT / "classifier" / "integrations"
PARTS_OF_OTHERS = {"isolation", "process", "__init__", "labelling", "page_serialization"}


def pages_in(nav: list[object], folder: Path = DOCS) -> set[Path]:
    """The pages that a navigation names, those of folders included."""
    found: set[Path] = set()
    for entry in nav:
        below = next(iter(entry.values())) if isinstance(entry, dict) else entry
        if isinstance(below, list):
            found |= pages_in(below, folder)
        elif (folder / str(below)).is_dir():
            found |= set((folder / str(below)).rglob("*.md"))
        elif below != "*":
            found.add(folder / str(below))
    return found


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("start.md", "Start in five minutes"),
        ("how-it-works.md", "How it works"),
        ("labels.md", "Labels"),
        ("tutorial.md", "starting from ten"),
        ("paywalls.md", "Walls"),
        ("performance.md", "Performance"),
        ("accuracy.md", "How good it is"),
        ("data-card.md", "data/labeled/README.md"),
        ("model-card.md", "models/README.md"),
        ("faq.md", "Questions and complaints"),
    ],
)
def test_there_is_a_page_of_each_kind(page: str, heading: str) -> None:
    assert heading in (DOCS / page).read_text(encoding="utf-8").splitlines()[0]


def test_the_navigation_leads_to_every_page() -> None:
    nav = yaml.safe_load((DOCS / ".nav.yml").read_text(encoding="utf-8"))["nav"]
    assert pages_in(nav) == set(DOCS.rglob("*.md"))
    api = yaml.safe_load((DOCS / "api" / ".nav.yml").read_text(encoding="utf-8"))["nav"]
    assert pages_in(api, DOCS / "api") == set((DOCS / "api").glob("*.md"))


def test_every_public_name_is_in_the_reference() -> None:
    reference = "\n".join(path.read_text(encoding="utf-8") for path in (DOCS / "api").glob("*.md"))
    errors = {name for name in classifier.__all__ if name.endswith("Error")}  # classifier.errors is shown as a whole
    missing = {name for name in classifier.__all__ if not re.search(rf"::: classifier\.{name}\b", reference)}
    assert missing <= errors
    assert "::: classifier.errors" in reference


def test_every_integration_is_in_the_reference() -> None:
    reference = (DOCS / "api" / "integrations.md").read_text(encoding="utf-8")
    for path in INTEGRATIONS.glob("*.py"):
        if path.stem not in PARTS_OF_OTHERS:
            assert f"::: classifier.integrations.{path.stem}\n" in reference, path.stem


def test_every_command_is_told_of() -> None:
    told = (DOCS / "cli.md").read_text(encoding="utf-8")
    commands = typer.main.get_command(app)
    for name in commands.commands:  # type: ignore[attr-defined]
        assert f"`boiler {name} " in told, name


def test_the_accuracy_page_shows_the_table_of_the_model_card() -> None:
    told = re.search(r'"models/boiler.md:(\d+):(\d+)"', (DOCS / "accuracy.md").read_text())
    assert told is not None
    first, last = map(int, told.groups())
    rows = (ROOT / "models" / "boiler.md").read_text().splitlines()[first - 1 : last]
    assert [row.split("|")[1].strip() for row in rows] == [
        "label",
        "---",
        "content",
        "navigation",
        "icon_noise",
        "paywall",
    ]
