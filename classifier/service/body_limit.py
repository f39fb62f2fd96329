"""ASGI middleware: a body that is too large is refused before it is read, or as soon as it turns out to be; one that takes too
long to come, too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from classifier.extras import require

require("serve", "starlette")

from starlette.responses import JSONResponse

Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
TOO_SLOW, TOO_LARGE = 408, 413
READ_SECONDS = 60.0


class BodyLimit:
    """Answers 413 to a body of more than `most` bytes, 408 to one that takes more than `seconds` to come."""

    def __init__(
        self, app: Callable[[Any, Receive, Send], Awaitable[None]], most: int, seconds: float = READ_SECONDS
    ) -> None:
        self._app, self._most, self._seconds = app, most, seconds

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"")
        try:
            if declared.isdigit() and int(declared) > self._most:
                raise _TooLargeError
            # The body is read here, not while the app waits for it: the app would take the end of reading for its own error.
            async with asyncio.timeout(self._seconds):
                messages = await self._read(receive)
        except _TooLargeError:
            told = JSONResponse({"detail": f"the body is larger than {self._most} bytes"}, TOO_LARGE)
            await told(scope, receive, send)
            return
        except TimeoutError:
            told = JSONResponse({"detail": f"the body did not come within {self._seconds:g} seconds"}, TOO_SLOW)
            await told(scope, receive, send)
            return
        waiting = iter(messages)

        async def replay() -> Message:
            return next(waiting, None) or await receive()

        await self._app(scope, replay, send)

    async def _read(self, receive: Receive) -> list[Message]:
        messages: list[Message] = []
        size = 0
        while True:
            message = await receive()
            messages.append(message)
            size += len(message.get("body", b""))
            if size > self._most:
                raise _TooLargeError
            if message["type"] != "http.request" or not message.get("more_body", False):
                return messages


class _TooLargeError(Exception):
    """More came than may."""
