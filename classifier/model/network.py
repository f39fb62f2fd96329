"""A small network that labels the blocks of a page in two passes, in numpy alone.

Pass one looks at each block by itself. Pass two looks at each block together with what pass one made of its neighbours
(hidden state and probabilities, through dilated convolutions over the sequence of blocks: van den Oord et al., WaveNet,
2016) and of the page as a whole (mean and maximum). Both passes are trained at once; each has its own loss.

Arrays: a page is a matrix (blocks, features). Several pages are laid end to end with rows of zeros between them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Weights = dict[str, Floats]
FIRST_VECTOR_SPREAD = 0.1


@dataclass(frozen=True, slots=True)
class WordRows:
    """Rows of a table of word vectors for all blocks end to end. ends: (blocks,), where each block's rows end."""

    rows: NDArray[np.intp]
    ends: NDArray[np.intp]

    @property
    def counts(self) -> NDArray[np.intp]:
        """How many rows each block has."""
        return np.diff(self.ends, prepend=0)


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the network sees of a page.

    features: scaled, (blocks, features). words: one WordRows for each table. groups: (blocks, kinds), numbers of the groups
    that each block belongs to.
    """

    features: Floats
    words: tuple[WordRows, ...] = ()
    groups: NDArray[np.integer] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.int32))


@dataclass(frozen=True, slots=True)
class Grouping:
    """Rows sorted by group. order: the rows; starts: of each group in that order; of_row: the group of each row; sizes."""

    order: NDArray[np.intp]
    starts: NDArray[np.intp]
    of_row: NDArray[np.intp]
    sizes: Floats


def grouping_of(numbers: NDArray[np.integer]) -> Grouping:
    """The groups that equal numbers make."""
    order = np.argsort(numbers, kind="stable")
    arranged = numbers[order]
    begins = np.concatenate(([True], arranged[1:] != arranged[:-1]))
    starts = np.flatnonzero(begins)
    of_row = np.empty(len(numbers), dtype=np.intp)
    of_row[order] = np.cumsum(begins) - 1
    sizes = np.diff(starts, append=len(numbers)).astype(np.float32)
    return Grouping(order, starts, of_row, sizes)


def averaged(values: Floats, grouping: Grouping) -> Floats:
    """Each row replaced by the mean of its group. Its own adjoint."""
    sums = np.add.reduceat(values[grouping.order], grouping.starts, axis=0)
    means: Floats = (sums / grouping.sizes[:, None]).astype(np.float32)[grouping.of_row]
    return means


@dataclass(frozen=True, slots=True)
class Layout:
    """Shape of the network. dilations: one convolution of `width` taps each, applied in turn with a residual.

    tables: (words, dimensions) of each table of word vectors; the bags of a page index into them. groups: kinds of groups
    whose mean the second pass sees.
    """

    features: int
    classes: int
    hidden: int = 96
    context: int = 64
    width: int = 5
    dilations: tuple[int, ...] = (1, 3, 9)
    tables: tuple[tuple[int, int], ...] = ()
    groups: int = 0

    @property
    def table_names(self) -> tuple[str, ...]:
        """Names of the weights that are tables of word vectors."""
        return tuple(f"e{i}" for i in range(len(self.tables)))

    @property
    def inputs(self) -> int:
        """Columns of the first layer's input: features, the known share of each table's words, then the pooled vectors."""
        return self.features + len(self.tables) + sum(dimensions for _, dimensions in self.tables)

    @property
    def reach(self) -> int:
        """How many neighbours on either side one convolution can see at most; pages need as many zeros between them."""
        return max(self.dilations) * (self.width // 2)


def initial_weights(layout: Layout, rng: np.random.Generator) -> Weights:
    """Random weights (He et al. 2015 scaling), the same for the same generator state."""

    def dense(name: str, gain: float) -> Floats:
        inputs, outputs = shapes[name]
        return (rng.standard_normal((inputs, outputs)) * np.sqrt(gain / inputs)).astype(np.float32)

    shapes = weight_shapes(layout)
    weights = {name: np.zeros(shape, dtype=np.float32) for name, shape in shapes.items() if len(shape) == 1}
    for name, gain in (("w1", 2.0), ("v1", 1.0), ("wu", 2.0), ("wg", 0.5), ("v2", 1.0)):
        weights[name] = dense(name, gain)
    for name in layout.table_names:
        weights[name] = (rng.standard_normal(shapes[name]) * FIRST_VECTOR_SPREAD).astype(np.float32)
    for i in range(layout.groups):
        weights[f"wm{i}"] = dense(f"wm{i}", 0.5)
    for i, _ in enumerate(layout.dilations):
        weights[f"k{i}"] = dense(f"k{i}", 1.0)
    return weights


def weight_shapes(layout: Layout) -> dict[str, tuple[int, ...]]:
    """The shape of each weight of a network of this layout, by name; biases have one dimension."""
    seen = layout.hidden + layout.classes
    shapes: dict[str, tuple[int, ...]] = {
        "w1": (layout.inputs, layout.hidden),
        "b1": (layout.hidden,),
        "v1": (layout.hidden, layout.classes),
        "c1": (layout.classes,),
        "wu": (seen, layout.context),
        "wg": (2 * seen, layout.context),
        "bu": (layout.context,),
        "v2": (layout.context + layout.hidden, layout.classes),
        "c2": (layout.classes,),
    }
    shapes |= dict(zip(layout.table_names, layout.tables, strict=True))
    shapes |= {f"wm{i}": (seen, layout.context) for i in range(layout.groups)}
    for i, _ in enumerate(layout.dilations):
        shapes[f"k{i}"] = (layout.width * layout.context, layout.context)
        shapes[f"kb{i}"] = (layout.context,)
    return shapes


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


def pooled_vectors(table: Floats, words: WordRows) -> Floats:
    """The word vectors of each block summed and divided by the root of their number; zeros for a block without words."""
    counts = words.counts
    filled = np.flatnonzero(counts)
    pooled = np.zeros((len(counts), table.shape[1]), dtype=np.float32)
    if len(filled):
        starts = (words.ends - counts)[filled]
        sums = np.add.reduceat(table[words.rows], starts, axis=0)
        pooled[filled] = sums / np.sqrt(counts[filled], dtype=np.float32)[:, None]
    return pooled


def forward(weights: Weights, layout: Layout, page: Inputs) -> tuple[Floats, Floats]:
    """Class scores (logits) of both passes for one page, each (blocks, classes)."""
    if not len(page.features):
        empty = np.zeros((0, layout.classes), dtype=np.float32)
        return empty, empty
    vectors = [pooled_vectors(weights[name], words) for name, words in zip(layout.table_names, page.words, strict=True)]
    rows = np.concatenate([page.features, *vectors], axis=1)
    hidden = np.maximum(rows @ weights["w1"] + weights["b1"], 0)
    first = hidden @ weights["v1"] + weights["c1"]
    seen = np.concatenate([hidden, softmax(first)], axis=1)
    pooled = np.concatenate([seen.mean(axis=0), seen.max(axis=0)])
    state = seen @ weights["wu"] + (pooled @ weights["wg"] + weights["bu"])
    for i in range(layout.groups):
        state += averaged(seen @ weights[f"wm{i}"], grouping_of(page.groups[:, i]))
    state = np.maximum(state, 0)
    for i, dilation in enumerate(layout.dilations):
        state = state + np.maximum(taps(state, dilation, layout.width) @ weights[f"k{i}"] + weights[f"kb{i}"], 0)
    second = np.concatenate([state, hidden], axis=1) @ weights["v2"] + weights["c2"]
    return first, second
