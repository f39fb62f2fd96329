"""How far a run is: pages by verdict, pages without a result, and how much of the inputs is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from classifier.bulk.finish import START, Finished, Position


@dataclass(slots=True)
class Tally:
    """Counts of a run. verdicts: pages by verdict. rejected, skipped: pages without a result, and records that are no pages.
    left_out: pages whose verdict is counted and whose result is not wanted.
    position: of the last one. passed: bytes of the files before the one at work; here: bytes of that one; size: of all of it.
    """

    verdicts: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    skipped: int = 0
    left_out: int = 0
    position: Position = START
    passed: int = 0
    here: int = 0
    size: int = 0

    def count(self, finished: Finished) -> None:
        """Count one more page."""
        there = finished.position
        if (there.argument, there.path) != (self.position.argument, self.position.path):
            self.passed += self.size
        self.position, self.here, self.size = there, finished.read, finished.size
        if not finished.problem:
            self.verdicts[finished.access] += 1
            self.left_out += finished.is_left_out
        elif finished.is_skipped:
            self.skipped += 1
        else:
            self.rejected += 1

    @property
    def pages(self) -> int:
        """Pages and records done, with a result or without."""
        return self.verdicts.total() + self.rejected + self.skipped

    @property
    def bytes_read(self) -> int:
        """Bytes of the inputs that are done."""
        return self.passed + self.here

    def summary(self) -> str:
        """The counts in a line: `3 gated, 12 open; 1 without text`."""
        verdicts = ", ".join(f"{count:,} {access}" for access, count in sorted(self.verdicts.items()))
        parts = [verdicts] if verdicts else []
        parts.append(f"{self.rejected:,} without text")
        if self.skipped:
            parts.append(f"{self.skipped:,} skipped (not pages)")
        return "; ".join(parts)

    def to_json(self) -> dict[str, Any]:
        """As plain data."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return {**plain, "verdicts": dict(self.verdicts), "position": asdict(self.position)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Tally:
        """From what `to_json` gives."""
        return cls(**{**data, "verdicts": Counter(data["verdicts"]), "position": Position(**data["position"])})
