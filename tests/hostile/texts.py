"""Hostile text: what reaches text mode when some other tool extracted rubbish. `TEXTS` maps a name to a function that builds it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from .pages import PROSE, noise

TEXTS: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "white_space": lambda: " \n\t\n" * 500_000,
    "lines_1_000_000": lambda: "x\n" * 1_000_000,
    "lines_of_prose_20_MB": lambda: f"{PROSE}\n" * (20_000_000 // len(PROSE)),
    "word_10_MB": lambda: "x" * 10_000_000,
    "word_of_han_3_MB": lambda: "河" * 3_000_000,
    "line_10_MB": lambda: PROSE * 50_000,
    "markup": lambda: "<div class='a'>" * 200_000,
    "carriage_returns": lambda: "a\r" * 500_000 + "b\r\n" * 500_000,
    "nul": lambda: "a\0b\0" * 500_000,
    "control_characters": lambda: "".join(chr(c) for c in range(32)) * 50_000,
    "surrogates": lambda: f"\ud800{PROSE}\udfff\n" * 2_000,
    "bidirectional": lambda: "\u202edesrever\u202c\n" * 50_000,
    "zero_width": lambda: "z\u200b\u200d\ufeff\u2060" * 200_000,
    "marks_that_compose": lambda: "a" + "\u0323\u0307" * 300_000,
    "glued_icons_one_line": lambda: "SportChevron Down IconSearch" * 50_000,
    "glued_case_one_line": lambda: "aB" * 1_000_000,
    "glued_case_in_lines": lambda: "menuChevronSearchArrow\n" * 50_000,
    "placeholders": lambda: "{{count}}\n" * 100_000,
    "placeholder_starts": lambda: "{{{%${#{<%[[%(*|__{@{" * 60_000,
    "translation_keys": lambda: ("paywall." * 20_000 + "\n") * 10,
    "upper_case_keys": lambda: ("READ_MORE_" * 20_000 + "\n") * 10,
    "wall_sentences": lambda: "Subscribe to continue reading\n" * 100_000,
    "numbers": lambda: "12.03.2026 1,000 $ 5\n" * 50_000,
    "json": lambda: json.dumps(list(range(500_000))),
    "decoded_noise": lambda: noise(1_000_000).decode("latin-1"),
    "words_at_random": lambda: " ".join(random.Random(3).choices([*PROSE.split(), "\n"], k=500_000)),
    "line_separators": lambda: "a\u2028b\u2029\x85\x1c\x0b" * 100_000,
}
