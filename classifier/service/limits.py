"""What the service takes on at most."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.errors import InputError


@dataclass(frozen=True, slots=True)
class Limits:
    """bytes: of a request's body. pages: of a batch. seconds: for a page, after which its process is ended.
    workers: processes that label pages. waiting: pages that may wait for a worker; more are refused with status 503.

    Raises InputError for a limit that lets nothing through.
    """

    bytes: int = 20_000_000
    pages: int = 100
    seconds: float = 20.0
    workers: int = 1
    waiting: int = 200

    def __post_init__(self) -> None:
        for name in ("bytes", "pages", "seconds", "workers"):
            if getattr(self, name) <= 0:
                raise InputError(f"{name}: must be more than 0, not {getattr(self, name)}")
        if self.waiting < 0:
            raise InputError(f"waiting: must be 0 or more, not {self.waiting}")
