"""How many pairs of each half a model passes, and what it gets wrong: `python -m tests.contrast [MODEL]`."""

from __future__ import annotations

import sys

import classifier

from .pairs import HALVES, faults, pairs


def main() -> None:
    """Print the figures of both halves and every fault of the test half."""
    model = classifier.load(sys.argv[1]) if len(sys.argv) > 1 else classifier.load()
    for half in HALVES:
        found = [faults(model, pair) for pair in pairs(half)]
        passed = found.count([])
        print(f"{half}: {passed} of {len(found)} pairs pass ({passed / len(found):.3f})")
    print(*(fault for pair_faults in found for fault in pair_faults), sep="\n")


if __name__ == "__main__":
    main()
