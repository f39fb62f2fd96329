"""Downloads the public corpora: the files of the shipped manifest and no others, laid out as `corpora.py` reads them.

`manifest.jsonl.gz` names each page's repository, path and SHA-256, which is of the HTML after decompression where the path
ends in `.gz`. `folds.jsonl.gz` adds site, fold and type. Neither holds text, so pages serve labels made by hand.

When asked for known texts, a fetch also downloads `dev/ground-truth/ID.json` for each wcxb page of the manifest; such a file
speaks of that page alone. No other ground truth is read: the files of press and snippets speak of held-out pages too.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from classifier.corpus.corpora import INDEX
from classifier.errors import DataFileError

MANIFEST = Path(__file__).with_name("manifest.jsonl.gz")
FOLDS = Path(__file__).with_name("folds.jsonl.gz")
GITHUB = "https://raw.githubusercontent.com"
TOO_MANY_REQUESTS = 429
WITH_TRUTH = "wcxb"  # the corpus that has a ground-truth file for each page

Progress = Callable[[int, int, int], None]  # files done, files in all, bytes downloaded so far


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A page of the manifest with its labels."""

    corpus: str
    id: str
    repository: str
    path: str
    sha256: str
    site: str
    fold: int
    type: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where repositories are read from. A request that meets a busy or silent server is repeated after each pause."""

    base_url: str = GITHUB
    ref: str = "HEAD"
    timeout: float = 30.0
    pauses: tuple[float, ...] = (0.5, 2.0, 8.0)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch leaves behind: pages in the indexes, those of them with a known text, bytes downloaded."""

    pages: int
    known: int
    size: int


class _UnusableFileError(DataFileError):
    """One file is missing or wrong; the others can still be fetched."""


def shipped_pages(manifest: Path = MANIFEST, folds: Path = FOLDS) -> list[PublicPage]:
    """The pages of the manifest. Of two rows with the same corpus and id the last one counts."""
    labels = {(row["corpus"], row["id"]): row for row in _rows(folds)}
    files = {(row["corpus"], row["id"]): row for row in _rows(manifest)}
    return [PublicPage(**labels[key] | row) for key, row in files.items()]


def fetch(
    out: Path,
    pages: Sequence[PublicPage] | None = None,
    *,
    only: Collection[str] = (),
    jobs: int = 8,
    source: Source | None = None,
    known_texts: bool = False,
    progress: Progress | None = None,
) -> Fetched:
    """Bring the corpora in a folder up to the manifest; what is there with the right checksum is not fetched again.

    known_texts: also download the ground truth of the wcxb pages. Without it no row has a text.

    Raises DataFileError at once when the server can't be reached, and at the end, with all else in place, when a file is
    missing or has another checksum.
    """
    source = source or Source()
    pages = shipped_pages() if pages is None else pages
    if unknown := sorted(set(only) - set(_names(pages))):
        raise DataFileError(f"no corpus is called {unknown[0]!r}; name one of {', '.join(_names(pages))}")
    wanted = [page for page in pages if not only or page.corpus in only]
    downloads = [partial(_fetch_page, page, out, source) for page in wanted]
    if known_texts:
        downloads += [partial(_fetch_truth, page, out, source) for page in wanted if page.corpus == WITH_TRUTH]
    tally = _Tally(len(downloads), progress)
    try:
        tally.run(downloads, jobs)
        known = sum(_write_index(out, name, wanted, known_texts) for name in _names(wanted))
    except OSError as error:
        raise DataFileError(f"{out}: can't be written ({error}); free the disk or name another folder") from error
    if tally.problems:
        raise DataFileError(
            f"{len(tally.problems)} of {tally.total} files can't be had, the others are in {out}; first {tally.problems[0]}"
        )
    return Fetched(len(wanted), known, tally.size)


def _names(pages: Iterable[PublicPage]) -> list[str]:
    return sorted({page.corpus for page in pages})


class _Tally:
    """Runs downloads on threads and counts them. A file that can't be had is noted, any other error ends the run."""

    def __init__(self, total: int, progress: Progress | None) -> None:
        self.total, self.done, self.size = total, 0, 0
        self.problems: list[str] = []
        self._progress = progress

    def run(self, downloads: Iterable[Callable[[], int]], jobs: int) -> None:
        pool = ThreadPoolExecutor(max_workers=jobs)
        try:
            for future in as_completed([pool.submit(download) for download in downloads]):
                try:
                    self.size += future.result()
                except _UnusableFileError as error:
                    self.problems.append(str(error))
                self.done += 1
                if self._progress:
                    self._progress(self.done, self.total, self.size)
        finally:
            pool.shutdown(cancel_futures=True)


def _fetch_page(page: PublicPage, out: Path, source: Source) -> int:
    """Download a page unless it is there; returns the bytes downloaded."""
    if _is_of(page, _stored(_html_path(page, out))):
        return 0
    data = _download(page.repository, page.path, source)
    content = _decompressed(data) if page.path.endswith(".gz") else data
    if content is None or not _is_of(page, content):
        raise _UnusableFileError(f"{page.repository}/{page.path}: not the file of the manifest (SHA-256 differs)")
    _write(_html_path(page, out), content)
    return len(data)


def _fetch_truth(page: PublicPage, out: Path, source: Source) -> int:
    """Download a page's ground truth unless it is there; returns the bytes downloaded."""
    if _stored(_known_path(page, out)) is not None:
        return 0
    path = str(PurePosixPath(page.path).parents[1] / "ground-truth" / f"{page.id}.json")
    data = _download(page.repository, path, source)
    try:
        truth = json.loads(data)
        known = truth["ground_truth"]
        row = {field: known.get(field) for field in ("title", "author", "without")}
        row |= {"url": truth.get("url"), "text": known["main_content"], "with_": known.get("with")}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _UnusableFileError(f"{page.repository}/{path}: not a ground truth of known layout ({error!r})") from error
    _write(_known_path(page, out), json.dumps(row, ensure_ascii=False).encode())
    return len(data)


def _write_index(out: Path, name: str, pages: Iterable[PublicPage], known_texts: bool) -> int:
    """Write a corpus's index of the pages that are there; returns how many have a known text."""
    rows: list[dict[str, Any]] = []
    for page in pages:
        if page.corpus == name and _html_path(page, out).exists():
            rows.append({"id": page.id, "site": page.site, "fold": page.fold, "type": page.type})
            if known_texts and name == WITH_TRUTH and (stored := _stored(_known_path(page, out))):
                rows[-1] |= json.loads(stored)
    _write(out / name / INDEX, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows).encode())
    return sum(bool(row.get("text")) for row in rows)


def _html_path(page: PublicPage, out: Path) -> Path:
    return out / page.corpus / "html" / f"{page.id}.html.gz"


def _known_path(page: PublicPage, out: Path) -> Path:
    return out / page.corpus / "known" / f"{page.id}.json.gz"


def _is_of(page: PublicPage, content: bytes | None) -> bool:
    return content is not None and hashlib.sha256(content).hexdigest() == page.sha256


def _stored(path: Path) -> bytes | None:
    return _decompressed(path.read_bytes()) if path.exists() else None


def _decompressed(data: bytes) -> bytes | None:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error):
        return None


def _write(path: Path, content: bytes) -> None:
    """Put a compressed file in place whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(gzip.compress(content, mtime=0))
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        yield from map(json.loads, rows)


def _download(repository: str, path: str, source: Source) -> bytes:
    url = f"{source.base_url}/{repository}/{source.ref}/{quote(path)}"
    request = urllib.request.Request(url, headers={"User-Agent": "boiler-classifier"})
    for pause in (*source.pauses, None):
        try:
            with urllib.request.urlopen(request, timeout=source.timeout) as response:
                return response.read()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code < 500 and error.code != TOO_MANY_REQUESTS:
                raise _UnusableFileError(f"{repository}/{path}: not there ({url} answers {error.code})") from error
            failure: Exception = error
        except (OSError, http.client.HTTPException) as error:
            failure = error
        if pause is not None:
            time.sleep(pause)
    raise DataFileError(f"{url}: no answer ({failure}); what is fetched stays, run the command again to go on")
