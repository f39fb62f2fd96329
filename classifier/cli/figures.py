"""Figures of an evaluation as tables."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table


def print_figures(console: Console, figures: dict[str, Any]) -> None:
    """Print per-label figures with intervals, the confusion matrix, verdicts and slices."""
    labels: dict[str, dict[str, Any]] = figures["labels"]
    table = Table(title=f"{figures['pages']} pages, macro F1 {figures['macro_f1']:.3f}", box=None, title_justify="left")
    for name in ("label", "precision", "recall", "F1", "95 % interval", "lines"):
        table.add_column(name, justify="left" if name == "label" else "right")
    for label, row in labels.items():
        interval = row.get("f1_interval")
        spread = f"{interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
        table.add_row(
            label, f"{row['precision']:.3f}", f"{row['recall']:.3f}", f"{row['f1']:.3f}", spread, str(row["lines"])
        )
    console.print(table)
    _print_confusion(console, list(labels), figures["confusion"])
    access = figures["access"]
    for kind in ("walled", "gated"):
        row = access[kind]
        console.print(
            f"{kind:7} precision {row['precision']:.3f} ({row['precision_interval'][0]:.2f} to {row['precision_interval'][1]:.2f}), "
            f"recall {row['recall']:.3f} ({row['recall_interval'][0]:.2f} to {row['recall_interval'][1]:.2f}), {row['pages']} pages",
            highlight=False,
        )
    console.print(f"false alarms: {access['false_alarms']}", highlight=False)
    if figures["main_text"]["pages"]:
        console.print(
            f"main text: word F1 {figures['main_text']['word_f1']:.3f} over {figures['main_text']['pages']} pages",
            highlight=False,
        )
    for name, rows in figures["slices"].items():
        slices = Table(box=None)
        for column in (name, "pages", "macro F1", "word F1"):
            slices.add_column(column, justify="left" if column == name else "right")
        for value, row in rows.items():
            slices.add_row(value, str(row["pages"]), _shown(row["macro_f1"]), _shown(row["word_f1"]))
        console.print(slices)
    for problem in figures["not_scored"]:
        console.print(f"not scored: {problem}", highlight=False, style="yellow")


def _print_confusion(console: Console, labels: list[str], confusion: dict[str, int]) -> None:
    table = Table(title="rows: true, columns: predicted", box=None, title_justify="left")
    table.add_column("")
    for label in labels:
        table.add_column(label, justify="right")
    for true in labels:
        table.add_row(true, *(str(confusion.get(f"{true} -> {guess}", 0)) for guess in labels))
    console.print(table)


def _shown(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"
