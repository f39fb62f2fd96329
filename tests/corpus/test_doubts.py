from pathlib import Path

import pytest

from classifier.corpus.doubts import Doubt, read_doubts, write_doubts
from classifier.errors import DataFileError

DOUBTS = [Doubt("eels", 3, "content", "paywall", 0.97), Doubt("other", 1, "navigation", "content", 0.9)]


def test_a_list_comes_back_by_page(tmp_path: Path) -> None:
    path = tmp_path / "doubts.tsv"
    write_doubts(path, DOUBTS)
    assert read_doubts(path) == {"eels": DOUBTS[:1], "other": DOUBTS[1:]}


@pytest.mark.parametrize(
    "content",
    [
        "page\tline\neels\t1\n",
        "page\tline\tgiven\tsuggested\tprobability\neels\tx\ta\tb\t1\n",
        "page\tline\tgiven\tsuggested\tprobability\neels\t0\ta\tb\t1\n",
    ],
)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "wrong.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"wrong\.tsv, line 2: not a row of suspicious labels"):
        read_doubts(path)


def test_a_missing_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="can't be read as a list"):
        read_doubts(tmp_path / "missing.tsv")
