"""Which HTTP responses are pages."""

from __future__ import annotations

from collections.abc import Mapping

WALL_STATUSES = frozenset([401, 402, 403, 451])
"""Statuses of a page that is withheld: its body is what a reader sees of it."""
LONGEST_SHOWN = 80
PAGE_TYPES = ("text/html", "application/xhtml", "text/plain", "application/xml", "text/xml")


def no_page(status: int | None, headers: Mapping[str, str]) -> str:
    """Why a response is no page; "" when it is one."""
    if status is not None and not 200 <= status <= 299 and status not in WALL_STATUSES:
        return f"HTTP status {status}"
    content_type = content_type_of(headers)
    if content_type and not content_type.startswith(PAGE_TYPES):
        shown = "".join(character if character.isprintable() else " " for character in content_type[:LONGEST_SHOWN])
        return f"content type {' '.join(shown.split())}"
    return ""


def content_type_of(headers: Mapping[str, str]) -> str:
    """The media type of a response in small letters, without parameters; "" where it has none."""
    for name, value in headers.items():
        if name.lower() == "content-type":
            return value.partition(";")[0].strip().lower()
    return ""
