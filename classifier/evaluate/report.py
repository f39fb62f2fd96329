"""An evaluation as one HTML file: figures with intervals, plots, slices, worst pages, what changed since an earlier one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from lxml import html

from classifier.errors import DataFileError
from classifier.evaluate.evaluation import LABELS, Evaluation, PageResult
from classifier.evaluate.intervals import Figure, bootstrap_by_site
from classifier.evaluate.lines import LABEL_OF_CODE
from classifier.webview import read_asset, self_contained

FORMAT = "boiler report 1"
NAMES = [name.replace("_", " ") for name in LABELS]
WORST = 10
SLICES = {"lang": "language", "type": "type of page", "source": "source"}
SHADES = (0.5, 0.05, 0.001)


@dataclass(frozen=True, slots=True)
class Earlier:
    """Figures of an earlier report. f1: of each label and macro. pages: digest of the pages that they are over."""

    title: str
    f1: Mapping[str, float]
    pages: str


def worst_pages(results: Sequence[PageResult], most: int = WORST) -> list[PageResult]:
    """Pages with the most wrong lines, then those with a wrong verdict; none that came out right."""
    bad = [result for result in results if wrong_lines(result) or (result.access and result.access != result.verdict)]
    return sorted(bad, key=lambda r: (-wrong_lines(r), r.access == r.verdict, r.source, r.name))[:most]


def wrong_lines(result: PageResult) -> int:
    """How many labelled lines of a page got another label."""
    return sum(count for (true, guess), count in result.confusion.items() if true != guess)


def report_html(
    evaluation: Evaluation,
    title: str,
    *,
    earlier: Earlier | None = None,
    views: Mapping[tuple[str, str], str] | None = None,
) -> str:
    """The report. views: addresses of inspect views, by (source, name) of the page.

    Needs the extra `report` (matplotlib and jinja2); raises ImportError without it.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    sites = evaluation.by_site()
    intervals = bootstrap_by_site([evaluation.confusion(site) for site in sites], LABELS)
    figures: dict[str, Any] = evaluation.figures(intervals=False)
    template = Environment(autoescape=True).from_string(read_asset(__package__, "report.html"))
    body = template.render(
        title=title,
        facts=f"{figures['pages']} pages of {len(sites)} sites; {len(figures['not_scored'])} could not be scored",
        sites=len(sites),
        names=NAMES,
        labels=[_label_row(label, intervals[label], figures, earlier) for label in (*LABELS, "macro")],
        earlier=earlier and {"title": earlier.title, "note": _note(earlier, evaluation)},
        confusion=_confusion_rows(evaluation),
        plots=[Markup(svg) for svg in _plots(evaluation)],
        access=[_access_row(name, figures["access"][name]) for name in ("walled", "gated")],
        false_alarms=figures["access"]["false_alarms"],
        slices=[
            {
                "name": SLICES[name],
                "rows": [_slice_row(value, row) for value, row in rows.items()],
                "texts": any(row["word_f1"] is not None for row in rows.values()),
            }
            for name, rows in figures["slices"].items()
        ],
        worst=[
            {
                "name": f"{result.source}/{result.name}",
                "wrong": wrong_lines(result),
                "lines": result.confusion.total(),
                "verdict": result.verdict,
                "access": result.access,
                "view": (views or {}).get((result.source, result.name)),
            }
            for result in worst_pages(evaluation.results)
        ],
        not_scored=figures["not_scored"],
    )
    data = {
        "format": FORMAT,
        "title": title,
        "pages": _pages_digest(evaluation),
        "f1": {label: round(row["f1"].value, 4) for label, row in intervals.items()},
        "figures": figures,
    }
    return self_contained(
        title,
        body,
        styles=read_asset("classifier.webview", "base.css") + read_asset(__package__, "report.css"),
        script=read_asset("classifier.webview", "base.js") + 'themeButton(byId("theme"));\n',
        data=data,
    )


def read_report(path: Path) -> Earlier:
    """The figures that a report carries. Raises DataFileError for a file that is no report."""
    try:
        root = html.document_fromstring(path.read_bytes())
        data = json.loads(root.xpath("string(//script[@id='data'])"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}")
        return Earlier(str(data["title"]), {key: float(value) for key, value in data["f1"].items()}, data["pages"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(f"{path}: not a report of `boiler evaluate --report` ({error})") from error
    except html.etree.ParserError as error:
        raise DataFileError(f"{path}: not a report of `boiler evaluate --report` ({error})") from error


def _plots(evaluation: Evaluation) -> list[str]:
    from classifier.evaluate.plots import calibration_svg, precision_recall_svg

    lines = [line for result in evaluation.results for line in result.lines]
    if not lines:
        return []
    true = [LABEL_OF_CODE[line.code].value for line in lines]
    probabilities = np.array([line.probabilities for line in lines])
    return [precision_recall_svg(true, probabilities, LABELS), calibration_svg(true, probabilities, LABELS)]


def _label_row(
    label: str, row: Mapping[str, Figure], figures: Mapping[str, Any], earlier: Earlier | None
) -> dict[str, Any]:
    now = row["f1"]
    before = earlier.f1.get(label) if earlier else None
    change = ""
    if before is not None:
        # Adding zero turns -0.0 into 0.0, which has no sign to show.
        change = f"{round(now.value - before, 3) + 0.0:+.3f}"
        change += "" if now.low <= before <= now.high else " *"
    lines = sum(kept["lines"] for kept in figures["labels"].values())
    return {
        "name": label.replace("_", " "),
        "figures": [row["precision"], row["recall"], now],
        "lines": lines if label == "macro" else figures["labels"][label]["lines"],
        "before": "" if before is None else f"{before:.3f}",
        "change": change,
    }


def _note(earlier: Earlier, evaluation: Evaluation) -> str:
    if earlier.pages != _pages_digest(evaluation):
        return "The earlier report is over other pages, so its figures don't compare one to one."
    return "Both are over the same pages. A change with * leaves the 95 % interval of this report."


def _pages_digest(evaluation: Evaluation) -> str:
    names = sorted(f"{result.source}/{result.name}" for result in evaluation.results)
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def _confusion_rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    confusion = evaluation.confusion()
    rows = []
    for place, (true, name) in enumerate(zip(LABELS, NAMES, strict=True)):
        counts = [confusion[true, guess] for guess in LABELS]
        shares = [count / max(sum(counts), 1) for count in counts]
        cells = [
            {"count": count, "shade": sum(share >= least for least in SHADES), "right": at == place}
            for at, (count, share) in enumerate(zip(counts, shares, strict=True))
        ]
        rows.append({"name": name, "cells": cells})
    return rows


def _access_row(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    def shown(figure: str) -> str:
        low, high = row[f"{figure}_interval"]
        return f"{row[figure]:.3f} ({low:.2f} to {high:.2f})"

    return {"name": name, "precision": shown("precision"), "recall": shown("recall"), "pages": row["pages"]}


def _slice_row(value: str, row: Mapping[str, Any]) -> dict[str, Any]:
    def shown(figure: float | None) -> str:
        return "" if figure is None else f"{figure:.3f}"

    return {
        "value": value,
        "pages": row["pages"],
        "macro_f1": shown(row["macro_f1"]),
        "word_f1": shown(row["word_f1"]),
    }
