"""Plots of an evaluation as SVG that follows the page's theme: precision over recall, and calibration."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from lxml import etree
from numpy.typing import NDArray
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, precision_recall_curve

INK = "#010203"
"""Stands for the page's text colour while matplotlib draws."""
COLOURS = {"content": "#010204", "navigation": "#010205", "icon_noise": "#010206", "paywall": "#010207"}
"""Stand for the page's label colours."""
DASHES = {"content": "-", "navigation": "--", "icon_noise": "-.", "paywall": ":"}
BINS = 10
FEWEST_POINTS = 5
MOST_POINTS = 200
SVG = "{http://www.w3.org/2000/svg}"


def precision_recall_svg(true: Sequence[str], probabilities: NDArray[np.floating], labels: Sequence[str]) -> str:
    """Precision over recall of each label as its threshold moves. true: of each line. probabilities: (lines, labels)."""

    def draw(axes: Any) -> None:
        for column, label in enumerate(labels):
            yes = np.array([name == label for name in true])
            if not yes.any():
                continue
            precision, recall, _ = precision_recall_curve(yes, probabilities[:, column])
            kept = np.unique(np.linspace(0, len(recall) - 1, min(MOST_POINTS, len(recall))).astype(int))
            area = average_precision_score(yes, probabilities[:, column])
            axes.plot(
                recall[kept],
                precision[kept],
                DASHES[label],
                color=COLOURS[label],
                label=f"{label.replace('_', ' ')} {area:.3f}",
            )

    return _plot(draw, "recall", "precision", "precision-recall")


def calibration_svg(true: Sequence[str], probabilities: NDArray[np.floating], labels: Sequence[str]) -> str:
    """How often a label is right over the probability that the model gave it. A calibrated model lies on the diagonal."""

    def draw(axes: Any) -> None:
        axes.plot([0, 1], [0, 1], color=INK, linewidth=0.5)
        for column, label in enumerate(labels):
            yes = np.array([name == label for name in true])
            if yes.sum() < FEWEST_POINTS:
                continue
            share, mean = calibration_curve(yes, np.clip(probabilities[:, column], 0, 1), n_bins=BINS)
            error = expected_calibration_error(yes, probabilities[:, column])
            axes.plot(
                mean, share, DASHES[label], marker="o", markersize=3, color=COLOURS[label],
                label=f"{label.replace('_', ' ')} {error:.3f}",
            )  # fmt: skip

    return _plot(draw, "probability that the model gave", "share that was right", "calibration")


def expected_calibration_error(yes: NDArray[np.bool_], probabilities: NDArray[np.floating], bins: int = BINS) -> float:
    """Mean distance between probability and share over equal bins, weighted by lines (Naeini et al. 2015)."""
    bin_of = np.minimum((probabilities * bins).astype(int), bins - 1)
    counts = np.bincount(bin_of, minlength=bins)
    gaps = np.bincount(bin_of, weights=yes.astype(float) - probabilities, minlength=bins)
    return float(np.abs(gaps).sum() / max(counts.sum(), 1))


def _plot(draw: Callable[[Any], None], x: str, y: str, salt: str) -> str:
    import matplotlib
    from matplotlib.figure import Figure

    style: dict[Any, Any] = {
        "svg.fonttype": "none", "svg.hashsalt": salt, "text.color": INK, "axes.labelcolor": INK, "axes.edgecolor": INK,
        "xtick.color": INK, "ytick.color": INK, "font.size": 10, "path.simplify": True,
    }  # fmt: skip
    with matplotlib.rc_context(style):
        figure = Figure(figsize=(5, 4))
        axes = figure.add_subplot()
        draw(axes)
        axes.set(xlabel=x, ylabel=y, xlim=(0, 1.02), ylim=(0, 1.02))
        if axes.get_legend_handles_labels()[0]:
            axes.legend(frameon=False, loc="lower left" if salt == "precision-recall" else "upper left")
        figure.tight_layout()
        out = io.BytesIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None})
    return _themed(out.getvalue(), salt)


def _themed(svg: bytes, name: str) -> str:
    """The drawing with its styles as attributes, which a strict content security policy allows, and the page's colours."""
    root = etree.fromstring(svg)
    for element in list(root.iter(etree.Element)):
        if element.tag in (f"{SVG}style", f"{SVG}metadata"):
            element.getparent().remove(element)
            continue
        for declaration in element.attrib.pop("style", "").split(";"):
            key, _, value = declaration.partition(":")
            if value and key.strip() != "font":
                element.set(key.strip(), value.strip())
    root.set("role", "img")
    root.set("aria-label", f"Plot: {name}")
    for part in root.iter(f"{SVG}g"):
        part.attrib.pop("id", None)
    text = etree.tostring(root, encoding="unicode")
    for label, colour in COLOURS.items():
        text = text.replace(colour, f"var(--{label}-edge)")
    return text.replace(INK, "currentColor")
