"""The built wheel by itself: installed in a fresh environment, used in an empty folder."""

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "data/labeled/pages/en/en-meter-banner-2of5.html"

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment's folder of commands, with nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT], check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    environment = folder / "environment"
    venv.create(environment, with_pip=True)
    subprocess.run([environment / "bin/pip", "install", "-q", wheel], check=True, capture_output=True)
    return environment / "bin"


def test_predict_works_from_an_empty_folder_with_the_shipped_model(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(PAGE.read_bytes())
    done = subprocess.run([installed / "boiler", "predict", "page.html"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    record = json.loads(done.stdout)
    assert record["access"] == "metered"
    assert {block["label"] for block in record["blocks"]} >= {"content", "navigation", "paywall"}


def test_three_lines_of_a_scraper_work(installed: Path, tmp_path: Path) -> None:
    script = "import classifier, sys; page = classifier.load().predict(open(sys.argv[1], 'rb').read()); print(page.access.value)"
    done = subprocess.run([installed / "python", "-c", script, PAGE], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stdout.strip()) == (0, "metered"), done.stderr


def test_the_wheel_holds_types_and_data_files(installed: Path) -> None:
    script = (
        "import classifier, pathlib; home = pathlib.Path(classifier.__file__).parent; "
        "print((home / 'py.typed').exists(), len(list((home / 'features/lexicons').glob('*.txt'))))"
    )
    done = subprocess.run([installed / "python", "-c", script], capture_output=True, text=True, check=True)
    typed, lexicons = done.stdout.split()
    assert typed == "True"
    assert int(lexicons) >= 30
