"""Whether a page is HTML or text that somebody else extracted from it."""

from __future__ import annotations

import re
from pathlib import PurePath

from classifier.bulk.inputs import COMPRESSED_ENDINGS, HTML_ENDINGS, TEXT_ENDINGS
from classifier.segment.decoding import BYTE_ORDER_MARKS

MARKUP = re.compile(
    rb"<(?:!doctype|html|head|body|div|p|a|table|article|section|span|script|meta|title|h[1-6]|ul|br)\b", re.I
)
GUESS_BYTES = 65_536


def is_plain_text(name: str, data: bytes) -> bool:
    """Whether a page is extracted text rather than HTML, by its ending, else by whether it holds markup."""
    path = PurePath(name)
    if path.suffix.lower() in COMPRESSED_ENDINGS:
        path = path.with_suffix("")
    if path.suffix.lower() in HTML_ENDINGS:
        return False
    if path.suffix.lower() in TEXT_ENDINGS:
        return True
    start = data[:GUESS_BYTES]
    for mark, encoding in BYTE_ORDER_MARKS:
        if start.startswith(mark):
            start = start.decode(encoding, "replace").encode("utf-8", "replace")
            break
    return MARKUP.search(start) is None
