"""web-poet page objects by themselves, and scrapy-poet in a real crawl."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import Path

import pytest
from web_poet import HttpResponse, field
from web_poet.serialization import deserialize_leaf, serialize_leaf

import classifier
from classifier.integrations import page_serialization
from classifier.integrations.web_poet import BoilerPage

from .conftest import OPEN, WALLED, html
from .crawling import crawl

pytestmark = pytest.mark.integration

NAMES = sorted(f"{name}.html" for name in (*WALLED, *OPEN))
SETTINGS = 'SETTINGS = {"ADDONS": {"scrapy_poet.Addon": 300, "classifier.integrations.scrapy.BoilerAddon": 500}'


class ArticlePage(BoilerPage):
    @field
    def title(self) -> str:
        return self.css("title::text").get("").strip()


def response(name: str, status: int = 200) -> HttpResponse:
    return HttpResponse(
        f"https://site.example/{name}", html(name), status=status, headers={"Content-Type": "text/html"}
    )


@pytest.mark.parametrize("name", [*WALLED, *OPEN])
def test_a_page_object_gives_text_and_verdict(name: str, model: classifier.Model) -> None:
    item = asyncio.run(BoilerPage(response(name)).to_item())
    page = model.predict(html(name))
    assert asdict(item) == {
        "url": f"https://site.example/{name}",
        "title": page.title,
        "lang": page.lang,
        "type": page.type,
        "text": page.text,
        "access": page.access.value,
        "p_gated": page.access_probabilities["gated"],
    }


def test_fields_of_a_page_object_can_be_overridden() -> None:
    page = ArticlePage(response(OPEN[0]))
    assert page.title in html(OPEN[0]).decode()
    assert page.labelled() is page.labelled()


def test_the_status_of_the_response_counts() -> None:
    assert BoilerPage(response(OPEN[0], status=402)).access == "gated"


def test_a_labelled_page_can_be_stored(model: classifier.Model) -> None:
    page = model.predict(html(WALLED[0]), url="https://site.example/")
    assert page_serialization.page_from_leaf(type(page), serialize_leaf(page)) == page
    assert deserialize_leaf(classifier.Page, serialize_leaf(page)) == page


@pytest.mark.parametrize(
    "extra",
    [
        "",
        ', "SCRAPY_POET_CACHE": "cache"',
        ', "DOWNLOADER_MIDDLEWARES": {"classifier.integrations.scrapy.BoilerMiddleware": None}',
    ],
)
def test_a_callback_gets_the_labelled_page(site: str, tmp_path: Path, model: classifier.Model, extra: str) -> None:
    spider = f"""
import classifier
from classifier.integrations.web_poet import BoilerPage
{SETTINGS}{extra}}}
class PagesSpider(Crawl):
    async def parse(self, response, page: classifier.Page, article: BoilerPage):
        item = await article.to_item()
        yield {{"url": response.url, "access": page.access.value, "text": page.text, "same": item.text == page.text}}
"""
    crawled = crawl(tmp_path, spider, site, NAMES)
    for name in (*WALLED, *OPEN):
        page = model.predict(html(name))
        expected = {"url": f"{site}/{name}.html", "access": page.access.value, "text": page.text, "same": True}
        assert crawled.items[f"{name}.html"] == expected
    assert crawled.stats["boiler/pages"] == len(NAMES)
