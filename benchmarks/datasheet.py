"""Counts of `data/labeled/` for its README: pages and lines by label, language, type, wall and source.

python benchmarks/datasheet.py
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from classifier.corpus.labeled_folder import read_labeled_folder, read_public_labels

DATA = Path("data/labeled")


def table(title: str, rows: list[tuple[str, int, Counter[str]]]) -> None:
    """Print a Markdown table of pages and lines by code."""
    print(f"| {title} | pages | lines | C | M | U | N | I | P |")
    print("| --- |" + " --- |" * 8)
    for name, pages, lines in rows:
        print(f"| {name} | {pages} | {lines.total()} | " + " | ".join(str(lines[code]) for code in "CMUNIP") + " |")
    print()


def main() -> None:
    """Print all tables."""
    own = list(read_labeled_folder(DATA))
    public = [labels for path in sorted(DATA.rglob("*.jsonl")) for labels in read_public_labels(path)]
    hand = [labels for labels in public if labels.runs]
    entries = [(page.source, page.lang, page.type, page.access, page.runs) for page in own]
    entries += [(labels.source, labels.lang, labels.type, labels.access, labels.runs) for labels in hand]
    for title, position in (("source", 0), ("language", 1), ("type", 2), ("access", 3)):
        pages: Counter[str] = Counter(str(entry[position]) for entry in entries)
        lines: dict[str, Counter[str]] = {name: Counter() for name in pages}
        for entry in entries:
            lines[str(entry[position])].update(code for code, _ in entry[4])
        table(title, [(name, count, lines[name]) for name, count in pages.most_common()])
    walls = Counter(wall for path in DATA.rglob("*.labels") for wall in _walls(path))
    print("walls of the own pages:", ", ".join(f"{count} {wall}" for wall, count in walls.most_common()))
    print(
        f"own pages: {len(own)} in {len({page.lang for page in own})} languages, of {len({page.site for page in own})} sites"
    )
    print(f"verdicts without line labels: {len(public) - len(hand)}")


def _walls(path: Path) -> list[str]:
    rows = path.read_text(encoding="utf-8").split("---", 1)[0].splitlines()
    return [row.removeprefix("wall: ") for row in rows if row.startswith("wall: ")]


if __name__ == "__main__":
    main()
