"""The state that a page hands to its scripts: JSON in `<script>`, assigned to a variable, or pushed in pieces."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from classifier.embedded.json_ld import read_json

LEAST_CHARS, MOST_CHARS = 300, 8_000_000
"""A shorter script holds no text worth reading; all scripts together are read up to the second."""
TRIES = 8
ASSIGNED = re.compile(r"[=(:]\s{0,20}(?=\{\s{0,20}[\"}]|\[\s{0,20}[\[{\"])")
QUOTED = re.compile(r"(?:JSON\.parse\(|__next_f\.push\(\[1,)\s{0,20}(?=\")")
DECODER = json.JSONDecoder(strict=False)


def states(root: etree._Element) -> Iterator[tuple[etree._Element, Any]]:
    """The scripts of a page with a value that they hold, in page order. JSON-LD is left out."""
    left = MOST_CHARS
    for script in root.iter("script"):
        text, kind = script.text or "", (script.get("type") or "").lower()
        if len(text) < LEAST_CHARS or len(text) > left or "ld+json" in kind:
            continue
        left -= len(text)
        if "json" in kind:
            value = read_json(text)
            if value is not None:
                yield script, value
        elif "{" in text and ('":' in text or '\\"' in text):
            for value in _assigned(text):
                yield script, value


def _assigned(text: str) -> Iterator[Any]:
    """The JSON values that a script assigns or passes; JSON in a string is read, other strings are given as they are."""
    for pattern in (QUOTED, ASSIGNED):
        found = 0
        at = 0
        while found < TRIES and (match := pattern.search(text, at)):
            found += 1
            try:
                value, at = DECODER.raw_decode(text, match.end())
            except (ValueError, RecursionError):
                at = match.end()
                continue
            if isinstance(value, str):
                inner = read_json(value)
                yield value if inner is None else inner
            else:
                yield value
