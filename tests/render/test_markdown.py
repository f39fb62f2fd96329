"""Markdown: what a reader of Markdown makes of it is the cleaned HTML."""

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from markdown_it import MarkdownIt

from tests.render.pages import page
from tests.render.test_cleaned import TREES, squeezed

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<h2>Herons</h2><p>One <b>came</b>.</p>", "## Herons\n\nOne **came**."),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<ol start=3><li>one<li>two</ol>", "3. one\n4. two"),
        ("<ul><li><p>one</p><p>more</p><li>two</ul>", "- one\n\n  more\n\n- two"),
        ("<table><tr><th>a<th>b<tr><td>1<td>x|y</table>", "| a | b |\n| --- | --- |\n| 1 | x\\|y |"),
        ("<table><tr><td><p>One</p><ul><li>two</ul></table>", "One\n\n- two"),
        ("<blockquote><p>One<p>Two</blockquote>", "> One\n>\n> Two"),
        ("<pre><code class='language-python'>a = 1\n  b\n</code></pre>", "```python\na = 1\n  b\n```"),
        ("<pre>a ``` b</pre>", "````\na ``` b\n````"),
        ("<p>Use <code>a`b</code>.</p>", "Use ``a`b``."),
        ("<p><a href='/a (b)'>one</a> two</p>", "[one](/a%20%28b%29) two"),
        ("<p>1. one</p><p># two</p><p>* three</p><p>a_b _c_ &amp;amp;</p>", "1\\. one\n\n\\# two\n\n\\* three\n\na_b \\_c\\_ \\&amp;"),
        ("<p>One<b> </b>two <i>three </i>four</p>", "One two *three* four"),
        ("<p>a<b>“b”</b>c</p>", "a“b”c"),
        ("", ""),
    ],
)  # fmt: skip
def test_markdown(body, markdown):
    assert page(body).markdown == markdown


def test_switches():
    one = page(
        "<p>One <a href='/a'>two</a><img src='/i.png' alt='[x]'></p><p class=remark>Lovely</p>",
        head="<title>Herons</title>",
    )
    assert one.as_markdown(links=False) == "One two"
    assert one.as_markdown(images=True) == "One [two](/a)\n\n![\\[x\\]](/i.png)"
    assert one.as_markdown(title=True, comments=True, links=False) == "# Herons\n\nOne two\n\nLovely"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TREES)
def test_a_reader_gets_the_main_text(body):
    one = page(body)
    read = lxml.html.fromstring(f"<div>{READER.render(one.markdown)}</div>").text_content()
    assert squeezed(read) == squeezed(one.text)
