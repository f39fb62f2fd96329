"""Options that several subcommands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifier.errors import InputError


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
LABELED = Path("data/labeled")
"""Where labelled pages are looked for when no folder is named."""
