"""Scrapy: each HTML response is labelled as it arrives; items get clean text and verdict; gated ones can be dropped.

Switch all of it on with `ADDONS = {"classifier.integrations.scrapy.BoilerAddon": 500}`. Settings:

BOILER_ENABLED          True; False switches everything off.
BOILER_MODEL            path of a model file; the shipped model when left out.
BOILER_WALL_THRESHOLD   probability from which a page counts as walled; the model's default when left out.
BOILER_DROP             verdicts whose items are dropped, such as ["gated"]; "unreadable" stands for pages without text. Default none.
BOILER_PAGE_FIELD       "html": the field of an item that holds a page, where it has no labelled page in field "boiler".
BOILER_PAGE_IS_TEXT     False; True where that field holds extracted text.
BOILER_FIELDS           fields that items get, as {field: value}. Values: text, access, p_open, p_metered, p_gated, title, lang, type,
                        warnings. Default text and access.

Stats: boiler/pages, boiler/open, boiler/metered, boiler/gated, boiler/unreadable and boiler/seconds of labelled pages,
boiler/dropped and boiler/dropped/VERDICT of items.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from classifier.errors import InputError
from classifier.extras import require
from classifier.integrations.labelling import UNREADABLE, label_page, shared_model, verdict_of
from classifier.model.model import Model
from classifier.page import Access, Page

require("scrapy", "scrapy", "itemadapter")

from itemadapter import ItemAdapter
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured
from scrapy.http import HtmlResponse, Response
from scrapy.settings import BaseSettings
from scrapy.utils.misc import load_object

META_KEY = "boiler"
MIDDLEWARE_PLACE = 545
"""After decompression (590), redirects (600) and retries (550), so that only what the spider would get is labelled; before
scrapy-poet (543), which then has nothing to label."""
PIPELINE_PLACE = 300
ROBOTS_PATH = "/robots.txt"
"""Scrapy asks for it by itself; a site that has none often answers with a page."""
PROVIDER_PLACE = 500
VALUES: Mapping[str, Callable[[Page], Any]] = {
    "text": lambda page: page.text,
    "access": verdict_of,
    "p_open": lambda page: page.access_probabilities.get("open"),
    "p_metered": lambda page: page.access_probabilities.get("metered"),
    "p_gated": lambda page: page.access_probabilities.get("gated"),
    "title": lambda page: page.title,
    "lang": lambda page: page.lang,
    "type": lambda page: page.type,
    "warnings": lambda page: list(page.warnings),
}
"""What BOILER_FIELDS can name."""
DEFAULT_FIELDS = {"text": "text", "access": "access"}
VERDICTS = (*(access.value for access in Access), UNREADABLE)


@dataclass(frozen=True, slots=True)
class Labeller:
    """A crawler's model and threshold; it counts what it labels."""

    crawler: Crawler
    model: Model
    wall_threshold: float | None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Labeller:
        """Raises NotConfigured when BOILER_ENABLED is off, ModelFileError when BOILER_MODEL can't be loaded."""
        settings = crawler.settings
        if not settings.getbool("BOILER_ENABLED", True):
            raise NotConfigured("BOILER_ENABLED is off")
        threshold = settings.get("BOILER_WALL_THRESHOLD")
        return cls(crawler, shared_model(settings.get("BOILER_MODEL")), None if threshold is None else float(threshold))

    def label(self, page: Any, **facts: Any) -> Page:
        """Label a page and count it; never raises. facts: as for `label_page`."""
        start = time.perf_counter()
        labelled = label_page(self.model, page, wall_threshold=self.wall_threshold, **facts)
        count = self.crawler.stats.inc_value
        count("boiler/pages")
        count(f"boiler/{verdict_of(labelled) or UNREADABLE}")
        count("boiler/seconds", time.perf_counter() - start)
        return labelled

    def label_response(self, response: Response) -> Page:
        """Label what a response brought, with its URL, headers and status."""
        headers = {key.decode("latin-1"): response.headers.get(key) for key in response.headers}
        return self.label(response.body, url=response.url, headers=headers, status=response.status)


class BoilerMiddleware:
    """Downloader middleware: `response.meta["boiler"]` becomes the labelled `classifier.Page` of each HTML response.

    A request with `meta={"boiler": False}` is left alone.
    """

    def __init__(self, labeller: Labeller) -> None:
        self._labeller = labeller

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BoilerMiddleware:
        return cls(Labeller.from_crawler(crawler))

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        # A request made of another (a redirect, a retry) brings the page of that one's response.
        if isinstance(request.meta.get(META_KEY), Page):
            del request.meta[META_KEY]

    def process_response(self, request: Request, response: Response, spider: Spider | None = None) -> Response:
        is_page = isinstance(response, HtmlResponse) and urlsplit(request.url).path != ROBOTS_PATH
        if is_page and request.meta.get(META_KEY) is not False:
            request.meta[META_KEY] = self._labeller.label_response(response)
        return response


class BoilerPipeline:
    """Item pipeline: clean text and verdict into items, and items of unwanted pages dropped.

    An item's page is the labelled page in its field `boiler` (`response.meta["boiler"]`; taken out of the item), else the HTML or
    text in BOILER_PAGE_FIELD. Items with neither pass as they are. A field that already has a value keeps it; one that the
    item's class doesn't know is left out.
    """

    def __init__(self, labeller: Labeller) -> None:
        settings = labeller.crawler.settings
        self._labeller = labeller
        self._page_field = settings.get("BOILER_PAGE_FIELD", "html")
        self._is_text = settings.getbool("BOILER_PAGE_IS_TEXT", False)
        self._fields = settings.getdict("BOILER_FIELDS") or DEFAULT_FIELDS
        self._drop = frozenset(settings.getlist("BOILER_DROP"))
        _refuse_unknown("BOILER_FIELDS", self._fields.values(), VALUES)
        _refuse_unknown("BOILER_DROP", self._drop, VERDICTS)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> BoilerPipeline:
        return cls(Labeller.from_crawler(crawler))

    def process_item(self, item: Any, spider: Spider | None = None) -> Any:
        adapter = ItemAdapter(item)
        page = self._page_of(adapter)
        if page is None:
            return item
        verdict = verdict_of(page) or UNREADABLE
        if verdict in self._drop:
            self._labeller.crawler.stats.inc_value("boiler/dropped")
            self._labeller.crawler.stats.inc_value(f"boiler/dropped/{verdict}")
            raise DropItem(f"the page is {verdict}" + (f": {page.url}" if page.url else ""))
        for field, value in self._fields.items():
            if _has_room(adapter, field):
                adapter[field] = VALUES[value](page)
        return item

    def _page_of(self, adapter: ItemAdapter) -> Page | None:
        labelled = adapter.get(META_KEY)
        if isinstance(labelled, Page):
            del adapter[META_KEY]
            return labelled
        page = adapter.get(self._page_field)
        if page is None:
            return None
        return self._labeller.label(page, is_text=self._is_text, url=adapter.get("url"))


class BoilerAddon:
    """Switches on the middleware, the pipeline and, where scrapy-poet is on as well, the provider of labelled pages.

    What a project has placed itself stays where it is (None keeps a part off).
    """

    def update_settings(self, settings: BaseSettings) -> None:
        if not settings.getbool("BOILER_ENABLED", True):
            raise NotConfigured("BOILER_ENABLED is off")
        _place(settings, "DOWNLOADER_MIDDLEWARES", BoilerMiddleware, MIDDLEWARE_PLACE)
        _place(settings, "ITEM_PIPELINES", BoilerPipeline, PIPELINE_PLACE)
        if any(getattr(load_object(addon), "__module__", "").startswith("scrapy_poet") for addon in settings["ADDONS"]):
            from classifier.integrations.scrapy_poet import PageProvider

            _place(settings, "SCRAPY_POET_PROVIDERS", PageProvider, PROVIDER_PLACE)


def _place(settings: BaseSettings, name: str, component: type, place: int) -> None:
    placed = dict(settings[name] or {})
    if not any(load_object(known) is component for known in placed):
        settings.set(name, {**placed, component: place}, max(settings.getpriority(name) or 0, 0))


def _has_room(adapter: ItemAdapter, field: str) -> bool:
    declared = ItemAdapter.get_field_names_from_class(type(adapter.item))
    return adapter.get(field) is None and (declared is None or field in declared)


def _refuse_unknown(setting: str, given: Any, known: Any) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise InputError(f"{setting}: unknown {', '.join(unknown)}; known are {', '.join(known)}")
