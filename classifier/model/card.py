"""The model card: what a model was trained on and how well it does. Facts only; the prose is in models/README.md."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from classifier.corpus.labelled_page import LabelledPage
from classifier.features import FEATURE_NAMES
from classifier.model.training import Settings
from classifier.version import __version__


def model_card(pages: Sequence[LabelledPage], settings: Settings, figures: Mapping[str, Any] | None) -> dict[str, Any]:
    """The card of a model trained on these pages. figures: cross-validated by site, None when they were not asked for."""
    return {
        "trained_with": f"boiler-classifier {__version__}",
        "features": len(FEATURE_NAMES),
        "folds": sorted({page.fold for page in pages}),
        "pages": dict(sorted(Counter(page.source for page in pages).items())),
        "sites": len({page.site for page in pages}),
        "languages": dict(Counter(page.lang for page in pages if page.lang).most_common()),
        "data_sha256": data_digest(pages),
        "settings": asdict(settings),
        "cross_validated_by_site": dict(figures) if figures else None,
    }


def data_digest(pages: Sequence[LabelledPage]) -> str:
    """One hash over all pages and what is known of them, whatever their order."""
    digests = sorted(
        hashlib.sha256(
            b"\0".join(
                [
                    page.source.encode(),
                    page.name.encode(),
                    page.html or (page.text or "").encode(),
                    repr(
                        (
                            page.site,
                            page.fold,
                            page.title,
                            page.runs,
                            page.access,
                            page.type,
                            page.wanted,
                            page.unwanted,
                            page.partial,
                        )
                    ).encode("utf-8", "surrogatepass"),
                    page.known_text.encode("utf-8", "surrogatepass"),
                ]
            )
        ).hexdigest()
        for page in pages
    )
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def write_card(model_path: Path, card: Mapping[str, Any]) -> Path:
    """Write the card beside the model as Markdown; returns its path."""
    lines = [f"# Model card: {model_path.name}", ""]
    for key, value in card.items():
        if key == "cross_validated_by_site":
            continue
        lines.append(
            f"- **{key.replace('_', ' ')}**: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
        )
    figures = card.get("cross_validated_by_site")
    if figures:
        lines += [
            "",
            "## Figures, cross-validated by site",
            "",
            "| label | precision | recall | F1 | 95 % interval | lines |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        for label, row in figures["labels"].items():
            interval = row.get("f1_interval") or ["", ""]
            lines.append(
                f"| {label} | {row['precision']} | {row['recall']} | {row['f1']} | {interval[0]} to {interval[1]} | {row['lines']} |"
            )
        lines += [
            "",
            f"Macro F1 {figures['macro_f1']} over {figures['pages']} pages. Access: {json.dumps(figures['access'])}",
        ]
    path = model_path.with_suffix(".md")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
