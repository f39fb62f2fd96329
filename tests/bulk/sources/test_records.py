"""JSON lines, CSV, Parquet and Arrow: what they have in common, and what bad ones cost."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.bulk.inputs import Input, Kind
from classifier.bulk.sources import json_lines as json_lines_module
from classifier.bulk.sources import read_input
from classifier.bulk.sources.options import ReadOptions
from classifier.errors import InputError, MissingExtraError

from .records import PAGES, json_lines, read

Rows = Sequence[dict[str, object]]


def write_jsonl(path: Path, rows: Rows) -> None:
    path.write_bytes(json_lines(rows))


def write_gz(path: Path, rows: Rows) -> None:
    path.write_bytes(gzip.compress(json_lines(rows)))


def write_zst(path: Path, rows: Rows) -> None:
    half = len(rows) // 2
    path.write_bytes(b"".join(zstandard.compress(json_lines(part)) for part in (rows[:half], rows[half:])))


def write_csv(path: Path, rows: Rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter="\t" if path.suffix == ".tsv" else ",")
        writer.writeheader()
        writer.writerows(rows)


def write_parquet(path: Path, rows: Rows) -> None:
    pq.write_table(pa.Table.from_pylist(list(rows)), path, row_group_size=2)


def write_arrow(path: Path, rows: Rows) -> None:
    table = pa.Table.from_pylist(list(rows))
    new = pa.ipc.new_stream if path.suffix == ".arrows" else pa.ipc.new_file
    with new(path, table.schema) as writer:
        writer.write_table(table, max_chunksize=2)


WRITERS: dict[str, Callable[[Path, Rows], None]] = {
    "x.jsonl": write_jsonl,
    "x.jsonl.gz": write_gz,
    "x.ndjson.zst": write_zst,
    "x.csv": write_csv,
    "x.tsv": write_csv,
    "x.parquet": write_parquet,
    "x.arrow": write_arrow,
    "x.arrows": write_arrow,
}
FILES = pytest.mark.parametrize("name", WRITERS)


@FILES
def test_a_page_a_record_with_its_id_and_address(tmp_path: Path, name: str) -> None:
    rows = [{"id": f"n{n}", "url": f"https://pond.example/{n}", "html": page} for n, page in enumerate(PAGES)]
    WRITERS[name](tmp_path / name, rows)
    sources = read(tmp_path / name)
    assert [(s.name, s.url, s.data.decode()) for s in sources] == [(r["id"], r["url"], r["html"]) for r in rows]
    assert [s.record for s in sources] == [1, 2, 3, 4, 5]
    assert not any(s.is_text or s.problem for s in sources)


@FILES
@pytest.mark.parametrize("after", [1, 2, 3, 5])
def test_reading_goes_on_after_records_that_are_known(tmp_path: Path, name: str, after: int) -> None:
    WRITERS[name](tmp_path / name, [{"html": page} for page in PAGES])
    assert read(tmp_path / name, after=after) == read(tmp_path / name)[after:]


@FILES
def test_the_column_can_be_named_and_its_absence_is_told(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, [{"raw": page, "text": "x"} for page in PAGES])
    assert [s.data.decode() for s in read(tmp_path / name, column="raw")] == list(PAGES)
    problems = {s.problem for s in read(tmp_path / name, column="page")}
    assert len(problems) == 1
    assert problems.pop().startswith("no field page (its fields: raw, text")


@FILES
def test_a_record_without_an_id_is_called_by_its_place(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, [{"html": PAGES[0]}])
    assert read(tmp_path / name)[0].name == f"{tmp_path / name}:1"


@FILES
def test_a_torn_file_gives_what_stands_before_the_tear_and_says_so(tmp_path: Path, name: str) -> None:
    WRITERS[name](tmp_path / name, [{"html": page * 50} for page in PAGES])
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[:-20])
    good = [s for s in read(tmp_path / name) if not s.problem]
    assert all(s.data.decode() in {page * 50 for page in PAGES} for s in good if not name.endswith("sv"))
    if name.endswith("sv"):
        assert len(good) == 5  # a torn field of CSV is a shorter field
    else:
        (told,) = [s for s in read(tmp_path / name) if s.problem]
        assert told.record == len(good) + 1


def test_bytes_of_parquet_are_taken_as_they_are(tmp_path: Path) -> None:
    write_parquet(tmp_path / "x.parquet", [{"content": "<p>Köder</p>".encode("latin-1"), "status": 402}])
    (source,) = read(tmp_path / "x.parquet")
    assert (source.data, source.status) == ("<p>Köder</p>".encode("latin-1"), 402)


def test_a_damaged_row_group_costs_its_rows_and_no_other(tmp_path: Path) -> None:
    write_parquet(tmp_path / "x.parquet", [{"html": f"{page}{n}" * 40} for n, page in enumerate(PAGES)])
    meta = pq.ParquetFile(tmp_path / "x.parquet").metadata.row_group(1).column(0)
    data = bytearray((tmp_path / "x.parquet").read_bytes())
    start = meta.dictionary_page_offset or meta.data_page_offset
    data[start : start + meta.total_compressed_size] = b"\xff" * meta.total_compressed_size
    (tmp_path / "x.parquet").write_bytes(data)
    sources = read(tmp_path / "x.parquet")
    assert [(s.record, bool(s.problem)) for s in sources] == [(1, False), (2, False), (3, True), (5, False)]
    assert sources[2].problem.startswith("rows 3 to 4 can't be read")


def test_fields_in_fields_are_named_with_a_dot(tmp_path: Path) -> None:
    write_jsonl(tmp_path / "x.jsonl", [{"metadata": {"url": "https://pond.example/"}, "page": {"body": PAGES[0]}}])
    (source,) = read(tmp_path / "x.jsonl", column="page.body")
    assert (source.data.decode(), source.url) == (PAGES[0], "https://pond.example/")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"{", "the line is not JSON"),
        (b'{"html": "<p>a"', "the line is not JSON"),
        (b"[" * 100_000, "the line is not JSON"),
        (b"\xff\xfe", "the line is not JSON"),
        (b'"<p>a page"', "the line holds str, not an object"),
        (b'{"html": null}', "the field with the page holds nothing"),
        (b'{"html": 7}', "the field with the page holds int"),
        (b"{}", "no field html or raw_html"),
    ],
)
def test_a_bad_line_costs_itself_alone(tmp_path: Path, line: bytes, told: str) -> None:
    good = json_lines([{"html": PAGES[0]}])
    (tmp_path / "x.jsonl").write_bytes(good + line + b"\n\n" + good)
    first, bad, last = read(tmp_path / "x.jsonl")
    assert first.data == last.data == PAGES[0].encode()
    assert bad.problem.startswith(told)
    assert (bad.record, bad.name, last.record) == (2, f"{tmp_path}/x.jsonl:2", 4)


def test_a_line_too_long_to_hold_costs_itself_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_lines_module, "LONGEST_LINE", 100)
    write_jsonl(tmp_path / "x.jsonl", [{"html": "a"}, {"html": "b" * 1000}, {"html": "c"}])
    assert [(s.data, bool(s.problem)) for s in read(tmp_path / "x.jsonl")] == [
        (b"a", False),
        (b"", True),
        (b"c", False),
    ]


def test_half_a_surrogate_pair_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_bytes(b'{"text": "a \\ud800 b"}\n')
    assert read(tmp_path / "x.jsonl")[0].data == b"a ? b"


def test_a_stream_of_records_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gzip.compress(json_lines([{"text": "The heron came back."}]))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(packed))))  # type: ignore[type-var]
    (source,) = read_input(Input("-", Kind.JSONL), ReadOptions())
    assert (source.name, source.is_text) == ("standard input:1", True)


def test_parquet_from_a_stream_is_refused() -> None:
    with pytest.raises(InputError, match="name the file"):
        list(read_input(Input("-", Kind.PARQUET), ReadOptions()))


@pytest.mark.parametrize(
    ("name", "module", "extra"), [("x.parquet", "pyarrow.parquet", "arrow"), ("x.warc", "fastwarc.warc", "warc")]
)
def test_a_missing_library_is_told_with_its_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, module: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    (tmp_path / name).touch()
    with pytest.raises(MissingExtraError, match=rf"pip install 'boiler-classifier\[{extra}\]'"):
        read(tmp_path / name)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.dictionaries(st.sampled_from(["html", "id", "url"]), st.text(max_size=20) | st.none() | st.integers()))
)
def test_every_line_gives_one_source_whatever_it_holds(rows: list[dict[str, object]]) -> None:
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))  # type: ignore[type-var]
        sources = list(read_input(Input("-", Kind.JSONL), ReadOptions()))
    assert [s.record for s in sources] == list(range(1, len(rows) + 1))
    assert [bool(s.problem) for s in sources] == [not isinstance(row.get("html"), str) for row in rows]
