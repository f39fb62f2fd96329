"""How much of a page is read: bounds on its size, and on the time that it may take."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one page. A page over one of them is read up to it and says so in its warnings; it never raises.

    max_bytes: of the markup or text (characters, of a str). max_elements: tags of the markup. max_blocks: blocks that are
    labelled. max_characters: of the text of all blocks. seconds: for the whole page, None for no bound. A page that takes
    longer comes without blocks. The time is looked at between steps, each of which is short under the other bounds.

    The defaults are far above real pages, and keep any page at all under a few seconds and 1 GB. Only `seconds` makes a
    result depend on the machine. Raises ValueError for a bound that is not positive.
    """

    max_bytes: int = 10_000_000
    max_elements: int = 100_000
    max_blocks: int = 20_000
    max_characters: int = 2_000_000
    seconds: float | None = None

    def __post_init__(self) -> None:
        for bound in fields(self):
            value = getattr(self, bound.name)
            if value is not None and not value > 0:
                raise ValueError(f"limits: {bound.name} must be more than 0, not {value!r}")


DEFAULT_LIMITS = Limits()


class TimeIsUpError(Exception):
    """A page takes longer than its limit allows."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment until which a page may take, from now on."""

    seconds: float | None = None
    _started: float = field(default_factory=time.monotonic)

    def check(self) -> None:
        """Raises TimeIsUpError after the deadline."""
        if self.seconds is not None and time.monotonic() - self._started > self.seconds:
            raise TimeIsUpError(f"the page took longer than {self.seconds:g} seconds (limits.seconds); it was given up")


NO_DEADLINE = Deadline()
