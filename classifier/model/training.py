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
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classifier.access.fitting import fit_verdict_model
from classifier.access.verdict import NAMES as VERDICT_NAMES
from classifier.access.verdict import VerdictModel, verdict_inputs
from classifier.corpus.examples import Example, build_examples
from classifier.corpus.labelled_page import LabelledPage
from classifier.features import FEATURE_NAMES, PageFeatures
from classifier.features.tokens import KINDS, Bag
from classifier.model.fitting import Schedule
from classifier.model.inference import FittedNetwork, calibrated
from classifier.model.learner import Size, fit_network
from classifier.model.model import MODES, Model, ModeModel
from classifier.model.network import Floats
from classifier.model.page_type import PageTypeModel, page_inputs

INNER_FOLDS = 3
INNER_EPOCHS = 0.4
"""Share of the epochs that the networks for honest probabilities get; they gain little from the rest."""
SURE_GUESS = 0.9
"""A role that an honest network gives this probability narrows a partial label down to it."""
SURE_BODY = 0.9
MISSED_SHARE = 0.3
"""A known text lacks part of the piece when surely-body blocks outside of it weigh this share of the body inside."""
WORDS_A_UNIT = 6.0
"""Words that weigh as much as the block itself."""
CERTAIN_WEIGHT = 3.0
SYNTHETIC_WEIGHT = 1.5
BODY, PAYWALL = 0, 5
PAYWALL_WEIGHT = 2.0
OWN_VERDICT_WEIGHT = 0.25
"""Walls are frequent on pages written for the project, so that at full weight they would make every page suspect."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. members: networks whose probabilities are averaged. epochs: passes over the data. seed: the same data,
    settings and seed give the same model file."""

    hidden: int = 96
    context: int = 64
    epochs: int = 12
    members: int = 1
    rate: float = 2e-3
    dropout: float = 0.2
    guesses: bool = True
    words: int = 30_000
    vector: int = 16
    seed: int = 0


Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Pages:
    """Pages laid end to end in one array each, which joblib can share between processes."""

    features: NDArray[np.float16]
    allowed: NDArray[np.bool_]
    weight: Floats
    ends: NDArray[np.intp]
    bags: tuple[Bag, ...]
    groups: NDArray[np.int32]
    site: NDArray[np.intp]

    def rows(self, page: int) -> slice:
        return slice(self.ends[page - 1] if page else 0, self.ends[page])

    def page(self, number: int) -> PageFeatures:
        rows = self.rows(number)
        found = []
        for bag in self.bags:
            start = int(bag.ends[rows.start - 1]) if rows.start else 0
            ends = bag.ends[rows]
            found.append(Bag(bag.hashes[start : int(ends[-1]) if len(ends) else start], ends - start))
        return PageFeatures(self.features[rows].astype(np.float32), tuple(found), self.groups[rows])


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
        modes[name] = _train_mode(own, settings, n_jobs, lambda message, name=name: say(f"{name}: {message}"))  # type: ignore[misc]
        if name == "html":
            say("page types")
            page_types = fit_page_types(own)
    assert page_types is not None
    return Model(modes["html"], modes["text"], page_types, card or {})


def _train_mode(examples: list[Example], settings: Settings, n_jobs: int, say: Progress) -> ModeModel:
    pages = _lay_end_to_end(examples)
    group = inner_folds(examples)
    everything = np.arange(len(examples))
    say(f"fitting {INNER_FOLDS} networks for honest probabilities")
    shorter = replace(settings, epochs=max(1, round(settings.epochs * INNER_EPOCHS)))
    inner = Parallel(n_jobs=n_jobs)(
        delayed(_fit_one)(pages, everything[group != k], shorter, settings.seed + k) for k in range(INNER_FOLDS)
    )
    honest = [inner[group[number]].probabilities(example.page) for number, example in enumerate(examples)]
    if settings.guesses:
        pages = _narrowed(pages, honest)
    say(f"fitting {settings.members} network{'s' if settings.members > 1 else ''} on all pages")
    networks = Parallel(n_jobs=n_jobs)(
        delayed(_fit_one)(pages, everything, settings, settings.seed + member) for member in range(settings.members)
    )
    temperature = fit_temperature(examples, honest)
    say(f"temperature {temperature:.2f}; fitting the verdict")
    fair = [calibrated(probabilities, temperature) for probabilities in honest]
    return ModeModel(tuple(networks), temperature, fit_verdict(examples, fair))


def _fit_one(pages: _Pages, chosen: NDArray[np.intp], settings: Settings, seed: int) -> FittedNetwork:
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


def _lay_end_to_end(examples: Sequence[Example]) -> _Pages:
    sites = {site: number for number, site in enumerate(sorted({example.site for example in examples}))}
    return _Pages(
        np.concatenate([example.features for example in examples]),
        np.concatenate([example.allowed for example in examples]),
        np.concatenate([block_weights(example) for example in examples]),
        np.cumsum([len(example.features) for example in examples]),
        tuple(_joined([example.bags[kind] for example in examples]) for kind in range(len(KINDS))),
        np.concatenate([example.groups for example in examples]),
        np.array([sites[example.site] for example in examples], dtype=np.intp),
    )


def _joined(bags: Sequence[Bag]) -> Bag:
    before = np.concatenate(([0], np.cumsum([len(bag.hashes) for bag in bags])))[:-1]
    ends = [bag.ends + start for bag, start in zip(bags, before, strict=True)]
    return Bag(np.concatenate([bag.hashes for bag in bags]), np.concatenate(ends))


def block_weights(example: Example) -> Floats:
    """How much each block of a page counts: by its words (capped), unknown ones not at all.

    Together the blocks of a page weigh the root of their number, so that long pages count more than short ones but not in
    proportion. Pages that a person labelled count several times.
    """
    known = ~example.allowed.all(axis=1)
    weight = 1 + example.words / WORDS_A_UNIT
    if example.certain:
        weight = np.where(example.allowed[:, PAYWALL], PAYWALL_WEIGHT * weight, weight)
    weight = weight / weight.sum() * np.sqrt(len(weight))
    if example.certain:
        weight = weight * (SYNTHETIC_WEIGHT if example.synthetic else CERTAIN_WEIGHT)
    return np.where(known, weight, 0).astype(np.float32)


def inner_folds(examples: Sequence[Example]) -> NDArray[np.intp]:
    """An inner fold for each page; pages of one outer fold stay together where there are enough folds, pages of a site always."""
    if len({example.fold for example in examples}) >= INNER_FOLDS:
        order = {
            fold: number % INNER_FOLDS for number, fold in enumerate(sorted({example.fold for example in examples}))
        }
        return np.array([order[example.fold] for example in examples])
    by_site = {site: number % INNER_FOLDS for number, site in enumerate(sorted({example.site for example in examples}))}
    return np.array([by_site[example.site] for example in examples])


def _narrowed(pages: _Pages, honest: Sequence[Floats]) -> _Pages:
    """Partial labels narrowed to the role that an honest network is sure of among the allowed ones."""
    probabilities = np.concatenate(honest)
    partial = (pages.allowed.sum(axis=1) > 1) & (pages.weight > 0)
    inside = np.where(pages.allowed, probabilities, 0)
    share = inside / np.maximum(inside.sum(axis=1, keepdims=True), 1e-9)
    best = share.argmax(axis=1)
    sure = partial & (share[np.arange(len(share)), best] >= SURE_GUESS) & (inside.sum(axis=1) >= SURE_GUESS)
    allowed, weight = pages.allowed.copy(), pages.weight.copy()
    allowed[sure] = False
    allowed[np.flatnonzero(sure), best[sure]] = True
    # Where a known text seems to lack a good part of the piece, what it lacks is unknown rather than "not body".
    missed = partial & ~pages.allowed[:, BODY] & (probabilities[:, BODY] >= SURE_BODY)
    is_body = pages.allowed[:, BODY] & (pages.allowed.sum(axis=1) == 1)
    start = 0
    for end in pages.ends.tolist():
        rows = slice(start, end)
        if pages.weight[rows][missed[rows]].sum() > MISSED_SHARE * pages.weight[rows][is_body[rows]].sum():
            weight[rows][missed[rows]] = 0
        start = end
    return replace(pages, allowed=allowed, weight=weight)


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


def fit_page_types(examples: Sequence[Example]) -> PageTypeModel:
    """The page type model, from the pages whose type is known. Where fewer than two types are, it always says that one."""
    chosen = [example for example in examples if example.type and example.type != "other"]
    types = tuple(sorted({example.type for example in chosen})) or ("article",)
    if len(types) < 2:
        nothing = np.zeros(len(FEATURE_NAMES), dtype=np.float32)
        return PageTypeModel(types, nothing, nothing + 1, nothing[:, None], nothing[:1])
    inputs = np.array([page_inputs(example.features.astype(np.float32)) for example in chosen])
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0)
    scale = np.where(scale < 1e-4, 1, scale)
    numbers = np.array([types.index(example.type) for example in chosen])
    fitted = LogisticRegression(C=0.003, max_iter=3000).fit(np.clip((inputs - mean) / scale, -4, 4), numbers)
    weights, intercept = fitted.coef_.T, fitted.intercept_
    if len(types) == 2:
        weights, intercept = np.hstack([-weights / 2, weights / 2]), np.array([-intercept[0] / 2, intercept[0] / 2])
    return PageTypeModel(
        types,
        mean.astype(np.float32),
        scale.astype(np.float32),
        weights.astype(np.float32),
        intercept.astype(np.float32),
    )


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
