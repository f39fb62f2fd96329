"""What one kind of input (HTML or text) needs to be labelled: networks, calibration, verdict; and its part of a model file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.access.verdict import VerdictModel, from_arrays, to_arrays
from classifier.features import PageFeatures
from classifier.features.groups import KINDS as GROUP_KINDS
from classifier.features.tokens import KINDS as TOKEN_KINDS
from classifier.model.decisions import PAYWALL
from classifier.model.ensemble import Ensemble, ensembles
from classifier.model.inference import FittedNetwork, calibrated
from classifier.model.network import Floats, Layout, weight_shapes

Networks = tuple[FittedNetwork, ...]
WIDEST = 2_048
"""Units of a layer, and blocks of a dilation, beyond which a model file is taken for damaged."""
WIDEST_VECTOR = 256
"""Numbers of a word vector beyond which a model file is taken for damaged."""
LEAST_TEMPERATURE = 1e-3


@dataclass(frozen=True)
class ModeModel:
    """networks: averaged. wall_networks: fitted to the pages alone that a person labelled, and averaged; they are heard on
    walls only (see `with_walls`); may be none. temperature: divides the log probabilities, so that they are calibrated."""

    networks: Networks
    wall_networks: Networks
    temperature: float
    access: VerdictModel

    def probabilities(self, page: PageFeatures) -> Floats:
        """Calibrated role probabilities, (blocks, roles)."""
        general, *of_labelled = [found for each in self._ensembles for found in each.probabilities(page)]
        return calibrated(with_walls(general, *of_labelled) if of_labelled else general, self.temperature)

    @cached_property
    def _ensembles(self) -> tuple[Ensemble, ...]:
        return ensembles([networks for networks in (self.networks, self.wall_networks) if networks])

    def __reduce__(self) -> tuple[Any, ...]:
        # Without the ensembles, which hold the same weights once more.
        return ModeModel, (self.networks, self.wall_networks, self.temperature, self.access)


def with_walls(general: Floats, of_labelled: Floats) -> Floats:
    """Role probabilities in which a wall is as likely as the likelier of two opinions says; the other roles share the rest.

    Known main texts tell body from not body, never walls, and they outnumber the pages that a person labelled. A network
    fitted to the latter alone knows less of bodies and more of walls.
    """
    wall = np.maximum(general[:, PAYWALL], of_labelled[:, PAYWALL])
    shrunk = (1 - wall) / np.maximum(1 - general[:, PAYWALL], 1e-6)
    found: Floats = (general * shrunk[:, None]).astype(np.float32)
    found[:, PAYWALL] = wall
    return found


def mode_to_arrays(name: str, mode: ModeModel) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """The header and the arrays of a mode in a model file."""
    arrays = to_arrays(f"{name}.access", mode.access)
    header: dict[str, Any] = {"temperature": mode.temperature}
    for kind, networks in (("general", mode.networks), ("walls", mode.wall_networks)):
        header[kind] = _networks_to_arrays(f"{name}.{kind}", networks, arrays) if networks else None
    return header, arrays


def mode_from_arrays(
    name: str, header: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], features: int, roles: int
) -> ModeModel:
    """The mode that `mode_to_arrays` was given. Raises KeyError, TypeError or ValueError when a part is missing or unfitting."""
    temperature = float(header["temperature"])
    if not LEAST_TEMPERATURE < temperature < 1 / LEAST_TEMPERATURE:
        raise ValueError(f"{name}: temperature must be a positive number, not {header['temperature']!r}")
    networks, walls = (
        _networks_from_arrays(f"{name}.{kind}", header[kind], arrays, features, roles) if header[kind] else ()
        for kind in ("general", "walls")
    )
    if not networks:
        raise ValueError(f"{name} has no network")
    return ModeModel(networks, walls, temperature, from_arrays(f"{name}.access", arrays))


def _networks_to_arrays(prefix: str, networks: Networks, arrays: dict[str, NDArray[Any]]) -> dict[str, Any]:
    first = networks[0]
    layout = first.layout
    arrays[f"{prefix}.mean"], arrays[f"{prefix}.scale"] = first.mean, first.scale
    arrays |= {f"{prefix}.known{kind}": hashes for kind, hashes in enumerate(first.known)}
    for number, network in enumerate(networks):
        for key, value in network.weights.items():
            arrays[f"{prefix}.{number}.{key}"] = value.astype(np.float16) if key in layout.table_names else value
    return {
        "hidden": layout.hidden,
        "context": layout.context,
        "width": layout.width,
        "dilations": list(layout.dilations),
        "tables": [list(table) for table in layout.tables],
        "groups": layout.groups,
        "members": len(networks),
    }


def _networks_from_arrays(
    prefix: str, about: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], features: int, roles: int
) -> Networks:
    _check_layout(prefix, about)
    layout = Layout(
        features,
        roles,
        about["hidden"],
        about["context"],
        about["width"],
        tuple(about["dilations"]),
        tuple((rows, dimensions) for rows, dimensions in about["tables"]),
        about["groups"],
    )
    known = tuple(arrays[f"{prefix}.known{kind}"] for kind in range(len(TOKEN_KINDS)))
    if [len(hashes) for hashes in known] != [rows for rows, _ in layout.tables] or layout.groups != len(GROUP_KINDS):
        raise ValueError(f"{prefix} has other tables of words or groups than this version reads")
    scaling = arrays[f"{prefix}.mean"], arrays[f"{prefix}.scale"]
    if any(array.shape != (features,) for array in scaling):
        raise ValueError(f"{prefix}.mean and {prefix}.scale need {features} numbers")
    shapes = weight_shapes(layout)
    networks = []
    for number in range(about["members"]):
        start = f"{prefix}.{number}."
        weights = {
            key.removeprefix(start): np.asarray(value, dtype=np.float32)
            for key, value in arrays.items()
            if key.startswith(start)
        }
        for key, shape in shapes.items():
            if weights[key].shape != shape:
                raise ValueError(f"{start}{key} has shape {weights[key].shape} instead of {shape}")
        networks.append(FittedNetwork(layout, *scaling, known, weights))
    return tuple(networks)


def _check_layout(prefix: str, about: Mapping[str, Any]) -> None:
    """Raises ValueError for numbers that no training writes, which would make predictions slow or huge."""
    for key in ("hidden", "context", "width", "members"):
        if type(about[key]) is not int or not 0 < about[key] <= WIDEST:
            raise ValueError(f"{prefix}: {key} must be 1 to {WIDEST}, not {about[key]!r}")
    if len(about["dilations"]) > WIDEST or not all(type(n) is int and 0 < n <= WIDEST for n in about["dilations"]):
        raise ValueError(f"{prefix}: dilations must be 1 to {WIDEST}")
    if not all(type(dimensions) is int and 0 < dimensions <= WIDEST_VECTOR for _, dimensions in about["tables"]):
        raise ValueError(f"{prefix}: word vectors must have 1 to {WIDEST_VECTOR} numbers")
