"""All labelled pages that a command was pointed at: own pages, public labels joined with their pages, corpora."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from classifier.corpus.corpora import corpora_in, find_labelled, read_corpus
from classifier.corpus.labeled_folder import read_labeled_folder, read_public_labels
from classifier.corpus.labelled_page import LabelledPage


@dataclass(frozen=True, slots=True)
class Gathered:
    """pages, in a fixed order; missing: names of public labels whose page no corpus at hand has."""

    pages: tuple[LabelledPage, ...]
    missing: tuple[str, ...]


def gather(
    data: Sequence[Path], corpora: Sequence[Path] = (), without_fold: int | None = None, only_fold: int | None = None
) -> Gathered:
    """Read folders of labelled pages, and the corpora that public labels and known texts come from.

    data: folders in the format of `data/labeled/`, each page of which is used; `*.jsonl` in them are public labels, used
    where a corpus has their page. corpora: folders of corpora. A page that has hand labels is not used a second time for
    its known text. without_fold, only_fold: leave out, or keep, one fold.

    Raises DataFileError for a wrong file or a folder with nothing to read.
    """
    folders = [folder for home in corpora for folder in corpora_in(home)]
    pages = [page for home in data for page in read_labeled_folder(home)]
    judged: dict[str, str] = {}
    seen: set[str] = set()
    missing: list[str] = []
    for home in data:
        for path in sorted(home.rglob("*.jsonl")):
            for labels in read_public_labels(path):
                if not labels.runs:
                    judged[labels.name] = labels.access
                    continue
                page = find_labelled(labels, folders)
                if page is None:
                    missing.append(f"{labels.source}/{labels.name}")
                elif labels.name not in seen:
                    seen.add(labels.name)
                    pages.append(page)
    for folder in folders:
        pages += [
            replace(page, access=judged.get(page.name, "")) for page in read_corpus(folder) if page.name not in seen
        ]
    kept = tuple(page for page in pages if page.fold != without_fold and (only_fold is None or page.fold == only_fold))
    return Gathered(kept, tuple(missing))
