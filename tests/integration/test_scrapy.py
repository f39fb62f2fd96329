"""A real Scrapy crawl of a loopback site: responses go to `predict` as they are."""

import functools
import json
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "data/labeled/pages"
WALLED = ("en-plan-table", "en-regwall-daily")

pytestmark = pytest.mark.integration

SPIDER = """
import classifier, scrapy

class PagesSpider(scrapy.Spider):
    name = "pages"
    model = classifier.load()

    def __init__(self, addresses="", **kwargs):
        super().__init__(**kwargs)
        self.start_urls = addresses.split(",")

    def parse(self, response):
        by_tree = self.model.predict(response, url=response.url, headers=response.headers, status=response.status)
        by_bytes = self.model.predict(response.body, url=response.url, headers=response.headers, status=response.status)
        yield {
            "name": response.url.rsplit("/", 1)[-1],
            "access": by_tree.access.value,
            "same": [b.label for b in by_tree.blocks] == [b.label for b in by_bytes.blocks],
            "characters": len(by_tree.text),
        }
"""


@pytest.fixture
def site(tmp_path: Path):
    folder = tmp_path / "site"
    folder.mkdir()
    for name in (*WALLED, "en-recipe-parsnip-story"):
        (folder / f"{name}.html").write_bytes((PAGES / "en" / f"{name}.html").read_bytes())
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(SimpleHTTPRequestHandler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", sorted(path.name for path in folder.iterdir())
    server.shutdown()


def test_a_crawl_labels_each_response(site: tuple[str, list[str]], tmp_path: Path) -> None:
    home, names = site
    (tmp_path / "spider.py").write_text(SPIDER)
    addresses = ",".join(f"{home}/{name}" for name in names)
    command = [
        sys.executable,
        "-m",
        "scrapy",
        "runspider",
        "spider.py",
        "-a",
        f"addresses={addresses}",
        "-O",
        "items.json",
        "-s",
        "TELNETCONSOLE_ENABLED=False",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    items = {item["name"].removesuffix(".html"): item for item in json.loads((tmp_path / "items.json").read_text())}
    assert sorted(f"{name}.html" for name in items) == names
    assert all(item["same"] and item["characters"] > 200 for item in items.values())
    assert {name: items[name]["access"] for name in WALLED} == dict.fromkeys(WALLED, "gated")
    assert items["en-recipe-parsnip-story"]["access"] == "open"
