"""Nothing is executed from a model file, nothing goes over a network, and nothing is written beside the paths that are given."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = "data/labeled/pages/en/en-meter-banner-2of5.html"

GUARD = """
import sys
refused = []
def hook(event, arguments):
    if event in FORBIDDEN and not (harmless(arguments) if event == "open" else BESIDE and str(arguments[0]).startswith(BESIDE)):
        refused.append((event, str(arguments)[:200]))
        raise RuntimeError(f"forbidden: {event} {arguments!r}")
def harmless(arguments):
    path, mode, flags = arguments
    import os
    writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    return not writes or str(path) in ALLOWED
"""
WORK = """
import classifier
model = classifier.load()
page = model.predict(open(PAGE, "rb").read(), url="https://a.example/", headers={"Content-Type": "text/html"}, status=200)
assert page.blocks
assert model.predict_text(page.text).blocks
assert [len(p.blocks) for p in model.predict_many([b"<p>one</p>"])] == [1]
"""


def run(code: str, cwd: Path, **names: object) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own, with these names set."""
    head = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run([sys.executable, "-c", head + code], cwd=cwd, env=environment, capture_output=True, text=True)


def audited(
    work: str, cwd: Path, *forbidden: str, allowed: tuple[str, ...] = (), beside: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run work under an audit hook of the interpreter, which refuses the forbidden events (PEP 578).

    allowed: files that may be written. beside: start of the paths that may be made and removed.
    """
    code = f"{GUARD}\nsys.addaudithook(hook)\n{work}\nassert not refused, refused\n"
    return run(code, cwd, FORBIDDEN=set(forbidden), ALLOWED=set(allowed), BESIDE=beside, PAGE=str(ROOT / PAGE))


SOCKETS = (
    "socket.__new__",
    "socket.connect",
    "socket.getaddrinfo",
    "socket.bind",
    "urllib.Request",
    "http.client.connect",
)


def test_no_pickle_is_loaded(tmp_path: Path) -> None:
    ran = audited(WORK, tmp_path, "pickle.find_class")
    assert ran.returncode == 0, ran.stderr


def test_pickle_can_be_missing_altogether(tmp_path: Path) -> None:
    broken = """
import pickle, _pickle
def forbidden(*arguments, **named):
    raise AssertionError("pickle was used")
pickle.loads = pickle.load = pickle.Unpickler = _pickle.loads = _pickle.load = forbidden
"""
    load_first = "import classifier, lxml.html, numpy\n"  # their own modules may name pickle as they are imported
    ran = run(load_first + broken + WORK, tmp_path, PAGE=str(ROOT / PAGE))
    assert ran.returncode == 0, ran.stderr


def test_no_network_is_used(tmp_path: Path) -> None:
    ran = audited(WORK, tmp_path, *SOCKETS)
    assert ran.returncode == 0, ran.stderr


def test_external_entities_are_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the file")
    work = f"""
import classifier
page = '<!DOCTYPE html [<!ENTITY s SYSTEM "{secret.as_uri()}"><!ENTITY n SYSTEM "http://127.0.0.1:9/">]><p>one &s; &n; two</p>'
model = classifier.load()
for given in (page, page.encode(), "<?xml version='1.0'?>" + page):
    assert "secret of" not in " ".join(block.text for block in model.predict(given).blocks)
"""
    ran = audited(work, tmp_path, *SOCKETS)
    assert ran.returncode == 0, ran.stderr


def test_nothing_is_written(tmp_path: Path) -> None:
    ran = audited(
        WORK, tmp_path, "open", "os.mkdir", "os.rename", "os.remove", "shutil.copyfile", allowed=(os.devnull,)
    )
    assert ran.returncode == 0, ran.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_only_the_output_that_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    work = f"""
from classifier.cli.app import main
sys.argv = ["boiler", "predict", PAGE, "--output", {str(out)!r}]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
"""
    # The journal of the run stands beside the output and goes when the run ends.
    ran = audited(work, tmp_path, *SOCKETS, "os.mkdir", "os.rename", "os.remove", beside=str(out.with_suffix("")))
    assert ran.returncode == 0, ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize(
    ("forbidden", "work"),
    [
        ("pickle.find_class", "import pickle, decimal; pickle.loads(pickle.dumps(decimal.Decimal(1)))"),
        ("socket.__new__", "import socket; socket.socket()"),
        ("open", "open('x', 'w')"),
    ],
)
def test_the_guard_itself_refuses(tmp_path: Path, forbidden: str, work: str) -> None:
    ran = audited(work, tmp_path, forbidden)
    assert ran.returncode != 0
    assert "forbidden" in ran.stderr
