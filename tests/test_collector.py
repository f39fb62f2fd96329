"""The collector of reference cycles waits while a page is labelled, and is as it was afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import classifier
from classifier.collector import collector_paused

PAGE = "<h1>The ferry</h1><p>It runs again from May, the harbour master said on Thursday.</p>"


@pytest.fixture(autouse=True)
def collector_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()


def test_it_waits_and_goes_on() -> None:
    with collector_paused():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), collector_paused():
        raise ValueError("broken")
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


@pytest.mark.parametrize("method", ["predict", "predict_text"])
def test_it_waits_while_a_page_is_labelled(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    model = classifier.load()
    label = type(model)._label
    monkeypatch.setattr(type(model), "_label", lambda *args: seen.append(gc.isenabled()) or label(*args))
    getattr(model, method)(PAGE)
    assert seen == [False]
    assert gc.isenabled()


def test_threads_never_leave_it_off() -> None:
    model = classifier.load()
    for _ in range(5):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(model.predict, [PAGE] * 32))
        assert gc.isenabled()
