from pathlib import Path

import pytest
from model.tiny import tiny_model

from classifier.errors import InputError
from classifier.labelling.tasks import Task, find_pages, make_queue


def test_a_task_holds_what_the_model_suggests(task: Task) -> None:
    assert len(task.codes) == len(task.covered) == len(task.page.blocks)
    assert set(task.codes) <= set("CMUNIP")
    assert task.head["lang"] == "en"
    assert task.name == "eels.html"
    assert task.labels_path.name == "eels.labels"


def test_the_site_is_the_host_the_page_names_as_its_own(task: Task) -> None:
    assert task.head["site"] == "tideline.example"


@pytest.mark.parametrize(
    ("head", "inner", "site"),
    [
        ('<meta property="og:url" content="https://b.example/x">', ".", "b.example"),
        ('<link rel="canonical" href="http://[broken">', ".", "page"),
        ('<link rel="canonical" href="/relative">', "a.example/2024", "a.example"),
        ("", ".", "page"),
    ],
)
def test_the_site_of_a_page_that_names_no_host(tmp_path: Path, head: str, inner: str, site: str) -> None:
    home = tmp_path / inner
    home.mkdir(parents=True, exist_ok=True)
    (home / "page.html").write_text(f"<head>{head}</head><p>Some words of text.</p>", encoding="utf-8")
    (task,) = make_queue(tiny_model(), tmp_path, find_pages(tmp_path)).tasks
    assert task.head["site"] == site


def test_the_least_certain_page_comes_first(folder: Path) -> None:
    for number in range(4):
        (folder / f"{number}.html").write_text("<p>word</p>" * (number + 1) + "<li>✕</li>", encoding="utf-8")
    tasks = make_queue(tiny_model(), folder, find_pages(folder)).tasks
    assert len(tasks) == 5
    assert [task.uncertainty for task in tasks] == sorted((task.uncertainty for task in tasks), reverse=True)


def test_pages_that_cannot_be_labelled_are_skipped_with_a_reason(folder: Path) -> None:
    (folder / "old.htm").write_text("<p>text</p>", encoding="utf-8")
    (folder / "eels.txt").write_text("the same name", encoding="utf-8")
    (folder / "latin.txt").write_bytes("caf\xe9".encode("latin-1"))
    (folder / "empty.html").write_bytes(b"")
    queue = make_queue(tiny_model(), folder, find_pages(folder))
    assert [task.name for task in queue.tasks] == ["eels.html"]
    reasons = "\n".join(queue.skipped)
    assert "rename it to old.html" in reasons
    assert "eels.html beside it takes the name" in reasons
    assert "latin.txt: not UTF-8 text" in reasons
    assert "empty.html: the page is empty" in reasons


def test_a_folder_without_pages_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no pages in this folder"):
        find_pages(tmp_path)
    with pytest.raises(InputError, match="no such folder"):
        find_pages(tmp_path / "missing")
