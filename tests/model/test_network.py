"""The network: its arithmetic against plain definitions, its gradients against differences, its fitting against tasks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.model.network import (
    Layout,
    Schedule,
    fit,
    forward,
    from_taps,
    initial_weights,
    lay_out,
    loss_and_gradients,
    softmax,
    taps,
)

LAYOUT = Layout(features=5, classes=4, hidden=7, context=6, width=3, dilations=(1, 2))
SIZES = (6, 1, 9)
FIRST_PASS = 0.4


def some_pages(sizes=SIZES, seed=0):
    """Pages of noise with one, two or all classes allowed and some blocks that don't count."""
    rng = np.random.default_rng(seed)
    pages = []
    for size in sizes:
        allowed = np.eye(LAYOUT.classes, dtype=bool)[rng.integers(LAYOUT.classes, size=size)]
        allowed[::3, 0] = True
        weight = rng.uniform(0.2, 2, size)
        weight[1::4] = 0
        pages.append((rng.standard_normal((size, LAYOUT.features)).astype(np.float32), allowed, weight))
    return pages


def some_weights(seed=1):
    """Random weights and biases in double precision, so that small differences can be told."""
    rng = np.random.default_rng(seed)
    return {
        name: value + (0.1 * rng.standard_normal(value.shape) if value.ndim == 1 else 0.0)
        for name, value in initial_weights(LAYOUT, rng).items()
    }


def loss(weights, pages, layout=LAYOUT):
    """Loss and gradients without dropout."""
    batch = lay_out(pages, layout.reach)
    return loss_and_gradients(weights, layout, batch, 0.0, FIRST_PASS, np.random.default_rng(0))


def loss_by_definition(scores, allowed, weight):
    """Mean of -log(probability of the allowed classes), weighted."""
    odds = np.exp(scores.astype(np.float64))
    inside = (odds * allowed).sum(axis=1) / odds.sum(axis=1)
    return float(-(np.log(inside) * weight).sum() / weight.sum())


# Parts


def test_softmax_gives_probabilities_of_any_scores():
    probabilities = softmax(np.array([[0.0, 0.0], [1e4, -1e4], [np.log(3), 0.0]]))
    np.testing.assert_allclose(probabilities, [[0.5, 0.5], [1, 0], [0.75, 0.25]])


def test_taps_put_each_row_beside_its_neighbours():
    rows = np.array([[1], [2], [3], [4]], dtype=np.float32)
    assert taps(rows, 1, 3).tolist() == [[0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 0]]
    assert taps(rows, 2, 3).tolist() == [[0, 1, 3], [0, 2, 4], [1, 3, 0], [2, 4, 0]]
    assert taps(rows, 9, 3).tolist() == [[0, 1, 0], [0, 2, 0], [0, 3, 0], [0, 4, 0]]


@given(st.integers(1, 12), st.integers(1, 3), st.integers(1, 9), st.sampled_from([1, 3, 5]))
def test_from_taps_is_the_adjoint_of_taps(rows, columns, dilation, width):
    rng = np.random.default_rng(rows)
    values = rng.standard_normal((rows, columns)).astype(np.float32)
    gradient = rng.standard_normal((rows, width * columns)).astype(np.float32)
    there = float((taps(values, dilation, width) * gradient).sum())
    back = float((values * from_taps(gradient, dilation, width)).sum())
    assert there == pytest.approx(back, abs=1e-4)


def test_pages_are_laid_end_to_end_with_zeros_between_them():
    pages = some_pages()
    batch = lay_out(pages, gap=3)
    assert batch.spans == ((0, 6), (9, 10), (13, 22))
    for (start, end), (features, allowed, weight) in zip(batch.spans, pages, strict=True):
        np.testing.assert_array_equal(batch.rows[start:end], features)
        np.testing.assert_array_equal(batch.allowed[start:end], allowed)
        np.testing.assert_allclose(batch.weight[start:end], weight, rtol=1e-6)
    assert not batch.rows[6:9].any()
    assert not batch.weight[10:13].any()


def test_the_reach_is_that_of_the_widest_convolution():
    assert Layout(5, 4, width=5, dilations=(1, 3, 9)).reach == 18
    assert Layout(5, 4, width=3, dilations=(2,)).reach == 2


# Forward


def test_both_passes_score_every_block():
    (page, _, _) = some_pages()[0]
    first, second = forward(some_weights(), LAYOUT, page)
    assert first.shape == second.shape == (6, LAYOUT.classes)
    assert not np.allclose(first, second)


def test_a_page_without_blocks_has_no_scores():
    first, second = forward(some_weights(), LAYOUT, np.zeros((0, LAYOUT.features), np.float32))
    assert first.shape == second.shape == (0, LAYOUT.classes)


def test_the_first_pass_sees_a_block_alone_and_the_second_its_neighbours():
    (page, _, _) = some_pages()[2]
    changed = page.copy()
    changed[4] += 3
    others = np.arange(len(page)) != 4
    first, second = forward(some_weights(), LAYOUT, page)
    first_changed, second_changed = forward(some_weights(), LAYOUT, changed)
    np.testing.assert_array_equal(first[others], first_changed[others])
    assert (np.abs(second - second_changed).max(axis=1) > 1e-4).all()


# Loss


def test_a_batch_of_pages_gives_what_its_pages_give_one_by_one():
    weights, pages = some_weights(), some_pages()
    together, gradients = loss(weights, pages)
    shares = np.array([weight.sum() for _, _, weight in pages])
    alone = [loss(weights, [page]) for page in pages if page[2].sum()]
    shares = shares[shares > 0] / shares.sum()
    assert together == pytest.approx(sum(share * value for share, (value, _) in zip(shares, alone, strict=True)))
    for name, gradient in gradients.items():
        expected = sum(share * each[name] for share, (_, each) in zip(shares, alone, strict=True))
        np.testing.assert_allclose(gradient, expected, atol=1e-6, err_msg=name)


def test_the_loss_of_a_batch_is_that_of_the_forward_scores_of_each_page():
    weights, pages = some_weights(), some_pages()
    scores = [forward(weights, LAYOUT, features) for features, _, _ in pages]
    allowed = np.concatenate([allowed for _, allowed, _ in pages])
    weight = np.concatenate([weight for _, _, weight in pages])
    first = loss_by_definition(np.concatenate([one for one, _ in scores]), allowed, weight)
    second = loss_by_definition(np.concatenate([two for _, two in scores]), allowed, weight)
    assert loss(weights, pages)[0] == pytest.approx(second + FIRST_PASS * first, rel=1e-5)


def test_one_allowed_class_is_cross_entropy():
    weights, ((features, _, _), *_) = some_weights(), some_pages()
    classes = np.arange(6) % LAYOUT.classes
    allowed, weight = np.eye(LAYOUT.classes, dtype=bool)[classes], np.ones(6)
    first, second = (softmax(scores)[np.arange(6), classes] for scores in forward(weights, LAYOUT, features))
    expected = -np.log(second).mean() - FIRST_PASS * np.log(first).mean()
    assert loss(weights, [(features, allowed, weight)])[0] == pytest.approx(expected, rel=1e-5)


def test_only_the_probability_outside_of_the_allowed_classes_is_punished():
    ((features, _, _), *_) = some_pages()
    weights, weight = some_weights(), np.ones(6)
    anything = np.ones((6, LAYOUT.classes), dtype=bool)
    value, gradients = loss(weights, [(features, anything, weight)])
    assert value == pytest.approx(0, abs=1e-6)
    assert max(np.abs(gradient).max() for gradient in gradients.values()) < 1e-6
    one, two = anything.copy(), anything.copy()
    one[:, 1:], two[:, 2:] = False, False
    assert loss(weights, [(features, one, weight)])[0] > loss(weights, [(features, two, weight)])[0] > 0.01


def test_blocks_without_weight_do_not_count():
    weights, ((features, allowed, weight), *_) = some_weights(), some_pages()
    other = np.where(weight[:, None] == 0, ~allowed, allowed)
    assert loss(weights, [(features, allowed, weight)])[0] == loss(weights, [(features, other, weight)])[0]


def test_twice_the_weight_everywhere_is_the_same_loss():
    weights, ((features, allowed, weight), *_) = some_weights(), some_pages()
    assert loss(weights, [(features, allowed, weight)])[0] == pytest.approx(
        loss(weights, [(features, allowed, 2 * weight)])[0]
    )


# Gradients


@pytest.mark.parametrize("name", sorted(initial_weights(LAYOUT, np.random.default_rng(0))))
def test_gradients_agree_with_differences(name):
    weights, pages, step = some_weights(), some_pages(), 1e-4
    gradient = loss(weights, pages)[1][name]
    rng = np.random.default_rng(2)
    for _ in range(3):
        direction = rng.standard_normal(weights[name].shape)
        direction /= np.linalg.norm(direction)
        up, down = (loss(weights | {name: weights[name] + by * direction}, pages)[0] for by in (step, -step))
        assert (up - down) / (2 * step) == pytest.approx(float((gradient * direction).sum()), rel=0.01, abs=1e-4)


def test_every_weight_has_a_gradient_of_its_shape():
    weights = some_weights()
    gradients = loss(weights, some_pages())[1]
    assert {name: gradient.shape for name, gradient in gradients.items()} == {
        name: value.shape for name, value in weights.items()
    }
    assert all(np.abs(gradient).max() > 1e-5 for gradient in gradients.values())


def test_dropout_changes_the_loss_and_is_drawn_from_the_generator():
    weights, batch = some_weights(), lay_out(some_pages(), LAYOUT.reach)
    seeds = [3, 3, 4]
    values = [loss_and_gradients(weights, LAYOUT, batch, 0.5, 0.4, np.random.default_rng(seed))[0] for seed in seeds]
    assert values[0] == values[1]
    assert len({*values, loss(weights, some_pages())[0]}) == 3


# Fitting


def by_first_feature(count=24, size=15, seed=0):
    """Pages on which a block is of class 1 where its first feature is positive."""
    rng = np.random.default_rng(seed)
    pages = [rng.standard_normal((size, 3)).astype(np.float32) for _ in range(count)]
    return [(page, np.eye(2, dtype=bool)[(page[:, 0] > 0).astype(int)], np.ones(size, np.float32)) for page in pages]


def by_previous_block(count=80, size=15, seed=0):
    """Pages on which a block is of class 1 where the first feature of the block before it is positive."""
    return [
        (page, np.roll(allowed, 1, axis=0), np.where(np.arange(size) > 0, 1, 0).astype(np.float32))
        for page, allowed, _ in by_first_feature(count, size, seed)
    ]


def share_right(weights, layout, pages):
    """Share of the blocks that count that each pass gets right."""
    right = [
        [allowed[np.arange(len(page)), scores.argmax(axis=1)][weight > 0] for scores in forward(weights, layout, page)]
        for page, allowed, weight in pages
    ]
    return [float(np.concatenate(each).mean()) for each in zip(*right, strict=True)]


SMALL = Layout(features=3, classes=2, hidden=8, context=8, width=3, dilations=(1,))


def test_the_same_seed_gives_the_same_weights_to_the_bit():
    schedule = Schedule(epochs=2)
    one, again, other = (fit(by_first_feature(), SMALL, schedule, seed) for seed in (5, 5, 6))
    assert all(one[name].tobytes() == again[name].tobytes() for name in one)
    assert all(one[name].tobytes() != other[name].tobytes() for name in one)


def test_fitting_leaves_the_pages_as_they_were():
    pages, before = by_first_feature(4), by_first_feature(4)
    fit(pages, SMALL, Schedule(epochs=2), 0)
    for page, same in zip(pages, before, strict=True):
        assert [array.tobytes() for array in page] == [array.tobytes() for array in same]


def test_weights_are_single_precision():
    assert {str(value.dtype) for value in fit(by_first_feature(4), SMALL, Schedule(epochs=1), 0).values()} == {
        "float32"
    }


def test_the_loss_is_reported_after_each_epoch_and_falls():
    told = []
    fit(by_first_feature(80), SMALL, Schedule(epochs=10, rate=1e-2), 0, lambda *report: told.append(report))
    assert [(epoch, epochs) for epoch, epochs, _ in told] == [(n, 10) for n in range(1, 11)]
    assert told[-1][2] < told[0][2] / 2


def test_both_passes_learn_what_a_block_says_itself():
    weights = fit(by_first_feature(80), SMALL, Schedule(epochs=20, rate=1e-2), 0)
    assert min(share_right(weights, SMALL, by_first_feature(seed=1))) > 0.95


def test_the_second_pass_learns_from_neighbours_what_the_first_cannot():
    weights = fit(by_previous_block(), SMALL, Schedule(epochs=20, rate=1e-2), 0)
    first, second = share_right(weights, SMALL, by_previous_block(seed=1))
    assert first < 0.65
    assert second > 0.9


def test_partial_labels_are_enough_where_they_differ_from_page_to_page():
    rng = np.random.default_rng(0)
    layout = Layout(features=3, classes=3, hidden=8, context=8, width=3, dilations=(1,))

    def pages(partial, seed):
        for page, _, weight in by_first_feature(80, seed=seed):
            classes = page.argmax(axis=1)
            allowed = np.eye(3, dtype=bool)[classes]
            if partial:
                allowed[np.arange(len(page)), (classes + rng.integers(1, 3, len(page))) % 3] = True
            yield page, allowed, weight

    weights = fit(list(pages(True, 0)), layout, Schedule(epochs=30, rate=1e-2), 0)
    assert share_right(weights, layout, list(pages(False, 1)))[1] > 0.9


def test_pages_without_blocks_teach_nothing_beside_others():
    empty = (np.zeros((0, 3), np.float32), np.zeros((0, 2), bool), np.zeros(0, np.float32))
    weights = fit([empty, *by_first_feature(7)], SMALL, Schedule(epochs=1), 0)
    assert all(np.isfinite(value).all() for value in weights.values())


def test_pages_without_blocks_may_fill_a_batch():
    empty = (np.zeros((0, 3), np.float32), np.zeros((0, 2), bool), np.zeros(0, np.float32))
    fit([empty, *by_first_feature(1)], SMALL, Schedule(epochs=1, pages_a_batch=1), 0)
