"""Titles and authors held against what the corpora know, with trafilatura on the same pages.

    python benchmarks/metadata.py --corpora corpora [--fold 0] [--peers trafilatura] [--model PATH]

A title is right when it equals the known one, case, punctuation and white space aside; `close` counts titles of which one
contains the other too. Authors: precision and recall of whole names over the pages whose author is known. The corpora don't
know dates: `date` is the share of pages that get one. `ms` has the whole prediction in it for boiler.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from classifier import Model, load
from classifier.corpus.corpora import corpora_in, read_corpus
from classifier.corpus.labelled_page import LabelledPage
from classifier.metadata.authors import BETWEEN, TITLES
from classifier.metadata.metadata import Metadata

Read = Callable[[LabelledPage], Metadata]


def ours(model: Model) -> Read:
    """The project's own reading."""
    return lambda page: model.predict(page.html).metadata


def trafilatura(page: LabelledPage) -> Metadata:
    """The peer's reading."""
    import trafilatura as peer

    found = peer.extract_metadata((page.html or b"").decode("utf-8", "replace"))
    if found is None:
        return Metadata()
    return Metadata(
        found.title or "", tuple(BETWEEN.split(found.author or "")), found.date or "", found.sitename or "", found.language or ""
    )  # fmt: skip


def folded(text: str) -> str:
    """Letters and digits in lower case."""
    return "".join(character for character in text.lower() if character.isalnum())


def names(author: str) -> set[str]:
    """The names in an author field."""
    return {folded(part) for part in BETWEEN.split(author) if folded(part) and not TITLES.match(part.strip())}


def score(pages: list[LabelledPage], read: Read) -> dict[str, float]:
    """Shares of right titles, precision and recall of authors, milliseconds a page."""
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    found = [read(page) for page in pages]
    seconds = time.perf_counter() - start
    for page, metadata in zip(pages, found, strict=True):
        counts["date"] += bool(metadata.date)
        if page.title:
            known, got = folded(page.title), folded(metadata.title)
            counts["titles"] += 1
            counts["right"] += known == got
            counts["close"] += bool(got) and (known in got or got in known)
        if page.author:
            wanted, given = names(page.author), {folded(name) for name in metadata.authors if folded(name)}
            counts["wanted"] += len(wanted)
            counts["given"] += len(given)
            counts["both"] += len(wanted & given)
    return {
        "pages": len(pages),
        "title": round(counts["right"] / max(counts["titles"], 1), 3),
        "title_close": round(counts["close"] / max(counts["titles"], 1), 3),
        "author_precision": round(counts["both"] / max(counts["given"], 1), 3),
        "author_recall": round(counts["both"] / max(counts["wanted"], 1), 3),
        "date": round(counts["date"] / max(len(pages), 1), 3),
        "ms": round(1000 * seconds / max(len(pages), 1), 1),
    }


def main() -> None:
    """Print one line of JSON a corpus and tool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, action="append", required=True)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--peers", default="trafilatura")
    parser.add_argument("--model", help="one that was trained without the fold; the shipped one when left out")
    args = parser.parse_args()
    readers: dict[str, Read] = {"boiler": ours(load(args.model))}
    if "trafilatura" in args.peers.split(","):
        readers["trafilatura"] = trafilatura
    for corpus in (folder for home in args.corpora for folder in corpora_in(home)):
        pages = [page for page in read_corpus(corpus) if page.title and args.fold in (None, page.fold)]
        for name, read in readers.items():
            if pages:
                print(json.dumps({"corpus": corpus.name, "tool": name, **score(pages, read)}), flush=True)


if __name__ == "__main__":
    main()
