"""Bytes of a saved page to text: byte order mark, HTTP charset, valid UTF-8, declared charset, detection over the text.

UTF-8 comes before `<meta>` because saved pages are often UTF-8 under an older declaration; text in another encoding is
almost never valid UTF-8 by chance. Detection reads two megabytes, since a page's first kilobytes are mostly ASCII and mislead.
"""

from __future__ import annotations

import codecs
import re

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARATION_BYTES = 4096
PIECE = 32_768
META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w:.-]{1,40})", re.I)
XML_CHARSET = re.compile(rb"^\s{0,40}<\?xml[^>]{0,200}?encoding\s{0,20}=\s{0,20}[\"']([\w:.-]{1,40})", re.I)
HEADER_CHARSET = re.compile(r"charset\s{0,20}=\s{0,20}[\"']?\s{0,20}([\w:.-]{1,40})", re.I)
REPLACEMENT = "\ufffd"
BROKEN_SHARE = 4  # an encoding that fits has this many good characters beyond ASCII for each broken one
DETECTION_BYTES = 2_000_000
LAST_RESORT = "cp1252"
# What the WHATWG encoding standard makes of labels that mean less than browsers read into them.
WEB_MEANING = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
WEB_LABELS = {
    "x-sjis": "cp932",
    "ms_kanji": "cp932",
    "windows-31j": "cp932",
    "x-gbk": "gb18030",
    "x-x-big5": "big5",
    "windows-874": "cp874",
    "dos-874": "cp874",
    "tis-620": "cp874",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "x-cp1252": "cp1252",
    "x-euc-jp": "euc_jp",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-8": "utf-8",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
}
"""Labels of the WHATWG encoding standard that Python doesn't know, or takes for less."""
DETECTABLE = frozenset(
    [f"cp125{n}" for n in range(9)]
    + [f"iso8859-{n}" for n in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)]
    + [
        "gb18030",
        "big5hkscs",
        "cp932",
        "cp949",
        "euc_jp",
        "iso2022_jp",
        "cp874",
        "koi8-r",
        "koi8-u",
        "utf-8",
        "utf-16-le",
        "utf-16-be",
        "hz",
    ]
)
"""Encodings that the web uses; a detector also knows code pages of DOS, which no browser decodes."""
UNDEFINED_AS_CONTROLS = "boiler.undefined-as-controls"


def _as_control(error: UnicodeError) -> tuple[str, int]:
    """Bytes that Windows-1252 leaves undefined stand for control characters, as browsers read them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error(UNDEFINED_AS_CONTROLS, _as_control)


def decode(data: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Decode a page. Returns (text, name of the encoding). Undecodable bytes become U+FFFD; never raises.

    content_type: value of the HTTP header, whose charset is believed after a byte order mark and before all else,
    unless the bytes contradict it.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    header = HEADER_CHARSET.search(content_type) if content_type else None
    if header:
        text = _strictly(data, header[1])
        if text is not None:
            return text
    text = _strictly(data, "utf-8")
    if text is not None:
        return text
    declared = META_CHARSET.search(data, 0, DECLARATION_BYTES) or XML_CHARSET.search(data, 0, DECLARATION_BYTES)
    label = None
    if declared:
        label = _known(declared[1].decode("ascii", "replace"))
        # A declaration that can be read byte by byte is wrong about being UTF-16 or UTF-32.
        if label and not label.startswith("utf"):
            lenient = data.decode(label, "replace")
            if _fits(lenient, 1):
                return lenient, label
    lenient = data.decode("utf-8", "replace")
    if _fits(lenient, 1 if label == "utf-8" else BROKEN_SHARE):
        return lenient, "utf-8"
    import cchardet  # here, since almost no page needs it

    detected = _known(cchardet.detect(data[:DETECTION_BYTES])["encoding"] or "")
    if detected not in DETECTABLE:
        detected = LAST_RESORT
    return data.decode(detected, "replace"), detected


def names_charset(content_type: str) -> bool:
    """Whether a Content-Type names a charset other than UTF-8."""
    header = HEADER_CHARSET.search(content_type)
    return header is not None and header[1].lower() not in ("utf-8", "utf8")


def is_sound_utf8(data: bytes) -> bool:
    """Whether bytes are valid UTF-8 without replacement characters. Checked piece by piece: a long page decoded whole costs
    several times as much memory and time."""
    if data.isascii():
        return True
    view = memoryview(data)
    at = 0
    try:
        while at < len(data):
            text, read = codecs.utf_8_decode(view[at : at + PIECE], "strict", at + PIECE >= len(data))
            if REPLACEMENT in text:
                return False
            at += read
    except UnicodeDecodeError:
        return False
    return True


def _fits(text: str, wanted: int) -> bool:
    """Whether a text has `wanted` good characters beyond ASCII for each that could not be decoded."""
    broken = text.count(REPLACEMENT)
    return not broken or broken * (wanted + 1) <= len(text) - len(text.encode("ascii", "ignore"))


def _strictly(data: bytes, label: str) -> tuple[str, str] | None:
    encoding = _known(label)
    if encoding is None:
        return None
    try:
        return data.decode(encoding, UNDEFINED_AS_CONTROLS if encoding == "cp1252" else "strict"), encoding
    except UnicodeDecodeError:
        return None


def _known(label: str) -> str | None:
    """Python's name for an encoding label that decodes bytes to text, None for any other."""
    try:
        info = codecs.lookup(WEB_LABELS.get(label.lower(), label))
    except (LookupError, ValueError):
        return None
    if not getattr(info, "_is_text_encoding", True) or info.name in {
        "utf-7",
        "idna",
        "punycode",
        "unicode-escape",
        "raw-unicode-escape",
        "undefined",
        "mbcs",
        "oem",
    }:
        return None
    return WEB_MEANING.get(info.name, info.name)
