"""Which site a page is of: by its address, by the address that it declares, or by the folder that it lies in."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import urlsplit

DECLARED = re.compile(
    rb"""<(?:link|meta)\b(?=[^>]{0,300}?(?:rel|property)\s{0,4}=\s{0,4}["']?(?:canonical|og:url)\b)"""
    rb"""[^>]{0,300}?(?:href|content)\s{0,4}=\s{0,4}["']?(https?://[^\s"'>]{1,300})""",
    re.I,
)
HEAD_BYTES = 262_144
"""Where a page's declared address is looked for; heads full of scripts are seldom longer."""
HOST = re.compile(r"(?<![a-z0-9.-])(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.I)
UNKNOWN = "(unknown)"


def site_of(name: str, url: str | None = None, data: bytes = b"") -> str:
    """The site of a page: host of its address, else of its canonical or og:url link, else the folder named like a host that
    its file lies in, else the name of its folder. name: path of the page's file. `www.` is left out.
    """
    for address in (url or "", declared_address(data)):
        host = host_of(address)
        if host:
            return host
    folders = PurePath(name).parent.parts
    for folder in reversed(folders):
        if HOST.fullmatch(folder):
            return _bare(folder)
    return folders[-1] if folders and folders[-1] not in ("/", ".", "..") else UNKNOWN


def declared_address(data: bytes) -> str:
    """The canonical or og:url address that a page's HTML declares; "" for none."""
    match = DECLARED.search(data[:HEAD_BYTES])
    return match[1].decode("ascii", "replace") if match else ""


def host_of(address: str) -> str:
    """The host of an address, in lower case and without `www.`; "" where there is none."""
    try:
        return _bare(urlsplit(address).hostname or "")
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
