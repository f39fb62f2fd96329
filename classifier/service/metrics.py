"""Prometheus metrics of one service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.extras import require

require("serve", "prometheus_client")

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """Counters of requests by path and status, of pages by verdict, their seconds, and pages in hand."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "boiler_requests", "Requests answered, by path and status.", ["path", "status"], registry=self._registry
        )
        self.seconds = Histogram(
            "boiler_request_seconds", "Time to answer, by path.", ["path"], buckets=SECONDS, registry=self._registry
        )
        self.pages = Counter("boiler_pages", "Pages labelled, by verdict.", ["access"], registry=self._registry)
        self.failed = Counter("boiler_pages_failed", "Pages that could not be labelled.", registry=self._registry)
        self.in_hand = Gauge("boiler_pages_in_hand", "Pages at work or waiting.", registry=self._registry)

    def count_page(self, page: Mapping[str, Any]) -> None:
        """Count a page that was labelled or failed."""
        if page["access"] is None:
            self.failed.inc()
        else:
            self.pages.labels(page["access"]).inc()

    def text(self) -> bytes:
        """In Prometheus' text format."""
        return generate_latest(self._registry)
