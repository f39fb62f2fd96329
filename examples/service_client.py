"""Ask a running `boiler serve` about pages; prints verdict and first words of each.

python examples/service_client.py page.html other.html --server http://127.0.0.1:8080

Needs nothing but Python on this side.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

SECONDS = 60
WORDS = 12


def label(server: str, page: bytes) -> dict[str, Any]:
    """The labelled page. Raises HTTPError where the service refuses it (413: too large, 503: too busy)."""
    request = Request(f"{server}/html", page, {"Content-Type": "text/html"})
    with urlopen(request, timeout=SECONDS) as answer:
        found: dict[str, Any] = json.load(answer)
        return found


def main() -> None:
    """Read files and address from the command line."""
    parser = argparse.ArgumentParser(description="Ask a running `boiler serve` about pages.")
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--server", default="http://127.0.0.1:8080")
    arguments = parser.parse_args()
    for path in arguments.pages:
        try:
            page = label(arguments.server, path.read_bytes())
        except HTTPError as refusal:
            sys.exit(f"{path}: {json.load(refusal)['detail']}")
        except (URLError, OSError) as error:
            sys.exit(f"{path}: {error}; is `boiler serve` running at {arguments.server}?")
        start = " ".join(page["text"].split()[:WORDS])
        print(f"{path}: {page['access'] or 'unreadable'}: {start or '; '.join(page['warnings'])}")


if __name__ == "__main__":
    main()
