"""Real Scrapy crawls of a loopback site of the project's own pages, walled ones included."""

from __future__ import annotations

from pathlib import Path

import pytest

import classifier

from .conftest import OPEN, WALLED, html
from .crawling import crawl

pytestmark = pytest.mark.integration

NAMES = sorted(f"{name}.html" for name in (*WALLED, *OPEN))
ADDON = 'SETTINGS = {"ADDONS": {"classifier.integrations.scrapy.BoilerAddon": 500}'


def test_a_response_goes_to_predict_as_it_is(site: str, tmp_path: Path) -> None:
    spider = """
import classifier
SETTINGS = {}
class PagesSpider(Crawl):
    model = classifier.load()
    def parse(self, response):
        by_tree = self.model.predict(response, url=response.url, headers=response.headers, status=response.status)
        by_bytes = self.model.predict(response.body, url=response.url, headers=response.headers, status=response.status)
        yield {
            "url": response.url,
            "access": by_tree.access.value,
            "same": [b.label for b in by_tree.blocks] == [b.label for b in by_bytes.blocks],
            "characters": len(by_tree.text),
        }
"""
    items = crawl(tmp_path, spider, site, NAMES).items
    assert sorted(items) == NAMES
    assert all(item["same"] and item["characters"] > 200 for item in items.values())
    assert {name: items[f"{name}.html"]["access"] for name in WALLED} == dict.fromkeys(WALLED, "gated")
    assert items[f"{OPEN[0]}.html"]["access"] == "open"


def test_the_addon_stamps_responses_fills_items_and_counts(site: str, tmp_path: Path, model: classifier.Model) -> None:
    spider = (
        ADDON
        + """, "HTTPERROR_ALLOWED_CODES": [402], "ROBOTSTXT_OBEY": True}
class PagesSpider(Crawl):
    def parse(self, response):
        page = response.meta.get("boiler")
        yield {"url": response.url, "stamped": type(page).__name__, "why": [e.reason for e in page.evidence] if page else [], "boiler": page}
"""
    )
    crawled = crawl(tmp_path, spider, site, [*NAMES, "paid", "photo.png"])
    items = crawled.items
    for name in (*WALLED, *OPEN):
        item, page = items[f"{name}.html"], model.predict(html(name))
        assert (item["access"], item["text"]) == (page.access.value, page.text)
        assert item["stamped"] == "Page"
        assert "boiler" not in item
    assert items["paid"]["access"] == "gated"
    assert items["paid"]["why"][0].startswith("HTTP status 402")
    assert items["photo.png"] == {"url": f"{site}/photo.png", "stamped": "NoneType", "why": [], "boiler": None}
    counted = {key: crawled.stats.get(f"boiler/{key}") for key in ("pages", "gated", "open", "metered")}
    assert counted == {"pages": 4, "gated": 3, "open": 1, "metered": None}
    assert crawled.stats["boiler/seconds"] > 0


def test_gated_items_are_dropped_and_counted(site: str, tmp_path: Path) -> None:
    spider = (
        ADDON
        + """, "BOILER_DROP": ["gated"], "BOILER_FIELDS": {"body": "text", "verdict": "access", "gated_by": "p_gated"}}
import dataclasses
@dataclasses.dataclass
class Article:
    url: str
    boiler: object = None
    body: str | None = None
    verdict: str | None = "kept"
class PagesSpider(Crawl):
    def parse(self, response):
        yield Article(response.url, response.meta["boiler"])
"""
    )
    crawled = crawl(tmp_path, spider, site, NAMES)
    assert list(crawled.items) == [f"{OPEN[0]}.html"]
    item = crawled.items[f"{OPEN[0]}.html"]
    assert item["verdict"] == "kept"  # a field that has a value keeps it
    assert len(item["body"]) > 200
    assert "gated_by" not in item  # a field that the class doesn't have
    assert crawled.stats["boiler/dropped/gated"] == crawled.stats["boiler/dropped"] == len(WALLED)
    assert crawled.stats["item_dropped_count"] == len(WALLED)


def test_items_with_html_are_labelled_by_the_pipeline_alone(site: str, tmp_path: Path, model: classifier.Model) -> None:
    spider = """
SETTINGS = {"ITEM_PIPELINES": {"classifier.integrations.scrapy.BoilerPipeline": 300}, "BOILER_PAGE_FIELD": "body",
            "BOILER_FIELDS": {"main": "text", "access": "access", "title": "title", "warnings": "warnings"}}
class PagesSpider(Crawl):
    def parse(self, response):
        yield {"url": response.url, "body": response.text}
"""
    crawled = crawl(tmp_path, spider, site, NAMES)
    for name in (*WALLED, *OPEN):
        item, page = crawled.items[f"{name}.html"], model.predict(html(name))
        assert (item["access"], item["main"], item["title"]) == (page.access.value, page.text, page.title)
    assert crawled.stats["boiler/pages"] == len(NAMES)


def test_a_redirect_is_labelled_once_and_a_request_can_be_left_alone(site: str, tmp_path: Path) -> None:
    spider = (
        ADDON
        + """}
class PagesSpider(Crawl):
    def parse(self, response):
        yield {"url": response.url, "access": str(response.meta["boiler"].access)}
        yield response.request.replace(url=response.url + "?again", callback=self.bare, meta={"boiler": False}, dont_filter=True)
    def bare(self, response):
        yield {"url": response.url, "access": str(response.meta["boiler"])}
"""
    )
    crawled = crawl(tmp_path, spider, site, ["moved"])
    name = f"{OPEN[0]}.html"
    assert {url: item["access"] for url, item in crawled.items.items()} == {name: "open", f"{name}?again": "False"}
    assert crawled.stats["boiler/pages"] == 1


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ('"BOILER_DROP": ["paid"]', "BOILER_DROP: unknown paid; known are open, metered, gated, unreadable"),
        ('"BOILER_FIELDS": {"x": "markup"}', "BOILER_FIELDS: unknown markup; known are text, access"),
        ('"BOILER_MODEL": "nowhere.model"', "nowhere.model"),
    ],
)
def test_a_wrong_setting_is_named(site: str, tmp_path: Path, settings: str, expected: str) -> None:
    spider = f"{ADDON}, {settings}}}\nclass PagesSpider(Crawl):\n    def parse(self, response):\n        yield {{'url': response.url}}\n"
    crawled = crawl(tmp_path, spider, site, NAMES)
    assert crawled.items == {}
    assert expected in crawled.log


def test_the_addon_can_be_switched_off(site: str, tmp_path: Path) -> None:
    spider = (
        ADDON
        + """, "BOILER_ENABLED": False}
class PagesSpider(Crawl):
    def parse(self, response):
        yield {"url": response.url, "stamped": "boiler" in response.meta}
"""
    )
    crawled = crawl(tmp_path, spider, site, NAMES[:1])
    assert [item["stamped"] for item in crawled.items.values()] == [False]
    assert not any(key.startswith("boiler/") for key in crawled.stats)
