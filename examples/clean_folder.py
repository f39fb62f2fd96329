"""Turn a folder of HTML files into a folder of clean text files, with the verdict on each page in verdicts.csv.

python examples/clean_folder.py crawl/ clean/ --jobs 2
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from pathlib import Path

import classifier

ENDINGS = {".html", ".htm"}
COLUMNS = ("page", "access", "gated", "type", "lang", "title", "words", "problem")


def clean_folder(source: Path, target: Path, jobs: int = 1) -> int:
    """Write the main text of each page as target/PATH.txt, and one row a page of verdicts.csv; returns how many pages."""
    paths = sorted(path for path in source.rglob("*") if path.suffix.lower() in ENDINGS and path.is_file())
    target.mkdir(parents=True, exist_ok=True)
    model = classifier.load()
    pages = model.predict_many((path.read_bytes() for path in paths), n_jobs=jobs)
    with (target / "verdicts.csv").open("w", encoding="utf-8", newline="") as file:
        verdicts = csv.writer(file)
        verdicts.writerow(COLUMNS)
        for path, page in zip(paths, pages, strict=True):
            name = path.relative_to(source)
            if page.text:
                clean = target / f"{name}.txt"
                clean.parent.mkdir(parents=True, exist_ok=True)
                clean.write_text(page.text + "\n", encoding="utf-8")
            verdicts.writerow([name.as_posix(), *row_of(page)])
    return len(paths)


def row_of(page: classifier.Page) -> Iterator[object]:
    """What verdicts.csv says of a page; one that could not be read has no verdict."""
    yield page.access if page.blocks else ""
    yield page.access_probabilities.get("gated", "")
    yield from (page.type, page.lang, page.title)
    yield len(page.text.split())
    yield "; ".join(page.warnings)


def main() -> None:
    """Read folders and processes from the command line."""
    parser = argparse.ArgumentParser(description="Turn a folder of HTML files into a folder of clean text files.")
    parser.add_argument("source", type=Path, help="folder of .html files, those in folders below included")
    parser.add_argument("target", type=Path, help="folder for the text files and verdicts.csv")
    parser.add_argument("--jobs", type=int, default=1, help="processes to use; -1 for one a core")
    arguments = parser.parse_args()
    if not arguments.source.is_dir():
        sys.exit(f"{arguments.source}: no such folder")
    count = clean_folder(arguments.source, arguments.target, arguments.jobs)
    print(f"{count} pages; their verdicts are in {arguments.target / 'verdicts.csv'}")


if __name__ == "__main__":
    main()
