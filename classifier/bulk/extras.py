"""Libraries that only some inputs and outputs need, and what to install when one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from classifier.errors import InputError


def extra(module: str, name: str, purpose: str) -> Any:
    """A module of an extra. Raises InputError that names the extra when it is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise InputError(
            f"{purpose} needs {error.name}, which is not installed; pip install 'boiler-classifier[{name}]'"
        ) from error
