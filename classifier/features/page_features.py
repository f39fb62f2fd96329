"""All that a model reads of a page: the matrix of named columns, the words and the groups of its blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.features.groups import groups
from classifier.features.reading import Floats, Reading
from classifier.features.registry import feature_matrix
from classifier.features.tokens import Bag, tokens
from classifier.segment.limits import NO_DEADLINE, Deadline


@dataclass(frozen=True, slots=True)
class PageFeatures:
    """matrix: (blocks, columns). bags: one a kind of words. groups: (blocks, kinds), numbers of the groups of each block."""

    matrix: Floats
    bags: tuple[Bag, ...] = ()
    groups: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.matrix)


def page_features(reading: Reading, deadline: Deadline = NO_DEADLINE) -> PageFeatures:
    """The features of a page. Raises TimeIsUpError after the deadline."""
    matrix = feature_matrix(reading, deadline)
    bags = tokens(reading)
    deadline.check()
    return PageFeatures(matrix, bags, groups(reading))
