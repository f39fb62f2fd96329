"""Links: how much of a block, of its neighbours and of its surroundings is link text."""

from __future__ import annotations

import numpy as np

from classifier.features.reading import Floats, Reading, shifted, window_sum

RADII = (1, 3, 8, 20)
NAMES: tuple[str, ...] = (
    "link_density",
    "links",
    "chars_per_link",
    "whole_link",
    *(f"link_density_{r}" for r in RADII),
    *(f"mean_log_chars_{r}" for r in RADII),
    "link_density_before",
    "link_density_after",
)


def compute(reading: Reading) -> Floats:
    density, lengths = reading.link_density, reading.lengths.astype(np.float32)
    link_chars = density * lengths
    links = np.asarray(reading.document.links, dtype=np.float32)
    log_chars = np.log1p(lengths)
    ones = np.ones(reading.size, dtype=np.float32)
    columns = [density, np.log1p(links), np.log1p(lengths / np.maximum(links, 1)), density > 0.9]
    columns += [window_sum(link_chars, r) / np.maximum(window_sum(lengths, r), 1) for r in RADII]
    columns += [window_sum(log_chars, r) / np.maximum(window_sum(ones, r), 1) for r in RADII]
    columns += [shifted(density, -1), shifted(density, 1)]
    return np.column_stack(columns).astype(np.float32)
