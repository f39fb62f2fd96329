"""The label page and its requests, on this machine alone: a loopback address, and a token in every address."""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from classifier.corpus.codes import CODES, ROLE_OF_CODE
from classifier.corpus.labeled_folder import ACCESS, TYPES
from classifier.errors import InputError
from classifier.labelling.sheet import ChangeError, Sheet, State
from classifier.webview import Connect, read_asset, self_contained

LOOPBACK = "127.0.0.1"
MOST_BYTES = 5_000_000
"""A request with more than this is no change of labels."""
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def make_app(sheets: Sequence[Sheet], doubts: Mapping[int, Mapping[int, str]], token: str) -> Starlette:
    """The application. sheets: the pages in the order of work. doubts: for each page the blocks that somebody should look at
    first, with the reason; pages without an entry have those that the model is unsure of. token: what each address must hold."""

    def sheet_of(request: Request) -> tuple[int, Sheet]:
        check(request)
        number = int(request.path_params["number"])
        if number >= len(sheets):
            raise HTTPException(404)
        return number, sheets[number]

    def check(request: Request) -> None:
        if not secrets.compare_digest(request.path_params["token"].encode(), token.encode()):
            raise HTTPException(404)

    async def index(request: Request) -> Response:
        check(request)
        return HTMLResponse(_index_html(), headers=HEADERS)

    async def pages(request: Request) -> Response:
        check(request)
        listed = [
            {"name": sheet.task.name, "done": sheet.done, "uncertainty": sheet.task.uncertainty} for sheet in sheets
        ]
        return _json(listed)

    async def page(request: Request) -> Response:
        number, sheet = sheet_of(request)
        return _json(_page_data(sheet, doubts.get(number)))

    async def changes(request: Request) -> Response:
        _, sheet = sheet_of(request)
        return _json(_state_data(sheet.since(_revision(request.query_params.get("since", "0")))))

    async def change(request: Request) -> Response:
        _, sheet = sheet_of(request)
        wanted = await _body(request)
        blocks = [(_whole(block), str(code)) for block, code in _pairs(wanted.get("blocks", []))]
        head = {str(key): str(value) for key, value in dict(wanted.get("head", {})).items()}
        # In a thread: it waits for the disk.
        return _json(
            _state_data(await run_in_threadpool(sheet.change, blocks, head, _revision(wanted.get("since", 0))))
        )

    async def finish(request: Request) -> Response:
        _, sheet = sheet_of(request)
        wanted = await _body(request)
        return _json(_state_data(await run_in_threadpool(sheet.finish, _revision(wanted.get("since", 0)))))

    async def refuse(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": str(error)}, 400, HEADERS)

    async def fail(request: Request, error: Exception) -> Response:
        return JSONResponse({"error": f"can't be saved: {error}"}, 500, HEADERS)

    base = "/{token}"
    return Starlette(
        routes=[
            Route(base + "/", index),
            Route(base + "/pages", pages),
            Route(base + "/pages/{number:int}", page),
            Route(base + "/pages/{number:int}/changes", changes),
            Route(base + "/pages/{number:int}/changes", change, methods=["POST"]),
            Route(base + "/pages/{number:int}/finish", finish, methods=["POST"]),
        ],
        # A name that resolves to this machine (DNS rebinding) is not this machine's name.
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])],
        exception_handlers={ChangeError: refuse, OSError: fail},
    )


def listen(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 takes a free one. Raises InputError when the port is taken."""
    try:
        return socket.create_server((LOOPBACK, port))
    except OSError as error:
        raise InputError(
            f"--port {port}: can't be used ({error.strerror or error}); choose another, or 0 for a free one"
        ) from error


def serve(app: Starlette, listening: socket.socket) -> None:
    """Answer requests until interrupted. The log leaves out addresses, which hold the token."""
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _index_html() -> str:
    return self_contained(
        "boiler label",
        read_asset(__package__, "label.html"),
        styles=read_asset("classifier.webview", "base.css") + read_asset(__package__, "label.css"),
        script=read_asset("classifier.webview", "base.js") + read_asset(__package__, "label.js"),
        data={"codes": _codes(), "types": TYPES, "access": ACCESS},
        connect=Connect.OWN_SERVER,
    )


def _codes() -> list[dict[str, str]]:
    """Codes in the order of their keys: the four labels on 1 to 4, then what is finer."""
    order = ("C", "N", "I", "P", "M", "U")
    assert sorted(order) == sorted(CODES)
    tint = {"M": "content", "U": "navigation"}
    name = {"C": "content", "M": "headline, byline", "U": "comment"}
    return [
        {
            "code": code,
            "name": name.get(code, ROLE_OF_CODE[code].value.replace("_", " ")),
            "label": tint.get(code, "content" if code == "C" else ROLE_OF_CODE[code].value),
        }
        for code in order
    ]


def _page_data(sheet: Sheet, doubts: Mapping[int, str] | None) -> dict[str, Any]:
    task = sheet.task
    return {
        **_state_data(sheet.since(0)),
        "name": task.name,
        "title": task.page.title,
        "warnings": sheet.warnings,
        "codes": "".join(sheet.codes),
        "blocks": [
            {
                "text": block.text,
                "tag": block.tag,
                "hidden": block.hidden,
                "confidence": block.confidence,
                "suggested": code,
                "covered": covered,
                "doubt": doubts.get(number, "") if doubts is not None else None,
            }
            for number, (block, code, covered) in enumerate(
                zip(task.page.blocks, task.codes, task.covered, strict=True)
            )
        ],
    }


def _state_data(state: State) -> dict[str, Any]:
    return {"revision": state.revision, "changes": state.changes, "head": state.head, "done": state.done}


async def _body(request: Request) -> dict[str, Any]:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413)
    try:
        wanted = json.loads(body or b"{}")
    except ValueError as error:
        raise ChangeError("a change must be JSON") from error
    if not isinstance(wanted, dict) or not isinstance(wanted.get("head", {}), dict):
        raise ChangeError("a change must be a JSON object with blocks, head and since")
    return wanted


def _pairs(blocks: Any) -> list[tuple[Any, Any]]:
    if not isinstance(blocks, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in blocks):
        raise ChangeError("blocks must be a list of [number, code]")
    return [(block, code) for block, code in blocks]


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise ChangeError(f"{value!r} is not a whole number")
    return value


def _revision(value: Any) -> int:
    return _whole(int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else value)


def _json(data: Any) -> JSONResponse:
    return JSONResponse(data, headers=HEADERS)
