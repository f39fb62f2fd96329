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
    links = np.array(reading.document.links, dtype=np.float32)
    matrix = np.zeros((len(NAMES), reading.size), dtype=np.float32)
    matrix[0] = density
    matrix[1] = np.log1p(links)
    matrix[2] = np.log1p(lengths / np.maximum(links, 1))
    matrix[3] = density > 0.9
    sums = np.stack([density * lengths, lengths, np.log1p(lengths), np.ones(reading.size, dtype=np.float32)])
    for row, radius in enumerate(RADII, start=4):
        link_chars, chars, log_chars, blocks = window_sum(sums, radius)
        matrix[row] = link_chars / np.maximum(chars, 1)
        matrix[row + len(RADII)] = log_chars / np.maximum(blocks, 1)
    matrix[-2] = shifted(density, -1)
    matrix[-1] = shifted(density, 1)
    return matrix.T
