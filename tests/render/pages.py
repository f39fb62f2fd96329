"""Pages for tests of rendering, labelled by a rule instead of a model: blocks inside `class="no"` are navigation."""

from __future__ import annotations

from classifier.page import Block, Label, Page, Role
from classifier.render.source import PageSource
from classifier.segment import segment_html
from classifier.segment.tree import parse

LABELS = {Role.BODY: Label.CONTENT, Role.COMMENT: Label.NAVIGATION, Role.NAVIGATION: Label.NAVIGATION}


def page(body: str, head: str = "", url: str | None = None) -> Page:
    """A page whose blocks are body text; those in `class="no"` navigation, those in `class="remark"` comments."""
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    root, _ = parse(html)
    document = segment_html(root)

    def role(leaf: int) -> Role:
        while leaf >= 0:
            words = document.markup[leaf].split()
            if "no" in words or "remark" in words:
                return Role.NAVIGATION if "no" in words else Role.COMMENT
            leaf = document.parents[leaf]
        return Role.BODY

    blocks = []
    rows = zip(document.texts, document.leaf, document.paragraph, document.xpaths(), strict=True)
    for number, (text, leaf, paragraph, xpath) in enumerate(rows):
        found = role(leaf)
        hidden = document.is_hidden(number)
        blocks.append(Block(text, LABELS[found], found, 0.9, {}, paragraph, document.tags[leaf], xpath, hidden=hidden))
    return Page(tuple(blocks), document.title, "en", url, source=PageSource(html))
