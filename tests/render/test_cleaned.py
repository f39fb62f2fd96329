"""Cleaned HTML: structure kept, everything else gone."""

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.render.pages import page


def squeezed(text: str) -> str:
    return "".join(text.split())


def inside(html: str) -> str:
    return html.removeprefix("<article>").removesuffix("</article>").strip()


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<h2>Herons</h2><p>One came.</p>", "<h2>Herons</h2>\n<p>One came.</p>"),
        ("<div><div>One <b>heron</b> came.</div></div>", "<p>One <strong>heron</strong> came.</p>"),
        ("<p>One<i> heron </i>came.</p>", "<p>One <em>heron</em> came.</p>"),
        ("<ul><li>one<ul><li>two</li></ul></li></ul>", "<ul><li>one<ul><li>two</li></ul></li></ul>"),
        ("<li>one</li><li>two</li>", "<ul><li>one</li><li>two</li></ul>"),
        ("<p>One.<br><br>Two.</p>", "<p>One.</p>\n<p>Two.</p>"),
        ("<table><tr><th>a<td>b</table>", "<table><tr><th>a</th><td>b</td></tr></table>"),
        ("<table><tr><td class=no>a</td><td>b</td></tr></table>", "<table><tr><td></td><td>b</td></tr></table>"),
        ("<blockquote>One.</blockquote>", "<blockquote><p>One.</p></blockquote>"),
        ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>"),
        ("<p>One</p><p class=no>Menu</p><p>Two</p>", "<p>One</p>\n<p>Two</p>"),
        ("<h2><div>One</div><div>two</div></h2>", "<h2>One two</h2>"),
        ("<a href='/x'><h3>One</h3><p>Two</p></a>", '<h3><a href="/x">One</a></h3>\n<p><a href="/x">Two</a></p>'),
        ("<a href='/x'><div><a href='/y'>One</a></div></a>", '<p><a href="/x">One</a></p>'),
        ("<table><thead><th>a<th>b</thead></table>", "<table><thead><tr><th>a</th><th>b</th></tr></thead></table>"),
        ("<table><tr><div>One</div></table>", "<p>One</p>"),
        ("<ul><h3>One</h3><li>two</ul>", "<h3>One</h3>\n<ul><li>two</li></ul>"),
        ("<b>One <strong>two</strong></b>", "<p><strong>One two</strong></p>"),
        ("", ""),
    ],
)
def test_structure(body, html):
    assert inside(page(body).html) == html


@pytest.mark.parametrize(
    "body",
    [
        "<p onclick='run()'>One</p>",
        "<p style='background: url(https://example.org/spy.gif)' class='x' id='y' data-a='b'>One</p>",
        "<p>One<script>run()</script></p>",
        "<p>One</p><style>p { color: red }</style><iframe src='https://example.org'></iframe>",
        "<p>One<img src='https://example.org/spy.gif' onerror='run()'></p>",
        "<p><a href='javascript:run()'>One</a></p>",
        "<p><a href=' java\nscript:run()'>One</a></p>",
        "<p><a href='&#1;JavaScript:run()'>One</a></p>",
        "<p><a href='data:text/html,<script>run()</script>'>One</a></p>",
        "<p><a href='vbscript:run()'>One</a></p>",
        "<form action='/login'><p>One</p></form>",
    ],
)
def test_nothing_runs_or_loads(body):
    assert inside(page(body).html) == "<p>One</p>"


def test_text_that_looks_like_markup_stays_text():
    assert inside(page("<p>&lt;script&gt;run()&lt;/script&gt;</p>").html) == "<p>&lt;script&gt;run()&lt;/script&gt;</p>"


def test_characters_that_a_tree_can_not_hold_are_left_out():
    body = "<h1>The\x01 herons</h1><p>One\x0b \x1fheron\ufffe came.<a href='/x\x02y\tz\uffff'>More</a></p><pre>a\x08\n b</pre>"
    assert inside(page(body).html) == (
        '<h1>The herons</h1>\n<p>One heron came.<a href="/xyz">More</a></p>\n<pre>a\n b</pre>'
    )


def test_addresses_are_made_absolute():
    one = page("<p><a href='../b'>One</a></p>", url="https://example.org/a/c/")
    assert inside(one.html) == '<p><a href="https://example.org/a/b">One</a></p>'
    with_base = page("<p><a href='b'>One</a></p>", head="<base href='/docs/'>", url="https://example.org/a")
    assert inside(with_base.html) == '<p><a href="https://example.org/docs/b">One</a></p>'


def test_links_can_be_left_out_and_images_taken_in():
    one = page(
        "<p>One <a href='/a'>two</a></p><img data-src='/i.png' src='data:image/gif;base64,R0' alt='A  heron'><p>three</p>"
    )
    assert inside(one.as_html(links=False)) == "<p>One two</p>\n<p>three</p>"
    assert '<img src="/i.png" alt="A heron">' in one.as_html(images=True)


def test_images_of_the_menu_are_left_out():
    one = page(
        "<nav class=no><img src='/logo.png'>Home</nav><p>One</p><p>Two</p><div class=no>x<img src='/ad.png'>y</div>"
    )
    assert "img" not in one.as_html(images=True)


def test_comments_and_headline_on_request():
    one = page("<p>One</p><p class=remark>Lovely</p>", head="<title>Herons</title>")
    assert inside(one.html) == "<p>One</p>"
    assert inside(one.as_html(title=True, comments=True)) == "<h1>Herons</h1>\n<p>One</p>\n<p>Lovely</p>"


def test_the_headline_comes_once():
    one = page("<h1>Herons</h1><p>One</p>", head="<title>Herons</title>")
    assert one.as_html(title=True).count("Herons") == 1
    assert one.as_text(title=True) == "Herons\n\nOne"


def test_a_hidden_copy_comes_out_once():
    story = "The heron came back to the pond on Monday."
    one = page(f"<div hidden><p>{story}</p></div><p>{story}</p>")
    assert one.text == story
    assert inside(one.html) == f"<p>{story}</p>"


def test_deep_markup_is_no_trouble():
    one = page("<blockquote>" * 100 + "<b>" * 100 + "One")
    assert "One" in one.html
    assert "One" in one.markdown


WORDS = st.sampled_from(
    ["heron", "pond", "*star*", "a_b", "1. one", "# hash", "x|y", "`tick`", "[link](x)", "<tag>", "&amp;", "fin!"]
)
TAGS = st.sampled_from(
    "p div h2 ul li ol table tr td th blockquote pre b i a code span section br noscript svg".split()
)


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


TREES = st.recursive(
    WORDS.map(escaped),
    lambda inner: st.builds(
        lambda tag, off, parts: f"<{tag}{' class=no' if off else ''}>{' '.join(parts)}</{tag}>",
        TAGS,
        st.booleans(),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_the_html_holds_the_main_text_in_order(body):
    one = page(body)
    assert squeezed(lxml.html.fromstring(one.html).text_content()) == squeezed(one.text)
