"""A spider whose callback asks for the labelled page and for a page object of its own.

python examples/scrapy_poet_spider.py https://example.org/article --out articles.jsonl

Needs the extra `poet`.
"""

import argparse
from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from web_poet import field

import classifier
from classifier.integrations.web_poet import BoilerPage

SETTINGS = {
    "ADDONS": {"scrapy_poet.Addon": 300, "classifier.integrations.scrapy.BoilerAddon": 500},
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "WARNING",
}


class ArticlePage(BoilerPage):
    """Text and verdict from boiler, the title from the page's own heading."""

    @field
    def title(self) -> str:
        return self.css("h1::text").get("").strip() or self.labelled().title


class Articles(scrapy.Spider):
    """The addresses themselves."""

    name = "articles"

    def __init__(self, addresses: list[str], **options: Any) -> None:
        super().__init__(**options)
        self.start_urls = addresses

    async def parse(self, response: Response, page: classifier.Page, article: ArticlePage) -> AsyncIterator[Any]:
        item = await article.to_item()
        yield {
            "url": item.url,
            "title": item.title,
            "text": item.text,
            "access": item.access,
            "because": [reason.reason for reason in page.evidence],
        }


def main() -> None:
    """Read addresses and output from the command line."""
    parser = argparse.ArgumentParser(description="Text and verdict of some pages, by a page object.")
    parser.add_argument("addresses", nargs="+")
    parser.add_argument("--out", default="articles.jsonl", help="where the items go")
    arguments = parser.parse_args()
    process = CrawlerProcess({**SETTINGS, "FEEDS": {arguments.out: {"format": "jsonlines", "overwrite": True}}})
    process.crawl(Articles, addresses=arguments.addresses)
    process.start()


if __name__ == "__main__":
    main()
