"""What the HTTP response says about access, where the caller passes it on."""

from __future__ import annotations

from collections.abc import Mapping

from classifier.page import Access, Evidence

WITHHELD: dict[int, str] = {
    401: "HTTP status 401: sign-in required",
    402: "HTTP status 402: payment required",
    451: "HTTP status 451: withheld for legal reasons",
}
"""Statuses that decide the verdict: the piece was not sent."""
REFUSED = 403
CRAWLER_HEADERS: dict[str, str] = {
    "crawler-price": "the response names a price for crawlers (crawler-price)",
    "crawler-error": "the response asks crawlers for payment (crawler-error)",
}
"""Headers of pay per crawl, by which a publisher asks crawlers for money."""


def http_evidence(status: int | None, headers: Mapping[str, str | None]) -> Evidence | None:
    """The reason that a response gives, None when it gives none. headers: by lower-case name.

    A 403 alone is often a defence against robots, so it is told but doesn't decide (weight below 1).
    """
    if status in WITHHELD:
        return Evidence(WITHHELD[status], Access.GATED, 1.0, signal="http")
    for name, reason in CRAWLER_HEADERS.items():
        if headers.get(name):
            return Evidence(reason, Access.GATED, 1.0, signal="http")
    if status == REFUSED:
        return Evidence(
            "HTTP status 403: refused, by a wall or a defence against robots", Access.GATED, 0.5, signal="http"
        )
    return None
