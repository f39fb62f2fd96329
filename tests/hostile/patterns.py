"""Every regular expression of the package: those that modules hold, and those written in functions, found in the source."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import classifier

ROOT = Path(classifier.__file__).parent
FUNCTIONS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}


def compiled_patterns() -> dict[str, re.Pattern[Any]]:
    """The compiled patterns that modules hold by name, alone or in tuples and mappings, and the rows of the marker table."""
    from classifier.access.markers import markers

    found: dict[str, re.Pattern[Any]] = {}
    for info in pkgutil.walk_packages(classifier.__path__, "classifier."):
        if info.name.rpartition(".")[2] == "__main__":
            continue
        try:
            module = importlib.import_module(info.name)
        except ImportError:
            # An integration whose engine is not installed; its patterns are taken from the source.
            continue
        for name, value in vars(module).items():
            for number, pattern in enumerate(_patterns_in(value)):
                found[f"{info.name}.{name}[{number}]"] = pattern
    found |= {f"markers.tsv {marker.name}": marker.pattern for marker in markers()}
    known = {pattern.pattern for pattern in found.values()}
    found |= {place: re.compile(literal) for place, literal in calls_in_source() if literal and literal not in known}
    return found


def _patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _patterns_in(item)
    elif isinstance(value, dict):
        yield from _patterns_in(list(value.values()))


def calls_in_source() -> Iterator[tuple[str, str | bytes | None]]:
    """Each call of `re` in the source: where it is, and the pattern where it is written out there."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            called = node.func
            if isinstance(called.value, ast.Name) and called.value.id == "re" and called.attr in FUNCTIONS:
                first = node.args[0]
                literal = first.value if isinstance(first, ast.Constant) else None
                yield f"{path.relative_to(ROOT)}:{node.lineno}", literal
