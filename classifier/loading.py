"""Finding and loading models: the shipped one, a file of the user's, or an estimator of the user's own."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from classifier.errors import ModelFileError
from classifier.model.model import Model, load_model

SHIPPED = "boiler.model"


def load(path: str | Path | None = None, *, trust: bool = False) -> Model:
    """Load a model: the shipped one, or a file written by `boiler train`.

    trust: allow a `.joblib` file, which is a pickle and can run any code while it loads. It must hold a `Model`. Files of
    `boiler train` never need it.

    Raises ModelFileError, in one line, for a file that is missing, damaged, foreign, newer than this version or untrusted.
    """
    if path is None:
        return load_model(shipped_model())
    path = Path(path)
    if is_joblib(path):
        return _load_trusted(path, trust)
    return load_model(path)


def is_joblib(path: Path) -> bool:
    """Whether a model file is a pickle by its name, which is loaded only with trust."""
    return path.suffix in (".joblib", ".pkl", ".pickle")


def shipped_model() -> Path:
    """Path of the model that ships with the package. Raises ModelFileError when the installation lacks it."""
    inside = Path(str(resources.files("classifier").joinpath("shipped", SHIPPED)))
    beside = Path(__file__).parents[1] / "models" / SHIPPED
    for path in (inside, beside):
        if path.exists():
            return path
    raise ModelFileError(
        f"the shipped model is missing from {inside.parent}; install boiler-classifier again, or name a model file"
    )


def _load_trusted(path: Path, trust: bool) -> Model:
    if not trust:
        raise ModelFileError(
            f"{path}: a joblib file can run any code while it loads; pass trust=True (--trust) if you made it yourself"
        )
    if not path.exists():
        raise ModelFileError(f"{path}: no such model file")
    import joblib

    try:
        held = joblib.load(path)
    except Exception as error:
        raise ModelFileError(f"{path}: can't be loaded ({error!r}); save it again with joblib.dump") from error
    if not isinstance(held, Model):
        raise ModelFileError(f"{path}: holds a {type(held).__name__}, not a classifier Model")
    return held
