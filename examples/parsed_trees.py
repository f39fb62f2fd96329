"""Label a page that is parsed already, by lxml, parsel or BeautifulSoup, without parsing it again.

python examples/parsed_trees.py page.html

Needs parsel and the extra `beautifulsoup`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import lxml.html
from bs4 import BeautifulSoup
from parsel import Selector

import classifier
from classifier.integrations.beautifulsoup import soup_to_tree


def main() -> None:
    """Read the path from the command line."""
    parser = argparse.ArgumentParser(description="Label a page that is parsed already.")
    parser.add_argument("path", type=Path)
    html = parser.parse_args().path.read_text(encoding="utf-8")
    model = classifier.load()
    parsed = {
        "lxml": lxml.html.document_fromstring(html),
        "parsel": Selector(html),
        "BeautifulSoup": soup_to_tree(BeautifulSoup(html, "lxml")),
    }
    for name, tree in parsed.items():
        page = model.predict(tree)
        print(f"{name}: {page.access}, {len(page.blocks)} blocks, {len(page.text.split())} words")


if __name__ == "__main__":
    main()
