import socket

import pytest
from starlette.testclient import TestClient

from classifier.errors import InputError
from classifier.labelling.server import listen, make_app
from classifier.labelling.sheet import open_sheet
from classifier.labelling.tasks import Task

TOKEN = "right-token"
HOME = f"/{TOKEN}/"


@pytest.fixture
def client(task: Task) -> TestClient:
    app = make_app([open_sheet(task)], {0: {1: "labelled content, but probably paywall (0.98)"}}, TOKEN)
    return TestClient(app, base_url="http://127.0.0.1")


def test_the_page_is_served_under_its_token_alone(client: TestClient) -> None:
    answer = client.get(HOME)
    assert answer.status_code == 200
    assert "connect-src 'self'" in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    for address in ("/", "/wrong/", "/wrong/pages", "/wrong/pages/0", "/wrong/pages/0/changes"):
        assert client.get(address).status_code == 404
    assert client.post("/wrong/pages/0/finish").status_code == 404


def test_another_name_for_this_machine_is_refused(client: TestClient) -> None:
    assert client.get(HOME, headers={"Host": "rebound.example"}).status_code == 400


def test_a_page_comes_with_blocks_codes_and_doubts(client: TestClient, task: Task) -> None:
    assert client.get(HOME + "pages").json()[0]["name"] == "eels.html"
    page = client.get(HOME + "pages/0").json()
    assert page["codes"] == "".join(task.codes)
    assert page["blocks"][0]["doubt"] == ""
    assert page["blocks"][1]["doubt"].startswith("labelled content")
    assert client.get(HOME + "pages/1").status_code == 404


def test_changes_are_saved_and_told_to_the_other_tab(client: TestClient, task: Task) -> None:
    answer = client.post(HOME + "pages/0/changes", json={"since": 0, "blocks": [[0, "P"]], "head": {"lang": "sv"}})
    assert answer.json()["revision"] == 1
    other = client.get(HOME + "pages/0/changes?since=0").json()
    assert other["changes"] == [[0, "P"]]
    assert other["head"]["lang"] == "sv"
    client.post(HOME + "pages/0/finish", json={"since": 1})
    assert "lang: sv" in task.labels_path.read_text(encoding="utf-8")
    assert client.get(HOME + "pages").json()[0]["done"]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'{"blocks": [[0, "X"]]}',
        b'{"blocks": [[true, "C"]]}',
        b'{"blocks": 3}',
        b'{"since": "x"}',
        b'{"head": []}',
    ],
)
def test_what_is_no_change_is_refused_with_a_reason(client: TestClient, task: Task, body: bytes) -> None:
    answer = client.post(HOME + "pages/0/changes", content=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert not task.labels_path.exists()


def test_a_full_disk_is_told_and_not_confirmed(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("classifier.labelling.sheet.write_labels_file", full)
    answer = client.post(HOME + "pages/0/changes", json={"since": 0, "blocks": [[0, "P"]]})
    assert answer.status_code == 500
    assert "No space left" in answer.json()["error"]


def test_it_listens_on_the_loopback_address_alone() -> None:
    with listen(0) as listening:
        address, port = listening.getsockname()
        assert address == "127.0.0.1"
        with pytest.raises(InputError, match=f"--port {port}: can't be used"):
            listen(port)
        assert listening.family is socket.AF_INET
