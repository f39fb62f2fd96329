"""Running the application under uvicorn."""

from __future__ import annotations

import socket
from typing import Any

from classifier.extras import require

require("serve", "uvicorn")

import uvicorn

IDLE_SECONDS = 5
SHUTDOWN_SECONDS = 30


def run(app: Any, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM; requests at work then have SHUTDOWN_SECONDS to end."""
    settings = uvicorn.Config(
        app,
        log_level="warning",
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
        server_header=False,
    )
    uvicorn.Server(settings).run(sockets=[listener])
