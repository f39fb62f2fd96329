"""Page-level facts that bear on access, as numbers for the verdict and as names for its evidence."""

from __future__ import annotations

import numpy as np

from classifier.access.declared import declared_access
from classifier.access.markers import sightings
from classifier.features.reading import Floats, Reading

NAMES: tuple[str, ...] = (
    "declared_paid",
    "declared_free",
    "declared_paid_part",
    "marker_gate",
    "marker_gate_visible",
    "marker_meter",
    "marker_declared",
    "marker_open",
    "marker_content",
    "marker_vendor",
    "marker_consent",
    "log_declared_words",
)
_KINDS = ("meter", "declared", "open", "content", "vendor", "consent")


def page_signals(reading: Reading) -> Floats:
    """The signals of a page, in the order of NAMES. All zeros for plain text."""
    values = dict.fromkeys(NAMES, 0.0)
    document = reading.document
    declared = declared_access(document.json_ld)
    values["declared_paid"] = float(declared.free is False)
    values["declared_free"] = float(declared.free is True)
    values["declared_paid_part"] = float(declared.paid_part)
    values["log_declared_words"] = float(np.log1p(declared.word_count))
    for sighting in sightings(document):
        kind = sighting.marker.kind
        if kind == "gate":
            values["marker_gate"] = 1.0
            if not sighting.hidden:
                values["marker_gate_visible"] = 1.0
        elif kind in _KINDS:
            values[f"marker_{kind}"] = 1.0
    return np.array([values[name] for name in NAMES], dtype=np.float32)
