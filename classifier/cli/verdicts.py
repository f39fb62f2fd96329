"""What `boiler predict` does about verdicts: end with an exit code of its own for some, leave walled pages out."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

import typer

from classifier.bulk.tally import Tally
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


def is_met(fail_on: Collection[Access], tally: Tally) -> bool:
    """Whether a page has one of the verdicts that end a run with VERDICT_MET."""
    return any(tally.verdicts[access.value] for access in fail_on)


def told_of_left_out(tally: Tally) -> str:
    """What to tell of pages that were left out; "" for none."""
    if not tally.left_out:
        return ""
    return f"{tally.left_out:,} walled page{'s' if tally.left_out > 1 else ''} left out (--skip-walled)"
