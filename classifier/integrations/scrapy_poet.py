"""scrapy-poet: `classifier.Page` as a dependency of callbacks and page objects.

    def parse(self, response, page: classifier.Page): ...

Switch it on with `SCRAPY_POET_PROVIDERS = {"classifier.integrations.scrapy_poet.PageProvider": 500}`; the add-on of
`classifier.integrations.scrapy` does so where scrapy-poet's own add-on is on. A page that the downloader middleware has labelled
already is not labelled again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from classifier.extras import require

require("poet", "scrapy_poet", "web_poet")

from scrapy.http import Request, Response
from scrapy_poet import PageObjectInputProvider

from classifier.integrations.page_serialization import page_to_leaf as page_to_leaf
from classifier.integrations.scrapy import META_KEY, Labeller
from classifier.page import Page


class PageProvider(PageObjectInputProvider):
    """Provides the labelled page of a response."""

    provided_classes: ClassVar[set[type]] = {Page}
    name: ClassVar[str] = "boiler"

    def __init__(self, injector: Any) -> None:
        super().__init__(injector)
        self._labeller = Labeller.from_crawler(injector.crawler)

    def __call__(self, to_provide: set[Callable], request: Request, response: Response) -> Sequence[Any]:
        labelled = request.meta.get(META_KEY)
        return [labelled if isinstance(labelled, Page) else self._labeller.label_response(response)]
