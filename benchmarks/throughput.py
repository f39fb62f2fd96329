"""Pages a core labels, and what a billion of them take: bytes in, text and verdict out, on one core.

    python benchmarks/throughput.py FOLDER [--pages 300] [--markdown]

FOLDER holds .html files (plain or .gz), such as one that `boiler corpora fetch` makes. Time is the processor's, not the wall's, so that other work on
the machine counts little; ratios to a bare lxml parse of the same pages in the same process are what compares between machines.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import lxml.html
from threadpoolctl import threadpool_limits

import classifier

BILLION = 1_000_000_000
CORES = (1, 16, 256, 4096)
SEED = 7
WARM_UP = 20


def read(path: Path) -> bytes:
    """The bytes of a page."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def processor_seconds(work: Callable[[bytes], Any], pages: Sequence[bytes]) -> float:
    """Processor time of doing something with each page."""
    start = time.process_time()
    for page in pages:
        work(page)
    return time.process_time() - start


def main() -> None:
    """Read the folder from the command line."""
    parser = argparse.ArgumentParser(description="Pages that a core labels, and what a billion of them take.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=300, help="pages, chosen by chance, always the same ones")
    parser.add_argument("--markdown", action="store_true", help="print a table for the documents")
    arguments = parser.parse_args()
    paths = sorted(path for path in arguments.folder.rglob("*.html*") if path.is_file())
    if not paths:
        sys.exit(f"{arguments.folder}: holds no .html files")
    random.Random(SEED).shuffle(paths)
    pages = [read(path) for path in paths[: arguments.pages]]
    model = classifier.load()
    with threadpool_limits(1):
        processor_seconds(model.predict, pages[:WARM_UP])
        parsing = processor_seconds(lxml.html.document_fromstring, pages)
        labelling = processor_seconds(lambda page: model.predict(page).text, pages)
    rate = len(pages) / labelling
    kilobytes = sum(map(len, pages)) / len(pages) / 1000
    print(
        f"{len(pages)} pages of {kilobytes:.0f} KB: {1000 / rate:.1f} ms of one core a page, {rate:.1f} pages a second, "
        f"{labelling / parsing:.1f} times a bare parse"
    )
    if arguments.markdown:
        print("\n| cores | a billion pages |\n| --- | --- |")
    for cores in CORES:
        hours = BILLION / rate / cores / 3600
        taken = f"{hours:,.0f} hours ({hours / 24:,.1f} days)"
        print(f"| {cores:,} | {taken} |" if arguments.markdown else f"{cores:>6,} cores: {taken}")


if __name__ == "__main__":
    main()
