"""One page of many: what it is called, where it stands, and what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from classifier.bulk.inputs import NOWHERE, Input


@dataclass(frozen=True, slots=True)
class Source:
    """One page to predict.

    name: as the user knows it. data: its bytes. is_text: already extracted text, not HTML.
    problem: why there is no page to read, "" for none; its data is then empty. is_skipped: the problem is an expected one:
    a record of an archive that is no page (a redirect, an image).
    url, headers, status: of the HTTP response, where known.
    input, record: the file it comes from and its number there, from 1. read: bytes of that file read so far.
    """

    name: str
    data: bytes = b""
    is_text: bool = False
    problem: str = ""
    is_skipped: bool = False
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int | None = None
    input: Input = NOWHERE
    record: int = 1
    read: int = 0
