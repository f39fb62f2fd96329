"""Fitting the network: its loss for partial labels, the gradients, and Adam."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.model.network import (
    Floats,
    Grouping,
    Inputs,
    Layout,
    Weights,
    WordRows,
    averaged,
    from_taps,
    grouping_of,
    initial_weights,
    softmax,
    taps,
)

WORD_DROPOUT = 0.25
"""Share of the words of a block that are left out, drawn anew each time, so that no label hangs on one word."""


@dataclass(frozen=True, slots=True)
class TrainingPage:
    """A page with what is known of it. allowed: (blocks, classes), those each block may have. weight: of each block."""

    page: Inputs
    allowed: NDArray[np.bool_]
    weight: Floats

    def __len__(self) -> int:
        return len(self.weight)


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages laid end to end. spans: first and end row of each page; rows outside of them are zeros between pages.

    words: for each table a sparse (rows, words of the batch) matrix, and the rows of the table that its columns are.
    """

    features: Floats
    words: tuple[tuple[sparse.csr_matrix, NDArray[np.intp]], ...]
    groupings: tuple[Grouping, ...]
    spans: tuple[tuple[int, int], ...]
    allowed: NDArray[np.bool_]
    weight: Floats


def lay_out(pages: Sequence[TrainingPage], gap: int, dropout: float, rng: np.random.Generator) -> Batch:
    """Pages with `gap` rows of zeros after each. dropout: share of the words left out."""
    spans, at = [], 0
    for page in pages:
        spans.append((at, at + len(page)))
        at += len(page) + gap
    first = pages[0]
    features = np.zeros((at, first.page.features.shape[1]), dtype=np.float32)
    allowed = np.ones((at, first.allowed.shape[1]), dtype=bool)
    weight = np.zeros(at, dtype=np.float32)
    for (start, end), page in zip(spans, pages, strict=True):
        features[start:end], allowed[start:end], weight[start:end] = page.page.features, page.allowed, page.weight
    words = tuple(
        _sparse_words([page.page.words[i] for page in pages], spans, at, dropout, rng)
        for i in range(len(first.page.words))
    )
    groupings = tuple(_batch_grouping(pages, spans, at, kind) for kind in range(first.page.groups.shape[1]))
    return Batch(features, words, groupings, tuple(spans), allowed, weight)


def _batch_grouping(pages: Sequence[TrainingPage], spans: Sequence[tuple[int, int]], size: int, kind: int) -> Grouping:
    # Groups of different pages stay apart; the rows between pages make a group that nothing reads.
    numbers = np.full(size, -1, dtype=np.intp)
    first = 0
    for (start, end), page in zip(spans, pages, strict=True):
        own = page.page.groups[:, kind]
        numbers[start:end] = own + first
        first += int(own.max()) + 1
    return grouping_of(numbers)


def _sparse_words(
    pages: Sequence[WordRows], spans: Sequence[tuple[int, int]], size: int, dropout: float, rng: np.random.Generator
) -> tuple[sparse.csr_matrix, NDArray[np.intp]]:
    counts = np.zeros(size, dtype=np.intp)
    for (start, end), page in zip(spans, pages, strict=True):
        counts[start:end] = page.counts
    rows, columns = np.unique(np.concatenate([page.rows for page in pages]), return_inverse=True)
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts)
    if dropout:
        values *= (rng.random(len(values), dtype=np.float32) >= dropout) / (1 - dropout)
    ends = np.concatenate(([0], np.cumsum(counts)))
    return sparse.csr_matrix((values.astype(np.float32), columns, ends), shape=(size, len(rows))), rows


def _loss(scores: NDArray[np.floating], batch: Batch) -> tuple[float, Floats]:
    """Weighted negative log probability of the allowed classes, and its gradient in the scores.

    With one allowed class this is cross entropy; with several it is the loss for partial labels of Jin and Ghahramani
    (Learning with multiple labels, 2002): only the probability outside of the allowed set is punished.
    """
    probabilities = softmax(scores)
    inside = np.where(batch.allowed, probabilities, 0)
    total = np.maximum(inside.sum(axis=1, keepdims=True), 1e-7)
    scale = batch.weight[:, None] / max(float(batch.weight.sum()), 1e-6)
    value = float(-(np.log(total) * scale).sum())
    return value, ((probabilities - inside / total) * scale).astype(np.float32)


def loss_and_gradients(
    weights: Weights, layout: Layout, batch: Batch, dropout: float, first_pass_share: float, rng: np.random.Generator
) -> tuple[float, Weights]:
    """Loss of a batch and its gradient in every weight, with dropout on the inputs and the hidden units.

    The gradient of a table of word vectors has only the rows of the batch's words.
    """
    inside = np.zeros((len(batch.features), 1), dtype=np.float32)
    page_of = np.zeros(len(batch.features), dtype=np.intp)
    for number, (start, end) in enumerate(batch.spans):
        inside[start:end] = 1
        page_of[start:end] = number
    keep = 1 - dropout
    vectors = [
        matrix @ weights[name][rows] for name, (matrix, rows) in zip(layout.table_names, batch.words, strict=True)
    ]
    rows = np.concatenate([batch.features, *vectors], axis=1)
    row_mask = None
    if dropout:
        kept_inputs = rng.random(rows.shape, dtype=np.float32) < 1 - dropout / 2
        row_mask = kept_inputs.astype(np.float32) / np.float32(1 - dropout / 2)
        rows = rows * row_mask
    hidden_in: Floats = rows @ weights["w1"] + weights["b1"]
    hidden_mask: Floats = ((hidden_in > 0) * inside).astype(np.float32)
    if dropout:
        hidden_mask *= (rng.random(hidden_in.shape, dtype=np.float32) < keep).astype(np.float32) / np.float32(keep)
    hidden = hidden_in * hidden_mask
    first = hidden @ weights["v1"] + weights["c1"]
    first_probabilities = softmax(first) * inside
    seen = np.concatenate([hidden, first_probabilities], axis=1)
    sizes = np.array([max(end - start, 1) for start, end in batch.spans], dtype=np.float32)
    means = np.stack([seen[start:end].mean(axis=0) for start, end in batch.spans])
    at_max = np.stack([start + seen[start:end].argmax(axis=0) for start, end in batch.spans])
    columns = np.arange(seen.shape[1])
    pooled = np.concatenate([means, seen[at_max, columns]], axis=1)
    state_in = seen @ weights["wu"] + (pooled @ weights["wg"] + weights["bu"])[page_of]
    for i, grouping in enumerate(batch.groupings):
        state_in += averaged(seen @ weights[f"wm{i}"], grouping)
    state_mask: Floats = ((state_in > 0) * inside).astype(np.float32)
    state = state_in * state_mask
    kept: list[tuple[Floats, Floats]] = []
    for i, dilation in enumerate(layout.dilations):
        around = taps(state, dilation, layout.width)
        out_in = around @ weights[f"k{i}"] + weights[f"kb{i}"]
        mask = ((out_in > 0) * inside).astype(np.float32)
        state = state + out_in * mask
        kept.append((around, mask))
    last = np.concatenate([state, hidden], axis=1)
    second = last @ weights["v2"] + weights["c2"]

    first_loss, first_gradient = _loss(first, batch)
    second_loss, second_gradient = _loss(second, batch)
    first_gradient *= first_pass_share
    gradients: Weights = {"v2": last.T @ second_gradient, "c2": second_gradient.sum(axis=0)}
    into_last = second_gradient @ weights["v2"].T
    into_state, into_hidden = into_last[:, : layout.context], into_last[:, layout.context :]
    for i, dilation in reversed(list(enumerate(layout.dilations))):
        around, mask = kept[i]
        into_out = into_state * mask
        gradients[f"k{i}"] = around.T @ into_out
        gradients[f"kb{i}"] = into_out.sum(axis=0)
        into_state = into_state + from_taps(into_out @ weights[f"k{i}"].T, dilation, layout.width)
    into_state = into_state * state_mask
    per_page = np.stack([into_state[start:end].sum(axis=0) for start, end in batch.spans])
    gradients["wu"] = seen.T @ into_state
    gradients["bu"] = per_page.sum(axis=0)
    gradients["wg"] = pooled.T @ per_page
    into_seen = into_state @ weights["wu"].T
    for i, grouping in enumerate(batch.groupings):
        through_mean = averaged(into_state, grouping)
        gradients[f"wm{i}"] = seen.T @ through_mean
        into_seen += through_mean @ weights[f"wm{i}"].T
    into_pooled = per_page @ weights["wg"].T
    width = seen.shape[1]
    into_seen += (into_pooled[:, :width] / sizes[:, None])[page_of] * inside
    np.add.at(into_seen, (at_max, columns), into_pooled[:, width:])
    into_probabilities = into_seen[:, layout.hidden :]
    through = first_probabilities * (
        into_probabilities - (into_probabilities * first_probabilities).sum(axis=1, keepdims=True)
    )
    into_first = first_gradient + through
    gradients["v1"] = hidden.T @ into_first
    gradients["c1"] = into_first.sum(axis=0)
    into_hidden = (into_hidden + into_seen[:, : layout.hidden] + into_first @ weights["v1"].T) * hidden_mask
    gradients["w1"] = rows.T @ into_hidden
    gradients["b1"] = into_hidden.sum(axis=0)
    if batch.words:
        vectors_from = batch.features.shape[1]
        into_vectors = into_hidden @ weights["w1"][vectors_from:].T
        if row_mask is not None:
            into_vectors = into_vectors * row_mask[:, vectors_from:]
        at = 0
        for name, (_, dimensions), (matrix, _) in zip(layout.table_names, layout.tables, batch.words, strict=True):
            gradients[name] = matrix.T @ into_vectors[:, at : at + dimensions]
            at += dimensions
    return second_loss + first_pass_share * first_loss, gradients


@dataclass(frozen=True, slots=True)
class Schedule:
    """How the weights are fitted: Adam (Kingma and Ba 2015) with decoupled weight decay and a cosine learning rate."""

    epochs: int = 12
    pages_a_batch: int = 8
    rate: float = 2e-3
    decay: float = 1e-2
    dropout: float = 0.2
    first_pass_share: float = 0.4


def fit(
    pages: Sequence[TrainingPage],
    layout: Layout,
    schedule: Schedule,
    seed: int,
    progress: Callable[[int, int, float], None] | None = None,
) -> Weights:
    """Fit weights to pages. The same seed gives the same weights.

    progress: called with (epoch, epochs, mean loss) after each epoch.
    """
    rng = np.random.default_rng(seed)
    weights = initial_weights(layout, rng)
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    tables = dict(zip(layout.table_names, range(len(layout.tables)), strict=True))
    batches = max(1, -(-len(pages) // schedule.pages_a_batch))
    steps, step = batches * schedule.epochs, 0
    warm_up = max(1, steps // 20)
    for epoch in range(schedule.epochs):
        order = rng.permutation(len(pages))
        losses = []
        for number in range(batches):
            chosen = [pages[k] for k in order[number::batches]]
            full = [page for page in chosen if len(page)]
            if not full:
                continue
            batch = lay_out(full, layout.reach, WORD_DROPOUT, rng)
            loss, gradients = loss_and_gradients(
                weights, layout, batch, schedule.dropout, schedule.first_pass_share, rng
            )
            losses.append(loss)
            step += 1
            rate = schedule.rate * min(step / warm_up, 0.5 * (1 + np.cos(np.pi * step / steps)) + 0.01)
            norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients.values())))
            clip = min(1.0, 1.0 / max(norm, 1e-9))
            for name, gradient in gradients.items():
                # Only the vectors of the batch's words move, with moments of their own (lazy Adam).
                rows = batch.words[tables[name]][1] if name in tables else slice(None)
                first, second = moments[name][0][rows], moments[name][1][rows]
                gradient = gradient * np.float32(clip)
                first = first + np.float32(0.1) * (gradient - first)
                second = second + np.float32(0.01) * (gradient * gradient - second)
                moments[name][0][rows], moments[name][1][rows] = first, second
                corrected = first / (1 - 0.9**step)
                scale = np.sqrt(second / (1 - 0.99**step)) + 1e-8
                value = weights[name][rows]
                if value.ndim == 2:
                    value = value * np.float32(1 - rate * schedule.decay)
                weights[name][rows] = value - (rate * corrected / scale).astype(np.float32)
        if progress is not None:
            progress(epoch + 1, schedule.epochs, float(np.mean(losses)))
    return weights
