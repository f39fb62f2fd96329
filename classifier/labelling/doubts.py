"""Where on a page the doubtful labels of a list stand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate

from classifier.corpus.codes import squeeze
from classifier.corpus.doubts import Doubt
from classifier.corpus.labeled_folder import parse_labels_file
from classifier.labelling.sheet import Sheet


def blocks_in_doubt(sheet: Sheet, doubts: Iterable[Doubt]) -> dict[int, str]:
    """Block numbers with the reason to look at them. Lines of the labels file are matched by counting characters; without
    that file there are none."""
    path = sheet.task.labels_path
    if not path.exists():
        return {}
    visible = filter(None, (len(squeeze(text)) for text, _ in parse_labels_file(path)[1]))
    starts = [0, *accumulate(visible)]
    sizes = [
        len(squeeze(block.text)) if covered else 0
        for block, covered in zip(sheet.task.page.blocks, sheet.task.covered, strict=True)
    ]
    found: dict[int, str] = {}
    for doubt in doubts:
        if doubt.line >= len(starts):
            continue
        low, high = starts[doubt.line - 1], starts[doubt.line]
        for block, (end, size) in enumerate(zip(accumulate(sizes), sizes, strict=True)):
            if size and end - size < high and end > low:
                found[block] = doubt.reason
    return found
