"""What tags mean to segmenting. Tag sets only; no logic."""

BOUNDARIES = frozenset(
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul "
    "option select button caption legend title svg label textarea optgroup desc foreignobject search frameset noframes marquee".split()
)
"""Elements that start and end a block."""

SOFT_BOUNDARIES = frozenset(["svg", "math", "title", "desc"])
"""Boundaries that stand inside a line: text after them goes on with the paragraph before them."""

SKIPPED = frozenset("script style template iframe object canvas audio video".split())
"""Elements whose text is not text of the page."""

ICON_TAGS = frozenset(["i", "span", "em", "mat-icon"])
"""Inline elements that icon fonts are hung on."""
