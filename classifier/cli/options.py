"""Options that several subcommands share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from typing import Annotated

import typer

from classifier.errors import InputError
from classifier.segment.limits import Limits


def _some(jobs: int) -> int:
    if jobs == 0:
        raise InputError("--jobs: 0 processes do nothing; give 1 or more, or -1 for one a core")
    return jobs


ModelOption = Annotated[
    Path | None, typer.Option("--model", "-m", help="Model file; the shipped model when left out.", show_default=False)
]
TrustOption = Annotated[
    bool, typer.Option("--trust", help="Allow a .joblib model, which can run any code while it loads.")
]
CorporaOption = Annotated[
    list[Path],
    typer.Option("--corpora", help="Folder of public corpora (see `boiler corpora fetch`); may be given again."),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", callback=_some, help="Processes to use; -1 for one a core.")]
LimitOption = Annotated[
    list[str] | None,
    typer.Option(
        "--limit",
        help="How much of a page is read: max_bytes, max_elements, max_blocks, max_characters or seconds, as max_bytes=1000000; "
        "may be given again. A page over one comes with a warning.",
    ),
]
LABELED = Path("data/labeled")
"""Where labelled pages are looked for when no folder is named."""


def read_limits(given: Sequence[str]) -> Limits:
    """The limits that `--limit NAME=NUMBER` gives; the default for those left out. Raises InputError for a wrong one."""
    names = [bound.name for bound in fields(Limits)]
    values: dict[str, float] = {}
    for each in given:
        name, _, number = each.partition("=")
        try:
            values[name] = float(number) if name == "seconds" else int(number.replace("_", ""))
            Limits(**values)  # type: ignore[arg-type]
        except (ValueError, TypeError) as error:
            raise InputError(
                f"--limit {each[:100]}: give a limit and a number above 0, such as max_bytes=1000000; the limits are {', '.join(names)}"
            ) from error
    return Limits(**values)  # type: ignore[arg-type]
