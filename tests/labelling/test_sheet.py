import os
from pathlib import Path
from threading import Thread

import pytest

from classifier.corpus.examples import examples_of
from classifier.corpus.labeled_folder import read_labeled_folder, read_labels_file
from classifier.labelling.sheet import ChangeError, open_sheet
from classifier.labelling.tasks import Task


def test_finished_labels_are_what_training_reads(task: Task, folder: Path) -> None:
    sheet = open_sheet(task)
    sheet.change([(len(task.codes) - 1, "P")], {"access": "gated"}, 0)
    assert list(read_labeled_folder(folder)) == []
    state = sheet.finish(0)
    assert state.done
    (page,) = read_labeled_folder(folder)
    assert (page.access, page.site, page.runs[-1][0]) == ("gated", "tideline.example", "P")
    (example, *_) = examples_of(page)
    assert example.certain
    assert example.allowed[:, "CMUNIP".index("P")][-1]
    assert not sheet.draft_path.exists()


def test_each_change_is_on_the_disk_at_once(task: Task) -> None:
    sheet = open_sheet(task)
    sheet.change([(0, "I")], {}, 0)
    # Another process, after a crash: nothing of the first is used.
    again = open_sheet(task)
    assert again.codes[0] == "I"
    assert not again.done


def test_a_crash_while_writing_leaves_the_last_state(task: Task, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = open_sheet(task)
    sheet.change([(0, "I")], {}, 0)

    def crash(*_: object) -> None:
        raise OSError("power cut")

    monkeypatch.setattr(os, "replace", crash)
    with pytest.raises(OSError, match="power cut"):
        sheet.change([(0, "P")], {}, 0)
    monkeypatch.undo()
    assert open_sheet(task).codes[0] == "I"


def test_two_tabs_keep_each_others_changes(task: Task) -> None:
    sheet = open_sheet(task)
    sheet.change([(0, "I")], {}, 0)
    state = sheet.change([(1, "P")], {"type": "forum"}, 0)
    assert dict(state.changes) == {0: "I", 1: "P"}
    assert sheet.since(1).changes == ((1, "P"),)
    assert sheet.since(2).changes == ()
    assert sheet.since(2).head["type"] == "forum"


def test_changes_from_many_threads_are_all_kept(task: Task) -> None:
    sheet = open_sheet(task)
    blocks = range(len(task.codes))
    threads = [Thread(target=sheet.change, args=([(block, "P")], {}, 0)) for block in blocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert open_sheet(task).codes == ["P"] * len(task.codes)


def test_a_change_after_finishing_waits_for_the_next_finish(task: Task) -> None:
    sheet = open_sheet(task)
    sheet.finish(0)
    before = task.labels_path.read_bytes()
    assert not sheet.change([(0, "P")], {}, 0).done
    assert task.labels_path.read_bytes() == before
    assert open_sheet(task).codes[0] == "P"
    sheet.finish(0)
    assert open_sheet(task).done
    assert read_labels_file(task.labels_path).runs[0][0] == "P"


def test_labels_that_do_not_fit_the_page_are_kept_aside(task: Task) -> None:
    task.labels_path.write_text(
        "site: a\ntype: article\nlang: en\naccess: open\n---\nC\tother text\n", encoding="utf-8"
    )
    sheet = open_sheet(task)
    assert sheet.codes == list(task.codes)
    assert "holds other text than the page" in sheet.warnings[0]
    assert task.labels_path.with_name("eels.labels.old").exists()


@pytest.mark.parametrize(
    ("blocks", "head", "message"),
    [
        ([(99, "C")], {}, "block 99"),
        ([(-1, "C")], {}, "block -1"),
        ([(0, "X")], {}, "code 'X'"),
        ([(0, "CM")], {}, "code 'CM'"),
        ([], {"access": "shut"}, "access must be one of"),
        ([], {"site": "two\nlines"}, "site must be one line"),
        ([], {"fold": "1"}, "the head has site, type, lang and access"),
    ],
)
def test_a_senseless_change_changes_nothing(
    task: Task, blocks: list[tuple[int, str]], head: dict[str, str], message: str
) -> None:
    sheet = open_sheet(task)
    with pytest.raises(ChangeError, match=message):
        sheet.change([(0, "P"), *blocks], head, 0)
    assert sheet.codes == list(task.codes)
    assert not sheet.draft_path.exists()
