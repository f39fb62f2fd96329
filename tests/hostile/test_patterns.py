"""No regular expression of the package backtracks beyond measure."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from regexploit.ast.sre import SreOpParser
from regexploit.redos import find

from classifier.segment import guards

from .patterns import calls_in_source, compiled_patterns

PATTERNS = compiled_patterns()
SHORT = 20_000
TIMES = 8
"""The long text has this many times the characters of the short one."""
SLOWER = 3.5 * TIMES
"""A search may take this many times as long on it: linear with a wide margin, while quadratic would take TIMES squared."""
UNMEASURED = 0.02
"""Processor seconds below which a ratio says nothing."""


def possessive(pattern: re.Pattern[Any]) -> bool:
    """Whether the pattern has possessive or atomic groups, which regexploit can't read and which don't backtrack."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    return re.search(r"[*+?}]\+|\(\?>", source) is not None


def test_patterns_are_found() -> None:
    assert len(PATTERNS) > 80
    assert "classifier.features.placeholders.KINDS[0]" in PATTERNS


def test_every_pattern_in_the_source_is_checked() -> None:
    known = {pattern.pattern for pattern in PATTERNS.values()}
    written = [(place, literal) for place, literal in calls_in_source() if literal is not None]
    assert written
    assert [place for place, literal in written if literal not in known] == []


@pytest.mark.parametrize("name", [name for name, pattern in PATTERNS.items() if not possessive(pattern)])
def test_the_tool_finds_nothing(name: str) -> None:
    pattern = PATTERNS[name]
    assert [str(redos) for redos in find(SreOpParser().parse_sre(pattern.pattern, pattern.flags))] == []


def test_the_tool_finds_what_is_there() -> None:
    assert find(SreOpParser().parse_sre(r"(?:a+)+b"))


def pieces(pattern: re.Pattern[Any]) -> list[str]:
    """Texts that lead into a pattern: its literals, and characters that its classes take."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    literals = re.findall(r"[A-Za-z@{}<%$#_*|=:;,.()\[\]\"'-]{1,12}", source.replace("\\", ""))
    return list(dict.fromkeys([*"aA1 _-.{<[\"':/=@", "\n", "a ", "a-", "a_", "1.", "河", "\u0301", *literals[:12]]))


def seconds(pattern: re.Pattern[Any], text: str) -> float:
    given: Any = text if isinstance(pattern.pattern, str) else text.encode("utf-8")
    before = time.process_time()
    if pattern is guards._PLAIN:  # it is matched where the last tag ended, never searched for
        pattern.match(given)
        return time.process_time() - before
    for _ in pattern.finditer(given):
        pass
    return time.process_time() - before


@pytest.mark.integration
@pytest.mark.parametrize("name", PATTERNS)
def test_time_grows_with_the_text_and_not_faster(name: str) -> None:
    pattern = PATTERNS[name]
    for piece in pieces(pattern):
        for text in (piece * (SHORT // len(piece)), f"<{piece}" * (SHORT // (len(piece) + 1))):
            long = seconds(pattern, text * TIMES)
            if long > UNMEASURED:
                short = min(seconds(pattern, text) for _ in range(3))
                assert min(long, seconds(pattern, text * TIMES)) < SLOWER * max(short, UNMEASURED / TIMES), piece
