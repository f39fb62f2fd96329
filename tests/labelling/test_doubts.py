from pathlib import Path

import pytest

from classifier.errors import DataFileError
from classifier.labelling.doubts import Doubt, PageDoubts, read_doubts, write_doubts
from classifier.labelling.sheet import open_sheet
from classifier.labelling.tasks import Task

DOUBTS = [Doubt("eels", 3, "content", "paywall", 0.97), Doubt("other", 1, "navigation", "content", 0.9)]


def test_a_list_comes_back_by_page(tmp_path: Path) -> None:
    path = tmp_path / "doubts.tsv"
    write_doubts(path, DOUBTS)
    assert read_doubts(path) == {"eels": PageDoubts(DOUBTS[:1]), "other": PageDoubts(DOUBTS[1:])}


def test_lines_are_found_among_the_blocks_by_counting_characters(task: Task) -> None:
    sheet = open_sheet(task)
    assert PageDoubts(DOUBTS[:1]).blocks_of(sheet) == {}
    texts = [block.text for block in task.page.blocks if "/noscript[" not in block.xpath]
    glued = [texts[0] + texts[1], "", *texts[2:]]
    rows = "\n".join(f"C\t{text}" for text in glued)
    task.labels_path.write_text(f"site: a\ntype: article\nlang: en\naccess: open\n---\n{rows}\n", encoding="utf-8")
    found = PageDoubts([Doubt("eels", 1, "content", "navigation", 0.9), Doubt("eels", 2, "content", "paywall", 0.8)])
    assert found.blocks_of(open_sheet(task)) == {
        0: "labelled content, but probably navigation (0.90)",
        1: "labelled content, but probably navigation (0.90)",
        2: "labelled content, but probably paywall (0.80)",
    }


@pytest.mark.parametrize(
    "content", ["page\tline\neels\t1\n", "page\tline\tgiven\tsuggested\tprobability\neels\tx\ta\tb\t1\n"]
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "wrong.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"wrong\.tsv, line 2: not a row of suspicious labels"):
        read_doubts(path)
    with pytest.raises(DataFileError, match="can't be read"):
        read_doubts(tmp_path / "missing.tsv")
