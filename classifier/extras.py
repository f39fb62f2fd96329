"""Packages that only some users need: what to say when one is missing."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from classifier.errors import MissingExtraError


def require(extra: str, *packages: str) -> None:
    """Check that the packages of an extra can be imported, by their import names.

    Raises MissingExtraError, which names the extra and how to install it.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise MissingExtraError(
            f"{', '.join(missing)} can't be imported; install the extra `{extra}`: {_installation(extra)}"
        )


def extra(module: str, name: str, purpose: str) -> Any:
    """A module of an extra, imported when it is needed. Raises MissingExtraError that names the extra and what needs it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise MissingExtraError(
            f"{purpose} needs {error.name}, which is not installed; {_installation(name)}"
        ) from error


def _installation(extra: str) -> str:
    return f"pip install 'boiler-classifier[{extra}]'"
