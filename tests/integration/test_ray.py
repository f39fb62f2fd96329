"""A real local Ray, with actors in processes of their own."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import ray

import classifier
from classifier.integrations.columns import Columns
from classifier.integrations.isolation import row_labeller
from classifier.integrations.ray import LabelPages, label_pages, read_archives

from .archives import write_warc
from .conftest import OPEN, WALLED
from .deadly import DeadlyModel
from .tables import (
    DEADLY_SECONDS,
    assert_only_deadly_pages_failed,
    comparable,
    deadly_table,
    expected,
    page_table,
)

pytestmark = pytest.mark.integration
COLUMNS = Columns(url="url", headers="headers", blocks=True)


@pytest.fixture(scope="module", autouse=True)
def cluster() -> Iterator[None]:
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield
    ray.shutdown()


def test_an_actor_pool_gives_what_predict_many_gives(model: classifier.Model) -> None:
    labelled = label_pages(ray.data.from_arrow(page_table()), COLUMNS, actors=2, batch_size=4)
    rows = {row["url"]: comparable(row) for row in labelled.take_all()}
    null = rows.pop("https://site.example/null")
    assert rows == expected(model, blocks=True)
    assert null["access"] is None


@pytest.mark.parametrize("kind", ["default", "pandas"])
def test_other_batch_formats_work(model: classifier.Model, kind: str) -> None:
    table = page_table().select(["url", "html"]).slice(0, 4)
    labelled = ray.data.from_arrow(table).map_batches(
        LabelPages,
        fn_constructor_kwargs={"columns": Columns(url="url")},
        compute=ray.data.ActorPoolStrategy(size=1),
        batch_format=kind,
    )
    rows = {row["url"]: comparable(row) for row in labelled.take_all()}
    everything = expected(model)
    assert rows == {url: everything[url] for url in rows}
    assert len(rows) == 4


def test_archives_are_read_by_the_workers(tmp_path: Path, model: classifier.Model) -> None:
    paths = [str(write_warc(tmp_path / f"{number}.warc.gz", [name])) for number, name in enumerate((*WALLED, *OPEN))]
    responses = ray.data.from_items([{"path": path} for path in paths]).flat_map(read_archives)
    labelled = label_pages(responses, Columns(url="url", headers="headers", status="status"))
    found = {row["url"].rsplit("/", 1)[-1]: row["access"] for row in labelled.take_all()}
    assert found == {**dict.fromkeys(WALLED, "gated"), **dict.fromkeys(OPEN, "open")}


class DiesOnce(LabelPages):
    """Its process is killed in the middle of the first batch that any of its actors gets."""

    def __init__(self, mark: str) -> None:
        super().__init__(Columns(url="url"))
        self.mark = Path(mark)

    def __call__(self, batch: object) -> object:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(batch)


def test_a_worker_that_dies_costs_no_page(tmp_path: Path) -> None:
    labelled = ray.data.from_arrow(page_table()).map_batches(
        DiesOnce,
        fn_constructor_kwargs={"mark": str(tmp_path / "died")},
        compute=ray.data.ActorPoolStrategy(size=1),
        batch_format="pyarrow",
        batch_size=4,
    )
    urls = sorted(row["url"] for row in labelled.take_all())
    assert (tmp_path / "died").exists()
    assert urls == sorted(page_table()["url"].to_pylist())


class Deadly(LabelPages):
    """Some pages kill the process that labels them, every time."""

    def __init__(self) -> None:
        super().__init__(Columns(url="url"))
        self.label = row_labeller(DeadlyModel(classifier.load()), DEADLY_SECONDS)


def test_pages_that_kill_or_hang_every_time_cost_themselves_alone(model: classifier.Model) -> None:
    labelled = ray.data.from_arrow(deadly_table()).map_batches(
        Deadly, compute=ray.data.ActorPoolStrategy(size=1), batch_format="pyarrow", batch_size=8
    )
    assert_only_deadly_pages_failed(labelled.take_all(), model)


def test_pages_are_labelled_in_the_actor_where_no_limit_is_wanted(model: classifier.Model) -> None:
    labelled = label_pages(ray.data.from_arrow(page_table()), COLUMNS, time_limit=None)
    rows = {row["url"]: comparable(row) for row in labelled.take_all()}
    del rows["https://site.example/null"]
    assert rows == expected(model, blocks=True)
