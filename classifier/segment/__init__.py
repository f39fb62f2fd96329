"""Bytes, markup or text in; a `Document` of blocks out."""

from classifier.segment.document import Document
from classifier.segment.html import segment_html
from classifier.segment.text import segment_text

__all__ = ["Document", "segment_html", "segment_text"]
