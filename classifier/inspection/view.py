"""An inspection as one HTML file."""

from __future__ import annotations

from typing import Any

from classifier.inspection.contributions import LABELS
from classifier.inspection.inspection import Inspection
from classifier.webview import read_asset, self_contained


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
        known = number < len(why.log_odds)
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
                "seen": why.seen[number] if known else (),
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
