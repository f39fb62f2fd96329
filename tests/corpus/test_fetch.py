"""Fetching the public corpora, from a real HTTP server on the loopback."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import unquote

import pytest
from typer.testing import CliRunner

from classifier.cli import corpora as cli
from classifier.corpus.corpora import corpora_in, find_labelled, read_corpus
from classifier.corpus.fetch import PublicPage, Source, fetch, shipped_pages
from classifier.corpus.labeled_folder import PublicLabels
from classifier.errors import DataFileError

WCXB, PRESS, SNIPPETS, NEWS = (f"example/{name}" for name in ("wcxb", "press", "snippets", "news"))


class Repositories:
    """Repositories behind a server: files by path, what was asked for, and answers to give before the real one."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: Counter[str] = Counter()
        self.first_answers: dict[str, list[int]] = {}
        self.base_url = ""
        self._lock = Lock()

    def answer(self, path: str) -> tuple[int, bytes]:
        with self._lock:
            self.asked[path] += 1
            if self.first_answers.get(path):
                return self.first_answers[path].pop(0), b""
        return (200, self.files[path]) if path in self.files else (404, b"")

    def source(self) -> Source:
        return Source(base_url=self.base_url, timeout=5, pauses=(0.0, 0.0))

    def add(self, corpus: str, name: str, repository: str, path: str, html: str) -> PublicPage:
        content = html.encode()
        self.files[f"/{repository}/HEAD/{path}"] = gzip.compress(content) if path.endswith(".gz") else content
        sha256 = hashlib.sha256(content).hexdigest()
        return PublicPage(corpus, name, repository, path, sha256, site=f"{name}.example", fold=3, type="article")

    def add_json(self, repository: str, path: str, content: object) -> None:
        self.files[f"/{repository}/HEAD/{path}"] = json.dumps(content).encode()


@pytest.fixture
def repositories() -> Iterator[Repositories]:
    held = Repositories()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = held.answer(unquote(self.path))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    held.base_url = f"http://127.0.0.1:{server.server_port}"
    yield held
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pages(repositories: Repositories) -> list[PublicPage]:
    """Two pages of wcxb with their ground truth, and files that no fetch may touch."""
    added = []
    for name in ("0001", "0002"):
        text = f"The text of page {name}."
        added.append(
            repositories.add("wcxb", name, WCXB, f"dev/html/{name}.html.gz", f"<h1>{name}</h1><p>{text}</p><p>Menu</p>")
        )
        truth = {"title": name, "author": "A. Writer", "main_content": text, "with": [text], "without": ["Menu"]}
        repositories.add_json(WCXB, f"dev/ground-truth/{name}.json", {"url": f"https://{name}/", "ground_truth": truth})
    repositories.add("wcxb", "0003", WCXB, "dev/html/0003.html.gz", "<p>Not in the manifest.</p>")
    repositories.add_json(WCXB, "dev/ground-truth/0003.json", {})
    return added


@pytest.fixture
def run(repositories: Repositories, tmp_path: Path) -> Callable[..., object]:
    return lambda pages, **options: fetch(tmp_path, pages, source=repositories.source(), **options)


def page_path(page: PublicPage) -> str:
    return f"/{page.repository}/HEAD/{page.path}"


@pytest.fixture
def all_corpora(pages: list[PublicPage], repositories: Repositories) -> list[PublicPage]:
    """The pages of wcxb and one of each other corpus, beside the files that speak of held-out pages too."""
    repositories.add_json(PRESS, "data/at/Paper.json", {})
    repositories.add_json(SNIPPETS, "tests/evaldata.json", {})
    repositories.add_json(NEWS, "articles.json", {})
    return [
        *pages,
        repositories.add("press", "p1", PRESS, "data/at/Paper_2024_05_03.html.gz", "<p>Press.</p>"),
        repositories.add("snippets", "s1", SNIPPETS, "tests/eval/süß 1.html", "<p>Snippets.</p>"),
        repositories.add("news", "n1", NEWS, "html/n1.html", "<p>News.</p>"),
    ]


def index_rows(folder: Path) -> list[dict[str, object]]:
    return [json.loads(row) for row in gzip.decompress((folder / "pages.jsonl.gz").read_bytes()).splitlines()]


def test_by_default_exactly_the_files_of_the_manifest_are_requested(run, all_corpora, repositories):
    assert run(all_corpora).pages == 5
    assert repositories.asked == {page_path(page): 1 for page in all_corpora}


def test_known_texts_add_only_the_ground_truths_of_wcxb_pages_of_the_manifest(run, all_corpora, repositories):
    assert run(all_corpora, known_texts=True).known == 2
    truths = [f"/{WCXB}/HEAD/dev/ground-truth/{name}.json" for name in ("0001", "0002")]
    assert repositories.asked == dict.fromkeys([*map(page_path, all_corpora), *truths], 1)


def test_a_fetch_without_known_texts_serves_labels_made_by_hand(run, pages, tmp_path):
    assert run(pages).known == 0
    rows = index_rows(tmp_path / "wcxb")
    assert rows[0] == {"id": "0001", "site": "0001.example", "fold": 3, "type": "article"}
    assert list(read_corpus(tmp_path / "wcxb")) == []

    labels = PublicLabels("0001", "wcxb", pages[0].sha256, "0001.example", 3, "article", "en", "open", (("C", 1),))
    found = find_labelled(labels, corpora_in(tmp_path))
    assert found
    assert b"<h1>0001</h1>" in (found.html or b"")


def test_a_fetch_with_known_texts_gives_a_corpus_that_can_be_read(run, pages, tmp_path):
    fetched = run(pages, known_texts=True)

    assert (fetched.pages, fetched.known) == (2, 2)
    (folder,) = corpora_in(tmp_path)
    first, second = read_corpus(folder)
    assert (first.name, first.site, first.fold, first.type) == ("0001", "0001.example", 3, "article")
    assert (first.title, first.author, first.known_text) == ("0001", "A. Writer", "The text of page 0001.")
    assert (first.wanted, first.unwanted) == (("The text of page 0001.",), ("Menu",))
    assert b"<h1>0002</h1>" in second.html


def test_known_texts_can_be_added_and_left_out_again(run, pages, repositories, tmp_path):
    run(pages)
    repositories.asked.clear()
    assert run(pages, known_texts=True).known == 2
    assert all("/ground-truth/" in path for path in repositories.asked)
    assert run(pages).known == 0
    assert not any("text" in row for row in index_rows(tmp_path / "wcxb"))


def test_a_second_fetch_requests_nothing(run, pages, repositories):
    run(pages, known_texts=True)
    repositories.asked.clear()
    assert run(pages, known_texts=True).size == 0
    assert not repositories.asked


def test_an_interrupted_fetch_goes_on_where_it_stopped(run, pages, repositories, tmp_path):
    def interrupt(done: int, total: int, size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(pages, jobs=1, progress=interrupt)
    assert not list(tmp_path.rglob("*.part"))
    there = {path.name.removesuffix(".html.gz") for path in tmp_path.rglob("*.html.gz")}
    repositories.asked.clear()

    run(pages)
    assert {path for path in repositories.asked if "/html/" in path} == {
        page_path(p) for p in pages if p.id not in there
    }
    assert [row["id"] for row in index_rows(tmp_path / "wcxb")] == ["0001", "0002"]


def test_a_damaged_page_is_fetched_again(run, pages, repositories, tmp_path):
    run(pages)
    stored = tmp_path / "wcxb" / "html" / "0002.html.gz"
    stored.write_bytes(stored.read_bytes()[:-9])
    repositories.asked.clear()

    run(pages)
    assert repositories.asked == {page_path(pages[1]): 1}


def test_a_wrong_checksum_is_named_and_the_file_not_kept(run, pages, repositories, tmp_path):
    repositories.files[page_path(pages[0])] = gzip.compress(b"<p>Another page.</p>")

    with pytest.raises(DataFileError, match=r"1 of 2 .*dev/html/0001\.html\.gz: not the file of the manifest"):
        run(pages)
    assert [row["id"] for row in index_rows(tmp_path / "wcxb")] == ["0002"]
    assert not (tmp_path / "wcxb" / "html" / "0001.html.gz").exists()


def test_a_missing_file_is_named_and_the_others_are_fetched(run, pages, repositories, tmp_path):
    del repositories.files[page_path(pages[1])]

    with pytest.raises(DataFileError, match=r"dev/html/0002\.html\.gz: not there .* answers 404"):
        run(pages)
    assert [row["id"] for row in index_rows(tmp_path / "wcxb")] == ["0001"]
    assert repositories.asked[page_path(pages[1])] == 1


def test_a_busy_server_is_asked_again(run, pages, repositories):
    repositories.first_answers[page_path(pages[0])] = [503, 429]
    assert run(pages).pages == 2
    assert repositories.asked[page_path(pages[0])] == 3


def test_a_server_that_stays_silent_ends_the_fetch(run, pages, repositories):
    repositories.first_answers[page_path(pages[0])] = [503] * 3
    with pytest.raises(DataFileError, match=r"0001\.html\.gz: no answer .*503"):
        run(pages)


def test_a_ground_truth_in_another_layout_is_named(run, pages, repositories):
    repositories.add_json(WCXB, "dev/ground-truth/0002.json", {"text": "elsewhere"})
    with pytest.raises(DataFileError, match=r"ground-truth/0002\.json: not a ground truth"):
        run(pages, known_texts=True)


def test_progress_ends_at_the_total(run, pages):
    seen: list[tuple[int, int, int]] = []
    fetched = run(pages, known_texts=True, progress=lambda *counts: seen.append(counts))
    assert [done for done, _, _ in seen] == [1, 2, 3, 4]
    assert seen[-1] == (4, 4, fetched.size)


def test_only_the_corpora_that_were_named(run, pages, repositories, tmp_path):
    news = repositories.add("news", "n1", NEWS, "html/n1.html", "<p>News.</p>")
    run([*pages, news], only=["news"])
    assert [folder.name for folder in corpora_in(tmp_path)] == ["news"]
    with pytest.raises(DataFileError, match="no corpus is called 'nws'; name one of news, wcxb"):
        run([*pages, news], only=["nws"])


def test_the_shipped_manifest_covers_the_development_pages_only():
    pages = shipped_pages()
    assert Counter(page.corpus for page in pages) == {"wcxb": 1252, "snippets": 947, "news": 356, "press": 170}
    assert all(page.path.startswith("dev/html/") for page in pages if page.corpus == "wcxb")
    assert all(len(page.sha256) == 64 and page.fold in range(5) for page in pages)


def test_the_command_says_what_it_fetched_or_fails_with_one_line(pages, repositories, tmp_path, monkeypatch):
    monkeypatch.setattr("classifier.corpus.fetch.shipped_pages", lambda: pages)
    arguments = ["fetch", "--out", str(tmp_path), "--base-url", repositories.base_url]

    done = CliRunner().invoke(cli.corpora_app, arguments)
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path}: 2 pages, none with a known text; 0.0 MB downloaded\n")

    done = CliRunner().invoke(cli.corpora_app, [*arguments, "--known-texts"])
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path}: 2 pages, 2 with a known text; 0.0 MB downloaded\n")

    failed = CliRunner().invoke(cli.corpora_app, [*arguments, "--only", "nws"])
    assert failed.exit_code == 2
    assert failed.stderr == "boiler: no corpus is called 'nws'; name one of wcxb\n"
