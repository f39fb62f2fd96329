"""`boiler info`: what a model is."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from classifier.cli.console import PipeConsole
from classifier.cli.options import TrustOption
from classifier.cli.output import told_as_input
from classifier.features import FEATURE_NAMES
from classifier.loading import is_joblib, load, shipped_model


def info_command(
    model: Annotated[
        Path | None, typer.Argument(help="Model file; the shipped model when left out.", show_default=False)
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False,
    trust: TrustOption = False,
) -> None:
    """Show a model's card: what it was trained on, with which settings, and how well it does on sites it never saw."""
    path = model or shipped_model()
    loaded = load(path, trust=trust)
    card = dict(loaded.card)
    if as_json:
        sys.stdout.write(json.dumps(card, indent=1, ensure_ascii=False) + "\n")
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row("file", str(path))
    # A file of joblib carries no checksum that could be checked.
    checked = "" if is_joblib(path) else " checked"
    table.add_row(
        "size",
        f"{path.stat().st_size / 1e6:.1f} MB, SHA-256{checked} ({hashlib.sha256(path.read_bytes()).hexdigest()[:16]}…)",
    )
    table.add_row("features", str(len(FEATURE_NAMES)))
    for key, value in card.items():
        table.add_row(str(key), value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    with told_as_input("standard output"):
        PipeConsole().print(table)
