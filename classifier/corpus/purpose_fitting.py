"""Fits the table of `classifier.features.line_purposes` to lines written for it: `python -m classifier.corpus.purpose_fitting DATA OUT`.

DATA is a folder laid out like `data/labeled`: `lines/LANG.tsv` holds a purpose and a line in each row. The content and the
menus of the pages that were written for the project stand for everything else that lines are for.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from classifier.corpus.labeled_folder import read_labeled_folder
from classifier.corpus.targets import BODY, COMMENT, FURNITURE, NAVIGATION, block_targets
from classifier.features.line_purposes import BUCKETS, PURPOSES, line_buckets, word_hashes
from classifier.features.words import words_of
from classifier.segment import segment_html, segment_text
from classifier.segment.tree import parse

MENU_WORDS = 3
"""Menu lines of up to this many words ask for nothing; longer ones may be a newsletter box or a consent notice."""
PAGE_LINE_WEIGHT = 0.3
"""What a line of a page counts beside one that was written with its purpose."""
INVERSE_PENALTY = 8.0
FEWEST_PURPOSES = 3


@dataclass(frozen=True, slots=True)
class PurposeLine:
    """A line with what it is for. lang: ISO 639-1. weight: what it counts in fitting."""

    purpose: str
    text: str
    lang: str
    weight: float = 1.0


def read_purpose_lines(folder: Path) -> list[PurposeLine]:
    """The lines of `lines/*.tsv`. Raises ValueError naming the file and the row that is wrong."""
    found = []
    for path in sorted((folder / "lines").glob("*.tsv")):
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            purpose, tab, text = row.partition("\t")
            if not tab or purpose not in PURPOSES or not text.strip() or "\t" in text:
                raise ValueError(f"{path}, line {number}: expected a purpose ({', '.join(PURPOSES)}), a tab and a line")
            found.append(PurposeLine(purpose, text.strip(), path.stem))
    return found


def page_lines(folder: Path) -> Iterator[PurposeLine]:
    """Lines of the pages in a folder that are for none of the named purposes: content, comments and short menu lines."""
    for page in read_labeled_folder(folder):
        root = parse(page.html)[0] if page.html is not None else None
        document = segment_html(root) if root is not None else segment_text(page.text or "")
        targets = block_targets(page, document)
        if targets is None:
            continue
        for text, allowed in zip(document.texts, targets.allowed, strict=True):
            if allowed[BODY] or allowed[FURNITURE] or allowed[COMMENT]:
                yield PurposeLine("prose", text, page.lang, PAGE_LINE_WEIGHT)
            elif allowed[NAVIGATION] and len(words_of(text)) <= MENU_WORDS:
                yield PurposeLine("other", text, page.lang, PAGE_LINE_WEIGHT)


def inputs_of(texts: list[str]) -> sparse.csr_matrix:
    """Lines as the model reads them: (lines, BUCKETS)."""
    words = words_of("".join(" ".join(text.split()) + "\n" for text in texts))
    ends = np.flatnonzero(np.array([word == "\n" for word in words]))
    starts = np.concatenate(([0], ends[:-1] + 1))
    buckets, bucket_ends = line_buckets(word_hashes(words), starts, ends)
    counts = np.diff(bucket_ends, prepend=0)
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    matrix = sparse.csr_matrix((values, buckets, np.concatenate(([0], bucket_ends))), shape=(len(texts), BUCKETS))
    matrix.sum_duplicates()
    return matrix


def fit_purposes(lines: list[PurposeLine]) -> NDArray[np.float16]:
    """The table: weights of the buckets, then the intercepts, (BUCKETS + 1, len(PURPOSES)), in half precision.

    Raises ValueError for lines of fewer than three purposes.
    """
    if len({line.purpose for line in lines}) < FEWEST_PURPOSES:
        raise ValueError(f"lines of {FEWEST_PURPOSES} or more purposes are needed to tell them apart")
    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=300, tol=1e-3).fit(
        inputs_of([line.text for line in lines]),
        [PURPOSES.index(line.purpose) for line in lines],
        sample_weight=[line.weight for line in lines],
    )
    table = np.zeros((BUCKETS + 1, len(PURPOSES)), dtype=np.float16)
    table[:BUCKETS, fitted.classes_] = fitted.coef_.T
    table[BUCKETS] = -30.0
    table[BUCKETS, fitted.classes_] = fitted.intercept_
    return table


def main(data: Path, out: Path) -> None:
    """Fit to a folder and write the table."""
    lines = read_purpose_lines(data)
    every = lines + list(page_lines(data))
    with out.open("wb") as file:
        np.save(file, fit_purposes(every), allow_pickle=False)
    print(f"{len(lines)} lines and {len(every) - len(lines)} lines of pages -> {out}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
