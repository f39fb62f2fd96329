"""Several networks as one: a page goes through all of them in a few large products, with whatever they share computed once.

Gives what `network.forward` gives for each of them, to the rounding of single precision. That function says what is
computed; this one says how in little time:

- Networks that were fitted to the same pages scale a page alike, so their first layers are one product.
- Word vectors of all networks stand side by side in one table, so that a word is looked up once.
- A column that is the same for all blocks of a page (half of them are) adds the same to all rows, once.
- Sums over the words of a block and over groups of blocks are taken on pairs of numbers: `numpy.add.reduceat` spends its
  time on its inner calls, of which there is one for each column and block.
- A mean over groups goes through the layer that reads it before it is handed out to the blocks: there are fewer groups.

Arrays between the layers have the shape (blocks, networks, columns); products take them as (networks, blocks, columns), which
is a view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.features import PageFeatures
from classifier.features.tokens import Bag, Hashes
from classifier.model.inference import LIMIT, FittedNetwork
from classifier.model.network import Floats, Grouping, Layout, grouping_of

NO_SHARES = np.zeros((1, 0), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Family:
    """The first layer of networks that were fitted to the same pages.

    mean, shrink: of each feature; shrink is one over its spread. weights: of the features, (features, members * hidden).
    shares: weights of the share of known words of each kind, (kinds, members * hidden). bias: (members * hidden).
    """

    members: int
    mean: Floats
    shrink: Floats
    weights: Floats
    shares: Floats
    bias: Floats

    @classmethod
    def of(cls, networks: Sequence[FittedNetwork]) -> Family:
        """The first layers of networks, which must have the same scaling."""
        layout = networks[0].layout
        every = [network.weights for network in networks]
        shared = np.concatenate([weights["w1"][: layout.features + len(layout.tables)] for weights in every], axis=1)
        return cls(
            len(networks),
            networks[0].mean,
            np.reciprocal(networks[0].scale),
            shared[: layout.features],
            shared[layout.features :],
            np.concatenate([weights["b1"] for weights in every]),
        )

    def rows(self, page: PageFeatures, varying: NDArray[np.intp], values: Floats, known_shares: Floats) -> Floats:
        """The input of the hidden layer but for the word vectors, (blocks, members * hidden).

        varying: the columns that differ between blocks of the page. values: these columns, (columns, blocks). known_shares:
        (blocks, kinds).
        """
        same = np.clip((page.matrix[0] - self.mean) * self.shrink, -LIMIT, LIMIT)
        same[varying] = 0
        scaled = values - self.mean[varying, None]
        scaled *= self.shrink[varying, None]
        np.clip(scaled, -LIMIT, LIMIT, out=scaled)
        found: Floats = np.matmul(scaled.T, self.weights[varying])
        found += same @ self.weights + self.bias
        found += known_shares @ self.shares
        return found


@dataclass(frozen=True, slots=True)
class Words:
    """Word vectors of all networks side by side, for one kind of words.

    hashes: of the words that any family knows, in rising order. vectors: (words + 1, networks * dimensions + families), a
    row for each hash and one of zeros for all other words; the last columns are 1 where a family knows the word.
    """

    hashes: Hashes
    vectors: Floats
    dimensions: int

    @classmethod
    def of(cls, families: Sequence[Sequence[FittedNetwork]], kind: int) -> Words:
        """The vectors that families of networks have for one kind of words."""
        every = [networks[0].known[kind] for networks in families]
        hashes = np.sort(np.concatenate(every))
        hashes = hashes[np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)]]
        dimensions = families[0][0].layout.tables[kind][1]
        members = sum(map(len, families))
        vectors = np.zeros((len(hashes) + 1, members * dimensions + len(families)), dtype=np.float32)
        column = 0
        for number, (networks, known) in enumerate(zip(families, every, strict=True)):
            rows = np.searchsorted(hashes, known)
            vectors[rows, members * dimensions + number] = 1
            for network in networks:
                vectors[rows, column : column + dimensions] = network.weights[f"e{kind}"]
                column += dimensions
        return cls(hashes, vectors, dimensions)

    def pooled(self, bag: Bag, members: Sequence[int]) -> tuple[Floats, Floats]:
        """The word vectors of each block summed and divided by the root of their number, (blocks, networks, dimensions), and
        the share of its words that each family knows, around zero, (blocks, families). members: networks of each family.
        """
        networks = sum(members)
        given = bag if bag.shared is None else bag.shared
        counts = np.diff(given.ends, prepend=0)
        filled = np.flatnonzero(counts)
        sums = np.zeros((len(counts), self.vectors.shape[1]), dtype=np.float32)
        if len(filled) and len(self.hashes):
            at = np.searchsorted(self.hashes, given.hashes)
            is_known = self.hashes.take(at, mode="clip") == given.hashes
            rows = np.where(is_known, at, len(self.hashes))
            sums[filled] = segment_sums(self.vectors.take(rows, axis=0), (given.ends - counts)[filled])
        known = sums[:, networks * self.dimensions :]
        vectors = sums[:, : networks * self.dimensions].reshape(len(counts), networks, self.dimensions)
        # Words that nobody knows add zeros.
        vectors /= np.repeat(np.sqrt(np.maximum(known, 1)), members, axis=1)[:, :, None]
        shares = known / np.maximum(counts, 1).astype(np.float32)[:, None] - np.float32(0.5)
        if bag.shared is not None:
            return vectors.take(bag.shared.of_block, axis=0), shares.take(bag.shared.of_block, axis=0)
        return vectors, shares


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Families of networks that are alike behind their first layers.

    words: one for each kind. weights: of the first layer's word vectors ("wv") and of the layers behind it, (networks, ...),
    by name.
    """

    families: tuple[Family, ...]
    words: tuple[Words, ...]
    layout: Layout
    weights: Mapping[str, Floats]

    def probabilities(self, page: PageFeatures) -> list[Floats]:
        """Class probabilities of the blocks of a page from the second pass, averaged over each family: (blocks, classes)."""
        if not len(page):
            return [np.zeros((0, self.layout.classes), dtype=np.float32) for _ in self.families]
        every = self._every(page)
        found, at = [], 0
        for family in self.families:
            found.append(every[:, at : at + family.members].mean(axis=1))
            at += family.members
        return found

    def _every(self, page: PageFeatures) -> Floats:
        """Class probabilities of each network, (blocks, networks, classes)."""
        weights, layout = self.weights, self.layout
        seen = self._seen(page)
        by_network = seen.transpose(1, 0, 2)
        pooled = np.concatenate([seen.mean(axis=0), seen.max(axis=0)], axis=1)
        of_page = np.matmul(pooled[:, None], weights["wg"])[:, 0] + weights["bu"]
        state = np.matmul(by_network, weights["wu"])
        state += of_page[:, None]
        groups = page.groups if page.groups is not None else np.zeros((len(page), 0), dtype=np.int32)
        for number in range(layout.groups):
            grouping = grouping_of(groups[:, number])
            means = np.matmul(group_means(seen, grouping).transpose(1, 0, 2), weights[f"wm{number}"])
            state += means.take(grouping.of_row, axis=1)
        np.maximum(state, 0, out=state)
        for number, dilation in enumerate(layout.dilations):
            around = convolved(state, weights[f"k{number}"], dilation)
            around += weights[f"kb{number}"][:, None]
            np.maximum(around, 0, out=around)
            state += around
        scores = np.matmul(state, weights["v2"][:, : layout.context])
        scores += np.matmul(by_network[:, :, : layout.hidden], weights["v2"][:, layout.context :])
        scores += weights["c2"][:, None]
        return softmax_in_place(scores.transpose(1, 0, 2))

    def _seen(self, page: PageFeatures) -> Floats:
        """What the second pass sees of each block: hidden layer and probabilities of the first, (blocks, networks, columns)."""
        layout = self.layout
        matrix = page.matrix
        members = [family.members for family in self.families]
        seen = np.empty((len(page), sum(members), layout.hidden + layout.classes), dtype=np.float32)
        hidden = seen[:, :, : layout.hidden]
        pooled = [words.pooled(bag, members) for words, bag in zip(self.words, page.bags, strict=True)]
        if pooled:
            vectors = np.concatenate([found for found, _ in pooled], axis=2)
            np.matmul(vectors.transpose(1, 0, 2), self.weights["wv"], out=hidden.transpose(1, 0, 2))
        else:
            hidden[:] = 0
        varying = np.flatnonzero((matrix != matrix[0]).any(axis=0))
        values = matrix.T[varying]
        at = 0
        for number, family in enumerate(self.families):
            shares = np.stack([of_kind[:, number] for _, of_kind in pooled], axis=1) if pooled else NO_SHARES
            rows = family.rows(page, varying, values, shares)
            hidden[:, at : at + family.members] += rows.reshape(len(page), family.members, layout.hidden)
            at += family.members
        np.maximum(hidden, 0, out=hidden)
        first = np.matmul(seen[:, :, : layout.hidden].transpose(1, 0, 2), self.weights["v1"]).transpose(1, 0, 2)
        first += self.weights["c1"]
        seen[:, :, layout.hidden :] = softmax_in_place(first)
        return seen


def ensembles(families: Sequence[Sequence[FittedNetwork]]) -> tuple[Ensemble, ...]:
    """Families of fitted networks as one ensemble, or as one each where their layers have other shapes."""
    layouts = [networks[0].layout for networks in families]
    layouts = [replace(each, tables=tuple((0, dimensions) for _, dimensions in each.tables)) for each in layouts]
    if any(layout != layouts[0] for layout in layouts):
        return tuple(_ensemble([networks]) for networks in families)
    return (_ensemble(families),)


def _ensemble(families: Sequence[Sequence[FittedNetwork]]) -> Ensemble:
    every = [network.weights for networks in families for network in networks]
    layout = families[0][0].layout
    own = {"w1", "b1", *layout.table_names}
    weights = {name: np.stack([each[name] for each in every]) for name in every[0] if name not in own}
    weights["wv"] = np.stack([each["w1"][layout.features + len(layout.tables) :] for each in every])
    for number in range(len(layout.dilations)):
        kernels = weights[f"k{number}"]
        weights[f"k{number}"] = kernels.reshape(len(every), layout.width, layout.context, layout.context)
    words = tuple(Words.of(families, kind) for kind in range(len(layout.tables)))
    return Ensemble(tuple(Family.of(networks) for networks in families), words, layout, weights)


def convolved(values: Floats, kernels: Floats, dilation: int) -> Floats:
    """Each row and its neighbours at multiples of the dilation, each times its own kernel, summed; zeros beyond the ends.

    values: (networks, rows, columns). kernels: (networks, width, columns, out). One product for each neighbour, without a
    copy of the rows beside their neighbours.
    """
    width, rows = kernels.shape[1], values.shape[1]
    total: Floats = np.matmul(values, kernels[:, width // 2])
    for tap in range(width):
        by = (tap - width // 2) * dilation
        if by > 0 and by < rows:
            total[:, :-by] += np.matmul(values[:, by:], kernels[:, tap])
        elif by < 0 and -by < rows:
            total[:, -by:] += np.matmul(values[:, :by], kernels[:, tap])
    return total


def group_means(values: Floats, grouping: Grouping) -> Floats:
    """The mean of each group of rows, (groups, ...)."""
    rows = values.reshape(len(values), -1)
    means = rows.take(grouping.order[grouping.starts], axis=0)
    several = np.flatnonzero(grouping.sizes > 1)  # half of the groups are one block
    if len(several):
        sizes = grouping.sizes[several]
        order = grouping.order[np.repeat(grouping.sizes > 1, grouping.sizes.astype(np.intp))]
        sums = segment_sums(rows.take(order, axis=0), (np.cumsum(sizes) - sizes).astype(np.intp))
        sums /= sizes[:, None]
        means[several] = sums
    return means.reshape(len(means), *values.shape[1:])


def segment_sums(rows: Floats, starts: NDArray[np.integer]) -> Floats:
    """The sum of the rows from each start to the next. Complex addition adds two columns at a time."""
    if rows.shape[1] % 2:
        return np.add.reduceat(rows, starts, axis=0)
    sums: Floats = np.add.reduceat(rows.view(np.complex64), starts, axis=0).view(np.float32)
    return sums


def softmax_in_place(scores: Floats) -> Floats:
    """Scores to probabilities along the last axis."""
    scores -= scores.max(axis=-1, keepdims=True)
    np.exp(scores, out=scores)
    scores /= scores.sum(axis=-1, keepdims=True)
    return scores
