"""Training: from examples to a model.

Networks are fitted three times on two thirds of the sites to get honest (out-of-fold) probabilities of every training
page, and once on all. The honest ones calibrate the confidences, fit the verdict and narrow partial labels; the network
fitted on everything is the one that is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from threadpoolctl import threadpool_limits

from classifier.access.fitting import fit_verdict_model
from classifier.access.verdict import NAMES as VERDICT_NAMES
from classifier.access.verdict import VerdictModel, verdict_inputs
from classifier.corpus.examples import Example, build_examples
from classifier.corpus.labelled_page import LabelledPage
from classifier.model.fitting import Schedule
from classifier.model.inference import FittedNetwork, calibrated
from classifier.model.learner import Size, fit_network
from classifier.model.mode_model import ModeModel, with_walls
from classifier.model.model import MODES, Model
from classifier.model.network import Floats
from classifier.model.page_type import PageTypeModel
from classifier.model.page_type_fitting import fit_page_types
from classifier.model.training_pages import TrainingPages, lay_end_to_end, narrowed

INNER_FOLDS = 3
INNER_EPOCHS = 0.4
"""Share of the epochs that the networks for honest probabilities get; they gain little from the rest."""
OWN_VERDICT_WEIGHT = 0.25
"""Walls are frequent on pages written for the project, so that at full weight they would make every page suspect."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. members: networks whose probabilities are averaged, for HTML. text_members: the same for text. wall_members:
    the same for walls, where pages with known texts outnumber those that a person labelled. epochs: passes over the data.
    words, vector: the most words that have a vector, and its dimensions. seed: the same data, settings and seed give the same
    model file."""

    hidden: int = 96
    context: int = 64
    epochs: int = 12
    members: int = 1
    text_members: int = 2
    wall_members: int = 1
    rate: float = 2e-3
    dropout: float = 0.2
    guesses: bool = True
    words: int = 30_000
    vector: int = 16
    seed: int = 0


Progress = Callable[[str], None]


def train(
    examples: Sequence[Example],
    settings: Settings | None = None,
    n_jobs: int = 1,
    progress: Progress | None = None,
    card: dict[str, Any] | None = None,
) -> Model:
    """Train a model on examples. Raises ValueError when a mode (HTML, text) has too few pages to train on."""
    settings = settings or Settings()
    say = progress or (lambda message: None)
    modes: dict[str, ModeModel] = {}
    page_types: PageTypeModel | None = None
    by_mode = {name: [example for example in examples if example.text_mode == (name == "text")] for name in MODES}
    for name, own in by_mode.items():
        if len({example.site for example in own}) < INNER_FOLDS:
            raise ValueError(
                f"{name} mode has pages of fewer than {INNER_FOLDS} sites to train on; add labelled pages of other sites"
            )
    for name, own in by_mode.items():
        say(f"{name}: {len(own)} pages, {sum(len(e.features) for e in own)} blocks")
        of_mode = settings if name == "html" else replace(settings, members=settings.text_members)
        modes[name] = _train_mode(own, of_mode, n_jobs, lambda message, name=name: say(f"{name}: {message}"))  # type: ignore[misc]
        if name == "html":
            say("page types")
            page_types = fit_page_types(own)
    assert page_types is not None
    return Model(modes["html"], modes["text"], page_types, card or {})


def _train_mode(examples: list[Example], settings: Settings, n_jobs: int, say: Progress) -> ModeModel:
    pages = lay_end_to_end(examples)
    group = inner_folds(examples)
    everything = np.arange(len(examples))
    say(f"fitting {INNER_FOLDS} networks for honest probabilities")
    shorter = replace(settings, epochs=max(1, round(settings.epochs * INNER_EPOCHS)))
    inner = Parallel(n_jobs=n_jobs)(
        delayed(_fit_one)(pages, everything[group != k], shorter, settings.seed + k) for k in range(INNER_FOLDS)
    )
    honest = [inner[group[number]].probabilities(example.page) for number, example in enumerate(examples)]
    fit_to = narrowed(pages, honest) if settings.guesses else pages
    certain = np.array([example.certain for example in examples])
    walls: list[FittedNetwork] = []
    if 2 * certain.sum() < len(examples):
        say(f"fitting {INNER_FOLDS} and {settings.wall_members} networks to hand-labelled pages alone")
        jobs = [(everything[certain & (group != k)], settings.seed + k) for k in range(INNER_FOLDS)]
        jobs += [(everything[certain], settings.seed + member) for member in range(settings.wall_members)]
        fitted = Parallel(n_jobs=n_jobs)(delayed(_fit_one)(pages, chosen, settings, seed) for chosen, seed in jobs)
        walls = fitted[INNER_FOLDS:]
        of_labelled = [fitted[group[number]].probabilities(example.page) for number, example in enumerate(examples)]
        honest = [with_walls(one, other) for one, other in zip(honest, of_labelled, strict=True)]
    say(f"fitting {settings.members} network{'s' if settings.members > 1 else ''} on all pages")
    networks = Parallel(n_jobs=n_jobs)(
        delayed(_fit_one)(fit_to, everything, settings, settings.seed + member) for member in range(settings.members)
    )
    temperature = fit_temperature(examples, honest)
    say(f"temperature {temperature:.2f}; fitting the verdict")
    fair = [calibrated(probabilities, temperature) for probabilities in honest]
    return ModeModel(tuple(networks), tuple(walls), temperature, fit_verdict(examples, fair))


def _fit_one(pages: TrainingPages, chosen: NDArray[np.intp], settings: Settings, seed: int) -> FittedNetwork:
    # One thread: sums in another order would give another model.
    with threadpool_limits(1):
        rows = [pages.rows(page) for page in chosen]
        return fit_network(
            [pages.page(page) for page in chosen],
            [pages.allowed[own] for own in rows],
            [pages.weight[own] for own in rows],
            pages.site[chosen].tolist(),
            Size(hidden=settings.hidden, context=settings.context, words=settings.words, vector=settings.vector),
            Schedule(epochs=settings.epochs, rate=settings.rate, dropout=settings.dropout),
            seed,
        )


def inner_folds(examples: Sequence[Example]) -> NDArray[np.intp]:
    """An inner fold for each page; pages of one outer fold stay together where there are enough folds, pages of a site always."""
    if len({example.fold for example in examples}) >= INNER_FOLDS:
        order = {
            fold: number % INNER_FOLDS for number, fold in enumerate(sorted({example.fold for example in examples}))
        }
        return np.array([order[example.fold] for example in examples])
    by_site = {site: number % INNER_FOLDS for number, site in enumerate(sorted({example.site for example in examples}))}
    return np.array([by_site[example.site] for example in examples])


def fit_temperature(examples: Sequence[Example], honest: Sequence[Floats]) -> float:
    """The temperature under which honest probabilities of hand-labelled real blocks are calibrated (Guo et al. 2017)."""
    chosen = [k for k, e in enumerate(examples) if e.certain and not e.synthetic] or [
        k for k, e in enumerate(examples) if e.certain
    ]
    if not chosen:
        return 1.0
    probabilities = np.concatenate([honest[k] for k in chosen])
    allowed = np.concatenate([examples[k].allowed for k in chosen])
    keep = ~allowed.all(axis=1)
    logs, allowed = np.log(np.maximum(probabilities[keep], 1e-9)), allowed[keep]

    def loss(log_temperature: float) -> float:
        scores = logs / np.exp(log_temperature)
        scores -= scores.max(axis=1, keepdims=True)
        odds = np.exp(scores)
        return -float(np.log(np.maximum((odds * allowed).sum(axis=1) / odds.sum(axis=1), 1e-9)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(-0.7, 1.2), method="bounded").x))


def fit_verdict(examples: Sequence[Example], probabilities: Sequence[Floats]) -> VerdictModel:
    """The verdict's two logistic models, from honest block probabilities of the pages whose access somebody judged."""
    chosen = [k for k, example in enumerate(examples) if example.access]
    inputs = np.array(
        [
            verdict_inputs(examples[k].features.astype(np.float32), probabilities[k], examples[k].signals)
            for k in chosen
        ],
        dtype=np.float32,
    ).reshape(-1, len(VERDICT_NAMES))
    walled = np.array([examples[k].access != "open" for k in chosen], dtype=bool)
    gated = np.array([examples[k].access == "gated" for k in chosen], dtype=bool)
    weight = np.array([OWN_VERDICT_WEIGHT if examples[k].synthetic else 1.0 for k in chosen])
    return fit_verdict_model(inputs, walled, gated, weight)


def examples_for_training(
    pages: Sequence[LabelledPage], n_jobs: int, cache: str | None, seed: int, progress: Progress | None = None
) -> list[Example]:
    """Examples of all pages, with a word about those that nothing could be learned from."""
    examples = list(build_examples(pages, n_jobs, cache, seed))
    used = {(example.source, example.name) for example in examples}
    unused = [page for page in pages if (page.source, page.name) not in used]
    if progress is not None:
        progress(f"{len(examples)} examples (pages and their renderings as text)")
        if unused:
            shown = ", ".join(f"{page.source}/{page.name}" for page in unused[:3])
            progress(
                f"{len(unused)} pages teach nothing (their known text is not in the page, or they have no text): {shown}, …"
            )
    return examples
