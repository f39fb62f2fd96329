"""The HTTP service under load, against the same pages in process.

    python benchmarks/service.py [--folder FOLDER] [--requests 400] [--clients 8] [--workers 1]

Starts `boiler serve` on a free port of this machine and asks it from as many clients at a time. Prints requests a second, the middle and the 99th
percentile of waiting, and the ratio to `Model.predict` in this process, one page after the other. Clients, server and workers share the
machine's cores, and the times are the wall's: run it on a quiet machine. Needs the extra `serve` and httpx.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from threadpoolctl import threadpool_limits

import classifier

PAGES = Path(__file__).parents[1] / "data" / "labeled" / "pages"
HTML = {"Content-Type": "text/html"}
PATIENCE = 300.0


@contextmanager
def service(workers: int, waiting: int) -> Iterator[str]:
    """The address of a service of this benchmark's own."""
    serve = ["serve", "--port", "0", "--workers", str(workers), "--max-waiting", str(waiting)]
    command = [sys.executable, "-m", "classifier.cli.app", *serve]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        yield server.stderr.readline().removeprefix("boiler: ").removesuffix("/docs\n")
        server.terminate()


async def load(address: str, pages: list[bytes], requests: int, clients: int) -> tuple[float, list[float]]:
    """Seconds for all requests, and for each."""
    waits: list[float] = []
    left = iter(list(itertools.islice(itertools.cycle(pages), requests)))

    async def ask(client: httpx.AsyncClient) -> None:
        for page in left:
            start = time.perf_counter()
            answer = await client.post("/html", content=page, headers=HTML)
            answer.raise_for_status()
            waits.append(time.perf_counter() - start)

    async with httpx.AsyncClient(base_url=address, timeout=PATIENCE) as client:
        await client.post("/html", content=pages[0], headers=HTML)
        start = time.perf_counter()
        await asyncio.gather(*(ask(client) for _ in range(clients)))
        return time.perf_counter() - start, waits


def main() -> None:
    """Read sizes from the command line."""
    parser = argparse.ArgumentParser(description="The HTTP service under load, against the same pages in process.")
    parser.add_argument("--folder", type=Path, default=PAGES, help="folder of .html files; the project's own pages")
    parser.add_argument("--requests", type=int, default=400)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--workers", type=int, default=1)
    arguments = parser.parse_args()
    pages = [path.read_bytes() for path in sorted(arguments.folder.rglob("*.html"))][: arguments.requests]
    model = classifier.load()
    with threadpool_limits(1):
        model.predict(pages[0])
        start = time.perf_counter()
        for page in itertools.islice(itertools.cycle(pages), arguments.requests):
            model.predict(page)
        alone = time.perf_counter() - start
    with service(arguments.workers, arguments.clients) as address:
        seconds, waits = asyncio.run(load(address, pages, arguments.requests, arguments.clients))
    p99 = statistics.quantiles(waits, n=100)[98]
    print(
        f"in process: {arguments.requests / alone:.1f} pages a second, {1000 * alone / arguments.requests:.1f} ms a page"
    )
    print(
        f"service, {arguments.workers} workers, {arguments.clients} clients: {arguments.requests / seconds:.1f} requests a second "
        f"({alone / seconds:.2f} of in process), middle {1000 * statistics.median(waits):.1f} ms, p99 {1000 * p99:.1f} ms"
    )


if __name__ == "__main__":
    main()
