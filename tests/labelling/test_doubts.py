from classifier.corpus.doubts import Doubt
from classifier.labelling.doubts import blocks_in_doubt
from classifier.labelling.sheet import open_sheet
from classifier.labelling.tasks import Task


def test_lines_are_found_among_the_blocks_by_counting_characters(task: Task) -> None:
    first = Doubt("eels", 1, "content", "navigation", 0.9)
    assert blocks_in_doubt(open_sheet(task), [first]) == {}
    texts = [block.text for block in task.page.blocks if "/noscript[" not in block.xpath]
    rows = "\n".join(f"C\t{text}" for text in (texts[0] + texts[1], "", *texts[2:]))
    task.labels_path.write_text(f"site: a\ntype: article\nlang: en\naccess: open\n---\n{rows}\n", encoding="utf-8")
    beyond = Doubt("eels", 99, "content", "navigation", 0.9)
    found = blocks_in_doubt(open_sheet(task), [first, Doubt("eels", 2, "content", "paywall", 0.8), beyond])
    assert found == {
        0: "labelled content, but probably navigation (0.90)",
        1: "labelled content, but probably navigation (0.90)",
        2: "labelled content, but probably paywall (0.80)",
    }
