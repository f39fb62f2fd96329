"""What `boiler predict` loads: prediction has no use for the libraries of training, and they take a second to import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SLOW = {"sklearn", "scipy", "joblib", "pandas", "rich.console", "cchardet"}
PREDICT = """
import sys
from classifier.cli.app import main
sys.argv = ["boiler", "predict", sys.argv[1], "-o", sys.argv[2]]
try:
    main()
except SystemExit as end:
    assert not end.code
print(*sys.modules)
"""


def test_predicting_a_page_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>The heron came back to the pond on Tuesday.</p>", encoding="utf-8")
    command = [sys.executable, "-c", PREDICT, str(page), str(tmp_path / "labels.jsonl")]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert SLOW & set(loaded) == set()
    assert "numpy" in loaded
