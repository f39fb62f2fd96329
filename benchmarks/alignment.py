"""How good are the labels that come from aligning pages with their known main texts?

Feeds the aligner's labels back as if they were predictions and scores them: word F1 on wcxb, F1 of mean precision and recall
of 4-word shingles on news and press. On pages that also have hand labels, it compares the two line by line.

    python benchmarks/alignment.py --corpora corpora [--fold 0] [--worst 50]
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from classifier.corpus.codes import codes_of_blocks, expand
from classifier.corpus.corpora import corpora_in
from classifier.corpus.gather import gather
from classifier.corpus.labelled_page import LabelledPage
from classifier.corpus.targets import BODY, Targets, block_targets
from classifier.evaluate.metrics import f1_of, shingle_overlap, word_f1
from classifier.page import join_paragraphs
from classifier.segment import Document, segment_html
from classifier.segment.tree import parse


def labelled(corpora: list[Path], fold: int | None) -> Iterator[tuple[LabelledPage, Document, Targets | None]]:
    """Pages with a known text, their blocks and what the aligner says of them; hand labels are ignored."""
    for page in gather([Path("data/labeled")], corpora, only_fold=fold).pages:
        if page.known_text and page.html:
            root, _ = parse(page.html)
            if root is not None:
                document = segment_html(root)
                yield page, document, block_targets(replace(page, runs=()), document)


def main() -> None:
    """Print a row a corpus, then agreement with hand labels, then the worst pages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, action="append", required=True)
    parser.add_argument("--fold", type=int)
    parser.add_argument("--worst", type=int, default=0)
    args = parser.parse_args()
    homes = {page_folder.name for home in args.corpora for page_folder in corpora_in(home)}
    print("corpora:", ", ".join(sorted(homes)))
    scores: dict[str, list[tuple[float, float, float, str]]] = defaultdict(list)
    agree = lines = 0
    for page, document, targets in labelled(args.corpora, args.fold):
        body = [
            block
            for block in range(len(document))
            if targets is not None and targets.allowed[block, BODY] and targets.allowed[block].sum() == 1
        ]
        text = join_paragraphs((document.paragraph[block], document.texts[block]) for block in body)
        precision, recall = shingle_overlap(text, page.known_text)
        scores[page.source].append((word_f1(text, page.known_text), precision or 0.0, recall or 0.0, page.name))
        if page.runs and targets is not None:
            codes = codes_of_blocks(document.texts, expand(page.runs), [not noscript for noscript in document.noscript])
            for code, may in zip(codes or [], targets.allowed, strict=False):
                # Main texts leave captions and credits out, which the guide calls content: C may be body or not.
                if code is not None and not may.all() and code != "C":
                    lines += 1
                    agree += not (may[BODY] and may.sum() == 1)
                elif code == "C" and may[BODY] and may.sum() == 1:
                    lines += 1
                    agree += 1
    for source, rows in sorted(scores.items()):
        mean = [sum(row[k] for row in rows) / len(rows) for k in range(3)]
        print(
            f"{source:10} {len(rows):5} pages  word F1 {mean[0]:.4f}  shingle F1 {f1_of(mean[1], mean[2]):.4f} (precision {mean[1]:.4f}, recall {mean[2]:.4f})"
        )
        for row in sorted(rows)[: args.worst]:
            print(f"    {row[0]:.3f}  {row[3]}")
    if lines:
        print(f"hand labels: {agree / lines:.4f} of {lines} blocks agree")


if __name__ == "__main__":
    main()
