"""What `boiler predict` does about verdicts: end with an exit code of its own for some, leave walled pages out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Annotated

import typer

from classifier.page import Access

VERDICT_MET = 3
"""Exit code when a page has a verdict that --fail-on names. It goes before the code for pages that failed."""

FailOnOption = Annotated[
    list[Access] | None,
    typer.Option(
        "--fail-on",
        help=f"End with exit code {VERDICT_MET} when a page has this verdict; may be given again.",
        show_default=False,
    ),
]
SkipWalledOption = Annotated[
    bool, typer.Option("--skip-walled", help="Leave metered and gated pages out of the results; they are counted.")
]


@dataclass(slots=True)
class Watch:
    """Verdicts as they come by. fail_on: those that end the run with VERDICT_MET. skip_walled: walled pages are left out."""

    fail_on: frozenset[Access] = frozenset()
    skip_walled: bool = False
    met: Counter[Access] = field(default_factory=Counter)
    skipped: int = 0

    def lets_through(self, access: Access) -> bool:
        """Note a page's verdict; whether the page belongs in the results."""
        if access in self.fail_on:
            self.met[access] += 1
        is_skipped = self.skip_walled and access is not Access.OPEN
        self.skipped += is_skipped
        return not is_skipped

    def told(self) -> str:
        """What to tell of pages that were left out; "" for none."""
        if not self.skipped:
            return ""
        return f"{self.skipped} walled page{'s' if self.skipped > 1 else ''} left out (--skip-walled)"
