"""Running a spider in a process of its own, as Scrapy wants it, and reading what it left."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

RUN = """
import json, sys
from scrapy.crawler import CrawlerProcess
from spider import SETTINGS, PagesSpider

process = CrawlerProcess({**SETTINGS, "TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "WARNING", "FEEDS": {"items.json": {"format": "json"}}})
crawler = process.create_crawler(PagesSpider)
process.crawl(crawler, home=sys.argv[1], paths=sys.argv[2].split(","))
process.start()
json.dump(crawler.stats.get_stats(), open("stats.json", "w"), default=str)
"""
START = """
import scrapy

class Crawl(scrapy.Spider):
    name = "pages"

    def __init__(self, home, paths, **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [home + "/" + path for path in paths]
"""


@dataclass(frozen=True)
class Crawled:
    items: dict[str, Any]
    """By the last part of their URL."""
    stats: dict[str, Any]
    log: str


def crawl(folder: Path, spider: str, home: str, paths: list[str]) -> Crawled:
    """Run a spider (a class PagesSpider of Crawl, and SETTINGS) in a folder over pages of a site."""
    (folder / "spider.py").write_text(START + spider)
    (folder / "run.py").write_text(RUN)
    command = [sys.executable, "run.py", home, ",".join(paths)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-3000:]
    written = folder / "items.json"  # not there when the crawl did not even start
    items = json.loads(written.read_text(encoding="utf-8") or "[]") if written.exists() else []
    return Crawled(
        {item["url"].rsplit("/", 1)[-1]: item for item in items},
        json.loads((folder / "stats.json").read_text()),
        done.stderr,
    )
