"""How fast pages are labelled, as ratios to a bare `lxml.html.document_fromstring` of the same bytes in the same process.

    OPENBLAS_NUM_THREADS=1 python benchmarks/speed.py [--pages FOLDER] [--most 300] [--steady 10000] [--json]

Each page goes through the bare parse, this package (bytes to labels, verdict and `page.text`) and the peers, one after the
other, so that whatever else the machine does hits all alike; the time is that of the thread, not of the clock. FOLDER holds
.html or .html.gz files, at any depth; without it, the pages of data/labeled are taken. Peers that aren't installed are said
to be missing (pip install '.[benchmarks]').
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import lxml.html

import classifier

OWN_PAGES = Path("data/labeled")
BARE, OURS, FAST = "bare parse", "boiler", "trafilatura fast"
STARTS = 7
GROWTH = 10
PAGES_OF_TWO_PROCESSES = 1_000
SEED = 0

Extract = Callable[[bytes], object]


def pages_in(folder: Path, most: int) -> list[bytes]:
    """Up to `most` pages below a folder, drawn at random but always the same. Exits when there is none."""
    paths = sorted(path for path in folder.rglob("*.html*") if path.suffixes[-1:] in ([".html"], [".gz"]))
    if not paths:
        sys.exit(f"speed: {folder} holds no .html or .html.gz files")
    random.Random(SEED).shuffle(paths)
    return [gzip.open(path).read() if path.suffix == ".gz" else path.read_bytes() for path in paths[:most]]


def extractors(model: classifier.Model) -> dict[str, Extract]:
    """What is timed, by name: the bare parse, this package, and the peers that are installed."""
    found: dict[str, Extract] = {BARE: lxml.html.document_fromstring, OURS: lambda page: model.predict(page).text}
    if importlib.util.find_spec("trafilatura"):
        import trafilatura

        found["trafilatura"] = trafilatura.extract
        found[FAST] = lambda page: trafilatura.extract(page, fast=True)
    if importlib.util.find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text
        from resiliparse.parse.encoding import bytes_to_str, detect_encoding

        found["resiliparse"] = lambda page: extract_plain_text(
            bytes_to_str(page, detect_encoding(page)), main_content=True
        )
    return found


def seconds(extract: Extract, page: bytes) -> float:
    """Processor time of one page."""
    start = time.thread_time()
    extract(page)
    return time.thread_time() - start


def against_peers(model: classifier.Model, pages: Sequence[bytes], rounds: int) -> dict[str, Any]:
    """Mean time of each extractor as a ratio to the bare parse, and the share of pages slower than trafilatura fast.

    Each page counts by the least of its rounds.
    """
    timed = extractors(model)
    for extract in timed.values():
        extract(pages[0])
    least = {name: [float("inf")] * len(pages) for name in timed}
    for _ in range(rounds):
        for at, page in enumerate(pages):
            for name, extract in timed.items():
                least[name][at] = min(least[name][at], seconds(extract, page))
    bare = sum(least[BARE])
    figures: dict[str, Any] = {
        "pages": len(pages),
        "mean_bytes": round(sum(map(len, pages)) / len(pages)),
        "bare_ms": round(bare / len(pages) * 1000, 2),
        "ratios": {name: round(sum(times) / bare, 2) for name, times in least.items() if name != BARE},
        "missing": [name for name in ("trafilatura", FAST, "resiliparse") if name not in timed],
    }
    if FAST in least:
        slower = sum(ours > peer for ours, peer in zip(least[OURS], least[FAST], strict=True))
        figures["share_slower_than_trafilatura_fast"] = round(slower / len(pages), 4)
    return figures


def growth(model: classifier.Model) -> float:
    """How many times as long a page takes that is ten times as long."""
    item = "<div class='item'><h3><a href='/x'>A headline of some words</a></h3><p>{}</p></div>".format("Words. " * 30)

    def least(times: int) -> float:
        page = f"<html><body><main>{item * times}</main></body></html>".encode()
        model.predict(page)
        return min(seconds(lambda data: model.predict(data).text, page) for _ in range(5))

    return round(least(50 * GROWTH) / least(50), 2)


def start_up(page: bytes) -> dict[str, float]:
    """Seconds by the clock: importing and loading, and a whole `boiler predict`, both beyond importing lxml and numpy.

    With byte code at hand, as after an installation by pip: the first round writes it and isn't counted.
    """
    with tempfile.TemporaryDirectory() as byte_code, tempfile.NamedTemporaryFile(suffix=".html") as file:
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": byte_code}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        file.write(page)
        file.flush()
        commands = {
            "base": ["-c", "import lxml.html, numpy"],
            "load": ["-c", "import classifier; classifier.load()"],
            "predict": ["-m", "classifier.cli.app", "predict", file.name, "-o", os.devnull],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(STARTS + 1):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run([sys.executable, *command], check=True, env=environment)
                taken[name].append(time.perf_counter() - start)
        middle = {name: median(times[1:]) for name, times in taken.items()}
        inside = (
            "import time; s = time.perf_counter(); import classifier; classifier.load(); print(time.perf_counter() - s)"
        )
        loading = [
            float(
                subprocess.run(
                    [sys.executable, "-c", inside], check=True, capture_output=True, text=True, env=environment
                ).stdout
            )
            for _ in range(STARTS)
        ]
    return {
        "cold_start_above_lxml_and_numpy": round(middle["predict"] - middle["base"], 3),
        "import_and_load": round(median(loading), 3),
    }


MEMORY = """
import gc, sys
from pathlib import Path
import lxml.html, numpy
def resident():
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
base = resident()
import classifier
sys.path.insert(0, "benchmarks")
from speed import pages_in
model = classifier.load()
pages = pages_in(Path(sys.argv[1]), int(sys.argv[2]))
held = sum(map(len, pages)) / 1e6
count, seen = int(sys.argv[3]), []
for number in range(count):
    model.predict(pages[number % len(pages)]).text
    if (number + 1) % max(count // 10, 1) == 0:
        gc.collect()
        seen.append(resident())
half = len(seen) // 2
print(seen[-1] - base - held, (seen[-1] - seen[half]) / (count * (len(seen) - 1 - half) / len(seen)) * 1000)
"""


def memory(folder: Path, most: int, count: int) -> dict[str, float]:
    """Megabytes above the interpreter with lxml and numpy after many pages, and growth per 1,000 over their second half."""
    ran = subprocess.run(
        [sys.executable, "-c", MEMORY, str(folder), str(most), str(count)], check=True, capture_output=True, text=True
    )
    above, grown = map(float, ran.stdout.split())
    return {"pages": count, "mb_above_lxml_and_numpy": round(above, 1), "mb_per_1000_pages": round(grown, 2)}


def two_processes(model: classifier.Model, pages: Sequence[bytes]) -> float:
    """How many times as fast two processes are as one, over 1,000 pages, by the clock."""
    many = [pages[at % len(pages)] for at in range(PAGES_OF_TWO_PROCESSES)]

    def taken(processes: int) -> float:
        start = time.perf_counter()
        for _ in model.predict_many(many, n_jobs=processes):
            pass
        return time.perf_counter() - start

    return round(taken(1) / taken(2), 2)


def shown(figures: dict[str, Any]) -> str:
    """The figures as a table."""
    peers = figures["against_peers"]
    rows = [
        (f"bare parse, {peers['pages']} pages, mean {peers['mean_bytes']:,} bytes", f"{peers['bare_ms']} ms"),
        *((name, f"{ratio} x") for name, ratio in peers["ratios"].items()),
        *((name, "not installed") for name in peers["missing"]),
    ]
    if "share_slower_than_trafilatura_fast" in peers:
        rows.append(("pages slower than trafilatura fast", f"{peers['share_slower_than_trafilatura_fast']:.1%}"))
    rows.append(("a page ten times as long", f"{figures['growth']} x"))
    start = figures["start_up"]
    rows.append(("cold start of boiler predict, above lxml and numpy", f"{start['cold_start_above_lxml_and_numpy']} s"))
    rows.append(("import and load", f"{start['import_and_load']} s"))
    if figures["memory"]:
        kept = figures["memory"]
        rows.append((f"memory after {kept['pages']:,} pages", f"{kept['mb_above_lxml_and_numpy']} MB"))
        rows.append(("growth per 1,000 pages", f"{kept['mb_per_1000_pages']} MB"))
    if figures["two_processes"]:
        rows.append(("two processes against one", f"{figures['two_processes']} x"))
    return "\n".join(f"{name:60} {value}" for name, value in rows)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, default=OWN_PAGES, help="folder of .html or .html.gz files")
    parser.add_argument("--most", type=int, default=300, help="pages at most")
    parser.add_argument("--rounds", type=int, default=2, help="times that each page is timed; the least counts")
    parser.add_argument("--steady", type=int, default=10_000, help="pages of the memory test; 0 for none")
    parser.add_argument("--no-processes", action="store_true", help="leave out the test with two processes")
    parser.add_argument("--json", action="store_true", help="print JSON")
    args = parser.parse_args()
    if os.environ.get("OPENBLAS_NUM_THREADS") != "1":
        sys.exit("speed: set OPENBLAS_NUM_THREADS=1, so that one thread is measured")
    pages = pages_in(args.pages, args.most)
    model = classifier.load()
    figures = {
        "against_peers": against_peers(model, pages, args.rounds),
        "growth": growth(model),
        "start_up": start_up(pages[0]),
        "memory": memory(args.pages, args.most, args.steady) if args.steady else {},
        "two_processes": 0 if args.no_processes else two_processes(model, pages),
    }
    print(json.dumps(figures, indent=1) if args.json else shown(figures))


if __name__ == "__main__":
    main()
