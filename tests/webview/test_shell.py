import base64
import hashlib
import json
import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from classifier.webview import Connect, self_contained
from classifier.webview.shell import json_for_html

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def page(data: object = None, **options: object) -> str:
    return self_contained("a <b> title", "<p>body</p>", styles="p { margin: 0 }", script="1 + 1;", data=data, **options)  # type: ignore[arg-type]


@given(anything)
def test_data_comes_back_and_never_ends_its_script_element(data: object) -> None:
    text = json_for_html(data)
    assert not re.search("[<>&\u2028\u2029]", text)
    replaced = json.loads(json.dumps(data, ensure_ascii=False).encode("utf-8", "replace"))
    assert json.loads(text) == replaced


def test_hostile_data_stays_data() -> None:
    hostile = "</script><script>alert(1)</script><!--"
    root = html.document_fromstring(page({"text": hostile}))
    scripts = root.xpath("//script")
    assert len(scripts) == 2
    assert json.loads(scripts[0].text) == {"text": hostile}
    assert root.xpath("string(//title)") == "a <b> title"


def test_the_policy_names_the_one_script_and_the_one_style_sheet() -> None:
    root = html.document_fromstring(page())
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    for kind, text in (("script", "1 + 1;"), ("style", "p { margin: 0 }")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_served_page_may_talk_to_its_own_server_alone() -> None:
    assert "connect-src 'self';" in page(connect=Connect.OWN_SERVER)
