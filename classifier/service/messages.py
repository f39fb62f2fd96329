"""What goes in and out of the service as JSON."""

from __future__ import annotations

from classifier.extras import require

require("serve", "fastapi")

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from classifier.integrations.labelling import verdict_of
from classifier.page import Page

Threshold = Annotated[float, Field(ge=0, le=1)]


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 402.0 is the integer 402."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Status = Annotated[int, Field(ge=100, le=599), BeforeValidator(_whole)]


class HtmlIn(BaseModel):
    """A page as HTML, with what is known of the response that brought it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    html: str
    url: str | None = None
    status: Status | None = None
    headers: dict[str, str] | None = None


class TextIn(BaseModel):
    """Text that was extracted from a page."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str


class BatchIn(BaseModel):
    """Pages to label."""

    model_config = ConfigDict(extra="forbid", strict=True)

    pages: list[HtmlIn | TextIn] = Field(min_length=1)
    blocks: bool = Field(False, description="Also give each page's blocks.")
    wall_threshold: Threshold = Field(0.5, description="Probability from which a page counts as walled.")


class BlockOut(BaseModel):
    """A block of a page, in page order."""

    label: Literal["content", "navigation", "icon_noise", "paywall"]
    role: Literal["body", "furniture", "comment", "navigation", "icon_noise", "paywall"]
    confidence: float
    text: str
    xpath: str


class EvidenceOut(BaseModel):
    """A reason for the verdict."""

    reason: str
    points_to: Literal["open", "metered", "gated"]
    weight: float


class PageOut(BaseModel):
    """A labelled page. access is null where there was nothing to judge; warnings then say why."""

    url: str | None
    title: str
    lang: str
    type: str
    access: Literal["open", "metered", "gated"] | None
    access_probabilities: dict[str, float]
    evidence: list[EvidenceOut]
    text: str
    warnings: list[str]
    blocks: list[BlockOut] | None = None


class BatchOut(BaseModel):
    """Labelled pages, in the order they came."""

    pages: list[PageOut]


class Problem(BaseModel):
    """What is wrong, in one line."""

    detail: str


class Health(BaseModel):
    """status is "ok" where the workers answer."""

    status: Literal["ok"]
    version: str
    workers: int


def page_out(page: Page, blocks: bool) -> dict[str, object]:
    """A labelled page as plain data that `PageOut` describes."""
    out: dict[str, object] = {
        "url": page.url,
        "title": page.title,
        "lang": page.lang,
        "type": page.type,
        "access": verdict_of(page),
        "access_probabilities": dict(page.access_probabilities),
        "evidence": [{"reason": e.reason, "points_to": e.points_to.value, "weight": e.weight} for e in page.evidence],
        "text": page.text,
        "warnings": list(page.warnings),
        "blocks": None,
    }
    if blocks:
        out["blocks"] = [
            {
                "label": b.label.value,
                "role": b.role.value,
                "confidence": b.confidence,
                "text": b.text,
                "xpath": b.xpath,
            }
            for b in page.blocks
        ]
    return out
