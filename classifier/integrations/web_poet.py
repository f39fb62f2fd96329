"""web-poet: a page object whose fields come from the labelled page.

    class ArticlePage(BoilerPage):
        @field
        def author(self): ...

Any framework that can give a page object its HTTP response can run it. `labelled()` gives the whole `classifier.Page`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from classifier.extras import require
from classifier.integrations.labelling import label_page, shared_model, verdict_of
from classifier.page import Page

require("poet", "web_poet")

from web_poet import HttpResponse, Returns, WebPage, cached_method, field


@dataclass(slots=True)
class PageItem:
    """What a page says and whether it says all of it. access: open, metered or gated; None for a page with nothing to judge."""

    url: str
    title: str
    lang: str
    type: str
    text: str
    access: str | None
    p_gated: float | None


def label_http_response(response: HttpResponse, model_path: str | None = None) -> Page:
    """Label a web-poet response with its URL, headers and status; never raises on a page."""
    return label_page(
        shared_model(model_path),
        bytes(response.body),
        url=str(response.url),
        headers=dict(response.headers),
        status=response.status,
    )


class BoilerPage(WebPage, Returns[PageItem]):
    """Page object with the fields of `PageItem`. model_path: of a model file; the shipped model when None."""

    model_path: ClassVar[str | None] = None

    @cached_method
    def labelled(self) -> Page:
        """The labelled page, worked out once."""
        return label_http_response(self.response, self.model_path)

    @field
    def url(self) -> str:
        return str(self.response.url)

    @field
    def title(self) -> str:
        return self.labelled().title

    @field
    def lang(self) -> str:
        return self.labelled().lang

    @field
    def type(self) -> str:
        return self.labelled().type

    @field
    def text(self) -> str:
        return self.labelled().text

    @field
    def access(self) -> str | None:
        return verdict_of(self.labelled())

    @field
    def p_gated(self) -> float | None:
        return self.labelled().access_probabilities.get("gated")
