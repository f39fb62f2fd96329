"""Fitting the network: gradients against differences, fitting against tasks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifier.model.fitting import Schedule, TrainingPage, fit, lay_out, loss_and_gradients
from classifier.model.network import Inputs, Layout, WordRows, forward, initial_weights, softmax

from .small_network import LAYOUT, TABLES, some_pages, some_weights

FIRST_PASS = 0.4


def loss(weights, pages, layout=LAYOUT):
    """Loss and gradients without dropout."""
    batch = lay_out(pages, layout.reach, 0, np.random.default_rng(0))
    return loss_and_gradients(weights, layout, batch, 0.0, FIRST_PASS, np.random.default_rng(0))


def whole_gradients(weights, pages):
    """Gradients with those of word vectors at their place in the whole table."""
    batch = lay_out(pages, LAYOUT.reach, 0, np.random.default_rng(0))
    gradients = loss(weights, pages)[1]
    for number, (_, rows) in enumerate(batch.words):
        whole = np.zeros(TABLES[number])
        whole[rows] = gradients[f"e{number}"]
        gradients[f"e{number}"] = whole
    return gradients


def loss_by_definition(scores, allowed, weight):
    """Mean of -log(probability of the allowed classes), weighted."""
    odds = np.exp(scores.astype(np.float64))
    inside = (odds * allowed).sum(axis=1) / odds.sum(axis=1)
    return float(-(np.log(inside) * weight).sum() / weight.sum())


# Batches


def test_pages_are_laid_end_to_end_with_zeros_between_them():
    pages = some_pages()
    batch = lay_out(pages, 3, 0, np.random.default_rng(0))
    assert batch.spans == ((0, 6), (9, 10), (13, 22))
    for (start, end), page in zip(batch.spans, pages, strict=True):
        np.testing.assert_array_equal(batch.features[start:end], page.page.features)
        np.testing.assert_array_equal(batch.allowed[start:end], page.allowed)
        np.testing.assert_allclose(batch.weight[start:end], page.weight, rtol=1e-6)
    assert not batch.features[6:9].any()
    assert not batch.weight[10:13].any()


def test_left_out_words_are_drawn_and_the_rest_weigh_more():
    pages = some_pages((200,))
    whole, _ = lay_out(pages, 0, 0, np.random.default_rng(0)).words[0]
    thinned, _ = lay_out(pages, 0, 0.5, np.random.default_rng(0)).words[0]
    assert 0.4 < (thinned.toarray() > 0).sum() / (whole.toarray() > 0).sum() < 0.6
    assert thinned.sum() == pytest.approx(whole.sum(), rel=0.15)


# Loss


def test_a_batch_of_pages_gives_what_its_pages_give_one_by_one():
    weights, pages = some_weights(), some_pages()
    together = loss(weights, pages)[0]
    shares = np.array([page.weight.sum() for page in pages])
    gradients = whole_gradients(weights, pages)
    alone = [(loss(weights, [page])[0], whole_gradients(weights, [page])) for page in pages if page.weight.sum()]
    shares = shares[shares > 0] / shares.sum()
    assert together == pytest.approx(sum(share * value for share, (value, _) in zip(shares, alone, strict=True)))
    for name, gradient in gradients.items():
        expected = sum(share * each[name] for share, (_, each) in zip(shares, alone, strict=True))
        np.testing.assert_allclose(gradient, expected, atol=1e-6, err_msg=name)


def test_the_loss_of_a_batch_is_that_of_the_forward_scores_of_each_page():
    weights, pages = some_weights(), some_pages()
    scores = [forward(weights, LAYOUT, page.page) for page in pages]
    allowed = np.concatenate([page.allowed for page in pages])
    weight = np.concatenate([page.weight for page in pages])
    first = loss_by_definition(np.concatenate([one for one, _ in scores]), allowed, weight)
    second = loss_by_definition(np.concatenate([two for _, two in scores]), allowed, weight)
    assert loss(weights, pages)[0] == pytest.approx(second + FIRST_PASS * first, rel=1e-5)


def test_one_allowed_class_is_cross_entropy():
    weights, (page, *_) = some_weights(), some_pages()
    classes = np.arange(6) % LAYOUT.classes
    allowed, weight = np.eye(LAYOUT.classes, dtype=bool)[classes], np.ones(6)
    first, second = (softmax(scores)[np.arange(6), classes] for scores in forward(weights, LAYOUT, page.page))
    expected = -np.log(second).mean() - FIRST_PASS * np.log(first).mean()
    assert loss(weights, [replace(page, allowed=allowed, weight=weight)])[0] == pytest.approx(expected, rel=1e-5)


def test_only_the_probability_outside_of_the_allowed_classes_is_punished():
    (page, *_) = some_pages()
    weights, weight = some_weights(), np.ones(6)
    anything = np.ones((6, LAYOUT.classes), dtype=bool)
    value, gradients = loss(weights, [replace(page, allowed=anything, weight=weight)])
    assert value == pytest.approx(0, abs=1e-6)
    assert max(np.abs(gradient).max() for gradient in gradients.values()) < 1e-6
    one, two = anything.copy(), anything.copy()
    one[:, 1:], two[:, 2:] = False, False
    assert (
        loss(weights, [replace(page, allowed=one, weight=weight)])[0]
        > loss(weights, [replace(page, allowed=two, weight=weight)])[0]
        > 0.01
    )


def test_blocks_without_weight_do_not_count():
    weights, (page, *_) = some_weights(), some_pages()
    other = np.where(page.weight[:, None] == 0, ~page.allowed, page.allowed)
    assert loss(weights, [page])[0] == loss(weights, [replace(page, allowed=other)])[0]


def test_twice_the_weight_everywhere_is_the_same_loss():
    weights, (page, *_) = some_weights(), some_pages()
    assert loss(weights, [page])[0] == pytest.approx(loss(weights, [replace(page, weight=2 * page.weight)])[0])


# Gradients


@pytest.mark.parametrize("name", sorted(initial_weights(LAYOUT, np.random.default_rng(0))))
def test_gradients_agree_with_differences(name):
    weights, pages, step = some_weights(), some_pages(), 1e-4
    gradient = whole_gradients(weights, pages)[name]
    rng = np.random.default_rng(2)
    for _ in range(3):
        direction = rng.standard_normal(weights[name].shape)
        direction /= np.linalg.norm(direction)
        up, down = (loss(weights | {name: weights[name] + by * direction}, pages)[0] for by in (step, -step))
        assert (up - down) / (2 * step) == pytest.approx(float((gradient * direction).sum()), rel=0.01, abs=1e-4)


def test_every_weight_has_a_gradient_of_its_shape():
    weights = some_weights()
    gradients = whole_gradients(weights, some_pages())
    assert {name: gradient.shape for name, gradient in gradients.items()} == {
        name: value.shape for name, value in weights.items()
    }
    assert all(np.abs(gradient).max() > 1e-5 for gradient in gradients.values())


def test_dropout_changes_the_loss_and_is_drawn_from_the_generator():
    weights, batch = some_weights(), lay_out(some_pages(), LAYOUT.reach, 0, np.random.default_rng(0))
    seeds = [3, 3, 4]
    values = [loss_and_gradients(weights, LAYOUT, batch, 0.5, 0.4, np.random.default_rng(seed))[0] for seed in seeds]
    assert values[0] == values[1]
    assert len({*values, loss(weights, some_pages())[0]}) == 3


# Fitting


def plain(features):
    """Inputs without words and groups."""
    return Inputs(features, (), np.zeros((len(features), 0), np.int32))


def by_first_feature(count=24, size=15, seed=0):
    """Pages on which a block is of class 1 where its first feature is positive."""
    rng = np.random.default_rng(seed)
    pages = [rng.standard_normal((size, 3)).astype(np.float32) for _ in range(count)]
    return [
        TrainingPage(plain(page), np.eye(2, dtype=bool)[(page[:, 0] > 0).astype(int)], np.ones(size, np.float32))
        for page in pages
    ]


def by_previous_block(count=80, size=15, seed=0):
    """Pages on which a block is of class 1 where the first feature of the block before it is positive."""
    return [
        replace(
            page,
            allowed=np.roll(page.allowed, 1, axis=0),
            weight=np.where(np.arange(size) > 0, 1, 0).astype(np.float32),
        )
        for page in by_first_feature(count, size, seed)
    ]


def share_right(weights, layout, pages):
    """Share of the blocks that count that each pass gets right."""
    right = [
        [
            page.allowed[np.arange(len(page)), scores.argmax(axis=1)][page.weight > 0]
            for scores in forward(weights, layout, page.page)
        ]
        for page in pages
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
        for one, two in (
            (page.page.features, same.page.features),
            (page.allowed, same.allowed),
            (page.weight, same.weight),
        ):
            assert one.tobytes() == two.tobytes()


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
        for page in by_first_feature(80, seed=seed):
            classes = page.page.features.argmax(axis=1)
            allowed = np.eye(3, dtype=bool)[classes]
            if partial:
                allowed[np.arange(len(page)), (classes + rng.integers(1, 3, len(page))) % 3] = True
            yield replace(page, allowed=allowed)

    weights = fit(list(pages(True, 0)), layout, Schedule(epochs=30, rate=1e-2), 0)
    assert share_right(weights, layout, list(pages(False, 1)))[1] > 0.9


def test_pages_without_blocks_teach_nothing_beside_others():
    empty = TrainingPage(plain(np.zeros((0, 3), np.float32)), np.zeros((0, 2), bool), np.zeros(0, np.float32))
    weights = fit([empty, *by_first_feature(7)], SMALL, Schedule(epochs=1), 0)
    assert all(np.isfinite(value).all() for value in weights.values())


def test_pages_without_blocks_may_fill_a_batch():
    empty = TrainingPage(plain(np.zeros((0, 3), np.float32)), np.zeros((0, 2), bool), np.zeros(0, np.float32))
    fit([empty, *by_first_feature(1)], SMALL, Schedule(epochs=1, pages_a_batch=1), 0)


def test_a_word_alone_can_tell_the_class():
    rng = np.random.default_rng(0)
    layout = replace(SMALL, tables=((6, 4),))

    def pages(count):
        for _ in range(count):
            word = rng.integers(6, size=15)
            features = rng.standard_normal((15, 4)).astype(np.float32)
            inputs = Inputs(features, (WordRows(word, np.arange(1, 16)),), np.zeros((15, 0), np.int32))
            yield TrainingPage(inputs, np.eye(2, dtype=bool)[word % 2], np.ones(15, np.float32))

    weights = fit(list(pages(80)), layout, Schedule(epochs=20, rate=1e-2), 0)
    assert min(share_right(weights, layout, list(pages(20)))) > 0.95
