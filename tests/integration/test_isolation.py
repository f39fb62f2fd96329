"""The process beside an engine's worker, without an engine."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import closing

import pyarrow as pa
import pytest

import classifier
from classifier.integrations.columns import Columns, label_table, label_table_rows
from classifier.integrations.isolation import IsolatedLabeller, row_labeller

from .deadly import DeadlyModel
from .tables import DEADLY_SECONDS, assert_only_deadly_pages_failed, deadly_table, page_table

pytestmark = pytest.mark.integration
COLUMNS = Columns(url="url")


@pytest.fixture
def labeller(model: classifier.Model) -> Iterator[IsolatedLabeller]:
    with closing(IsolatedLabeller(DeadlyModel(model), DEADLY_SECONDS)) as labeller:
        yield labeller


def test_rows_are_those_of_this_process(labeller: IsolatedLabeller, model: classifier.Model) -> None:
    columns = Columns(url="url", headers="headers", status="status", blocks=True)
    assert label_table_rows(labeller, page_table(), columns) == label_table(model, page_table(), columns)


def test_pages_that_kill_or_hang_cost_themselves_alone(labeller: IsolatedLabeller, model: classifier.Model) -> None:
    labelled = label_table_rows(labeller, deadly_table(), COLUMNS)
    assert_only_deadly_pages_failed(labelled.to_pylist(), model)


def test_a_process_that_is_killed_from_outside_costs_no_page(
    labeller: IsolatedLabeller, model: classifier.Model
) -> None:
    table = page_table().slice(0, 2)
    label_table_rows(labeller, table, COLUMNS)
    (process,) = multiprocessing.active_children()
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    assert label_table_rows(labeller, table, COLUMNS) == label_table(model, table, COLUMNS)


def test_a_page_of_the_wrong_type_keeps_its_row(labeller: IsolatedLabeller) -> None:
    (row,) = label_table_rows(labeller, pa.table({"html": [3]}), Columns()).to_pylist()
    assert row["warnings"][0].startswith("failed: InputError: a page must be bytes, str")


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_limit_that_lets_no_page_through_is_refused(model: classifier.Model, seconds: float) -> None:
    with pytest.raises(classifier.InputError, match="time_limit must be more than 0 seconds, or None"):
        row_labeller(model, seconds)
