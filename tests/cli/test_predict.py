"""`boiler predict`: files, folders, globs and standard input in; labels in five formats out."""

from __future__ import annotations

import csv
import io
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import joblib
import pyarrow.parquet
import pytest

from classifier.bulk.formats import as_jsonl, as_markdown, as_text
from classifier.page import Label, Page

from .conftest import Boiler, Ran
from .small import GATED, HELD_OUT, LEARNED, html, small_model

BINARY = bytes(range(256)) * 40
NAMES = (*LEARNED, HELD_OUT)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """One saved page."""
    path = tmp_path / "page.html"
    path.write_bytes(html(GATED))
    return path


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A folder of five pages, one of them in a folder below."""
    folder = tmp_path / "crawl"
    (folder / "below").mkdir(parents=True)
    for name in NAMES:
        (folder / ("below" if name == GATED else ".") / f"{name}.html").write_bytes(html(name))
    (folder / "notes.pdf").write_bytes(b"%PDF-1.4")
    return folder


@pytest.fixture
def predict(boiler: Boiler, model_file: Path) -> Boiler:
    """`boiler predict` with the small model."""

    def run(*arguments: object, **more: Any) -> Ran:
        return boiler("predict", "--model", model_file, *arguments, **more)

    return run


def records(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


@cache
def expected(name: str = GATED) -> Page:
    """What the library says of a page."""
    return small_model().predict(html(name))


class TestInput:
    def test_a_file_gives_what_the_library_gives(self, predict: Boiler, page: Path) -> None:
        ran = predict(page)
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == as_jsonl(str(page), expected())

    def test_the_shipped_model_is_used_when_none_is_named(self, boiler: Boiler, page: Path) -> None:
        (record,) = records(boiler("predict", page))
        assert record["title"] == expected().title
        assert {block["label"] for block in record["blocks"]} >= {"content", "navigation", "paywall"}
        assert record["access"] == "gated"

    def test_a_folder_gives_its_pages_and_those_below_by_path(self, predict: Boiler, crawl: Path) -> None:
        ran = predict(crawl)
        pages = sorted([f"{crawl}/below/{GATED}.html", *(f"{crawl}/{name}.html" for name in LEARNED)])
        assert [record["page"] for record in records(ran)] == pages
        assert ran.out == "".join(as_jsonl(path, expected(Path(path).stem)) for path in pages)

    def test_several_pages_end_with_one_line_of_verdicts(self, predict: Boiler, crawl: Path) -> None:
        ran = predict(crawl)
        counts = Counter(record["access"] for record in records(ran))
        verdicts = ", ".join(f"{count} {access}" for access, count in sorted(counts.items()))
        assert (ran.code, ran.err) == (0, f"boiler: 5 pages: {verdicts}; 0 without text\n")

    @pytest.mark.parametrize(("pattern", "found"), [("en-*.html", 4), ("**/*.html", 5), ("below/en-[a-m]*", 1)])
    def test_a_quoted_glob_is_expanded(self, predict: Boiler, crawl: Path, pattern: str, found: int) -> None:
        assert len(records(predict(crawl / pattern))) == found

    def test_a_page_named_twice_is_labelled_once(self, predict: Boiler, page: Path) -> None:
        assert len(records(predict(page, page.parent, page.parent / "*.html"))) == 1

    @pytest.mark.parametrize("arguments", [("-",), ()], ids=["a dash", "nothing"])
    def test_standard_input(self, predict: Boiler, arguments: tuple[str, ...]) -> None:
        ran = predict(*arguments, stdin=html(GATED))
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == as_jsonl("standard input", expected())

    def test_standard_input_among_files(self, predict: Boiler, page: Path) -> None:
        ran = predict(page, "-", stdin=html(LEARNED[0]))
        assert [record["title"] for record in records(ran)] == [expected().title, expected(LEARNED[0]).title]

    def test_a_terminal_is_not_waited_on(self, predict: Boiler) -> None:
        master, terminal = os.openpty()
        with open(terminal, encoding="utf-8") as keyboard:
            assert "or - for standard input" in predict(stdin=keyboard).complaint
        os.close(master)


class TestHtmlOrText:
    TEXT = "Home | Sport | Weather\n\nThe heron came back to the pond.\n\nSubscribe to read on.\n"

    def test_text_is_guessed_from_its_ending_and_from_the_lack_of_markup(self, predict: Boiler, tmp_path: Path) -> None:
        for name in ("page.txt", "page"):
            (tmp_path / name).write_text(self.TEXT)
            (record,) = records(predict(tmp_path / name))
            assert [block["text"] for block in record["blocks"]] == [line for line in self.TEXT.split("\n") if line]
        assert records(predict(stdin=self.TEXT.encode()))[0]["blocks"] == record["blocks"]

    def test_html_is_guessed_from_its_markup(self, predict: Boiler, tmp_path: Path) -> None:
        (tmp_path / "page").write_bytes(html(GATED))
        assert records(predict(tmp_path / "page"))[0]["title"] == expected().title

    def test_html_in_utf_16_is_guessed_from_its_markup(self, predict: Boiler) -> None:
        ran = predict(stdin=html(GATED).decode().encode("utf-16"))
        assert records(ran)[0]["title"] == expected().title

    def test_text_overrules_the_guess(self, predict: Boiler, page: Path) -> None:
        (record,) = records(predict(page, "--text"))
        assert record["blocks"][0]["text"] == html(GATED).decode().split("\n", 1)[0]

    def test_html_overrules_the_guess(self, predict: Boiler, tmp_path: Path) -> None:
        (tmp_path / "page.txt").write_bytes(html(GATED))
        ran = predict(tmp_path / "page.txt", "--html")
        assert ran.out == as_jsonl(f"{tmp_path}/page.txt", expected())

    def test_both_at_once_are_refused(self, predict: Boiler, page: Path) -> None:
        assert predict(page, "--html", "--text").complaint.startswith("--text and --html exclude each other")


class TestFormats:
    def test_csv_has_one_header_and_a_row_a_block(self, predict: Boiler, crawl: Path) -> None:
        rows = list(csv.reader(io.StringIO(predict(crawl, "--format", "csv").out)))
        assert rows[0] == ["page", "block", "label", "role", "confidence", "text"]
        assert [row for row in rows if row[0] == "page"] == rows[:1]
        own = [row[1:] for row in rows if row[0].endswith(f"/{GATED}.html")]
        assert own == [
            [str(number), block.label, block.role, str(block.confidence), block.text]
            for number, block in enumerate(expected().blocks)
        ]

    @pytest.mark.parametrize(("format", "written"), [("text", as_text), ("markdown", as_markdown)])
    def test_one_page_as_text_is_the_text_alone(self, predict: Boiler, page: Path, format: str, written: Any) -> None:
        assert predict(page, "-f", format).out == written(expected())

    @pytest.mark.parametrize(("format", "written"), [("text", as_text), ("markdown", as_markdown)])
    def test_several_pages_as_text_are_headed_by_their_paths(
        self, predict: Boiler, crawl: Path, format: str, written: Any
    ) -> None:
        out = predict(crawl / "below" / f"{GATED}.html", crawl / f"{LEARNED[0]}.html", "-f", format).out
        first, second = written(expected()), written(expected(LEARNED[0]))
        assert out == f"=== {crawl}/below/{GATED}.html\n\n{first}\n=== {crawl}/{LEARNED[0]}.html\n\n{second}\n"

    def test_a_table_shows_blocks_title_verdict_and_counts(
        self, predict: Boiler, page: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("COLUMNS", "1000")
        shown, blocks = predict(page, "-f", "table").out, expected().blocks
        rows = [line.split() for line in shown.splitlines()[2 : 2 + len(blocks)]]
        assert [row[:2] for row in rows] == [[block.label, f"{block.confidence:.2f}"] for block in blocks]
        assert f"title    {expected().title}\n" in shown
        assert f"access   {expected().access} (open " in shown
        assert f"{expected().counts()['content']} content, " in shown

    def test_a_terminal_gets_a_table(self, page: Path, model_file: Path) -> None:
        command = [sys.executable, "-m", "classifier.cli.app", "predict", str(page), "--model", str(model_file)]
        master, terminal = os.openpty()
        with subprocess.Popen(command, stdout=terminal, stdin=subprocess.DEVNULL) as running:
            os.close(terminal)
            shown = b""
            try:
                while piece := os.read(master, 65536):
                    shown += piece
            except OSError:
                pass  # Linux says the end of a terminal that way
            os.close(master)
        assert running.returncode == 0
        assert b"title    " in shown
        assert b'"schema"' not in shown

    def test_an_unknown_format_is_refused(self, predict: Boiler, page: Path) -> None:
        ran = predict(page, "--format", "xml")
        assert ran.code == 2
        assert "markdown" in ran.err


class TestOnly:
    @pytest.mark.parametrize(
        ("arguments", "labels"),
        [
            (("--only", "navigation"), {Label.NAVIGATION}),
            (("--only", "Icon-Noise"), {Label.ICON_NOISE}),
            (("--only", "content", "--only", "paywall"), {Label.CONTENT, Label.PAYWALL}),
        ],
    )
    def test_only_blocks_of_these_labels_are_left_under_their_own_numbers(
        self, predict: Boiler, page: Path, arguments: tuple[str, ...], labels: set[Label]
    ) -> None:
        (record,) = records(predict(page, *arguments))
        kept = [(n, b.label, b.text) for n, b in enumerate(expected().blocks) if b.label in labels]
        assert [(b["number"], b["label"], b["text"]) for b in record["blocks"]] == kept

    @pytest.mark.parametrize("format", ["text", "markdown"])
    def test_text_of_one_label(self, predict: Boiler, page: Path, format: str) -> None:
        texts = [block.text for block in expected().with_label(Label.CONTENT)]
        assert texts
        assert predict(page, "--only", "content", "-f", format).out == "\n\n".join(texts) + "\n"

    def test_an_unknown_label_is_refused_with_the_known_ones(self, predict: Boiler, page: Path) -> None:
        complaint = predict(page, "--only", "advert").complaint
        assert "'advert'" in complaint
        assert complaint.endswith("labels are content, navigation, icon_noise, paywall")


class TestOutput:
    def test_a_file_gets_what_standard_output_would_get(self, predict: Boiler, crawl: Path, tmp_path: Path) -> None:
        ran = predict(crawl, "-o", tmp_path / "labels.jsonl")
        assert ran.out == ""
        assert (tmp_path / "labels.jsonl").read_text(encoding="utf-8") == predict(crawl).out

    @pytest.mark.parametrize("name", ["nowhere/labels.jsonl", "."], ids=["no such folder", "a folder"])
    def test_a_file_that_can_not_be_written(self, predict: Boiler, page: Path, tmp_path: Path, name: str) -> None:
        assert predict(page, "-o", tmp_path / name).complaint.startswith(f"{tmp_path / name}: can't be written")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="a full disk is tried on /dev/full")
    def test_a_full_disk(self, predict: Boiler, page: Path) -> None:
        assert "/dev/full" in predict(page, "-o", "/dev/full").complaint

    def test_a_page_is_never_lost_to_its_own_labels(self, predict: Boiler, page: Path) -> None:
        predict(page, "-o", page)
        written = page.read_text(encoding="utf-8")
        assert written == html(GATED).decode() or json.loads(written)["blocks"]

    def test_a_file_name_that_is_not_utf_8_stops_nothing(self, predict: Boiler, tmp_path: Path) -> None:
        folder = tmp_path / "crawl"
        folder.mkdir()
        for name in (b"caf\xe9.html", b"tea.html"):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(html(GATED))
        assert predict(folder, "-o", tmp_path / "labels.jsonl").code == 0
        assert len((tmp_path / "labels.jsonl").read_text(encoding="utf-8").splitlines()) == 2


class TestThreshold:
    def test_at_one_nothing_is_walled_and_at_zero_everything(self, predict: Boiler, crawl: Path) -> None:
        assert {record["access"] for record in records(predict(crawl, "--threshold", 1))} == {"open"}
        assert "open" not in {record["access"] for record in records(predict(crawl, "--threshold", 0))}

    def test_a_probability_is_wanted(self, predict: Boiler, page: Path) -> None:
        assert predict(page, "--threshold", 1.5).code == 2


class TestJobs:
    def test_two_processes_give_what_one_gives(self, predict: Boiler, crawl: Path) -> None:
        (crawl / "empty.html").touch()
        for number in range(30):
            (crawl / f"more-{number}.html").write_bytes(html(NAMES[number % len(NAMES)]))
        assert predict(crawl, "--jobs", 2) == predict(crawl)

    def test_no_process_at_all_is_refused(self, predict: Boiler, page: Path) -> None:
        ran = predict(page, "--jobs", 0)
        assert ran.code == 2
        assert "jobs" in ran.err


class TestPagesThatFail:
    @pytest.mark.parametrize(
        ("data", "told"),
        [(b"", "the page is empty"), (b" \n\t", "the page is empty"), (BINARY, "the page is not text")],
        ids=["empty", "blank", "binary"],
    )
    def test_the_only_page(self, predict: Boiler, tmp_path: Path, data: bytes, told: str) -> None:
        (tmp_path / "page.html").write_bytes(data)
        complaint = predict(tmp_path / "page.html").complaint
        assert complaint.startswith(f"{tmp_path}/page.html: ")
        assert told in complaint

    def test_empty_standard_input(self, predict: Boiler) -> None:
        assert predict("-", stdin=b"").complaint == "standard input: the text is empty"

    @pytest.mark.parametrize("name", ["photo.png", "page.txt", "-"])
    def test_binary_input_of_any_name(
        self, predict: Boiler, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path(name).write_bytes(BINARY)
        assert "not text" in predict(name, stdin=BINARY).complaint

    def test_a_page_that_can_not_be_read(
        self, predict: Boiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)  # the path of a socket must be short
        with socket.socket(socket.AF_UNIX) as unreadable:
            unreadable.bind("dead.html")
            assert predict("dead.html").complaint.startswith("dead.html: can't be read: ")

    def test_one_among_several_is_named_and_costs_only_itself(
        self, predict: Boiler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("a.html").write_bytes(html(GATED))
        Path("b.html").touch()
        Path("d.html").write_bytes(html(LEARNED[0]))
        with socket.socket(socket.AF_UNIX) as unreadable:
            unreadable.bind("c.html")
            ran = predict("a.html", "b.html", "c.html", "d.html")
        assert ran.code == 1
        told = ran.err.splitlines()
        assert told[0] == "boiler: b.html: the page is empty"
        assert told[1].startswith("boiler: c.html: can't be read: ")
        assert told[2].endswith("; 2 without text")
        assert len(told) == 3
        found = records(ran)
        assert [record["page"] for record in found] == ["a.html", "b.html", "c.html", "d.html"]
        assert [bool(record["blocks"]) for record in found] == [True, False, False, True]
        assert found[1]["warnings"] == ["the page is empty"]
        assert ran.out.endswith(as_jsonl("d.html", expected(LEARNED[0])))

    def test_a_page_without_text_has_no_verdict_in_the_sum(self, predict: Boiler, tmp_path: Path) -> None:
        (tmp_path / "a.html").touch()
        (tmp_path / "b.html").touch()
        assert "open" not in predict(tmp_path).err.splitlines()[-1]


class TestRefused:
    def test_a_path_that_is_not_there(self, predict: Boiler, tmp_path: Path) -> None:
        assert predict(tmp_path / "no.html").complaint == f"{tmp_path}/no.html: no such file or folder"

    def test_a_wrong_path_among_good_ones_stops_before_anything_is_written(self, predict: Boiler, page: Path) -> None:
        output = page.with_name("labels.jsonl")
        assert predict(page, "nowhere.html", "-o", output).complaint.startswith("nowhere.html: ")
        assert not output.exists()

    def test_a_page_in_the_place_of_its_path(self, predict: Boiler) -> None:
        assert "no such file" in predict(html(GATED).decode()).complaint

    def test_an_empty_folder(self, predict: Boiler, tmp_path: Path) -> None:
        (tmp_path / "photo.png").touch()
        complaint = predict(tmp_path).complaint
        assert complaint.startswith(f"{tmp_path}: no pages in this folder")
        assert ".html" in complaint

    def test_a_pattern_without_a_match(self, predict: Boiler, tmp_path: Path) -> None:
        assert predict(tmp_path / "*.html").complaint.startswith(f"{tmp_path}/*.html: the pattern matches no file")

    def test_a_model_that_is_not_there(self, boiler: Boiler, page: Path, tmp_path: Path) -> None:
        ran = boiler("predict", page, "--model", tmp_path / "no.model")
        assert ran.complaint.startswith(f"{tmp_path}/no.model: no such model file")

    @pytest.mark.parametrize(
        ("damage", "told"),
        [
            (lambda data: data[: len(data) // 2], "damaged or truncated"),
            (lambda data: data[:20], "truncated"),
            (lambda data: data[:5000] + b"\xff" + data[5001:], "damaged"),
            (lambda data: b"", "not a boiler model file"),
            (lambda data: b"<html>", "not a boiler model file"),
        ],
        ids=["half", "start", "one byte", "empty", "a page"],
    )
    def test_a_damaged_model(
        self, boiler: Boiler, page: Path, tmp_path: Path, model_file: Path, damage: Any, told: str
    ) -> None:
        damaged = tmp_path / "damaged.model"
        damaged.write_bytes(damage(model_file.read_bytes()))
        complaint = boiler("predict", page, "--model", damaged).complaint
        assert complaint.startswith(f"{damaged}: ")
        assert told in complaint

    def test_a_joblib_model_without_trust(self, boiler: Boiler, page: Path, tmp_path: Path) -> None:
        path = tmp_path / "own.joblib"
        joblib.dump(small_model(), path)
        complaint = boiler("predict", page, "--model", path).complaint
        assert complaint.startswith(f"{path}: ")
        assert "--trust" in complaint
        ran = boiler("predict", page, "--model", path, "--trust")
        assert ran.out == as_jsonl(str(page), expected())


class TestManyPages:
    def test_records_of_several_kinds_and_their_rejects(self, predict: Boiler, tmp_path: Path) -> None:
        records_file = tmp_path / "pages.jsonl"
        lines = [json.dumps({"id": "a", "html": html(GATED).decode()}), "{torn", json.dumps({"id": "c", "html": ""})]
        records_file.write_text("\n".join(lines) + "\n")
        output = tmp_path / "labels.jsonl"
        ran = predict(records_file, "-o", output)
        assert ran.code == 1
        assert [json.loads(line)["page"] for line in output.read_text().splitlines()] == ["a"]
        rejects = [json.loads(line) for line in (tmp_path / "labels.rejects.jsonl").read_text().splitlines()]
        assert [(reject["page"], reject["record"]) for reject in rejects] == [(f"{records_file}:2", 2), ("c", 3)]
        assert rejects[1]["reason"] == "the text is empty"
        assert ran.err == f"boiler: 3 pages: 1 gated; 2 without text, see {tmp_path}/labels.rejects.jsonl\n"

    def test_records_on_standard_input(self, predict: Boiler) -> None:
        ran = predict("-", "--from", "jsonl", stdin=json.dumps({"html": html(GATED).decode()}).encode())
        assert records(ran)[0]["title"] == expected().title

    def test_blocks_can_be_left_out(self, predict: Boiler, crawl: Path) -> None:
        assert all("blocks" not in record and "text" in record for record in records(predict(crawl, "--no-blocks")))
        rows = list(csv.DictReader(io.StringIO(predict(crawl, "--no-blocks", "-f", "csv").out)))
        assert [row["access"] for row in rows] == [record["access"] for record in records(predict(crawl))]

    def test_parquet_is_a_folder_that_reads_back(self, predict: Boiler, crawl: Path, tmp_path: Path) -> None:
        predict(crawl, "-f", "parquet", "-o", tmp_path / "x.parquet")
        assert pyarrow.parquet.read_table(tmp_path / "x.parquet").to_pylist() == records(predict(crawl))

    def test_an_input_is_not_lost_to_the_rejects(self, predict: Boiler, tmp_path: Path) -> None:
        (tmp_path / "x.rejects.jsonl").write_text('{"html": "<p>again"}\n')
        complaint = predict(tmp_path / "x.rejects.jsonl", "-o", tmp_path / "x.jsonl").complaint
        assert complaint.endswith("is one of the inputs; choose another --output")
        assert (tmp_path / "x.rejects.jsonl").exists()

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--resume",), "--resume goes on with a file"),
            (("-f", "parquet"), "--format parquet is written to a folder"),
            (("-f", "table", "-o", "labels.txt"), "--format table is for reading"),
        ],
    )
    def test_what_does_not_fit_together_is_refused(
        self, predict: Boiler, page: Path, arguments: tuple[str, ...], told: str
    ) -> None:
        assert predict(page, *arguments).complaint.startswith(told)


def test_site_memory_takes_what_repeats_on_a_site_into_account(
    boiler: Boiler, model_file: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "ferry.example"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.html").write_text(f"<nav><a href=/>Home</a></nav><p>The ferry runs on day {'x' * number}.")
    command = ["predict", folder, "--model", model_file, "--site-memory", "-o"]
    assert boiler(*command, tmp_path / "one.jsonl").code == 0
    assert boiler(*command, tmp_path / "two.jsonl", "--jobs", "2").code == 0
    lines = (tmp_path / "one.jsonl").read_text().splitlines()
    assert [json.loads(line)["page"] for line in lines] == [str(folder / f"{number}.html") for number in range(4)]
    assert (tmp_path / "two.jsonl").read_text() == (tmp_path / "one.jsonl").read_text()
    alone = boiler("predict", folder, "--model", model_file, "-f", "jsonl").out
    assert [json.loads(line)["access"] for line in alone.splitlines()] == [json.loads(line)["access"] for line in lines]
    assert alone != (tmp_path / "one.jsonl").read_text()


def test_a_page_over_a_limit_is_read_up_to_it(boiler: Boiler, page: Path, model_file: Path) -> None:
    ran = boiler("predict", page, "-m", model_file, "-f", "jsonl", "--limit", "max_blocks=2", "--limit", "seconds=60")
    assert ran.code == 0
    record = json.loads(ran.out)
    assert len(record["blocks"]) == 2
    assert "limits.max_blocks" in record["warnings"][0]


def test_pages_over_their_time_are_recorded(boiler: Boiler, crawl: Path, model_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    ran = boiler("predict", crawl, "-m", model_file, "-o", out, "--limit", "seconds=0.0000001")
    assert ran.code == 1
    rejected = (tmp_path / "out.rejects.jsonl").read_text().splitlines()
    assert len(rejected) == len(NAMES)
    assert all("limits.seconds" in line for line in rejected)


@pytest.mark.parametrize(
    "limit", ["max_pages=3", "max_bytes", "max_bytes=0", "max_bytes=1e3", "seconds=x", "seconds=nan", "", "=1"]
)
def test_a_wrong_limit_is_refused_in_one_line(boiler: Boiler, page: Path, limit: str) -> None:
    assert boiler("predict", page, "--limit", limit).complaint.startswith(f"--limit {limit}: give a limit")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("out.csv", "csv"),
        ("out.CSV", "csv"),
        ("out.md", "markdown"),
        ("out.txt", "text"),
        ("out.jsonl", "jsonl"),
        ("out", "jsonl"),
    ],
)
def test_the_ending_of_the_output_decides_its_format(
    boiler: Boiler, page: Path, model_file: Path, tmp_path: Path, name: str, found: str
) -> None:
    assert boiler("predict", page, "-m", model_file, "-o", tmp_path / name).code == 0
    assert boiler("predict", page, "-m", model_file, "-f", found, "-o", tmp_path / "asked").code == 0
    assert (tmp_path / name).read_text() == (tmp_path / "asked").read_text()


def test_a_format_that_is_asked_for_goes_before_the_ending(
    boiler: Boiler, page: Path, model_file: Path, tmp_path: Path
) -> None:
    assert boiler("predict", page, "-m", model_file, "-f", "jsonl", "-o", tmp_path / "out.csv").code == 0
    assert "access" in json.loads((tmp_path / "out.csv").read_text())
