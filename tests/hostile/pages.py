"""Hostile pages, built by code: what crashes, hangs or swells other extractors, and what somebody bent on harm would serve.

`PAGES` maps a name to a function that builds the page: bytes, str or an lxml tree, as the API takes them.
"""

from __future__ import annotations

import codecs
import gzip
import json
import random
import zlib
from collections.abc import Callable
from typing import Any

import lxml.html
from lxml import etree

PROSE = (
    "The river rose again in the night, and by morning the lower meadow stood under a hand's breadth of brown water. "
    "Nobody in the village was surprised, for the snow had lain long that year and the thaw came all at once."
)
PARAGRAPH = f"<p>{PROSE}</p>"
ARTICLE = f"<!doctype html><html lang=en><head><title>The river</title></head><body><h1>The river</h1>{PARAGRAPH * 5}</body></html>"


def page_of(body: str, head: str = "") -> bytes:
    """A page around a body, with an honest paragraph before and after it."""
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>The river</title>{head}</head>"
        f"<body>{PARAGRAPH}{body}{PARAGRAPH}</body></html>"
    ).encode("utf-8", "surrogatepass")


def noise(size: int) -> bytes:
    """Random bytes, the same each time."""
    return random.Random(size).randbytes(size)


def soup(size: int) -> bytes:
    """Random pieces of markup in random order, the same each time."""
    pieces = "< > </ /> <! <!-- --> <![CDATA[ ]]> &lt; & ' \" = <p <div> </div> <a href= <script> </script> <svg> <td> <!doctype \0 é x ".split(
        " "
    )
    return "".join(random.Random(size).choices(pieces, k=size)).encode()


def deep_tree(depth: int) -> etree._Element:
    """A tree that was built by a program, deeper than any parser would make it."""
    root = element = etree.Element("html")
    for _ in range(depth):
        element = etree.SubElement(element, "div")
    element.text = PROSE
    return root


def wide_tree(width: int) -> etree._Element:
    """A tree with many children under one parent."""
    root = etree.Element("html")
    body = etree.SubElement(root, "body")
    for number in range(width):
        etree.SubElement(body, "p").text = f"paragraph number {number}"
    return root


def nested_json(depth: int) -> str:
    return '{"@type":"NewsArticle","hasPart":' * depth + '{"isAccessibleForFree":false}' + "}" * depth


def json_ld(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def entity_bomb() -> bytes:
    """Billion laughs: ten entities that each name the one before ten times."""
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY e0 "haha">{entities}]><html><body>{PARAGRAPH}<p>&e11;</p></body></html>'.encode()


def quadratic_entity() -> bytes:
    return (
        f'<!DOCTYPE html [<!ENTITY long "{"x" * 100_000}">]><html><body>{PARAGRAPH}<p>{"&long;" * 20_000}</p></body></html>'
    ).encode()


def external_entities() -> bytes:
    return (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY passwd SYSTEM "file:///etc/passwd"><!ENTITY net SYSTEM "http://127.0.0.1:9/x">'
        f'<!ENTITY % dtd SYSTEM "http://127.0.0.1:9/evil.dtd">%dtd;]><html><body>{PARAGRAPH}<p>secret: &passwd; &net;</p></body></html>'
    ).encode()


MANY_ATTRIBUTES = f"<div {' '.join(f'a{n}=x' for n in range(100_000))}>text</div>"

STRUCTURE: dict[str, Callable[[], Any]] = {
    "nesting_200_000_div": lambda: page_of("<div>" * 200_000 + "deep" + "</div>" * 200_000),
    "nesting_200_000_div_unclosed": lambda: page_of("<div>" * 200_000 + "deep"),
    "nesting_100_000_inline": lambda: page_of("<b>" * 100_000 + "deep"),
    "nesting_50_000_font_in_paragraphs": lambda: page_of("<p><font>" * 50_000 + "deep"),
    "nesting_50_000_formatting_misnested": lambda: page_of("<b><i><u></b>x</i>" * 50_000),
    "nesting_50_000_tables": lambda: page_of("<table><tr><td>" * 50_000 + "deep"),
    "nesting_50_000_lists": lambda: page_of("<ul><li>item" * 50_000),
    "nesting_50_000_links": lambda: page_of("<a href=x>link" * 50_000),
    "nesting_50_000_custom_elements": lambda: page_of("<x-a>" * 50_000 + "deep"),
    "nesting_50_000_forms": lambda: page_of("<form><label><button>" * 50_000 + "deep"),
    "tree_1_500_deep": lambda: deep_tree(1_500),
    "tree_20_000_deep": lambda: deep_tree(20_000),
    "tree_500_000_wide": lambda: wide_tree(500_000),
    "unclosed_everything": lambda: page_of("".join(f"<{tag} " for tag in "p div a b td script x-y".split()) * 20_000),
    "unclosed_paragraphs_200_000": lambda: page_of("<p>x" * 200_000),
    "unclosed_quotes": lambda: page_of("<a href='x>text<p class=\"y>more" * 50_000),
    "unclosed_comment": lambda: page_of("<!-- " + "x <p> " * 500_000),
    "unclosed_script": lambda: page_of("<script>" + "var a = '<p>';" * 300_000),
    "unclosed_tag_at_the_end": lambda: ARTICLE.encode() + b"<div class='" + b"x" * 2_000_000,
    "closing_tags_only_500_000": lambda: page_of("</div></p></b>" * 170_000),
    "opening_brackets_2_000_000": lambda: page_of("<" * 2_000_000),
    "comments_200_000": lambda: page_of("<!-- x -->" * 200_000),
    "comment_ends_missing_200_000": lambda: page_of("<!--x" * 200_000),
    "processing_instructions_200_000": lambda: page_of("<?php echo 1 ?>" * 200_000),
    "cdata_100_000": lambda: page_of("<![CDATA[ text ]]>" * 100_000),
    "doctypes_100_000": lambda: page_of("<!doctype html>" * 100_000),
    "many_html_roots": lambda: b"<html><body><p>" + PROSE.encode() + b"</p></body></html>" * 50_000,
    "line_breaks_200_000": lambda: page_of("<br>" * 200_000),
    "line_breaks_200_000_with_text": lambda: page_of("text<br><br>" * 100_000),
    "rules_and_images_200_000": lambda: page_of("<hr><img src=x alt=y>" * 100_000),
    "colspan_bomb": lambda: page_of(
        "<table>" + "<tr><td colspan=100000000 rowspan=65534>x</td></tr>" * 20_000 + "</table>"
    ),
    "cells_100_000_in_one_row": lambda: page_of("<table><tr>" + "<td>1" * 100_000 + "</table>"),
    "cells_300_000": lambda: page_of("<table>" + ("<tr>" + "<td>1" * 100) * 3_000 + "</table>"),
    "options_100_000": lambda: page_of("<select>" + "<option>Country" * 100_000 + "</select>"),
    "links_100_000": lambda: page_of("<a href=/x>Link text</a> " * 100_000),
    "frames_50_000": lambda: b"<html><frameset>" + b"<frame src=a.html>" * 50_000 + b"</frameset></html>",
    "iframes_nested": lambda: page_of("<iframe>" * 50_000 + "text"),
    "templates_50_000": lambda: page_of("<template><p>text</p></template>" * 50_000 + "<template>" * 10_000),
    "noscript_50_000": lambda: page_of(f"<noscript><p>{PROSE}</p></noscript>" * 10_000 + "<noscript>" * 2_000),
    "noscript_nested": lambda: page_of("<noscript><p>" * 20_000 + PROSE),
    "svg_storm": lambda: page_of("<svg><title>Icon Chevron</title><path d='M0 0'/></svg>" * 50_000),
    "svg_nested": lambda: page_of("<svg><g><title>" * 30_000 + "Icon"),
    "math_storm": lambda: page_of("<math><mi>x</mi><mo>=</mo></math>" * 50_000),
    "titles_50_000": lambda: page_of("", "<title>The river</title>" * 50_000),
    "metas_100_000": lambda: page_of("", "".join(f"<meta name=n{n} content=x>" for n in range(100_000))),
    "script_sources_50_000": lambda: page_of("", "<script src=https://cdn.example/tinypass></script>" * 50_000),
    "hidden_ancestors": lambda: page_of("<div hidden><p>text</p>" * 2_000),
}

ATTRIBUTES: dict[str, Callable[[], Any]] = {
    "attributes_100_000": lambda: page_of(f"<div {' '.join(f'a{n}=x' for n in range(100_000))}>text</div>"),
    "attributes_100_000_on_html": lambda: (
        b"<html " + b" ".join(b"a%d=x" % n for n in range(100_000)) + b"><body>" + PARAGRAPH.encode()
    ),
    "attributes_100_000_same_name": lambda: page_of(f"<div {'a=x ' * 100_000}>text</div>"),
    "attributes_100_000_without_value": lambda: page_of(f"<div {' '.join(f'a{n}' for n in range(100_000))}>text</div>"),
    "attributes_100_000_unclosed": lambda: page_of(f"<div {' '.join(f'a{n}=x' for n in range(100_000))}"),
    "attributes_slashes": lambda: page_of(f"<div {'/'.join(f'a{n}' for n in range(100_000))}>text</div>"),
    "attributes_behind_quotes": lambda: page_of(f"<div t='>' {' '.join(f'a{n}=x' for n in range(100_000))}>text</div>"),
    "attributes_begin_with_equals_signs": lambda: page_of(
        f"<div {' '.join(f'=a{n}' for n in range(100_000))}>text</div>"
    ),
    "attributes_behind_a_closed_script": lambda: page_of(f"<svg><script/>{MANY_ATTRIBUTES}"),
    "attributes_behind_a_quote_in_the_title": lambda: page_of(f"<title><a b='</title>{MANY_ATTRIBUTES}'>"),
    "attributes_behind_a_comment_in_a_text_area": lambda: page_of(f"<textarea><!--</textarea>{MANY_ATTRIBUTES}"),
    "attributes_behind_a_quote_in_a_script": lambda: page_of(f"<script>'</s';<a b='</script>{MANY_ATTRIBUTES}'>"),
    "attributes_behind_a_quote_in_an_end_tag": lambda: page_of(f"</a b='><i c='>{MANY_ATTRIBUTES}'>"),
    "attributes_behind_a_quote_in_a_declaration": lambda: page_of(f"<! <i c='>{MANY_ATTRIBUTES}'>"),
    "attributes_of_an_end_tag": lambda: page_of(f"<div>text</{MANY_ATTRIBUTES[1:]}"),
    "attributes_120_on_19_MB_of_tags": lambda: page_of(f"<p {' '.join(f'a{n}=x' for n in range(120))}>text" * 23_000),
    "attributes_8_on_200_000_tags": lambda: page_of(f"<p {' '.join(f'a{n}=x' for n in range(8))}>x</p>" * 200_000),
    "attributes_30_without_value_on_100_000_tags": lambda: page_of(
        f"<p {' '.join(f'{chr(97 + n)}' for n in range(26))} aa ab ac ad>x</p>" * 100_000
    ),
    "tags_unclosed_below_deep_nesting": lambda: page_of("<div>" * 3_000 + "<a " * 190_000),
    "quotes_unclosed_below_deep_nesting": lambda: page_of("<div>" * 3_000 + "<a='\" " * 190_000),
    "attributes_2_000_on_500_tags": lambda: page_of(f"<p {' '.join(f'a{n}=x' for n in range(2_000))}>text</p>" * 500),
    "attribute_5_MB": lambda: page_of(f"<div class='{'x ' * 2_500_000}'>text</div>"),
    "attribute_name_5_MB": lambda: page_of(f"<div {'x' * 5_000_000}=y>text</div>"),
    "tag_name_5_MB": lambda: page_of(f"<{'x' * 5_000_000}>text"),
    "data_url_5_MB": lambda: page_of(f"<img src='data:image/png;base64,{'QUJD' * 1_250_000}'>"),
    "classes_of_100_000_kinds": lambda: page_of("".join(f"<p class='c{n} d{n}'>x</p>" for n in range(100_000))),
    "class_of_many_dashes": lambda: page_of(f"<div class='{'a-' * 200_000}'>text</div>"),
    "class_of_capitals": lambda: page_of(f"<div class='{'A' * 500_000}a'>text</div>"),
    "style_of_spaces": lambda: page_of(f"<div style='display{' ' * 500_000}:none'>text</div>"),
    "markup_prefix_storm": lambda: page_of(f"<div class='{'paywal ' * 100_000}'>text</div>"),
    "prefixed_names": lambda: page_of("<fb:like><o:p>text</o:p></fb:like>" * 20_000),
    "names_that_xpath_cannot_spell": lambda: page_of("<a'b\"c x=y>text</a'b\"c><p'>text" * 5_000),
}

SIZE: dict[str, Callable[[], Any]] = {
    "paragraphs_20_MB": lambda: page_of(PARAGRAPH * (20_000_000 // len(PARAGRAPH))),
    "short_paragraphs_20_MB": lambda: page_of("<p>a b</p>" * 2_000_000),
    "elements_20_MB": lambda: page_of("<i>" * 6_600_000),
    "word_10_MB": lambda: page_of(f"<p>{'x' * 10_000_000}</p>"),
    "word_10_MB_of_han": lambda: page_of(f"<p>{'河' * 3_300_000}</p>"),
    "sentence_10_MB": lambda: page_of(f"<p>{PROSE * 50_000}</p>"),
    "white_space_10_MB": lambda: page_of(" " * 10_000_000),
    "white_space_of_all_kinds_5_MB": lambda: page_of("\u00a0\u2003\t\r\n\u3000" * 500_000),
    "white_space_in_words": lambda: page_of("a \n\t " * 1_000_000),
    "nul_10_MB": lambda: b"\0" * 10_000_000,
    "bytes_100_MB": lambda: b"x" * 100_000_000,
    "text_nodes_of_one_character": lambda: page_of("x<b></b>" * 200_000),
    "same_line_100_000_times": lambda: page_of("<li>Read more</li>" * 100_000),
    "title_5_MB": lambda: b"<title>" + b"river " * 800_000 + b"</title>" + PARAGRAPH.encode(),
    "headings_50_000": lambda: page_of("<h1>The river</h1>" * 50_000),
    "textarea_5_MB": lambda: page_of(f"<textarea>{'x y ' * 1_250_000}</textarea>"),
    "pre_5_MB": lambda: page_of(f"<pre>{'a = {{ b }};' * 400_000}</pre>"),
}

CHARACTERS: dict[str, Callable[[], Any]] = {
    "placeholders_200_000": lambda: page_of("{{count}} " * 200_000),
    "placeholders_unclosed": lambda: page_of("{{" * 1_000_000),
    "placeholders_nested": lambda: page_of("{" * 200_000 + "x" + "}" * 200_000),
    "placeholders_of_every_kind": lambda: page_of(
        "{% if x %} ${y} #{z} <%= a %> [[b]] %(c)s *|D|* __E_F__ {0} @Model.G {n, plural, one {x}} " * 10_000
    ),
    "placeholder_starts_of_every_kind": lambda: page_of("{% ${ #{ [[ %( *|A __A_ @{ {n, plural " * 40_000),
    "dunders_and_underscores": lambda: page_of("_" * 1_000_000 + "a_" * 500_000),
    "icu_storm": lambda: page_of("{n, plural, one {" * 100_000),
    "dots_and_colons": lambda: page_of("<p>" + "aa." * 300_000 + "</p><p>" + "aa:" * 300_000 + "!</p>"),
    "digits_2_MB": lambda: page_of("1" * 2_000_000),
    "dates_and_prices": lambda: page_of("12.03.2026 $ 5 1,000.00 € 12:30 " * 60_000),
    "at_signs": lambda: page_of("a.b-c+d@" * 300_000),
    "icons_glued": lambda: page_of("<p>" + "ChevronDownIconSearch" * 100_000 + "</p>"),
    "sprite_names": lambda: page_of("<span>icon-" + "x-" * 100_000 + "</span>" + "<i>icon-x_y arrow</i>" * 30_000),
    "wall_words": lambda: page_of("subscribe to continue reading your free articles " * 60_000),
    "wall_blocks": lambda: page_of("<div class=paywall>Subscribe to continue reading</div>" * 30_000),
    "entities_500_000": lambda: page_of("&amp;&lt;&eacute;" * 170_000),
    "entities_numeric": lambda: page_of("&#0;&#xD800;&#x110000;&#99999999999999999999;&#128;" * 40_000),
    "entities_unclosed": lambda: page_of("&amp" * 500_000 + "&x" * 500_000),
    "entity_bomb": entity_bomb,
    "entity_quadratic": quadratic_entity,
    "entities_external": external_entities,
    "control_characters": lambda: page_of("".join(chr(c) for c in range(1, 32)) * 50_000),
    "nul_between_characters": lambda: page_of("\0".join("hidden words in the text " * 20_000)),
    "bidirectional": lambda: page_of("\u202e\u2066desrever\u2069\u202c \u200f\u200e" * 60_000),
    "zero_width": lambda: page_of("z\u200be\u200cr\u200do\ufeff\u2060 " * 100_000),
    "combining_marks": lambda: page_of("Z" + "\u0300\u0489" * 1_000_000),
    "combining_marks_of_devanagari": lambda: page_of("क" + "\u094d\u0902" * 500_000 + " " + "क्षि " * 100_000),
    "marks_that_compose": lambda: page_of("a" + "\u0323\u0307" * 300_000),
    "capitals_that_grow": lambda: page_of("İSTANBUL ŉ ﬁ ẞ " * 60_000),
    "ligatures_that_swell": lambda: page_of("\ufdfa\ufdfb\u1e9e" * 200_000),
    "private_use_and_emoji": lambda: page_of("\ue000\uf8ff\U0001f469\u200d\U0001f680\U0010ffff" * 100_000),
    "surrogates_in_a_string": lambda: "<p>" + "\ud800\udfff\udc00" * 100_000 + PROSE + "</p>",
    "replacement_characters": lambda: "\ufffd" * 1_000_000,
    "line_separators": lambda: page_of("a\u2028b\u2029c\x85d\x0be\x0c" * 100_000),
    "soft_hyphens": lambda: page_of("sub\u00adscribe to con\u00adtinue " * 60_000),
}


def in_charset(encoding: str, declared: str) -> Callable[[], bytes]:
    """An article in one encoding under the declaration of another."""
    text = "Die Flüsse stiegen über die Ufer. Ça déborde déjà à l'été. " * 2_000
    page = f"<html><head><meta charset='{declared}'></head><body><p>{text}</p></body></html>"
    return lambda: page.encode(encoding, "replace")


CHARSETS: dict[str, Callable[[], Any]] = {
    "utf-8_declared_utf-16": in_charset("utf-8", "utf-16"),
    "utf-8_declared_utf-7": in_charset("utf-8", "utf-7"),
    "utf-8_declared_shift_jis": in_charset("utf-8", "shift_jis"),
    "latin-1_declared_utf-8": in_charset("latin-1", "utf-8"),
    "latin-1_declared_euc-kr": in_charset("latin-1", "euc-kr"),
    "latin-1_declared_gb18030": in_charset("latin-1", "gb18030"),
    "latin-1_declared_iso-2022-jp": in_charset("latin-1", "iso-2022-jp"),
    "latin-1_declared_hz": in_charset("latin-1", "hz"),
    "latin-1_declared_codec_of_python": in_charset("latin-1", "zip_codec"),
    "latin-1_declared_unicode_escape": in_charset("latin-1", "unicode_escape"),
    "latin-1_declared_nonsense": in_charset("latin-1", "../../etc/passwd"),
    "latin-1_declared_idna": in_charset("latin-1", "idna"),
    "utf-16_with_mark": lambda: ARTICLE.encode("utf-16"),
    "utf-16_without_mark": lambda: ARTICLE.encode("utf-16-le"),
    "utf-16_odd_length": lambda: ARTICLE.encode("utf-16") + b"x",
    "utf-16_mark_on_ascii": lambda: codecs.BOM_UTF16_LE + ARTICLE.encode() * 100,
    "utf-32_with_mark": lambda: ARTICLE.encode("utf-32"),
    "utf-32_without_mark": lambda: ARTICLE.encode("utf-32-be"),
    "utf-8_with_three_marks": lambda: codecs.BOM_UTF8 * 3 + ARTICLE.encode(),
    "utf-8_cut_in_a_character": lambda: (ARTICLE + "é").encode()[:-1],
    "utf-8_overlong": lambda: ARTICLE.encode() + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf" * 10_000,
    "charset_detector_5_MB": lambda: b"<p>" + bytes(range(128, 256)) * 40_000,
    "meta_storm": lambda: b"<meta charset " * 200_000 + b"caf\xe9",
    "every_byte": lambda: bytes(range(256)) * 4_000,
}

NOT_PAGES: dict[str, Callable[[], Any]] = {
    "empty": lambda: b"",
    "empty_string": lambda: "",
    "one_bracket": lambda: "<",
    "white_space": lambda: b" \n\t ",
    "byte_order_mark": lambda: codecs.BOM_UTF8,
    "gzip": lambda: gzip.compress(ARTICLE.encode() * 100),
    "gzip_bomb": lambda: gzip.compress(b"\0" * 50_000_000),
    "deflate": lambda: zlib.compress(ARTICLE.encode() * 100),
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + noise(500_000),
    "pdf_with_text_head": lambda: b"%PDF-1.4\n" + b"1 0 obj << /Type /Catalog >> endobj\n" * 20_000 + noise(100_000),
    "png": lambda: b"\x89PNG\r\n\x1a\n" + noise(500_000),
    "zip": lambda: b"PK\x03\x04" + noise(500_000),
    "noise_2_MB": lambda: noise(2_000_000),
    "noise_behind_a_page": lambda: ARTICLE.encode() + noise(1_000_000),
    "soup_300_000_pieces": lambda: soup(300_000),
    "json": lambda: json.dumps({"html": PARAGRAPH, "list": list(range(100_000))}).encode(),
    "xml_feed": lambda: (
        b"<?xml version='1.0'?><rss><channel>"
        + f"<item><title>{PROSE}</title></item>".encode() * 5_000
        + b"</channel></rss>"
    ),
    "javascript": lambda: b"function a(b){return b<1&&c>2;}" * 50_000,
    "base64": lambda: b"QUJDREVGR0hJSktMTU5PUA==" * 100_000,
    "only_head": lambda: b"<html><head><title>The river</title></head></html>",
    "only_comments": lambda: b"<!-- a --><!-- b -->",
    "element_without_a_tree": lambda: lxml.html.fragment_fromstring("<p>text</p>"),
    "comment_as_a_tree": lambda: lxml.html.document_fromstring(f"<!--x-->{ARTICLE}"),
}

JSON_LD: dict[str, Callable[[], Any]] = {
    "json_ld_50_000_deep": lambda: page_of("", json_ld(nested_json(50_000))),
    "json_ld_arrays_50_000_deep": lambda: page_of("", json_ld("[" * 50_000 + "]" * 50_000)),
    "json_ld_900_deep": lambda: page_of("", json_ld(nested_json(900))),
    "json_ld_broken": lambda: page_of("", json_ld('{"@type":"NewsArticle","isAccessibleForFree":false,,}')),
    "json_ld_unclosed_brackets": lambda: page_of("", json_ld('"@type":[' * 50_000)),
    "json_ld_spaces": lambda: page_of("", json_ld(('"@type"' + " " * 30 + ":" + " " * 30 + "[") * 20_000)),
    "json_ld_10_MB": lambda: page_of("", json_ld('{"a":"' + "x" * 10_000_000 + '"}')),
    "json_ld_20_000_scripts": lambda: page_of("", json_ld('{"@type":"Product"}') * 20_000),
    "json_ld_numbers": lambda: page_of("", json_ld('{"wordCount":' + "9" * 100_000 + "}")),
    "json_ld_float": lambda: page_of("", json_ld('{"wordCount":1e400,"isAccessibleForFree":NaN,"@type":Infinity}')),
    "json_ld_wrong_types": lambda: page_of(
        "", json_ld('{"@type":[{}],"isAccessibleForFree":[[[[]]]],"wordCount":{"a":[]},"cssSelector":[1,{},null]}')
    ),
    "json_ld_nested_flags": lambda: page_of("", json_ld('{"isAccessibleForFree":' + "[" * 900 + "]" * 900 + "}")),
    "json_ld_100_000_keys": lambda: page_of("", json_ld(json.dumps({f"k{n}": {"@type": "x"} for n in range(60_000)}))),
    "json_ld_same_key": lambda: page_of("", json_ld("{" + '"@type":"Article",' * 60_000 + '"a":1}')),
    "json_ld_surrogates": lambda: page_of("", json_ld('{"@type":"\\ud800","isAccessibleForFree":"\\udfff"}')),
    "json_ld_not_an_object": lambda: page_of("", json_ld("null") + json_ld("3") + json_ld('"x"') + json_ld("")),
}

PAGES: dict[str, Callable[[], Any]] = {
    **STRUCTURE,
    **ATTRIBUTES,
    **SIZE,
    **CHARACTERS,
    **CHARSETS,
    **NOT_PAGES,
    **JSON_LD,
}
