"""Fetch a page and print its verdict and its main text.

python examples/scraper.py https://example.org/article
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import classifier

SECONDS = 30
AGENT = "boiler-example/0.1"


def fetch(url: str) -> tuple[bytes, Mapping[str, str], int]:
    """Body, headers and status of a response; one that refuses the page (402, 403, ...) is a response too."""
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"{url}: not the address of a web page")
    try:
        with urlopen(Request(url, headers={"User-Agent": AGENT}), timeout=SECONDS) as response:
            return response.read(), dict(response.headers), response.status
    except HTTPError as refusal:
        with refusal:
            return refusal.read(), dict(refusal.headers), refusal.code


def main() -> None:
    """Read the address from the command line."""
    parser = argparse.ArgumentParser(description="Fetch a page and print its verdict and its main text.")
    parser.add_argument("url")
    url = parser.parse_args().url
    try:
        body, headers, status = fetch(url)
    except (ValueError, URLError, OSError) as error:
        sys.exit(f"{url}: can't be fetched ({error})")

    model = classifier.load()
    page = model.predict(body, url=url, headers=headers, status=status)

    print(f"{page.title or url}: {page.access}")
    for reason in page.evidence[:3]:
        print(f"  because {reason.reason}")
    for warning in page.warnings:
        print(f"  warning: {warning}")
    print(f"\n{page.text}")


if __name__ == "__main__":
    main()
