"""Pages of the public corpora whose known text is wrong, each with the reason: `exceptions.tsv`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import DataFileError

FILE = "exceptions.tsv"
KINDS = ("absent", "other", "partial", "excess")
"""absent: the text is not in the page; other: it is another piece; partial: it lacks part of the piece; excess: it holds more
than main text."""


def read_exceptions(folder: Path) -> dict[tuple[str, str], str]:
    """Kind of each exception below a folder, by corpus and page. Raises DataFileError naming the line of a wrong row."""
    found: dict[tuple[str, str], str] = {}
    for path in sorted(folder.rglob(FILE)):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 4 or cells[2] not in KINDS or not cells[3].strip():
                raise DataFileError(
                    f"{path}, line {number}: expected corpus, page, kind ({', '.join(KINDS)}) and reason, with tabs between"
                )
            found[cells[0], cells[1]] = cells[2]
    return found


def with_exception(page: LabelledPage, kind: str) -> LabelledPage:
    """The page without what is wrong about it: a partial text still tells what is main text, the other kinds tell nothing."""
    if kind == "partial":
        return replace(page, partial=True)
    return replace(page, known_text="")
