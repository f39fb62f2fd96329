"""Every feature column by name, and the matrix of a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from classifier.features import (
    containers,
    cues,
    declared_text,
    icons,
    links,
    metadata,
    placeholders,
    position,
    repetition,
    shape,
    structure,
)
from classifier.features.reading import Floats, Reading
from classifier.segment import Document
from classifier.segment.limits import NO_DEADLINE, Deadline


@dataclass(frozen=True, slots=True)
class Family:
    """A group of columns that one function computes: (blocks, len(names)) from a reading."""

    name: str
    names: tuple[str, ...]
    compute: Callable[[Reading], Floats]


FAMILIES: tuple[Family, ...] = tuple(
    Family(module.__name__.rsplit(".", 1)[-1], module.NAMES, module.compute)
    for module in (
        shape,
        links,
        placeholders,
        cues,
        icons,
        structure,
        containers,
        repetition,
        position,
        metadata,
        declared_text,
    )
)
FEATURE_NAMES: tuple[str, ...] = tuple(name for family in FAMILIES for name in family.names)


def feature_matrix(reading: Reading, deadline: Deadline = NO_DEADLINE) -> Floats:
    """All features of a page, shape (blocks, len(FEATURE_NAMES)), in the order of FEATURE_NAMES.

    Raises TimeIsUpError when the deadline passes between two families.
    """
    if not reading.size:
        return np.zeros((0, len(FEATURE_NAMES)), dtype=np.float32)
    parts = []
    for family in FAMILIES:
        parts.append(family.compute(reading))
        deadline.check()
    return np.concatenate(parts, axis=1)


def columns_of(*families: str) -> list[int]:
    """Positions of the columns of the named families. Raises KeyError for an unknown name."""
    known = {family.name for family in FAMILIES}
    for name in families:
        if name not in known:
            raise KeyError(name)
    owners = [family.name for family in FAMILIES for _ in family.names]
    return [at for at, owner in enumerate(owners) if owner in families]


def features(document: Document) -> Floats:
    """All features of a document; see `feature_matrix`."""
    return feature_matrix(Reading(document))
