"""Packages that only some users need: what to say when one is missing."""

from __future__ import annotations

from importlib.util import find_spec

from classifier.errors import MissingExtraError


def require(extra: str, *packages: str) -> None:
    """Check that the packages of an extra can be imported, by their import names.

    Raises MissingExtraError, which names the extra and how to install it.
    """
    missing = [package for package in packages if find_spec(package) is None]
    if missing:
        raise MissingExtraError(
            f"{', '.join(missing)} can't be imported; install the extra `{extra}`: pip install 'boiler-classifier[{extra}]'"
        )
