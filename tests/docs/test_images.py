"""The pictures of the documentation: made by `python -m tests.browser.screenshots`, small, and shown in both themes."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
LARGEST = 150_000
SHOWN = re.compile(r"!\[(?P<text>[^\]]*)\]\((?P<path>[^)#]*images/[^)#]+)(?:#only-(?P<theme>light|dark))?\)")


def shown() -> dict[str, set[str]]:
    """Pictures by file name, with the themes that pages show them in."""
    found: dict[str, set[str]] = {}
    for page in DOCS.rglob("*.md"):
        for match in SHOWN.finditer(page.read_text(encoding="utf-8")):
            assert match["text"], f"{page.name}: a picture without a text for those who can't see it"
            found.setdefault(Path(match["path"]).name, set()).add(match["theme"] or "both")
    return found


def test_every_picture_is_small_and_on_a_page_in_its_own_theme() -> None:
    pictures = {path.name: path for path in (DOCS / "images").iterdir()}
    themes = shown()
    assert set(themes) <= set(pictures)
    for name, path in pictures.items():
        assert path.stat().st_size < LARGEST, name
        if path.suffix == ".png" and name in themes:
            assert themes[name] == {"dark" if name.endswith("-dark.png") else "light"}


@pytest.mark.parametrize("name", ["inspect", "label", "report"])
def test_each_page_that_boiler_makes_is_shown(name: str) -> None:
    assert shown()[f"{name}.png"] == {"light"}
    assert shown()[f"{name}-dark.png"] == {"dark"}
