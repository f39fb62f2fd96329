"""The HTTP service: by a client in this process, by schemathesis over its OpenAPI, and as `boiler serve` over a socket."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.specs.openapi.checks import negative_data_rejection

import classifier
from classifier.service import workers as service_workers
from classifier.service.app import create_app
from classifier.service.limits import Limits

from .conftest import OPEN, WALLED, html

pytestmark = pytest.mark.integration

APP = create_app(classifier.load(), Limits(bytes=200_000, pages=50, seconds=10, waiting=60))
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(APP) as client:
        yield client


class TestPages:
    @pytest.mark.parametrize("name", [*WALLED, *OPEN])
    def test_html_is_labelled(self, client: TestClient, model: classifier.Model, name: str) -> None:
        answer = client.post(
            "/html", content=html(name), headers=HTML, params={"blocks": True, "url": "https://a.example/"}
        )
        page = model.predict(html(name))
        assert answer.status_code == 200
        got = answer.json()
        assert (got["access"], got["text"], got["title"]) == (page.access.value, page.text, page.title)
        assert [(b["label"], b["text"], b["confidence"]) for b in got["blocks"]] == [
            (b.label.value, b.text, b.confidence) for b in page.blocks
        ]
        assert got["url"] == "https://a.example/"

    def test_the_charset_of_the_request_and_a_status_count(self, client: TestClient) -> None:
        body = ("<p>" + "Цапля вернулась к пруду. " * 20).encode("koi8-r")
        answer = client.post(
            "/html", content=body, headers={"Content-Type": "text/html; charset=koi8-r"}, params={"status": 402}
        )
        assert "Цапля вернулась" in answer.json()["text"] + str(answer.json())
        assert answer.json()["access"] == "gated"
        assert answer.json()["blocks"] is None

    def test_text_is_labelled(self, client: TestClient, model: classifier.Model) -> None:
        text = "The ferry runs in winter.\n\nSubscribe to continue reading"
        got = client.post("/text", content=text.encode(), params={"blocks": True}).json()
        assert [b["label"] for b in got["blocks"]] == [b.label.value for b in model.predict_text(text).blocks]

    def test_a_batch_keeps_its_order_and_its_bad_pages(self, client: TestClient, model: classifier.Model) -> None:
        pages = [
            {"html": html(WALLED[0]).decode()},
            {"html": ""},
            {"text": "The ferry runs."},
            {"html": "<p>x", "status": 402},
        ]
        got = client.post("/pages", json={"pages": pages}).json()["pages"]
        assert [page["access"] for page in got] == ["gated", None, "open", "gated"]
        assert got[1]["warnings"] == ["the page is empty"]

    def test_the_threshold_decides(self, client: TestClient) -> None:
        answer = client.post("/html", content=html(WALLED[0]), headers=HTML, params={"wall_threshold": 1.0})
        assert answer.json()["access"] == "open"


class TestLimits:
    def test_a_large_body_is_refused_with_and_without_a_length(self, client: TestClient) -> None:
        def pieces() -> Iterator[bytes]:
            for _ in range(30):
                yield b"x" * 10_000

        for content in (b"x" * 300_000, pieces()):
            answer = client.post("/html", content=content, headers=HTML)
            assert (answer.status_code, answer.json()) == (413, {"detail": "the body is larger than 200000 bytes"})

    def test_a_large_batch_is_refused(self, client: TestClient) -> None:
        answer = client.post("/pages", json={"pages": [{"text": "a"}] * 51})
        assert (answer.status_code, answer.json()["detail"]) == (413, "a batch holds at most 50 pages, not 51")

    @pytest.mark.parametrize("page", [{}, {"html": "<p>a", "text": "a"}, {"html": "<p>a", "status": 99}])
    def test_a_page_is_html_or_text(self, client: TestClient, page: dict[str, str]) -> None:
        assert client.post("/pages", json={"pages": [{"text": "a"}, page]}).status_code == 422

    def test_limits_that_let_nothing_through_are_refused(self) -> None:
        with pytest.raises(classifier.InputError, match="seconds: must be more than 0, not 0"):
            Limits(seconds=0)


def hang_or_die(model: classifier.Model, job: service_workers.Job) -> dict[str, Any]:
    """Stands for pages that hit a bug in native code."""
    if job.page == b"hang":
        time.sleep(3600)
    if job.page == b"die":
        os.kill(os.getpid(), signal.SIGKILL)
    return service_workers.label_job(model, job)


class TestWorkers:
    def test_a_page_that_hangs_or_kills_costs_no_other(self, model: classifier.Model) -> None:
        patient, hasty = Limits(seconds=3600, workers=2), Limits(seconds=1, workers=2)
        workers = service_workers.Workers(model, patient, hang_or_die)
        workers.start()

        async def label() -> list[dict[str, Any]]:
            def begun(body: bytes) -> asyncio.Task[dict[str, Any]]:
                return asyncio.create_task(workers.label(service_workers.Job(body, {}, False)))

            # Each page is given the limit of the moment: all but the one that hangs are in no hurry, however busy the machine is.
            workers.limits = hasty
            hung = begun(b"hang")
            await asyncio.sleep(0)
            workers.limits = patient
            others = [begun(body) for body in (b"die", html(WALLED[0]), b"die", html(OPEN[0]))]
            return [await page for page in (hung, *others)]

        try:
            hung, died, gated, again, free = asyncio.run(label())
        finally:
            workers.stop()
        assert (hung["access"], hung["warnings"]) == (None, ["failed: the page took longer than 1 seconds"])
        assert (died["access"], died["warnings"]) == (None, [service_workers.DIED])
        assert again == died
        assert (gated["access"], free["access"]) == ("gated", "open")

    def test_more_pages_than_may_wait_are_refused(self, client: TestClient) -> None:
        workers: service_workers.Workers = APP.state.workers
        workers.take(61)
        try:
            answer = client.post("/text", content=b"The ferry runs.")
        finally:
            workers.leave(61)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
        assert answer.json()["detail"] == "61 pages are in hand already; try again later"
        assert client.post("/text", content=b"The ferry runs.").status_code == 200


def test_health_and_metrics(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok", "version": classifier.__version__, "workers": 1}
    client.post("/html", content=html(WALLED[0]), headers=HTML)
    client.post("/html", content=b"", headers=HTML)
    client.get("/no/such/path")
    metrics = client.get("/metrics").text
    assert re.search(r'^boiler_pages_total\{access="gated"\} [1-9]', metrics, re.MULTILINE)
    assert re.search(r"^boiler_pages_failed_total [1-9]", metrics, re.MULTILINE)
    assert re.search(r'^boiler_requests_total\{path="/html",status="200"\} [1-9]', metrics, re.MULTILINE)
    assert re.search(r'^boiler_requests_total\{path="other",status="404"\} 1', metrics, re.MULTILINE)
    assert "boiler_pages_in_hand 0.0" in metrics


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    """The address of a real `boiler serve`."""
    command = [sys.executable, "-m", "classifier.cli.app", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield server.stderr.readline().removeprefix("boiler: ").removesuffix("/docs\n")
        server.send_signal(signal.SIGTERM)
        assert server.wait(60) in (0, -signal.SIGTERM)


@schemathesis.openapi.from_dict(APP.openapi()).parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=[*HealthCheck])
def test_answers_are_what_the_openapi_says(served: str, case: Case) -> None:
    # Any bytes are a page, so no body of /html and /text is wrong.
    anything_goes = [negative_data_rejection] if case.path in ("/html", "/text") else []
    case.call_and_validate(base_url=served, excluded_checks=anything_goes, timeout=120)


class TestCommand:
    def test_it_listens_on_loopback_and_labels(self, served: str) -> None:
        assert served.startswith("http://127.0.0.1:")
        answer = httpx.post(f"{served}/html", content=html(WALLED[0]), headers=HTML, timeout=120)
        assert answer.json()["access"] == "gated"

    def test_a_port_that_is_taken_is_one_line(self, served: str) -> None:
        port = served.rpartition(":")[2]
        command = [sys.executable, "-m", "classifier.cli.app", "serve", "--port", port]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 2
        assert done.stderr == f"boiler: --host 127.0.0.1 --port {port}: can't listen there (Address already in use)\n"


def test_the_dockerfile_is_clean() -> None:
    root = Path(__file__).parents[2]
    hadolint = Path(sys.executable).parent / "hadolint"
    done = subprocess.run([hadolint, root / "Dockerfile"], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
