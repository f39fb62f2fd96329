"""An inspection as one HTML file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from classifier.inspection.contributions import LABELS, UnusualFeature
from classifier.inspection.inspection import Inspection
from classifier.webview import read_asset, self_contained

OUTSIDE = "This text was taken from outside the body; no features were computed for it."
LEFT_OUT = "This page is too long to look into every block. Likely walls and the least certain blocks are explained; this is none of them."


def inspection_html(inspection: Inspection) -> str:
    """The view as an HTML document that needs nothing else and runs nothing of the page."""
    return self_contained(
        f"{inspection.page.title or inspection.name}: inspected by boiler",
        read_asset(__package__, "view.html"),
        styles=read_asset("classifier.webview", "base.css") + read_asset(__package__, "view.css"),
        script=read_asset("classifier.webview", "base.js") + read_asset(__package__, "view.js"),
        data=view_data(inspection),
    )


def view_data(inspection: Inspection) -> dict[str, Any]:
    """What the view's script reads, as plain data."""
    page, why, second = inspection.page, inspection.why, inspection.second
    blocks = []
    for number, block in enumerate(page.blocks):
        assert why is not None  # a page with blocks has contributions
        has_features = number < len(why.log_odds)
        known = has_features and bool(why.explained[number])
        blocks.append(
            {
                "text": block.text,
                "label": block.label.value,
                "role": block.role.value,
                "confidence": block.confidence,
                "probabilities": dict(block.probabilities),
                "paragraph": block.paragraph,
                "tag": block.tag,
                "xpath": block.xpath,
                "link_density": block.link_density,
                "hidden": block.hidden,
                "why": [[round(float(value), 2) for value in row] for row in why.log_odds[number]] if known else None,
                "unusual": _unusual(why.unusual[number]) if known else (),
                "no_why": "" if known else LEFT_OUT if has_features else OUTSIDE,
            }
        )
    return {
        "name": inspection.name,
        "model": inspection.model,
        "title": page.title,
        "lang": page.lang,
        "type": page.type,
        "type_probability": page.type_probability,
        "access": page.access.value,
        "access_probabilities": dict(page.access_probabilities),
        "evidence": [
            {
                "reason": reason.reason,
                "points_to": reason.points_to.value,
                "weight": reason.weight,
                "block": reason.block,
            }
            for reason in page.evidence
        ],
        "warnings": page.warnings,
        "labels": [label.value for label in LABELS],
        "parts": why.parts if why else (),
        "blocks": blocks,
        "other": second
        and {
            "name": second.name,
            "labels": [label.value if label else None for label in second.labels],
            "confidences": second.confidences,
            "access": second.access.value if second.access else None,
        },
    }


def _unusual(families: Sequence[Sequence[UnusualFeature]]) -> list[list[list[Any]]]:
    """Of each family a list of [name, value, typical value, log-odds of each label or None]."""
    return [
        [
            [
                feature.name,
                _plain(feature.value),
                _plain(feature.typical),
                feature.log_odds and [round(odds, 2) for odds in feature.log_odds],
            ]
            for feature in family
        ]
        for family in families
    ]


def _plain(value: float) -> str:
    """A number as people write it: no exponent, no zeros at the end, two digits behind the point."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
