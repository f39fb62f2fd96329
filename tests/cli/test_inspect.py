import webbrowser
from pathlib import Path

import pytest

from .conftest import Boiler
from .small import GATED, html


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "page.html"
    path.write_bytes(html(GATED))
    return path


def test_the_view_goes_beside_where_one_stands(boiler: Boiler, page: Path, model_file: Path) -> None:
    ran = boiler("inspect", page, "--model", model_file)
    assert (ran.code, ran.out) == (0, "page.inspect.html\n"), ran
    assert Path("page.inspect.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_open_opens_it_in_the_browser(
    boiler: Boiler, page: Path, model_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    boiler("inspect", page, "--model", model_file, "--no-open")
    assert opened == []
    boiler("inspect", page, "--model", model_file, "--open", "-o", "seen.html")
    assert opened == [Path("seen.html").resolve().as_uri()]


def test_compare_puts_both_models_in_the_view(boiler: Boiler, page: Path, model_file: Path) -> None:
    boiler("inspect", page, "--model", model_file, "--compare", model_file, "-o", "seen.html")
    assert f'"other":{{"name":"{model_file.name}"' in Path("seen.html").read_text(encoding="utf-8")


def test_standard_input(boiler: Boiler, page: Path, model_file: Path) -> None:
    ran = boiler("inspect", "-", "--model", model_file, "--text", stdin=b"one line\nanother line")
    assert ran.out == "page.inspect.html\n"
    assert "another line" in Path("page.inspect.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["missing.html"], "missing.html: no such file or folder"),
        (["."], ".: is a folder; name one page of it"),
        (["page.html", "-o", "page.html"], "page.html: is one of the inputs; choose another --output"),
        (["page.html", "--text", "--html"], "--text and --html exclude each other; give one of them or neither"),
    ],
)
def test_wrong_input_is_told_in_one_line(boiler: Boiler, page: Path, arguments: list[str], complaint: str) -> None:
    assert boiler("inspect", *arguments).complaint == complaint


def test_a_page_without_text_is_wrong_input(boiler: Boiler, page: Path, model_file: Path) -> None:
    page.write_bytes(b"")
    assert boiler("inspect", page, "--model", model_file).complaint == f"{page}: the page is empty"
    assert not Path("page.inspect.html").exists()
