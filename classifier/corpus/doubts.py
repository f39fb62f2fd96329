"""The list of suspicious labels that training writes and labelling opens.

A tab-separated file with a heading: page, line, given, suggested, probability. `line` counts the labelled lines of the page
from 1; `probability` is that of the suggested label.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from classifier.errors import DataFileError

COLUMNS = ("page", "line", "given", "suggested", "probability")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A label that looks wrong. page: name of the page. line: of its labels, from 1. given, suggested: labels."""

    page: str
    line: int
    given: str
    suggested: str
    probability: float

    @property
    def reason(self) -> str:
        """Why somebody should look at it."""
        return f"labelled {self.given}, but probably {self.suggested} ({self.probability:.2f})"


def write_doubts(path: Path, doubts: Iterable[Doubt]) -> None:
    """Write a list, in the order given."""
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out, dialect="excel-tab", lineterminator="\n")
        rows.writerow(COLUMNS)
        for doubt in doubts:
            rows.writerow([doubt.page, doubt.line, doubt.given, doubt.suggested, f"{doubt.probability:.4f}"])


def read_doubts(path: Path) -> dict[str, list[Doubt]]:
    """The doubts of a list, by page. Raises DataFileError for a file that is not such a list."""
    found: dict[str, list[Doubt]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as rows:
            for number, row in enumerate(csv.DictReader(rows, dialect="excel-tab"), 2):
                try:
                    doubt = Doubt(
                        row["page"], int(row["line"]), row["given"], row["suggested"], float(row["probability"])
                    )
                    if doubt.line < 1:
                        raise ValueError("line counts from 1")
                except (KeyError, ValueError, TypeError) as error:
                    raise DataFileError(
                        f"{path}, line {number}: not a row of suspicious labels ({error}); "
                        f"expected the columns {', '.join(COLUMNS)}"
                    ) from error
                found.setdefault(doubt.page, []).append(doubt)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataFileError(f"{path}: can't be read as a list of suspicious labels ({error})") from error
    return found
