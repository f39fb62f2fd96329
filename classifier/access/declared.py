"""What a page's JSON-LD and microdata declare about access, read without trusting their shape."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_NODES = 5_000
MICRODATA_FLAG = "isaccessibleforfree"
FREE_FLAG = re.compile(r'"isAccessibleForFree"\s{0,10}:\s{0,10}"?\s{0,10}(true|false)', re.I)
FLAG_NAME, COUNT_NAME = "isaccessibleforfree", "wordcount"
WORD_COUNT = re.compile(r'"wordCount"\s{0,10}:\s{0,10}"?(\d{1,7})')


@dataclass(frozen=True, slots=True)
class Declared:
    """free: the page's `isAccessibleForFree`, None when it says nothing. paid_part: a part is marked as paid. word_count: as
    declared, 0 when not. selectors: CSS selectors of the paid parts."""

    free: bool | None = None
    paid_part: bool = False
    word_count: int = 0
    selectors: tuple[str, ...] = ()


def declared_access(json_ld: Iterable[str], meta: Mapping[str, str] | None = None) -> Declared:
    """What the JSON-LD of a page says, and its microdata (`<meta itemprop="isAccessibleForFree">` among the meta tags by
    lower-case name). Broken JSON is searched as text, so a stray comma hides nothing."""
    meta = meta or {}
    free = _truth(meta.get(MICRODATA_FLAG, ""))
    count_text = meta.get("wordcount", "").strip()[:7]
    paid_part, words, selectors = False, int(count_text) if count_text.isdecimal() else 0, []
    for text in json_ld:
        lower = text.lower()
        if FLAG_NAME not in lower and COUNT_NAME not in lower:
            continue  # most JSON-LD says nothing about access, and reading it takes longer than parsing the page
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            flag = FREE_FLAG.search(text)
            if flag:
                free = (flag[1].lower() == "true") if free is None else free and flag[1].lower() == "true"
            count = WORD_COUNT.search(text)
            words = max(words, int(count[1])) if count else words
            continue
        for node in _nodes(data):
            if "isAccessibleForFree" in node:
                kind = str(node.get("@type", ""))
                value = _truth(node["isAccessibleForFree"])
                if "WebPageElement" in kind or "cssSelector" in node:
                    paid_part = paid_part or value is False
                    selectors += _strings(node.get("cssSelector"))
                elif value is not None:
                    free = value if free is None else free and value
            if "wordCount" in node:
                count_value = str(node["wordCount"])
                if count_value.isdecimal():
                    words = max(words, int(count_value[:7]))
    return Declared(free, paid_part, words, tuple(selectors))


def _nodes(data: Any) -> Iterable[dict[str, Any]]:
    """The objects of a JSON value, breadth first, up to a bound."""
    queue = [data]
    for seen, value in enumerate(queue):
        if seen >= MOST_NODES:
            return
        if isinstance(value, dict):
            yield value
            queue += value.values()
        elif isinstance(value, list):
            queue += value


def _truth(flag: Any) -> bool | None:
    """Whether a flag says yes or no; None for a value that says neither."""
    if isinstance(flag, list):
        return _truth(flag[0]) if flag else None
    word = str(flag).strip().lower().rpartition("/")[2]
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(word)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
