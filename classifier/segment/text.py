"""Plain text that somebody else extracted: each line is a block (two where an icon's name is glued to it), blank lines are a hint."""

from __future__ import annotations

from classifier.errors import InputError
from classifier.segment.document import Document
from classifier.segment.glued_icons import split_glued


def segment_text(text: str) -> Document:
    """Cut extracted text into blocks: one a non-blank line, more where icons' names are glued to it. Raises InputError for anything but a str.

    Extractors part paragraphs by one line break or by a blank line and never break a paragraph's own line, so a line is
    never joined with the next. `gap` counts the blank lines before each block.
    """
    if not isinstance(text, str):
        raise InputError(
            f"extracted text must be a str, not {type(text).__name__}; decode bytes first, or use predict for HTML"
        )
    document = Document(is_text=True)
    blank = lines = 0
    for line in text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        folded = " ".join(line.split())
        if not folded:
            blank += 1
            continue
        for part in split_glued(folded):
            document.texts.append(part)
            document.paragraph.append(lines)
            document.gap.append(blank)
            blank = 0
        lines += 1
    count = len(document.texts)
    document.leaf = [-1] * count
    document.container = [-1] * count
    document.link_chars = [0] * count
    document.links = [0] * count
    document.noscript = [False] * count
    if not count:
        document.warnings.append("the text is empty")
    return document
