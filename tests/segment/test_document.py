"""What a document tells about its blocks: how many, which are hidden, where in the page they stand."""

import pytest
from hypothesis import given

from classifier.segment import Document, segment_html, segment_text

from .pages import html, nested_pages, text_nodes_of_blocks, tree, unhurried

REPLY = "This reply of the forum stands only where scripts are off. " * 4


def test_a_new_document_is_empty():
    document = Document()
    assert len(document) == 0
    assert document.xpaths() == []


def test_documents_share_no_columns():
    first, second = Document(), Document()
    first.texts.append("a heron")
    assert second.texts == []


def test_its_length_is_the_number_of_blocks():
    assert len(html("<p>one</p><p>two</p>")) == 2


def test_a_block_is_hidden_by_any_element_around_it():
    document = html("<div aria-hidden='true'><ul><li><b>deep</b></ul></div><p>seen</p>")
    assert [document.is_hidden(block) for block in range(2)] == [True, False]


def test_plain_text_is_never_hidden():
    assert not segment_text("a line").is_hidden(0)


def test_plain_text_has_no_paths():
    assert segment_text("one\ntwo").xpaths() == ["", ""]


def test_paths_count_the_elements_of_a_name():
    page = "<div><p>a</p>b<p>c<b>d</b></p></div><div><p>e</p></div>"
    assert html(page).xpaths() == [
        "/html/body[1]/div[1]/p[1]",
        "/html/body[1]/div[1]",
        "/html/body[1]/div[1]/p[2]",
        "/html/body[1]/div[2]/p[1]",
    ]


def test_a_path_leads_to_the_element_of_the_first_text():
    document = html("<p><a href='/h'><b> </b><i>Heron</i></a> waits</p>")
    assert document.xpaths() == ["/html/body[1]/p[1]/a[1]/i[1]"]


def test_elements_that_are_skipped_do_not_disturb_the_count():
    page = "<div>a</div><script>b</script><!-- c --><div>d</div><style>e</style><div>f</div>"
    assert found_texts(page) == ["a", "d", "f"]


def found_texts(page: str) -> list[str]:
    """The text of the element that each block's path leads to."""
    root = tree(page)
    found = []
    for path in segment_html(root).xpaths():
        (element,) = root.getroottree().xpath(path)
        found.append(element.text.strip())
    return found


def test_the_path_into_the_second_noscript():
    page = f"<body><noscript><img src='a.gif'></noscript><noscript><p>{REPLY}</p></noscript></body>"
    assert found_texts(page) == [REPLY.strip()]


def test_paths_of_a_part_of_a_page_lead_through_the_whole_page():
    root = tree("<div>menu</div><div><p>one</p></div>")
    (path,) = segment_html(root.xpath("//div")[1]).xpaths()
    assert [element.text for element in root.getroottree().xpath(path)] == ["one"]


@pytest.mark.parametrize("tag", ["fb:like", "o:p", "it's", "x=y", "a'b\"c"])
def test_the_path_to_an_element_with_an_odd_name(tag):
    assert found_texts(f"<p><{tag}>text</{tag}></p>") == ["text"]


@unhurried
@given(nested_pages)
def test_a_path_resolves_to_the_element_that_holds_the_first_text_of_the_block(page):
    root = tree(page[0])
    document = segment_html(root)
    for path, nodes in zip(document.xpaths(), text_nodes_of_blocks(root, document), strict=True):
        assert root.getroottree().xpath(path) == [nodes[0][0]]
