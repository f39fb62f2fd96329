"""A page's blocks as a coloured table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classifier.bulk.formats import chosen_blocks
from classifier.page import Access, Label, Page

COLOURS = {
    Label.CONTENT: "green",
    Label.NAVIGATION: "bright_black",
    Label.ICON_NOISE: "magenta",
    Label.PAYWALL: "yellow",
}
VERDICTS = {Access.OPEN: "green", Access.METERED: "yellow", Access.GATED: "red"}
LONGEST = 400
REASONS = 3


def print_table(console: Console, name: str, page: Page, only: Sequence[Label] = ()) -> None:
    """Print the blocks of a page with label, confidence and text, then title, verdict with its reasons, and counts."""
    table = Table(box=None, pad_edge=False, show_edge=False)
    table.add_column("label", no_wrap=True)
    table.add_column("conf.", justify="right", no_wrap=True)
    table.add_column("text", overflow="fold")
    for _, block in chosen_blocks(page, only):
        shown = block.text if len(block.text) <= LONGEST else block.text[:LONGEST] + "…"
        colour = COLOURS[block.label]
        table.add_row(Text(block.label.value, style=colour), f"{block.confidence:.2f}", Text(shown, style=colour))
    console.print(Text(name, style="bold"))
    console.print(table)
    console.print(Text.assemble("title    ", (page.title or "(none)", "bold")))
    odds = ", ".join(f"{kind} {share:.2f}" for kind, share in page.access_probabilities.items())
    console.print(
        Text.assemble("access   ", (page.access.value, f"bold {VERDICTS[page.access]}"), f" ({odds})" if odds else "")
    )
    for reason in page.evidence[:REASONS]:
        console.print(Text(f"         {reason.reason}"))
    counts = page.counts()
    console.print(Text.assemble("blocks   ", ", ".join(f"{count} {label}" for label, count in counts.items())))
    for warning in page.warnings:
        console.print(Text(f"warning  {warning}", style="yellow"))
