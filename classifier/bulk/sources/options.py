"""How inputs are read."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.version import __version__


@dataclass(frozen=True, slots=True)
class Politeness:
    """How addresses are fetched. delay: seconds between two requests to a host, unless its robots.txt asks for more.
    timeout: seconds for one address with its redirects. max_bytes: of one page. retries: after an answer that may change.
    hosts: how many are asked at the same time. user_agent: how the program introduces itself."""

    delay: float = 1.0
    timeout: float = 30.0
    max_bytes: int = 10_000_000
    retries: int = 2
    hosts: int = 8
    user_agent: str = f"boiler-classifier/{__version__}"


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read.

    text: pages are extracted text (True), HTML (False), or what their ending and content say (None).
    column, id_column, url_column: fields or columns of records, `a.b` for field b of field a; the usual names when None.
    """

    text: bool | None = None
    column: str | None = None
    id_column: str | None = None
    url_column: str | None = None
    politeness: Politeness = Politeness()


AS_FOUND = ReadOptions()
