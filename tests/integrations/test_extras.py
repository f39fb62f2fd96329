"""Each integration is importable with its extra only, and says which extra is missing."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from classifier.extras import require

MODULES = {
    "classifier.integrations.columns": ("arrow", "pyarrow"),
    "classifier.integrations.warc": ("warc", "fastwarc"),
    "classifier.integrations.scrapy": ("scrapy", "scrapy"),
    "classifier.integrations.scrapy_poet": ("poet", "scrapy_poet"),
    "classifier.integrations.web_poet": ("poet", "web_poet"),
    "classifier.integrations.page_serialization": ("poet", "web_poet"),
    "classifier.integrations.datatrove": ("datatrove", "datatrove"),
    "classifier.integrations.ray": ("ray", "ray"),
    "classifier.integrations.spark": ("spark", "pyspark"),
    "classifier.integrations.beautifulsoup": ("beautifulsoup", "bs4"),
    "classifier.service.app": ("serve", "fastapi"),
    "classifier.service.server": ("serve", "uvicorn"),
}
HEAVY = (
    *(
        "pyarrow",
        "fastwarc",
        "fsspec",
        "scrapy",
        "scrapy_poet",
        "web_poet",
        "datatrove",
        "ray",
        "pyspark",
        "pandas",
        "bs4",
    ),
    *("fastapi", "uvicorn", "prometheus_client"),
)
IMPORT_WITHOUT = """
import importlib.util, json, sys

modules, missing = json.loads(sys.argv[1])
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in missing else found(name, package)
told = {}
import classifier
for module in modules:
    try:
        importlib.import_module(module)
    except classifier.MissingExtraError as error:
        told[module] = str(error)
print(json.dumps(told))
"""
"""One process for all modules: the packages are not found, whether they are installed or not."""


def test_a_missing_extra_is_named() -> None:
    asked = json.dumps([[*MODULES], HEAVY])
    done = subprocess.run([sys.executable, "-c", IMPORT_WITHOUT, asked], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    for module, (extra, package) in MODULES.items():
        assert told[module].startswith(package)
        assert told[module].endswith(f"install the extra `{extra}`: pip install 'boiler-classifier[{extra}]'")


def test_the_package_itself_needs_none_of_them() -> None:
    script = f"import sys, classifier, classifier.cli.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=300, check=True)
    assert done.stdout.strip() == "[]"


def test_the_error_is_an_import_error_too() -> None:
    with pytest.raises(ImportError, match=r"no_such_package can't be imported; install the extra `serve`"):
        require("serve", "json", "no_such_package")
    require("serve", "json")
