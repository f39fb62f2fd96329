"""The service: HTML or text or a batch of pages in, labelled pages out.

POST /html      a page's bytes, `Content-Type: text/html`
POST /text      extracted text, `Content-Type: text/plain`
POST /pages     a JSON batch
GET  /health    200 as long as pages can be labelled
GET  /metrics   for Prometheus
GET  /docs      the OpenAPI description, readable; /openapi.json for machines

There is no authentication: put a proxy that has it before a service that others can reach.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from classifier.extras import require

require("serve", "fastapi")

from fastapi import Depends, FastAPI, HTTPException, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from classifier.model.model import Model
from classifier.segment.decoding import decode
from classifier.service.body_limit import BodyLimit
from classifier.service.limits import Limits
from classifier.service.messages import BatchIn, BatchOut, Health, HtmlIn, PageOut, Problem, TextIn, Threshold
from classifier.service.metrics import Metrics
from classifier.service.workers import BusyError, Job, Workers
from classifier.version import __version__

Blocks = Annotated[bool, Query(description="Also give the page's blocks.")]
WallThreshold = Annotated[Threshold, Query(description="Probability from which a page counts as walled.")]
RETRY_SECONDS = "1"
REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body can't be read: it is not UTF-8."},
    408: {"model": Problem, "description": "The body takes too long to come."},
    413: {"model": Problem, "description": "The body or the batch is too large."},
    503: {"model": Problem, "description": "Too many pages are waiting; try again."},
}


def create_app(model: Model, limits: Limits | None = None) -> FastAPI:
    """An ASGI application that labels pages in processes of its own, started and stopped with it."""
    limits = limits or Limits()
    metrics = Metrics()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        workers = Workers(model, limits)
        await asyncio.to_thread(workers.start)
        app.state.workers = workers
        yield
        await asyncio.to_thread(workers.stop)

    app = FastAPI(title="boiler", version=__version__, summary="Labels the blocks of web pages.", lifespan=lifespan)
    app.state.metrics = metrics
    app.add_middleware(BodyLimit, most=limits.bytes)
    app.middleware("http")(_measured)
    app.exception_handler(BusyError)(_busy)
    app.add_api_route(
        "/html", _html, methods=["POST"], response_model=PageOut, responses=REFUSALS, openapi_extra=_body("text/html")
    )
    app.add_api_route(
        "/text", _text, methods=["POST"], response_model=PageOut, responses=REFUSALS, openapi_extra=_body("text/plain")
    )
    app.add_api_route("/pages", _pages, methods=["POST"], response_model=BatchOut, responses=REFUSALS)
    app.add_api_route("/health", _health, methods=["GET"], response_model=Health, responses={503: REFUSALS[503]})
    app.add_api_route("/metrics", _metrics, methods=["GET"], response_class=PlainTextResponse)
    return app


def _workers(request: Request) -> Workers:
    workers: Workers = request.app.state.workers
    return workers


Held = Annotated[Workers, Depends(_workers)]


async def _html(
    request: Request,
    workers: Held,
    url: str | None = None,
    status: Annotated[int | None, Query(ge=100, le=599)] = None,
    blocks: Blocks = False,
    wall_threshold: WallThreshold = 0.5,
) -> JSONResponse:
    """Label a page. The charset of the Content-Type is that of the page."""
    headers = {"content-type": request.headers.get("content-type", "")}
    facts = {"url": url, "status": status, "headers": headers, "wall_threshold": wall_threshold}
    (page,) = await _label(request, workers, [Job(await request.body(), facts, blocks)])
    return JSONResponse(page)


async def _text(
    request: Request, workers: Held, blocks: Blocks = False, wall_threshold: WallThreshold = 0.5
) -> JSONResponse:
    """Label the lines of extracted text."""
    text, _ = decode(await request.body(), request.headers.get("content-type"))
    facts = {"is_text": True, "wall_threshold": wall_threshold}
    (page,) = await _label(request, workers, [Job(text, facts, blocks)])
    return JSONResponse(page)


async def _pages(request: Request, batch: BatchIn, workers: Held) -> JSONResponse:
    """Label a batch. A page that fails has no verdict and says why in its warnings; the others are not touched by it."""
    most = workers.limits.pages
    if len(batch.pages) > most:
        raise HTTPException(413, f"a batch holds at most {most} pages, not {len(batch.pages)}")
    jobs = [_job(page, batch) for page in batch.pages]
    return JSONResponse({"pages": await _label(request, workers, jobs)})


async def _health(workers: Held) -> Health:
    """Whether pages can be labelled."""
    if not workers.is_alive:
        raise HTTPException(503, "the worker processes are gone")
    return Health(status="ok", version=__version__, workers=workers.limits.workers)


async def _metrics(request: Request, workers: Held) -> Response:
    """Metrics in Prometheus' text format."""
    metrics: Metrics = request.app.state.metrics
    metrics.in_hand.set(workers.pages_in_hand)
    return Response(metrics.text(), media_type="text/plain; version=0.0.4")


async def _label(request: Request, workers: Workers, jobs: list[Job]) -> list[dict[str, Any]]:
    workers.take(len(jobs))
    try:
        pages = await asyncio.gather(*(workers.label(job) for job in jobs))
    finally:
        workers.leave(len(jobs))
    for page in pages:
        request.app.state.metrics.count_page(page)
    return pages


def _job(page: HtmlIn | TextIn, batch: BatchIn) -> Job:
    if isinstance(page, TextIn):
        return Job(page.text, {"is_text": True, "wall_threshold": batch.wall_threshold}, batch.blocks)
    facts = {"url": page.url, "status": page.status, "headers": page.headers, "wall_threshold": batch.wall_threshold}
    return Job(page.html, facts, batch.blocks)


async def _measured(request: Request, call: Callable[[Request], Awaitable[Response]]) -> Response:
    start = time.perf_counter()
    response = await call(request)
    metrics: Metrics = request.app.state.metrics
    # Of the route, not of the request: anybody can ask for any number of paths.
    path = getattr(request.scope.get("route"), "path", "other")
    metrics.requests.labels(path, response.status_code).inc()
    metrics.seconds.labels(path).observe(time.perf_counter() - start)
    return response


async def _busy(request: Request, error: Exception) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 503, {"Retry-After": RETRY_SECONDS})


def _body(kind: str) -> dict[str, Any]:
    """OpenAPI's words for a body that is no JSON."""
    schema = {"type": "string", "minLength": 0}
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema}}}}
