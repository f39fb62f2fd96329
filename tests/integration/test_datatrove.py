"""Real local datatrove pipelines over archives of the project's own pages."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import WarcReader
from datatrove.pipeline.writers import JsonlWriter, ParquetWriter

import classifier
from classifier.integrations.datatrove import BoilerExtractor, BoilerFilter, ResponseReader

from .archives import write_warc, write_wet
from .conftest import OPEN, WALLED, html

pytestmark = pytest.mark.integration

METERED = "en-meter-banner-2of5"


class Hostile(BoilerExtractor):
    """Hangs on one page and dies on another, as a page that hits a bug in native code would make it."""

    def label(self, text: str, facts: Any) -> tuple[str, dict[str, Any]]:
        import os
        import time

        if facts.get("url", "").endswith(WALLED[0]):
            time.sleep(60)
        if facts.get("url", "").endswith(WALLED[1]):
            os._exit(1)
        return super().label(text, facts)


@pytest.fixture
def archives(tmp_path: Path) -> Path:
    folder = tmp_path / "archives"
    folder.mkdir()
    write_warc(folder / "a.warc.gz", [*WALLED, METERED], odd=True)
    write_warc(folder / "b.warc.gz", OPEN)
    return folder


def run(folder: Path, *steps: Any, tasks: int = 2) -> None:
    LocalPipelineExecutor(list(steps), tasks=tasks, workers=1, logging_dir=str(folder / "logs")).run()


def written(folder: Path) -> dict[str, Any]:
    documents = [
        json.loads(line)
        for path in sorted(folder.glob("*.jsonl.gz"))
        for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
    ]
    return {document["metadata"]["url"].rsplit("/", 1)[-1]: document for document in documents}


def test_a_pipeline_over_archives(archives: Path, tmp_path: Path, model: classifier.Model) -> None:
    run(
        tmp_path,
        ResponseReader(str(archives)),
        BoilerExtractor(exclusion_writer=JsonlWriter(str(tmp_path / "unread"))),
        BoilerFilter(exclusion_writer=JsonlWriter(str(tmp_path / "dropped"))),
        JsonlWriter(str(tmp_path / "clean")),
    )
    clean, dropped = written(tmp_path / "clean"), written(tmp_path / "dropped")
    assert set(clean) == {METERED, *OPEN, "chunked"}
    for name in (METERED, *OPEN):
        page, document = model.predict(html(name)), clean[name]
        assert document["text"] == page.text
        found = document["metadata"]["boiler"]
        assert (found["access"], found["title"], found["labels"]) == (page.access.value, page.title, page.counts())
        assert found["p_gated"] == page.access_probabilities["gated"]
    reasons = {name: document["metadata"]["filter_reason"] for name, document in dropped.items()}
    assert {name: reasons[name] for name in WALLED} == dict.fromkeys(WALLED, "boiler_gated")
    refused = {**written(tmp_path / "unread"), **dropped}["paid"]["metadata"]  # what it says may be main text or not
    assert (refused["http_status"], refused["boiler"]["access"]) == (402, "gated")


def test_the_filter_alone_takes_html_of_datatroves_own_reader(
    archives: Path, tmp_path: Path, model: classifier.Model
) -> None:
    run(
        tmp_path,
        WarcReader(str(archives), glob_pattern="b.*"),
        BoilerFilter(keep=("open",), min_words=20),
        ParquetWriter(str(tmp_path / "clean"), compression="zstd"),
        tasks=1,
    )
    import pyarrow.parquet as parquet

    (row,) = parquet.read_table(next((tmp_path / "clean").glob("*.parquet"))).to_pylist()
    assert row["text"] == model.predict(html(OPEN[0])).text
    assert row["metadata"]["boiler"]["access"] == "open"


def test_the_filter_alone_takes_extracted_text(tmp_path: Path, model: classifier.Model) -> None:
    texts = {name: "\n\n".join(block.text for block in model.predict(html(name)).blocks) for name in (*WALLED, *OPEN)}
    (tmp_path / "wet").mkdir()
    write_wet(tmp_path / "wet" / "a.wet.gz", texts)
    run(
        tmp_path,
        ResponseReader(str(tmp_path / "wet")),
        BoilerFilter(keep=("open", "metered", "gated"), rewrite=False),
        JsonlWriter(str(tmp_path / "clean")),
        tasks=1,
    )
    clean = written(tmp_path / "clean")
    for name, text in texts.items():
        assert clean[name]["text"] == text
        assert clean[name]["metadata"]["boiler"]["access"] == model.predict_text(text).access.value


def test_pages_that_hang_or_kill_leave_with_a_reason(archives: Path, tmp_path: Path) -> None:
    run(
        tmp_path,
        ResponseReader(str(archives)),
        Hostile(timeout=2, exclusion_writer=JsonlWriter(str(tmp_path / "dropped"))),
        JsonlWriter(str(tmp_path / "clean")),
    )
    reasons = {name: document["metadata"]["filter_reason"] for name, document in written(tmp_path / "dropped").items()}
    hostile = {name: reason for name, reason in reasons.items() if reason != "boiler_no_text"}
    assert hostile == {WALLED[0]: "boiler_timeout", WALLED[1]: "boiler_process_died"}
    dropped = written(tmp_path / "dropped")[WALLED[0]]
    assert dropped["text"] == html(WALLED[0]).decode()
    assert {METERED, *OPEN} < set(written(tmp_path / "clean"))


def test_short_pages_are_dropped(archives: Path, tmp_path: Path) -> None:
    run(
        tmp_path,
        ResponseReader(str(archives), glob_pattern="a.*"),
        BoilerFilter(
            keep=("open", "metered", "gated"), min_words=10_000, exclusion_writer=JsonlWriter(str(tmp_path / "d"))
        ),
        tasks=1,
    )
    assert {d["metadata"]["filter_reason"] for d in written(tmp_path / "d").values()} == {"boiler_short"}


def test_an_unknown_verdict_is_named() -> None:
    with pytest.raises(
        classifier.InputError, match="unknown verdict paid; verdicts are open, metered, gated, unreadable"
    ):
        BoilerFilter(keep=("paid",))
