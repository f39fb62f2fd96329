"""The examples, run as a user runs them."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cli.small import HELD_OUT, LEARNED, copy_labelled, html

import classifier

EXAMPLES = Path(__file__).parents[1] / "examples"
GATED, OPEN = "en-piano-harbour", "en-free-donation-appeal"


def run(example: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLES / example), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.fixture(scope="module")
def model() -> classifier.Model:
    return classifier.load()


@pytest.mark.parametrize("example", sorted(path.name for path in EXAMPLES.glob("*.py")))
def test_each_example_says_how_to_run_it(example: str) -> None:
    assert f"\npython examples/{example} " in (EXAMPLES / example).read_text(encoding="utf-8").split('"""')[1]


class Site(BaseHTTPRequestHandler):
    """Pages of the project under /NAME; /paid asks for payment; /koi8 is in an encoding that only the header tells."""

    def do_GET(self) -> None:
        status, kind, body = 200, "text/html", b""
        if self.path == "/paid":
            status, body = 402, b"<title>Pay first</title><p>This page costs 3 cents.</p>"
        elif self.path == "/koi8":
            kind, body = "text/html; charset=koi8-r", ("<p>" + "Цапля вернулась к пруду. " * 20).encode("koi8-r")
        else:
            body = html(self.path.strip("/"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestScraper:
    def test_verdict_and_text_of_a_page_are_printed(self, site: str, model: classifier.Model) -> None:
        ran = run("scraper.py", f"{site}/{GATED}")
        page = model.predict(html(GATED))
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.startswith(f"{page.title}: gated\n  because ")
        assert ran.stdout.endswith(f"\n\n{page.text}\n")

    def test_a_refusal_for_payment_is_a_gated_page(self, site: str) -> None:
        ran = run("scraper.py", f"{site}/paid")
        assert ran.stdout.startswith("Pay first: gated\n  because HTTP status 402")

    def test_the_charset_of_the_response_is_used(self, site: str) -> None:
        assert "Цапля вернулась" in run("scraper.py", f"{site}/koi8").stdout

    @pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "file:///etc/hostname", "page.html"])
    def test_a_page_that_can_not_be_fetched_is_one_line(self, url: str) -> None:
        ran = run("scraper.py", url)
        assert (ran.returncode, ran.stdout) == (1, "")
        assert ran.stderr.startswith(f"{url}: can't be fetched (")
        assert ran.stderr.count("\n") == 1


class TestCleanFolder:
    @pytest.fixture
    def crawl(self, tmp_path: Path) -> Path:
        folder = tmp_path / "crawl"
        (folder / "news").mkdir(parents=True)
        (folder / "news" / "a.html").write_bytes(html(GATED))
        (folder / "b.htm").write_bytes(html(OPEN))
        (folder / "empty.html").touch()
        (folder / "photo.png").touch()
        return folder

    @pytest.mark.parametrize("jobs", [1, 2])
    def test_texts_and_verdicts_are_written(self, crawl: Path, model: classifier.Model, jobs: int) -> None:
        clean = crawl.parent / "clean"
        ran = run("clean_folder.py", crawl, clean, "--jobs", jobs)
        assert (ran.returncode, ran.stdout.split(";")[0]) == (0, "3 pages"), ran.stderr
        written = {path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file()}
        assert written == {"news/a.html.txt", "b.htm.txt", "verdicts.csv"}
        assert (clean / "news/a.html.txt").read_text(encoding="utf-8") == model.predict(html(GATED)).text + "\n"
        with (clean / "verdicts.csv").open(encoding="utf-8", newline="") as file:
            verdicts = {row["page"]: row for row in csv.DictReader(file)}
        assert [(name, row["access"]) for name, row in verdicts.items()] == [
            ("b.htm", "open"),
            ("empty.html", ""),
            ("news/a.html", "gated"),
        ]
        assert verdicts["empty.html"]["problem"] == "the page is empty"
        assert verdicts["b.htm"]["title"] == model.predict(html(OPEN)).title
        assert int(verdicts["b.htm"]["words"]) > 100

    def test_a_folder_that_is_not_there_is_one_line(self, tmp_path: Path) -> None:
        ran = run("clean_folder.py", tmp_path / "nowhere", tmp_path / "clean")
        assert (ran.returncode, ran.stderr) == (1, f"{tmp_path / 'nowhere'}: no such folder\n")


class TestTrainOwn:
    def test_a_model_is_trained_compared_and_written(self, tmp_path: Path) -> None:
        folder = copy_labelled(tmp_path / "pages")
        ran = run("train_own.py", folder, "--fold", 0, "--epochs", 1, "--out", tmp_path / "own.model")
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout.startswith(f"trained on {len(LEARNED)} pages, scored on the 1 of fold 0\n")
        rows = dict(re.findall(r"^(\w+) +([\d.]+ +[\d.]+)", ran.stdout, re.MULTILINE))
        assert [*rows][-1] == "verdicts"
        assert set(rows) > {"content", "navigation"}
        own, shipped = map(float, rows["navigation"].split())
        assert 0 <= own < shipped <= 1  # one pass over four pages teaches little
        assert classifier.load(tmp_path / "own.model").folds == (1, 2, 3, 4)

    def test_too_few_sites_are_one_line(self, tmp_path: Path) -> None:
        folder = copy_labelled(tmp_path / "pages", LEARNED[:3])
        ran = run("train_own.py", folder, "--out", tmp_path / "own.model")
        assert ran.returncode == 1
        assert ran.stderr.startswith("html mode has pages of fewer than 3 sites")
        assert ran.stderr.count("\n") == 1
        assert not (tmp_path / "own.model").exists()

    def test_a_wrong_line_is_named(self, tmp_path: Path) -> None:
        path = copy_labelled(tmp_path / "pages") / f"{HELD_OUT}.labels"
        path.write_text("nonsense\n", encoding="utf-8")
        assert run("train_own.py", path.parent).stderr.startswith(f"{path}, line 1: ")
