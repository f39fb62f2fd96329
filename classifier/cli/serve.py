"""`boiler serve`: the HTTP service."""

from __future__ import annotations

import socket
import sys
from typing import Annotated

import typer

from classifier.cli.options import ModelOption, TrustOption
from classifier.errors import InputError
from classifier.loading import load

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def serve_command(
    host: Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any free one.")] = 8080,
    model: ModelOption = None,
    trust: TrustOption = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that label pages.")] = 1,
    max_bytes: Annotated[int, typer.Option(min=1, help="Largest body of a request.")] = 20_000_000,
    max_pages: Annotated[int, typer.Option(min=1, help="Most pages of a batch.")] = 100,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds for a page.")] = 20.0,
    max_waiting: Annotated[int, typer.Option(min=0, help="Most pages that wait; more are told to try again.")] = 200,
) -> None:
    """Label pages over HTTP.

    Example:

    boiler serve & curl --data-binary @page.html -H 'Content-Type: text/html' http://127.0.0.1:8080/html

    There is no authentication: before --host 0.0.0.0, put a proxy that has it.
    """
    # Here, since the other commands need neither.
    from classifier.service.app import create_app
    from classifier.service.limits import Limits
    from classifier.service.server import run

    limits = Limits(bytes=max_bytes, pages=max_pages, seconds=timeout, workers=workers, waiting=max_waiting)
    app = create_app(load(model, trust=trust), limits)
    with _listening(host, port) as listener:
        if host not in LOOPBACK:
            print("boiler: other machines can reach this service, and it asks nobody for a password", file=sys.stderr)
        address = listener.getsockname()
        shown = f"[{address[0]}]" if ":" in address[0] else address[0]
        print(f"boiler: http://{shown}:{address[1]}/docs", file=sys.stderr, flush=True)
        run(app, listener)


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises InputError for an address that can't be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        try:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen(2048)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise InputError(f"--host {host} --port {port}: can't listen there ({error.strerror or error})") from error
    return listener
