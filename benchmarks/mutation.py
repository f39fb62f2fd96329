"""Mutation testing: of small faults put into the code of a room, how many do the room's own tests see?

    pip install -e '.[mutation]'
    python benchmarks/mutation.py segment features access loader --sample 80 --seed 1 --survivors survivors.diff

mutmut makes the mutants (a changed number, string, operator, argument, assignment, branch) and runs for each the tests that reach the
changed function, until the first that fails. Of all mutants of a room a random sample is run, the same one for the same seed
and code. One that no test reaches counts as survived, one that makes the tests run far too long as killed. Works in a copy of the repository;
--jobs 2 takes two cores.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.format_utils import get_mutant_name

REPOSITORY = Path(__file__).parents[1]
COPIED = ("classifier", "data", "models", "tests", "pyproject.toml", "README.md")
LOADER = ("form", "model", "mode_model", "network", "inference", "card", "decisions", "page_type")
SEEN = ("killed", "timeout", "segfault", "suspicious")
SETTINGS = """
[tool.mutmut]
source_paths = ["classifier"]
only_mutate = {modules}
also_copy = ["data", "models", "README.md"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "--hypothesis-seed=0"]
pytest_add_cli_args_test_selection = {tests}
use_git_change_detection = false
"""


@dataclass(frozen=True, slots=True)
class Room:
    """modules: files that are changed. tests: those that must see it."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


def _room(name: str) -> Room:
    modules = sorted(str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / "classifier" / name).glob("*.py"))
    return Room(tuple(modules), (f"tests/{name}",))


ROOMS = {
    **{name: _room(name) for name in ("segment", "features", "access")},
    "loader": Room(
        ("classifier/loading.py", *(f"classifier/model/{name}.py" for name in LOADER)),
        (
            "tests/test_loading.py",
            *(f"tests/model/test_{name}.py" for name in LOADER if name not in {"mode_model", "inference"}),
        ),
    ),
}


def main() -> None:
    """Print the score of each room; exit code 1 when one is below --least."""
    arguments = _arguments()
    scores: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="boiler-mutation-") as folder:
        for name in arguments.rooms:
            copy = _copied(Path(folder) / name, ROOMS[name])
            everything = _mutants(ROOMS[name])
            sample = random.Random(f"{arguments.seed} {name}").sample(
                everything, min(arguments.sample, len(everything))
            )
            found = _run(copy, sample, arguments.jobs)
            scores[name] = Counter(found.values())
            _tell(name, scores[name], len(everything))
            if arguments.survivors:
                missed = sorted(mutant for mutant, status in found.items() if status not in SEEN)
                with arguments.survivors.open("a", encoding="utf-8") as file:
                    file.writelines(_mutmut(copy, "show", mutant) for mutant in missed)
            shutil.rmtree(copy)
    if len(scores) > 1:
        _tell("all", sum(scores.values(), Counter()), None)
    if any(_share(score) < arguments.least for score in scores.values()):
        sys.exit(1)


def _copied(folder: Path, room: Room) -> Path:
    folder.mkdir()
    for name in COPIED:
        path = REPOSITORY / name
        shutil.copytree(
            path, folder / name, ignore=shutil.ignore_patterns("__pycache__")
        ) if path.is_dir() else shutil.copy(path, folder)
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS.format(modules=list(room.modules), tests=list(room.tests)))
    return folder


def _mutants(room: Room) -> list[str]:
    """The names of all mutants of a room."""
    names = []
    for module in room.modules:
        source = (REPOSITORY / module).read_text(encoding="utf-8")
        names += [get_mutant_name(Path(module), name) for name in mutate_file_contents(module, source).mutant_names]
    return names


def _run(copy: Path, sample: Sequence[str], jobs: int) -> dict[str, str]:
    """What became of each mutant of a sample."""
    _mutmut(copy, "run", "--max-children", str(jobs), *sample)
    lines = [line.strip().rpartition(": ") for line in _mutmut(copy, "results", "--all", "true").splitlines()]
    status = {name: found for name, _, found in lines}
    return {name: status[name] for name in sample}


def _mutmut(copy: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": "", "OPENBLAS_NUM_THREADS": "1"}
    command = [str(Path(sys.executable).with_name("mutmut")), *arguments]
    ran = subprocess.run(command, check=False, cwd=copy, env=environment, capture_output=True, text=True)
    if ran.returncode != 0:
        sys.exit(f"mutmut {arguments[0]} failed:\n{ran.stdout[-3000:]}\n{ran.stderr[-3000:]}")
    return ran.stdout


def _share(score: Counter[str]) -> float:
    return sum(score[status] for status in SEEN) / max(score.total(), 1)


def _tell(name: str, score: Counter[str], out_of: int | None) -> None:
    drawn = f" of {out_of:,}" if out_of is not None else ""
    counts = ", ".join(f"{count} {status}" for status, count in score.most_common())
    print(f"{name}: {_share(score):.0%} of {score.total()} mutants{drawn} killed ({counts})", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rooms", nargs="*", choices=sorted(ROOMS), default=sorted(ROOMS))
    parser.add_argument("--sample", type=int, default=80, help="mutants a room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--least", type=float, default=0.8, help="share that must be killed in each room")
    parser.add_argument("--survivors", type=Path, help="file that is given the changes that no test saw")
    return parser.parse_args()


if __name__ == "__main__":
    main()
