"""Cutting a tree into blocks: where a block begins and ends, what it knows, and that no text is lost or told twice."""

import pytest
from hypothesis import given
from lxml import etree

from classifier.segment import segment_html
from classifier.segment.elements import BOUNDARIES, SOFT_BOUNDARIES
from classifier.segment.tree import parse

from .pages import (
    any_text,
    html,
    nested_pages,
    paragraphs,
    squeezed,
    tag_soup,
    tags,
    text_nodes,
    text_nodes_of_blocks,
    texts,
    tree,
    unhurried,
)

REPLY = "This reply of the forum stands only where scripts are off. " * 4
FROM_NOSCRIPT = "text was taken from <noscript>, since the visible body lacks it"


# Boundaries


@pytest.mark.parametrize(
    "tag",
    ["p", "div", "li", "h1", "section", "nav", "td", "button", "label", "option", "pre", "blockquote", "figcaption"],
)
def test_a_block_level_element_is_a_block_of_its_own(tag):
    assert texts(f"<div>before<{tag}>inside</{tag}>after</div>") == ["before", "inside", "after"]


@pytest.mark.parametrize("tag", ["b", "span", "a", "em", "code", "sup", "mark", "font", "time"])
def test_an_inline_element_goes_on_with_its_line(tag):
    assert texts(f"<p>be<{tag}>for</{tag}>e</p>") == ["before"]


def test_an_empty_element_parts_the_text_around_it():
    assert texts("<div>above<hr>below</div>") == ["above", "below"]


def test_elements_without_text_make_no_block():
    assert texts("<div><p></p><p> \n </p><p>&nbsp;</p><img src='heron.jpg'>text</div>") == ["text"]


def test_white_space_is_folded():
    assert texts("<p>  a\n\t heron&nbsp;&nbsp;waits  </p>") == ["a heron waits"]


def test_white_space_between_inline_elements_is_kept():
    assert texts("<p><b>grey</b> <i>heron</i>\n<u>waits</u></p>") == ["grey heron waits"]


def test_a_block_inside_an_inline_element_still_is_a_block():
    assert texts("<b>one<div>two</div>three</b>") == ["one", "two", "three"]


def test_end_tags_may_be_left_out():
    assert texts("<ul><li>heron<li>pike</ul><p>one<p>two") == ["heron", "pike", "one", "two"]


def test_each_cell_of_a_table_is_a_block():
    page = "<table><caption>Birds</caption><thead><tr><th>Name</th></tr></thead><tr><td>Heron<td>grey</table>"
    document = html(page)
    assert document.texts == ["Birds", "Name", "Heron", "grey"]
    assert tags(document, document.leaf) == tags(document, document.container) == ["caption", "th", "td", "td"]


def test_a_custom_element_is_a_boundary():
    assert paragraphs("<x-card>one</x-card>two<my-title>three</my-title>") == [["one"], ["two"], ["three"]]


def test_form_fields_and_their_options_are_blocks():
    page = "<form><label>Size</label><select><option>S<option>M</select><textarea>a note</textarea></form>"
    assert texts(page) == ["Size", "S", "M", "a note"]


def test_text_after_the_body_is_text_too():
    assert texts("<html><body><p>inside</p></body>after<p>and on</p></html>") == ["inside", "after", "and on"]


@pytest.mark.parametrize("after", ["after", "<p>after</p>", "<html><body><p>after</p></body></html>"])
def test_text_after_the_html_element_is_text_too(after):
    assert texts(f"<html><body><p>inside</p></body></html>{after}") == ["inside", "after"]


def test_text_without_any_markup_is_one_block():
    assert texts("just a line") == ["just a line"]


def test_entities_are_characters():
    assert texts("<p>x &lt; y &amp;&#32;z &eacute;</p>") == ["x < y & z é"]


# What is text, and what is not


@pytest.mark.parametrize("tag", ["script", "style", "template", "iframe", "object", "canvas", "audio", "video"])
def test_a_skipped_element_leaves_the_text_around_it(tag):
    assert texts(f"<p>a gre<{tag}>unread</{tag}>y heron</p>") == ["a grey heron"]


def test_text_after_embed_is_kept():
    assert texts("<div><embed src='film.swf'>a heron <b>waits</b></div>") == ["a heron waits"]


@pytest.mark.parametrize("between", ["<!-- a comment -->", "<?php echo 1 ?>", "<!-- one --><!-- two -->"])
def test_text_after_a_comment_or_an_instruction_goes_on(between):
    assert texts(f"<p>a gre{between}y heron</p>") == ["a grey heron"]


def test_the_title_of_the_page_is_no_block():
    assert texts("<head><title>The pond</title></head><body><p>text</p></body>") == ["text"]


@pytest.mark.parametrize("tag", ["main", "article", "section", "header", "nav", "x-card"])
def test_head_and_body_tags_may_be_left_out(tag):
    assert texts(f"<!doctype html><meta charset=utf-8><title>The pond</title><{tag}>text</{tag}>") == ["text"]


def test_a_frameset_shows_what_stands_in_noframes():
    page = "<html><head><title>T</title></head><frameset><frame src='a.html'><noframes>no frames</noframes></frameset>"
    assert texts(page) == ["no frames"]


def test_a_frameset_without_text_has_no_blocks():
    document = html("<html><frameset cols='20%,80%'><frame src='a.html'><frame src='b.html'></frameset></html>")
    assert (document.texts, document.gap, document.end_block[0]) == ([], [], 0)


def test_hidden_text_is_a_block_that_says_so():
    document = html(
        "<p hidden>unseen</p><div style='display: none'><p>deep</p></div><p class='sr-only'>spoken</p><p>seen</p>"
    )
    assert document.texts == ["unseen", "deep", "spoken", "seen"]
    assert [document.is_hidden(block) for block in range(4)] == [True, True, True, False]


# <noscript>


def test_noscript_is_read_where_the_body_lacks_its_text():
    document = html(f"<p>Topic</p><noscript><p>{REPLY}</p></noscript><p>Footer</p>")
    assert document.texts == ["Topic", REPLY.strip(), "Footer"]
    assert document.noscript == [False, True, False]
    assert document.warnings == [FROM_NOSCRIPT]


def test_noscript_is_left_where_the_body_has_its_text():
    document = html(f"<p>Topic</p><p>{REPLY}</p><noscript><p>{REPLY}</p></noscript>")
    assert document.texts == ["Topic", REPLY.strip()]
    assert document.noscript == [False, False]
    assert document.warnings == []


@pytest.mark.parametrize(
    "inside",
    [
        "Please switch on JavaScript.",
        f"<img src='pixel.gif' alt='{REPLY}'>",
        f"<!-- {REPLY} -->",
        f"&lt;img src='pixel.gif' alt='{REPLY}'&gt;",
    ],
    ids=["a request", "an image", "a comment", "escaped markup"],
)
def test_noscript_without_a_piece_of_text_is_left(inside):
    document = html(f"<p>a gre<noscript>{inside}</noscript>y heron</p>")
    assert document.texts == ["a grey heron"]
    assert document.warnings == []


def test_noscript_of_the_head_is_left():
    assert texts(f"<head><noscript>{REPLY}</noscript></head><body><p>text</p></body>") == ["text"]


def test_reading_noscript_keeps_the_facts_of_the_head():
    head = "<title>Topic</title><meta name='generator' content='Forum 1'><script src='a.js'></script>"
    document = html(f"<html lang='en'><head>{head}</head><body><noscript><p>{REPLY}</p></noscript></body></html>")
    assert (document.title, document.lang, document.meta, document.script_sources) == (
        "Topic",
        "en",
        {"generator": "Forum 1"},
        ["a.js"],
    )


def test_text_directly_in_noscript_is_marked():
    assert html(f"<p>Topic</p><noscript>{REPLY}</noscript>").noscript == [False, True]


def test_short_paragraphs_in_noscript_are_found_in_the_body():
    post = f"<p>Ann wrote</p><p>{REPLY}</p>"
    assert texts(f"<body>{post}<noscript>{post}</noscript></body>") == ["Ann wrote", REPLY.strip()]


@pytest.mark.parametrize("tag", ["style", "script"])
def test_a_style_sheet_in_noscript_is_no_text(tag):
    document = html(f"<p>text</p><noscript><{tag}>{'.menu {display: block} ' * 20}</{tag}></noscript>")
    assert document.warnings == []


# Paragraphs


def test_each_block_level_element_is_a_paragraph():
    assert paragraphs("<div>a<p>b</p>c</div><h2>d</h2>") == [["a"], ["b"], ["c"], ["d"]]


def test_one_line_break_is_a_space():
    assert texts("<p>12 Mill Lane<br>Ely</p>") == ["12 Mill Lane Ely"]


@pytest.mark.parametrize(
    "breaks", ["<br><br>", "<br/> \n <br>", "<br><!-- x --><br>", "<br><br><br><br>", "<br><b><br></b>"]
)
def test_two_line_breaks_part_paragraphs(breaks):
    assert paragraphs(f"<p>one{breaks}two</p>") == [["one"], ["two"]]


def test_line_breaks_with_text_between_part_nothing():
    assert texts("<p>one<br>two<br>three</p>") == ["one two three"]


@pytest.mark.parametrize(
    "icon", ["<svg><path d='M0'></path></svg>", "<svg><title>Star</title></svg>", "<math><mi>x</mi></math>"]
)
def test_pieces_around_an_inline_icon_share_a_paragraph(icon):
    first, *_, last = paragraphs(f"<p>before {icon} after</p><p>next</p>")
    assert (first[0], first[-1], last) == ("before", "after", ["next"])


def test_the_title_and_description_of_an_icon_are_blocks_apart():
    document = html("<p>Share <svg><title>Bluesky</title><desc>A butterfly</desc><text>9</text></svg> this</p>")
    assert document.texts == ["Share", "Bluesky", "A butterfly", "9", "this"]
    assert tags(document, document.leaf) == ["p", "title", "desc", "text", "p"]
    assert tags(document, document.container) == ["p"] * 5


@pytest.mark.parametrize(
    "icon",
    [
        "<i class='material-icons'>home</i>",
        "<span class='nav material-symbols-outlined'>home</span>",
        "<em class='google-symbols'>home</em>",
        "<mat-icon class='mat-icon notranslate'>home</mat-icon>",
    ],
)
def test_the_name_in_an_icon_font_is_a_block_apart(icon):
    assert paragraphs(f"<p>Go {icon} now</p>") == [["Go", "home", "now"]]


def test_a_link_in_an_icon_font_stays_in_its_line():
    assert texts("<p>Go <a class='material-icons'>home</a> now</p>") == ["Go home now"]


# Links


def test_characters_inside_links_are_counted():
    document = html("<p>see <a href='/h'>the heron</a> and <a href='/p'>pike</a></p><p>none</p>")
    assert document.link_chars == [len("the heron") + len("pike"), 0]
    assert document.links == [2, 0]


def test_a_link_around_blocks_links_them_all():
    document = html("<a href='/h'><h2>Heron</h2><p>It waits.</p></a><p>rest</p>")
    assert document.link_chars == [5, 9, 0]


def test_text_after_a_link_is_not_linked():
    assert html("<p><a href='/h'><b>Heron</b></a> waits</p>").link_chars == [5]


def test_a_link_has_never_more_characters_than_its_block():
    assert html("<p><a href='/h'>  grey \n\n\n  heron  </a></p>").link_chars == [len("grey heron")]


def test_white_space_in_a_link_is_folded_before_it_is_counted():
    assert html("<p>see <a href='/h'>grey\n          heron</a> in the reeds</p>").link_chars == [len("grey heron")]


def test_a_link_without_text_does_not_count_for_the_next_block():
    assert html("<div><a href='/'><img src='logo.png'></a></div><p>no link here</p>").links == [0]


# Elements


def test_elements_come_in_document_order_with_their_parents():
    document = html("<div><p>a</p><ul><li>b</ul></div>")
    assert document.tags == ["html", "body", "div", "p", "ul", "li"]
    assert document.parents == [-1, 0, 1, 2, 2, 4]


def test_skipped_elements_and_comments_have_no_row():
    assert html("<div><script>a</script><!-- b --><p>c</p></div>").tags == ["html", "body", "div", "p"]


def test_an_element_knows_its_blocks():
    document = html("<div><p>a</p><p>b</p></div><p>c</p>")
    ranges = dict(zip(document.tags, zip(document.first_block, document.end_block, strict=True), strict=True))
    assert (ranges["html"], ranges["body"], ranges["div"], ranges["p"]) == ((0, 3), (0, 3), (0, 2), (2, 3))


def test_an_inline_element_knows_its_block():
    document = html("<div><span class='wall'>Subscribe to read on</span></div>")
    wall = document.tags.index("span")
    assert (document.first_block[wall], document.end_block[wall]) == (0, 1)


def test_an_inline_element_knows_its_last_paragraph():
    document = html("<p><b>one<br><br>two</b></p>")
    bold = document.tags.index("b")
    assert (document.first_block[bold], document.end_block[bold]) == (0, 2)


def test_class_words_of_an_element_are_kept():
    document = html("<p class='lead' id='intro' title='x'>text</p>")
    assert document.markup[document.tags.index("p")] == "lead intro"


# Roots


def test_only_the_inside_of_an_element_is_read():
    article = tree("<div>before<article><p>text</p></article>after</div>").find(".//article")
    assert segment_html(article).texts == ["text"]


@pytest.mark.parametrize("tag", ["script", "style", "template"])
def test_a_skipped_element_as_root_has_no_blocks(tag):
    assert segment_html(tree(f"<body><{tag}>unread</{tag}>text</body>").find(f".//{tag}")).texts == []


def test_segmenting_leaves_the_tree_as_it_was():
    root = tree(f"<div>a<svg><title>b</title></svg><!-- c -->d<noscript><p>{REPLY}</p></noscript></div>")
    before = [(element.tag, element.text, element.tail, dict(element.attrib)) for element in root.iter()]
    segment_html(root)
    assert [(element.tag, element.text, element.tail, dict(element.attrib)) for element in root.iter()] == before


def test_a_tree_with_the_namespace_of_xhtml_is_read_like_any_other():
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><script>let a</script><p>one</p><p>two</p></body></html>"
    assert texts(etree.fromstring(page)) == ["one", "two"]


def test_a_page_of_very_deep_nesting_is_read():
    assert texts("<div>" * 1_500 + "deep") == ["deep"]


def test_a_page_that_is_too_deep_is_read_whole_and_says_so():
    root, warnings = parse("<div>" * 3_000 + "deep" + "</div>" * 3_000 + "<p>after</p>")
    assert segment_html(root).texts == ["deep", "after"]
    assert warnings == ["the page is nested too deeply; what is deeper than 1,000 levels was read as one level"]


# Properties


@unhurried
@given(nested_pages)
def test_the_text_of_a_page_is_in_its_blocks_once_and_in_order(page):
    markup, text = page
    assert squeezed("".join(texts(markup))) == squeezed(text)


@unhurried
@given(nested_pages)
def test_each_text_node_is_in_exactly_one_block(page):
    root = tree(page[0])
    blocks = text_nodes_of_blocks(root, segment_html(root))
    assert [node for nodes in blocks for node in nodes] == list(text_nodes(root))


@unhurried
@given(nested_pages)
def test_columns_of_blocks_have_a_row_for_each_block(page):
    document = html(page[0])
    columns = (document.leaf, document.container, document.link_chars, document.links, document.paragraph)
    assert {len(column) for column in (*columns, document.noscript, document.gap)} == {len(document)}
    assert all(document.texts)
    assert document.paragraph == sorted(document.paragraph)
    assert all(0 <= chars <= len(text) for chars, text in zip(document.link_chars, document.texts, strict=True))


@unhurried
@given(nested_pages)
def test_columns_of_elements_have_a_row_for_each_element(page):
    document = html(page[0])
    columns = (document.parents, document.markup, document.hidden, document.first_block, document.end_block)
    assert {len(column) for column in columns} == {len(document.tags)}
    assert all(parent < number for number, parent in enumerate(document.parents))
    assert all(first <= end for first, end in zip(document.first_block, document.end_block, strict=True))


@unhurried
@given(nested_pages)
def test_the_range_of_a_block_level_element_holds_the_blocks_inside_it(page):
    document = html(page[0])
    around = [set(_lineage(document, leaf)) for leaf in document.leaf]
    for element, tag in enumerate(document.tags):
        if tag in BOUNDARIES:
            inside = [block for block, lineage in enumerate(around) if element in lineage]
            assert inside == list(range(document.first_block[element], document.end_block[element]))


@unhurried
@given(nested_pages)
def test_the_container_is_the_innermost_block_level_element_around_the_leaf(page):
    document = html(page[0])
    for leaf, container in zip(document.leaf, document.container, strict=True):
        hard = (e for e in _lineage(document, leaf) if _is_container(document.tags[e], document.markup[e]))
        assert container == next(hard)


def _lineage(document, element):
    while element >= 0:
        yield element
        element = document.parents[element]


def _is_container(tag, markup):
    return (tag in BOUNDARIES and tag not in SOFT_BOUNDARIES) or "-" in tag


@unhurried
@given(any_text)
def test_any_text_can_be_segmented(page):
    _segment(page)


@unhurried
@given(tag_soup)
def test_any_markup_can_be_segmented(page):
    _segment(page)
    _segment(page.encode("utf-8", "surrogatepass"))


def _segment(page):
    root, warnings = parse(page)
    assert warnings or root is not None
    if root is not None:
        document = segment_html(root)
        assert len(document.xpaths()) == len(document)
