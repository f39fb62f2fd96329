"""The format of `data/labeled/`: pages beside their labels, and labels without text for public pages.

`NAME.html` or `NAME.txt` is the page. `NAME.labels` beside it has `key: value` lines (site, type, lang, access; optional:
wall, genre, source), a line `---`, then one line of the page a line as `CODE<tab>text`, in the page's order. White space in
the text does not matter; every visible character of the page's body must be there.

`*.jsonl` files hold labels of public pages without their text: one JSON object a page with source, name, sha256 (of the
HTML), site, fold, type, lang, access and runs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from classifier.corpus.codes import CODES, read_runs, squeeze, to_runs
from classifier.corpus.labelled_page import LabelledPage, fold_of_site
from classifier.errors import DataFileError

TYPES = ("article", "forum", "product", "collection", "listing", "documentation", "service", "other")
ACCESS = ("open", "metered", "gated")
REQUIRED = ("site", "type", "lang", "access")
OPTIONAL = ("wall", "genre", "source", "fold")
ALLOWED = {"type": TYPES, "access": ACCESS, "fold": ("0", "1", "2", "3", "4")}
"""Keys of the head -> the values that may stand there."""


@dataclass(frozen=True, slots=True)
class PublicLabels:
    """Labels of a public page, without the page. sha256 names the HTML that they were made on."""

    name: str
    source: str
    sha256: str
    site: str
    fold: int
    type: str
    lang: str
    access: str
    runs: tuple[tuple[str, int], ...]


def read_labeled_folder(folder: Path) -> Iterator[LabelledPage]:
    """The labelled pages of a folder and the folders in it, by name. Raises DataFileError for the first wrong file."""
    if not folder.is_dir():
        raise DataFileError(
            f"{folder}: no such folder of labelled pages; name a folder that holds NAME.html and NAME.labels files"
        )
    for path in sorted(folder.rglob("*.labels")):
        yield read_labels_file(path)


def read_labels_file(path: Path) -> LabelledPage:
    """One page from its `.labels` file and the `.html` or `.txt` beside it. Raises DataFileError."""
    html, text = path.with_suffix(".html"), path.with_suffix(".txt")
    page = next((candidate for candidate in (html, text) if candidate.exists()), None)
    if page is None:
        raise DataFileError(f"{path}: neither {html.name} nor {text.name} is beside it; put the labelled page there")
    head, lines = parse_labels_file(path)
    site = head["site"]
    fold = int(head["fold"]) if "fold" in head else fold_of_site(site)
    return LabelledPage(
        name=path.stem,
        source=head.get("source", "own"),
        site=site,
        fold=fold,
        html=page.read_bytes() if page.suffix == ".html" else None,
        text=_read_utf_8(page) if page.suffix == ".txt" else None,
        runs=read_runs(to_runs(lines)),
        type=head["type"],
        lang=head["lang"],
        access=head["access"],
    )


def _read_utf_8(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise DataFileError(
            f"{path}: not UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8"
        ) from error


def parse_labels_file(path: Path) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Head and (text, code) lines of a labels file by itself, without its page. Raises DataFileError."""
    return _parse_labels(path, _read_utf_8(path).splitlines())


def _parse_labels(path: Path, rows: list[str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    head: dict[str, str] = {}
    head_lines: dict[str, int] = {}
    lines: list[tuple[str, str]] = []
    in_head = True
    for number, row in enumerate(rows, 1):
        if in_head:
            if row.strip() == "---":
                in_head = False
                continue
            key, colon, value = row.partition(":")
            if not colon or key not in REQUIRED + OPTIONAL:
                raise DataFileError(
                    f"{path}, line {number}: expected `key: value` with one of {', '.join(REQUIRED + OPTIONAL)}, or --- before the labels"
                )
            head[key] = value.strip()
            head_lines[key] = number
        elif row.strip():
            code, tab, text = row.partition("\t")
            if code not in CODES or len(code) != 1 or not tab:
                raise DataFileError(
                    f"{path}, line {number}: expected one of {' '.join(CODES)}, a tab and the line's text"
                )
            lines.append((text, code))
    for key in REQUIRED:
        if not head.get(key):
            raise DataFileError(f"{path}: the head has no `{key}:` line; add one above ---")
    for key, allowed in ALLOWED.items():
        if key in head and head[key] not in allowed:
            expected = "a number from 0 to 4" if key == "fold" else f"one of {', '.join(allowed)}"
            raise DataFileError(f"{path}, line {head_lines[key]}: {key} must be {expected}, not {head[key]!r:.80}")
    if not lines:
        raise DataFileError(f"{path}: no labelled lines after ---")
    return head, lines


def write_labels_file(path: Path, head: dict[str, str], lines: list[tuple[str, str]]) -> None:
    """Write the labels of a page: head keys in the order given, then (text, code) lines."""
    rows = (
        [f"{key}: {value}" for key, value in head.items()]
        + ["---"]
        + [f"{code}\t{' '.join(text.split())}" for text, code in lines if squeeze(text)]
    )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def read_public_labels(path: Path) -> Iterator[PublicLabels]:
    """Labels without text from a `.jsonl` file. Raises DataFileError naming the line."""
    with path.open("rb") as rows:
        for number, row in enumerate(rows, 1):
            if not row.strip():
                continue
            try:
                entry = json.loads(row.decode("utf-8"))
                labels = PublicLabels(
                    name=entry["name"],
                    source=entry["source"],
                    sha256=entry["sha256"],
                    site=entry["site"],
                    fold=entry["fold"],
                    type=entry["type"],
                    lang=entry["lang"],
                    access=entry["access"],
                    runs=read_runs(entry["runs"]),
                )
                if type(labels.fold) is not int or str(labels.fold) not in ALLOWED["fold"]:
                    raise ValueError(f"fold must be a number from 0 to 4, not {labels.fold!r:.80}")
                if labels.access not in ACCESS:
                    raise ValueError(f"access must be one of {', '.join(ACCESS)}, not {labels.access!r:.80}")
                yield labels
            except UnicodeDecodeError as error:
                raise DataFileError(
                    f"{path}, line {number}: not UTF-8 text ({error.reason} at byte {error.start} of the line); "
                    "save it as UTF-8"
                ) from error
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise DataFileError(
                    f"{path}, line {number}: not a row of public labels ({error!r:.200}); each line is a JSON object "
                    "with name, source, sha256, site, fold, type, lang, access and runs"
                ) from error


def with_page(labels: PublicLabels, html: bytes) -> LabelledPage:
    """Public labels joined with their page. Raises DataFileError when the HTML is not the one that was labelled."""
    if hashlib.sha256(html).hexdigest() != labels.sha256:
        raise DataFileError(
            f"{labels.source}/{labels.name}: the HTML at hand is not the page that was labelled (SHA-256 differs); fetch the corpus again"
        )
    return LabelledPage(
        name=labels.name,
        source=labels.source,
        site=labels.site,
        fold=labels.fold,
        html=html,
        runs=labels.runs,
        type=labels.type,
        lang=labels.lang,
        access=labels.access,
    )
