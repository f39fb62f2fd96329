"""Write the training half as labelled pages: `python -m tests.contrast.write_training_pages`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from classifier.corpus.labeled_folder import write_labels_file

from .pairs import Member, Pair, pairs

PAGES = Path(__file__).parents[2] / "data" / "labeled" / "pages"
PREFIX = "contrast-"


def paths_of(pair: Pair, member: Member, folder: Path = PAGES) -> tuple[Path, Path]:
    """Where a member's page and its labels stand."""
    stem = folder / pair.head["lang"] / f"{PREFIX}{member.name}"
    return stem.with_suffix(".txt" if member.is_text else ".html"), stem.with_suffix(".labels")


def labels_of(pair: Pair, member: Member) -> str:
    """The labels file of a member."""
    walled = member.access[0] != "open"
    head = {
        "site": pair.head["site"],
        "type": member.type,
        "lang": pair.head["lang"],
        "access": member.access[0].value,
        "wall": pair.head["wall"] if walled else "none",
        "genre": "contrast",
    }
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.labels"
        write_labels_file(path, head, [(line.text, line.code) for line in member.lines if line.code])
        return path.read_text(encoding="utf-8")


def main() -> None:
    """Write all pages of the training half."""
    for pair in pairs("training"):
        for member in pair.members:
            page, labels = paths_of(pair, member)
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(member.page, encoding="utf-8")
            labels.write_text(labels_of(pair, member), encoding="utf-8")


if __name__ == "__main__":
    main()
