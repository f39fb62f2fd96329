"""Hostile pages through boiler and its peers: the table of docs/hostile.md.

    python benchmarks/hostile.py [--only PART_OF_A_NAME]      # needs pip install '.[benchmarks]'

Each page goes through each tool in a process of its own that is ended after GIVE_UP seconds of processor time or at 1 GB beyond
the idle process. What counts as failing: an exception that the tool's documentation doesn't name, more than LIMIT seconds, the memory
bound, a crash. A tool that gives an empty result has not failed.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.hostile.pages import PAGES

LIMIT = 3.0
GIVE_UP = 20
MEMORY = 1_000_000_000
WARM_UP = b"<html><body><p>A page to start with, long enough to be taken for text by all of them.</p></body></html>"
OUTCOMES = {0: "done", 10: "raised", 11: "memory"}


def _boiler() -> Callable[[bytes], Any]:
    import classifier

    return classifier.load().predict


def _trafilatura() -> Callable[[bytes], Any]:
    import trafilatura

    return trafilatura.extract


def _resiliparse() -> Callable[[bytes], Any]:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    return lambda page: extract_plain_text(HTMLTree.parse_from_bytes(page, detect_encoding(page)), main_content=True)


def _readability() -> Callable[[bytes], Any]:
    from readability import Document

    return lambda page: Document(page).summary()


def _justext() -> Callable[[bytes], Any]:
    import justext

    words = justext.get_stoplist("English")
    return lambda page: justext.justext(page, words)


def _boilerpy3() -> Callable[[bytes], Any]:
    from boilerpy3.extractors import ArticleExtractor

    return lambda page: ArticleExtractor().get_content(page.decode("utf-8", "replace"))


TOOLS: dict[str, Callable[[], Callable[[bytes], Any]]] = {
    "boiler": _boiler,
    "trafilatura": _trafilatura,
    "resiliparse": _resiliparse,
    "readability-lxml": _readability,
    "jusText": _justext,
    "boilerpy3": _boilerpy3,
}


def attempt(tool: Callable[[bytes], Any], build: Callable[[], Any]) -> tuple[str, float]:
    """How one tool ends on one page, and its processor seconds."""
    child = os.fork()
    if child == 0:
        page = build()
        used = resource.getrusage(resource.RUSAGE_SELF)
        end = int(used.ru_utime + used.ru_stime) + GIVE_UP
        resource.setrlimit(resource.RLIMIT_CPU, (end, end + 1))
        space = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize() + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
        try:
            tool(page)
        except MemoryError:
            os._exit(11)
        except BaseException:
            os._exit(10)
        os._exit(0)
    _, status, used = os.wait4(child, 0)
    seconds = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        return ("gave up" if seconds >= GIVE_UP - 1 else "crashed"), seconds
    outcome = OUTCOMES.get(os.WEXITSTATUS(status), "crashed")
    return ("slow" if outcome == "done" and seconds > LIMIT else outcome), seconds


def main() -> None:
    """Run all tools over all pages that are bytes and print the table."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--only", default="", help="pages with this in their name")
    only = arguments.parse_args().only
    pages = [name for name in PAGES if only in name and not name.startswith("tree_")]
    pages = [name for name in pages if name not in ("comment_as_a_tree", "element_without_a_tree")]
    rows = []
    for tool_name, start in TOOLS.items():
        tool = start()
        tool(WARM_UP)
        counts: Counter[str] = Counter()
        worst = ("", 0.0)
        for name in pages:

            def build(name: str = name) -> bytes:
                page = PAGES[name]()
                return page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page

            outcome, seconds = attempt(tool, build)
            counts[outcome] += 1
            worst = max(worst, (name, seconds), key=lambda pair: pair[1])
            if outcome != "done":
                print(f"{tool_name}: {name}: {outcome} after {seconds:.1f} s", file=sys.stderr, flush=True)
        rows.append((tool_name, len(pages) - counts["done"], counts, worst))
    print(f"| {len(pages)} pages | failed | raised | over {LIMIT:g} s | over 1 GB | ended or crashed | slowest page |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for tool_name, failed, counts, (name, seconds) in rows:
        ended = counts["gave up"] + counts["crashed"]
        print(
            f"| {tool_name} | {failed} | {counts['raised']} | {counts['slow']} | {counts['memory']} | {ended} | {name}, {seconds:.1f} s |"
        )


if __name__ == "__main__":
    main()
