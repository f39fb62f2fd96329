"""All labelled pages that a command was pointed at: own pages, public labels joined with their pages, corpora."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from classifier.corpus.corpora import corpora_in, find_labelled, read_corpus
from classifier.corpus.exceptions import read_exceptions, with_exception
from classifier.corpus.labeled_folder import read_labeled_folder, read_public_labels
from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import DataFileError


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
    where a corpus has their page. corpora: folders of corpora. A page that has hand labels gets its known
    text as well and counts once.
    Known texts that `exceptions.tsv` names as wrong are left out, or taken as partial. without_fold, only_fold: leave out, or keep, one fold.

    Raises DataFileError for a wrong file, and when there is nothing at all to read.
    """
    folders = [folder for home in corpora for folder in corpora_in(home)]
    pages = [page for home in data for page in read_labeled_folder(home)]
    exceptions = {key: kind for home in data for key, kind in read_exceptions(home).items()}
    judged: dict[str, str] = {}
    hand_labelled: dict[str, int] = {}
    missing: list[str] = []
    for home in data:
        for path in sorted(home.rglob("*.jsonl")):
            for labels in read_public_labels(path):
                if not labels.runs:
                    judged[labels.sha256] = labels.access
                    continue
                page = find_labelled(labels, folders)
                if page is None:
                    missing.append(f"{labels.source}/{labels.name}")
                elif labels.sha256 not in hand_labelled:
                    hand_labelled[labels.sha256] = len(pages)
                    pages.append(page)
    for folder in folders:
        for page in read_corpus(folder):
            kind = exceptions.get((folder.name, page.name))
            if kind:
                page = with_exception(page, kind)
            digest = hashlib.sha256(page.html or b"").hexdigest()
            if digest in hand_labelled:
                at = hand_labelled[digest]
                pages[at] = replace(
                    pages[at], known_text=page.known_text, partial=page.partial, title=page.title, author=page.author
                )
            else:
                pages.append(replace(page, access=judged.get(digest, "")))
    if not (pages or missing or judged):
        raise DataFileError(
            f"{', '.join(map(str, [*data, *corpora])) or 'no folder'}: nothing to read; name a folder that holds "
            "NAME.labels beside their pages or *.jsonl with public labels, or a corpus with pages"
        )
    kept = tuple(page for page in pages if page.fold != without_fold and (only_fold is None or page.fold == only_fold))
    return Gathered(kept, tuple(missing))
