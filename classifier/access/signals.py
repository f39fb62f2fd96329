"""Facts that bear on access and don't depend on the block model: of the page as a whole, and of each block's wording."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.access.declared import declared_access
from classifier.access.markers import Marker, markers, sightings
from classifier.access.wording import BADGE_WORDS, LONGEST, wall_wording
from classifier.access.wording import NAMES as WORDING_NAMES
from classifier.features.line_purposes import PURPOSES, line_purposes, word_hashes
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
BLOCK_NAMES: tuple[str, ...] = (*WORDING_NAMES, "gate_agreed", "meter_agreed")
LEAST_LEARNED = 0.35
"""A purpose less likely than this is no sign of a wall."""
MOSTLY_LINK = 0.9
"""Link density from which a line is a menu's or a button's, whose purpose the lines around it tell."""
LIKELY_ELSEWHERE = 0.5
ELSEWHERE = ("comment", "newsletter", "donation", "promo", "consent")
"""Purposes of lines that are worded like walls and keep nobody from reading."""
_KINDS = ("meter", "declared", "open", "content", "vendor", "consent")


@dataclass(frozen=True, slots=True)
class Signals:
    """page: one number for each of NAMES. blocks: (blocks, BLOCK_NAMES)."""

    page: Floats
    blocks: Floats

    def value(self, name: str) -> float:
        """A signal of the page by its name."""
        return float(self.page[NAMES.index(name)])


NO_SIGNALS = Signals(np.zeros(len(NAMES), np.float32), np.zeros((0, len(BLOCK_NAMES)), np.float32))


def page_signals(reading: Reading, table: tuple[Marker, ...] | None = None) -> Signals:
    """The signals of a page. Plain text has no page-level ones. table: markers to look for, those that ship by default."""
    values = dict.fromkeys(NAMES, 0.0)
    document = reading.document
    declared = declared_access(document.json_ld, document.meta)
    values["declared_paid"] = float(declared.free is False)
    values["declared_free"] = float(declared.free is True)
    values["declared_paid_part"] = float(declared.paid_part)
    values["log_declared_words"] = float(np.log1p(declared.word_count))
    for sighting in sightings(document, markers() if table is None else table):
        kind = sighting.marker.kind
        if kind == "gate":
            values["marker_gate"] = 1.0
            if not sighting.hidden:
                values["marker_gate_visible"] = 1.0
        elif kind in _KINDS:
            values[f"marker_{kind}"] = 1.0
    page = np.array([values[name] for name in NAMES], dtype=np.float32)
    return Signals(page, block_signals(reading))


def block_signals(reading: Reading) -> Floats:
    """How each block is worded, (blocks, BLOCK_NAMES): by the phrases of walls or by the learned purposes, whichever says more,
    nothing where another purpose is likely; and how far both agree."""
    worded = wall_wording(reading)
    if not reading.size:
        return np.zeros((0, len(BLOCK_NAMES)), dtype=np.float32)
    told = (reading.word_counts > 0) & (reading.word_counts <= LONGEST) & (reading.link_density < MOSTLY_LINK)
    purposes = np.zeros((reading.size, len(PURPOSES)), dtype=np.float32)
    hashes = word_hashes(reading.vocabulary)[reading.word_numbers]
    purposes[told] = line_purposes(hashes, reading.word_starts[told], reading.word_ends[told])
    gate, meter, badge = (purposes[:, PURPOSES.index(name)] for name in ("gate", "meter", "badge"))
    short = reading.word_counts <= BADGE_WORDS
    learned = np.stack([gate, meter, badge * (short & (reading.link_density < 0.5))], axis=1)
    learned[learned < LEAST_LEARNED] = 0
    other = purposes[:, [PURPOSES.index(name) for name in ELSEWHERE]].sum(axis=1)
    agreed = worded[:, :2] * learned[:, :2]
    worded[:, :3] = np.maximum(worded[:, :3], learned) * (other < LIKELY_ELSEWHERE)[:, None]
    return np.concatenate([worded, agreed], axis=1)
