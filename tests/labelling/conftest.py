from pathlib import Path

import pytest
from model.tiny import tiny_model

from classifier.labelling.tasks import Task, find_pages, make_queue

PAGE = """<html lang="en"><head><title>Eels</title><link rel="canonical" href="https://www.tideline.example/eels"></head><body>
<nav><a href="/">Home</a></nav><h1>Eels climb at night</h1><p>A first paragraph about eels, with words enough to be read.</p>
<p>Subscribe to keep reading.</p><noscript>Enable scripts</noscript></body></html>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one page."""
    (tmp_path / "eels.html").write_text(PAGE, encoding="utf-8")
    return tmp_path


@pytest.fixture
def task(folder: Path) -> Task:
    (task,) = make_queue(tiny_model(), folder, find_pages(folder)).tasks
    return task
