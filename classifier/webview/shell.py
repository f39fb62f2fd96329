"""One HTML file from a body, styles, scripts and data, under a content security policy that lets nothing else run or load.

What comes from an untrusted page travels as JSON in a data block and is put on the screen as text nodes. The policy names
the one script and the one style sheet by their SHA-256, so that even markup that slipped through could not run.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
from enum import StrEnum
from importlib import resources
from typing import Any


class Connect(StrEnum):
    """Where the page's script may send requests."""

    NOWHERE = "'none'"
    OWN_SERVER = "'self'"


def self_contained(
    title: str,
    body: str,
    *,
    styles: str,
    script: str,
    data: Any,
    connect: Connect = Connect.NOWHERE,
) -> str:
    """An HTML document. title: plain text. body: trusted markup. data: anything JSON can hold; the script finds it as the
    text of `#data`."""
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_source(script)}",
            f"style-src {_source(styles)}",
            f"connect-src {connect.value}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    return (
        "<!doctype html>\n"
        '<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{html.escape(title)}</title>\n"
        f"<style>{styles}</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="data">{json_for_html(data)}</script>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def json_for_html(data: Any) -> str:
    """JSON that can stand inside <script>: no character of it can end the element or begin a comment."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    escaped = escaped.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return escaped.encode("utf-8", "replace").decode("utf-8")


def read_asset(package: str, name: str) -> str:
    """A style sheet, script or piece of markup that ships in a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
    return f"'sha256-{digest}'"
