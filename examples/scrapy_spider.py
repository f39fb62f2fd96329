"""Crawl the pages that some addresses link to, on the same site; write text and verdict of each, without the gated ones.

python examples/scrapy_spider.py https://example.org/ --out articles.jsonl

Needs the extra `scrapy`. In a project of your own only the ADDONS line is new.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.linkextractors import LinkExtractor

SETTINGS = {
    "ADDONS": {"classifier.integrations.scrapy.BoilerAddon": 500},
    "BOILER_DROP": ["gated", "unreadable"],
    "BOILER_FIELDS": {"title": "title", "text": "text", "access": "access", "p_gated": "p_gated"},
    "ROBOTSTXT_OBEY": True,
    "DEPTH_LIMIT": 1,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}


class Pages(scrapy.Spider):
    """The start pages and what they link to."""

    name = "pages"

    def __init__(self, addresses: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.start_urls = addresses
        self.allowed_domains = sorted({urlsplit(address).hostname or "" for address in addresses})

    def parse(self, response: scrapy.http.Response) -> Iterator[Any]:
        page = response.meta.get("boiler")
        if page is None:
            return  # not an HTML page
        yield {"url": response.url, "boiler": page}
        for link in LinkExtractor().extract_links(response):
            yield response.follow(link)


def main() -> None:
    """Read addresses and output from the command line."""
    parser = argparse.ArgumentParser(description="Crawl a site one link deep, with text and verdict of each page.")
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--out", default="articles.jsonl", help="where the items go")
    arguments = parser.parse_args()
    process = CrawlerProcess({**SETTINGS, "FEEDS": {arguments.out: {"format": "jsonlines", "overwrite": True}}})
    crawler = process.create_crawler(Pages)
    process.crawl(crawler, addresses=arguments.addresses)
    process.start()
    counted = crawler.stats.get_stats()
    print({name: counted[name] for name in sorted(counted) if name.startswith("boiler/") and name != "boiler/seconds"})


if __name__ == "__main__":
    main()
