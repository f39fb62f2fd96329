"""A small network that labels the blocks of a page in two passes, in numpy alone.

Pass one looks at each block by itself. Pass two looks at each block together with what pass one made of its neighbours
(hidden state and probabilities, through dilated convolutions over the sequence of blocks: van den Oord et al., WaveNet,
2016) and of the page as a whole (mean and maximum). Both passes are trained at once; each has its own loss.

Arrays: a page is a matrix (blocks, features). Several pages are laid end to end with rows of zeros between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Layout:
    """Shape of the network. dilations: one convolution of `width` taps each, applied in turn with a residual."""

    features: int
    classes: int
    hidden: int = 96
    context: int = 64
    width: int = 5
    dilations: tuple[int, ...] = (1, 3, 9)

    @property
    def reach(self) -> int:
        """How many neighbours on either side one convolution can see at most; pages need as many zeros between them."""
        return max(self.dilations) * (self.width // 2)


def initial_weights(layout: Layout, rng: np.random.Generator) -> Weights:
    """Random weights (He et al. 2015 scaling), the same for the same generator state."""

    def dense(inputs: int, outputs: int, gain: float = 2.0) -> Floats:
        return (rng.standard_normal((inputs, outputs)) * np.sqrt(gain / inputs)).astype(np.float32)

    def zeros(size: int) -> Floats:
        return np.zeros(size, dtype=np.float32)

    seen = layout.hidden + layout.classes
    weights = {
        "w1": dense(layout.features, layout.hidden),
        "b1": zeros(layout.hidden),
        "v1": dense(layout.hidden, layout.classes, 1.0),
        "c1": zeros(layout.classes),
        "wu": dense(seen, layout.context),
        "wg": dense(2 * seen, layout.context, 0.5),
        "bu": zeros(layout.context),
        "v2": dense(layout.context + layout.hidden, layout.classes, 1.0),
        "c2": zeros(layout.classes),
    }
    for i, _ in enumerate(layout.dilations):
        weights[f"k{i}"] = dense(layout.width * layout.context, layout.context, 1.0)
        weights[f"kb{i}"] = zeros(layout.context)
    return weights


def weight_shapes(layout: Layout) -> dict[str, tuple[int, ...]]:
    """The shape of each weight of a network of this layout."""
    return {name: weight.shape for name, weight in initial_weights(layout, np.random.default_rng(0)).items()}


def softmax(scores: NDArray[np.floating]) -> Floats:
    """Rows to probabilities."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return probabilities


def taps(values: Floats, dilation: int, width: int) -> Floats:
    """Each row beside its neighbours at multiples of the dilation, zeros beyond the ends: (rows, width * columns)."""
    rows, columns = values.shape
    half = width // 2 * dilation
    padded = np.zeros((rows + 2 * half, columns), dtype=np.float32)
    padded[half : half + rows] = values
    return np.concatenate([padded[i * dilation : i * dilation + rows] for i in range(width)], axis=1)


def from_taps(gradient: NDArray[np.floating], dilation: int, width: int) -> Floats:
    """Adjoint of `taps`."""
    rows, columns = gradient.shape[0], gradient.shape[1] // width
    half = width // 2 * dilation
    padded = np.zeros((rows + 2 * half, columns), dtype=np.float32)
    for i in range(width):
        padded[i * dilation : i * dilation + rows] += gradient[:, i * columns : (i + 1) * columns]
    return padded[half : half + rows]


def forward(weights: Weights, layout: Layout, page: Floats) -> tuple[Floats, Floats]:
    """Class scores (logits) of both passes for one page of scaled features, each (blocks, classes)."""
    if not len(page):
        empty = np.zeros((0, layout.classes), dtype=np.float32)
        return empty, empty
    hidden = np.maximum(page @ weights["w1"] + weights["b1"], 0)
    first = hidden @ weights["v1"] + weights["c1"]
    seen = np.concatenate([hidden, softmax(first)], axis=1)
    pooled = np.concatenate([seen.mean(axis=0), seen.max(axis=0)])
    state = np.maximum(seen @ weights["wu"] + (pooled @ weights["wg"] + weights["bu"]), 0)
    for i, dilation in enumerate(layout.dilations):
        state = state + np.maximum(taps(state, dilation, layout.width) @ weights[f"k{i}"] + weights[f"kb{i}"], 0)
    second = np.concatenate([state, hidden], axis=1) @ weights["v2"] + weights["c2"]
    return first, second


@dataclass(frozen=True, slots=True)
class Batch:
    """Pages laid end to end. spans: first and end row of each page; rows outside of them are zeros between pages."""

    rows: Floats
    spans: tuple[tuple[int, int], ...]
    allowed: NDArray[np.bool_]
    weight: Floats


def lay_out(pages: Sequence[tuple[Floats, NDArray[np.bool_], Floats]], gap: int) -> Batch:
    """A batch of (features, allowed classes, weight of each block) pages."""
    spans, at = [], 0
    for features, _, _ in pages:
        spans.append((at, at + len(features)))
        at += len(features) + gap
    first = pages[0]
    rows = np.zeros((at, first[0].shape[1]), dtype=np.float32)
    allowed = np.ones((at, first[1].shape[1]), dtype=bool)
    weight = np.zeros(at, dtype=np.float32)
    for (start, end), (features, may, weights) in zip(spans, pages, strict=True):
        rows[start:end], allowed[start:end], weight[start:end] = features, may, weights
    return Batch(rows, tuple(spans), allowed, weight)


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
    """Loss of a batch and its gradient in every weight, with dropout on the features and the hidden units."""
    inside = np.zeros((len(batch.rows), 1), dtype=np.float32)
    page_of = np.zeros(len(batch.rows), dtype=np.intp)
    for number, (start, end) in enumerate(batch.spans):
        inside[start:end] = 1
        page_of[start:end] = number
    keep = 1 - dropout
    rows = batch.rows
    if dropout:
        rows = rows * (
            (rng.random(rows.shape, dtype=np.float32) < 1 - dropout / 2).astype(np.float32)
            / np.float32(1 - dropout / 2)
        )
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
    pages: Sequence[tuple[Floats, NDArray[np.bool_], Floats]],
    layout: Layout,
    schedule: Schedule,
    seed: int,
    progress: Callable[[int, int, float], None] | None = None,
) -> Weights:
    """Fit weights to pages of (scaled features, allowed classes, weight of each block). The same seed gives the same weights.

    progress: called with (epoch, epochs, mean loss) after each epoch.
    """
    rng = np.random.default_rng(seed)
    weights = initial_weights(layout, rng)
    moments = {name: (np.zeros_like(value), np.zeros_like(value)) for name, value in weights.items()}
    batches = max(1, -(-len(pages) // schedule.pages_a_batch))
    steps, step = batches * schedule.epochs, 0
    warm_up = max(1, steps // 20)
    for epoch in range(schedule.epochs):
        order = rng.permutation(len(pages))
        losses = []
        for number in range(batches):
            chosen = [pages[k] for k in order[number::batches]]
            full = [page for page in chosen if len(page[0])]
            if not full:
                continue
            batch = lay_out(full, layout.reach)
            loss, gradients = loss_and_gradients(
                weights, layout, batch, schedule.dropout, schedule.first_pass_share, rng
            )
            losses.append(loss)
            step += 1
            rate = schedule.rate * min(step / warm_up, 0.5 * (1 + np.cos(np.pi * step / steps)) + 0.01)
            norm = float(np.sqrt(sum(float((g * g).sum()) for g in gradients.values())))
            clip = min(1.0, 1.0 / max(norm, 1e-9))
            for name, gradient in gradients.items():
                first, second = moments[name]
                gradient = gradient * np.float32(clip)
                first += np.float32(0.1) * (gradient - first)
                second += np.float32(0.01) * (gradient * gradient - second)
                corrected = first / (1 - 0.9**step)
                scale = np.sqrt(second / (1 - 0.99**step)) + 1e-8
                if weights[name].ndim == 2:
                    weights[name] *= np.float32(1 - rate * schedule.decay)
                weights[name] -= (rate * corrected / scale).astype(np.float32)
        if progress is not None:
            progress(epoch + 1, schedule.epochs, float(np.mean(losses)))
    return weights
