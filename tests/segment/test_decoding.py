"""Bytes to text: byte order mark, HTTP charset, valid UTF-8, declared charset, detection; in that order."""

import codecs
import encodings.aliases
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.segment.decoding import decode

from .pages import unhurried

GREETING = "<p>Grüße aus Köln</p>"
RUSSIAN = "<p>Цапля стоит у пруда и ждёт рыбу.</p>"
ENGLISH = "<p>The heron came back to the pond, stood still for an hour, and left.</p>" * 4


def declared(label: str, text: str) -> str:
    return f"<meta charset='{label}'>{text}"


# Byte order mark


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
    ids=["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"],
)
def test_a_byte_order_mark_decides_and_is_no_text(mark, encoding):
    page = declared("iso-8859-1", RUSSIAN)
    assert decode(mark + page.encode(encoding), "text/html; charset=koi8-r")[0] == page


def test_broken_bytes_after_a_byte_order_mark_are_replaced():
    assert decode(codecs.BOM_UTF8 + b"a \xff heron") == ("a \ufffd heron", "utf-8-sig")


# HTTP charset


@pytest.mark.parametrize(
    "content_type",
    ["text/html; charset=koi8-r", "text/html;charset=KOI8-R", 'text/html; Charset = "koi8-r"', "charset='koi8-r'"],
)
def test_the_http_charset_is_believed(content_type):
    assert decode(RUSSIAN.encode("koi8-r"), content_type) == (RUSSIAN, "koi8-r")


def test_the_http_charset_comes_before_the_declared_one():
    page = declared("windows-1251", RUSSIAN)
    assert decode(page.encode("koi8-r"), "text/html; charset=koi8-r")[0] == page


def test_the_http_charset_comes_before_valid_utf_8():
    assert decode("ü".encode(), "text/html; charset=windows-1252")[0] == "Ã¼"


def test_an_http_charset_that_the_bytes_contradict_is_not_believed():
    page = declared("windows-1251", RUSSIAN)
    assert decode(page.encode("windows-1251"), "text/html; charset=utf-8") == (page, "cp1251")


@pytest.mark.parametrize(
    "label", ["klingon", "none", "x", "utf-9", "base64", "rot13", "utf-7", "unicode_escape", "undefined"]
)
def test_a_label_that_is_no_encoding_of_text_is_passed_over(label):
    assert decode(GREETING.encode(), f"text/html; charset={label}") == (GREETING, "utf-8")


@pytest.mark.parametrize("content_type", [None, "", "text/html", "charset", "charset=", "text/html; charset=;"])
def test_a_content_type_without_a_charset_says_nothing(content_type):
    assert decode(GREETING.encode(), content_type) == (GREETING, "utf-8")


# UTF-8


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1251", "shift_jis", "klingon"])
def test_valid_utf_8_comes_before_what_the_page_declares(label):
    page = declared(label, RUSSIAN)
    assert decode(page.encode()) == (page, "utf-8")


def test_utf_8_with_a_few_broken_bytes_stays_utf_8():
    broken = RUSSIAN.encode() * 3 + b"\xff" + RUSSIAN.encode()
    assert decode(broken) == (f"{RUSSIAN * 3}\ufffd{RUSSIAN}", "utf-8")


def test_utf_8_that_is_cut_off_inside_a_character_stays_utf_8():
    assert decode(GREETING.encode() * 3 + "ü".encode()[:1]) == (f"{GREETING * 3}\ufffd", "utf-8")


def test_declared_utf_8_with_one_accent_stays_utf_8_when_it_is_cut_off():
    page = declared("utf-8", "<p>Café au lait and more words, and then the page breaks off")
    assert decode(page.encode() + b"\xc3")[0].startswith(page)


# Declared charset


@pytest.mark.parametrize(
    "declaration",
    [
        "<meta charset=macintosh>",
        "<META CHARSET = 'MACINTOSH'>",
        '<meta http-equiv="Content-Type" content="text/html; charset=macintosh">',
        "<?xml version='1.0' encoding='macintosh'?>",
        "<!-- a comment --><html><head><title>x</title><meta name='a' content='b'><meta charset='macintosh'/>",
    ],
)
def test_the_charset_that_a_page_declares_is_used(declaration):
    page = declaration + GREETING
    assert decode(page.encode("mac-roman")) == (page, "mac-roman")


def test_a_declaration_is_looked_for_at_the_start_only():
    page = ENGLISH * 20 + declared("koi8-r", "") + RUSSIAN * 5
    assert decode(page.encode("windows-1251")) == (page, "cp1251")


@pytest.mark.parametrize("label", ["utf-16", "utf-16le", "utf-32", "utf-8"])
def test_a_page_that_claims_to_be_in_unicode_and_is_not_is_detected(label):
    page = declared(label, RUSSIAN * 3)
    assert decode(page.encode("windows-1251")) == (page, "cp1251")


def test_a_declared_label_that_nobody_knows_leads_to_detection():
    page = declared("klingon", RUSSIAN * 3)
    assert decode(page.encode("windows-1251")) == (page, "cp1251")


def test_bytes_that_the_declared_charset_lacks_are_replaced():
    assert decode(b"<meta charset=windows-1251>\xe9\x98") == ("<meta charset=windows-1251>й\ufffd", "cp1251")


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "“20 €”"),
        ("us-ascii", "cp1252", "“20 €”"),
        ("iso-8859-9", "cp1254", "20 € ığdır"),
        ("iso-8859-11", "cp874", "“สวัสดี…”"),
        ("gb2312", "gb18030", "朱镕基"),
        ("gbk", "gb18030", "㐀"),
        ("shift_jis", "cp932", "①番"),
        ("euc-kr", "cp949", "똠방각하"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("big5", "big5hkscs", "佢嘅書"),
    ],
)
@pytest.mark.parametrize("place", ["http", "meta"])
def test_labels_mean_what_browsers_read_into_them(label, encoding, text, place):
    data = (declared(label, text) if place == "meta" else text).encode(encoding)
    content_type = f"text/html; charset={label}" if place == "http" else None
    decoded, name = decode(data, content_type)
    assert decoded.endswith(text)
    assert name == encoding


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("x-sjis", "cp932", "ようこそ"),
        ("x-gbk", "gb18030", "欢迎"),
        ("windows-874", "cp874", "สวัสดี"),
        ("tis-620", "cp874", "“สวัสดี…”"),
    ],
)
def test_labels_of_the_encoding_standard_are_known(label, encoding, text):
    assert decode(declared(label, text).encode(encoding))[0].endswith(text)


def test_a_control_byte_does_not_contradict_windows_1252():
    page = ENGLISH.encode() + b"it\x92s here \x9d"
    assert "it’s here" in decode(page, "text/html; charset=windows-1252")[0]


# Detection


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("cp932", "<p>鷺は池のほとりで魚を待っています。とても静かです。</p>"),
        ("euc_jp", "<p>鷺は池のほとりで魚を待っています。とても静かです。</p>"),
        ("gb18030", "<p>苍鹭站在池塘边等鱼，这里非常安静。</p>"),
        ("cp1252", "<p>La déclaration a été publiée après une longue réunion à l'hôtel.</p>"),
    ],
)
def test_undeclared_bytes_are_detected(encoding, text):
    assert decode((text * 3).encode(encoding)) == (text * 3, encoding)


def test_detection_reads_the_whole_page():
    page = ENGLISH * 50 + RUSSIAN * 20
    assert decode(page.encode("cp1251")) == (page, "cp1251")


def test_a_single_curly_apostrophe_is_read_as_browsers_do():
    assert decode(ENGLISH.encode() + b"<p>It\x92s a heron</p>")[0].endswith("<p>It’s a heron</p>")


@pytest.mark.parametrize("data", [b"", b"a", b"<p>plain</p>"])
def test_ascii_is_utf_8(data):
    assert decode(data) == (data.decode("ascii"), "utf-8")


# It never raises


def test_every_encoding_of_python_may_be_claimed():
    names = {*encodings.aliases.aliases, *encodings.aliases.aliases.values()}
    for data in (b"", b"\xff\xfe", b"\x1b$B\xff", bytes(range(256))):
        for name in names:
            assert isinstance(decode(data, f"text/html; charset={name}")[0], str)
            assert isinstance(decode(f"<meta charset={name}>".encode() + data)[0], str)


_MARKS = (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_labels = st.sampled_from(
    ["utf-8", "utf-16", "utf-32", "big5", "hz", "iso-2022-jp", "idna", "punycode", "klingon", "\u00e9"]
)
_content_types = st.one_of(st.none(), st.text(), _labels.map("text/html; charset={}".format))


@unhurried
@given(st.sampled_from(_MARKS), st.binary(max_size=300), _content_types)
def test_any_bytes_with_any_content_type_can_be_decoded(mark, data, content_type):
    text, encoding = decode(mark + data, content_type)
    assert isinstance(text, str)
    assert codecs.lookup(encoding)


@unhurried
@given(_labels.filter(str.isascii), st.binary(max_size=300))
def test_any_bytes_under_any_declaration_can_be_decoded(label, data):
    assert isinstance(decode(f"<meta charset='{label}'>".encode() + data)[0], str)


@unhurried
@given(st.text(st.characters(codec="utf-8", exclude_characters="\ufeff")))
def test_any_text_in_utf_8_comes_back(text):
    assert decode(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize(
    "data", [b"<meta " * 20_000, b"<meta charset" + b" " * 100_000, b"<?xml " * 20_000, b" " * 100_000 + b"\xff"]
)
def test_pathological_declarations_are_read_in_no_time(data):
    start = time.perf_counter()
    decode(data + b"\xff", f"charset{' ' * 100_000}")
    assert time.perf_counter() - start < 1
