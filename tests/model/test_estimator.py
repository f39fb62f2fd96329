"""The block classifier as scikit-learn sees it: parameters, fitting, predicting, and errors that name what is wrong."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from classifier.model.estimator import BlockClassifier

SIZES = (7, 1, 12, 5, 9, 30, 4, 16)


def pages(sizes=SIZES, seed=0, features=4):
    rng = np.random.default_rng(seed)
    return [rng.standard_normal((size, features)).astype(np.float32) for size in sizes]


def classes_of(X):
    """The class that each block is to get: the place of its largest feature."""
    return [page.argmax(axis=1) for page in X]


def small(**parameters):
    return BlockClassifier(**{"hidden": 8, "context": 8, "epochs": 2, "classes": 4, **parameters})


def same(one, two):
    return all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


# Parameters


def test_parameters_are_stored_as_they_are_given():
    dilations = (1, 2)
    classifier = BlockClassifier(hidden=12, dilations=dilations, random_state=7)
    assert classifier.get_params()["hidden"] == 12
    assert classifier.get_params()["dilations"] is dilations
    assert classifier.set_params(epochs=3).epochs == 3
    assert not [name for name in vars(classifier) if name.endswith("_")]


def test_a_parameter_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="depth"):
        BlockClassifier().set_params(depth=3)


def test_a_clone_has_the_parameters_and_nothing_that_was_fitted():
    fitted = small(members=2, dilations=(1, 2)).fit(pages(), classes_of(pages()))
    copy = clone(fitted)
    assert copy.get_params() == fitted.get_params()
    assert not hasattr(copy, "networks_")


def test_a_clone_fits_to_the_same_weights():
    X = pages()
    fitted = small().fit(X, classes_of(X))
    assert same(clone(fitted).fit(X, classes_of(X)).predict_proba(X), fitted.predict_proba(X))


def test_it_shows_the_parameters_that_differ_from_the_defaults():
    assert repr(BlockClassifier(hidden=12)) == "BlockClassifier(hidden=12)"


# Fitting


def test_fitting_returns_the_classifier_with_its_fitted_state():
    classifier = small(members=3)
    assert classifier.fit(pages(), classes_of(pages())) is classifier
    assert classifier.classes_.tolist() == [0, 1, 2, 3]
    assert classifier.n_features_in_ == 4
    assert len(classifier.networks_) == 3


def test_it_learns():
    X, new = pages((20,) * 100), pages((20,) * 20, seed=1)
    classifier = small(epochs=25, rate=1e-2).fit(X, classes_of(X))
    right = np.concatenate(classifier.predict(new)) == np.concatenate(classes_of(new))
    assert right.mean() > 0.9


def test_the_same_seed_gives_the_same_probabilities_to_the_bit():
    X = pages()
    one, again, other = (small(random_state=seed).fit(X, classes_of(X)).predict_proba(X) for seed in (1, 1, 2))
    assert same(one, again)
    assert not same(one, other)


def test_fitting_again_forgets_what_was_fitted_before():
    X, wide = pages(), pages(features=6)
    classifier = small().fit(wide, [labels % 4 for labels in classes_of(wide)])
    assert same(classifier.fit(X, classes_of(X)).predict_proba(X), small().fit(X, classes_of(X)).predict_proba(X))


def test_members_are_averaged():
    X = pages()
    both = small(members=2, random_state=4).fit(X, classes_of(X)).predict_proba(X)
    alone = [small(random_state=seed).fit(X, classes_of(X)).predict_proba(X) for seed in (4, 5)]
    for together, one, two in zip(both, *alone, strict=True):
        np.testing.assert_allclose(together, (one + two) / 2, atol=1e-6)


def test_labels_may_be_classes_or_the_classes_that_a_block_may_have():
    X = pages()
    allowed = [np.eye(4, dtype=bool)[labels] for labels in classes_of(X)]
    assert same(small().fit(X, classes_of(X)).predict_proba(X), small().fit(X, allowed).predict_proba(X))


def test_blocks_of_no_weight_teach_nothing():
    X, y = pages(), classes_of(pages())
    weights = [np.where(np.arange(len(page)) % 2, 0, 1).astype(np.float32) for page in X]
    wrong = [np.where(weight > 0, labels, (labels + 1) % 4) for labels, weight in zip(y, weights, strict=True)]
    assert same(small().fit(X, y, weights).predict_proba(X), small().fit(X, wrong, weights).predict_proba(X))
    assert not same(small().fit(X, y).predict_proba(X), small().fit(X, wrong).predict_proba(X))


def test_the_scale_of_a_feature_does_not_matter():
    X = pages()
    scaled = [page * np.array([1, 1000, 0.1, 1], np.float32) + np.array([0, 5, -2, 0], np.float32) for page in X]
    one, two = (small().fit(each, classes_of(X)).predict_proba(each) for each in (X, scaled))
    for a, b in zip(one, two, strict=True):
        np.testing.assert_allclose(a, b, atol=1e-3)


def test_a_feature_that_never_changes_is_no_error():
    X = [np.hstack([page, np.full((len(page), 1), 3, np.float32)]) for page in pages()]
    probabilities = small().fit(X, classes_of(pages())).predict_proba(X)
    assert all(np.isfinite(page).all() for page in probabilities)


def test_progress_counts_the_epochs_of_all_members():
    told = []
    small(members=2, epochs=3).fit(pages(), classes_of(pages()), progress=lambda *report: told.append(report))
    assert [(epoch, epochs) for epoch, epochs, _ in told] == [(n, 6) for n in range(1, 7)]


# Predicting


def test_there_is_a_row_a_block_and_a_column_a_class():
    X = pages()
    probabilities = small().fit(X, classes_of(X)).predict_proba(X)
    assert [page.shape for page in probabilities] == [(size, 4) for size in SIZES]
    for page in probabilities:
        np.testing.assert_allclose(page.sum(axis=1), 1, atol=1e-5)


def test_the_prediction_is_the_likeliest_class():
    X = pages()
    classifier = small().fit(X, classes_of(X))
    assert same(classifier.predict(X), [page.argmax(axis=1) for page in classifier.predict_proba(X)])


def test_a_page_is_labelled_the_same_alone_and_among_others():
    X = pages()
    classifier = small().fit(X, classes_of(X))
    assert same(classifier.predict_proba(X), [classifier.predict_proba([page])[0] for page in X])


def test_a_page_without_blocks_gets_no_rows():
    classifier = small().fit(pages(), classes_of(pages()))
    assert classifier.predict_proba([pages()[0][:0]])[0].shape == (0, 4)
    assert classifier.predict_proba([]) == []


def test_a_fitted_classifier_can_be_pickled():
    X = pages()
    classifier = small().fit(X, classes_of(X))
    assert same(pickle.loads(pickle.dumps(classifier)).predict_proba(X), classifier.predict_proba(X))


# Errors


@pytest.mark.parametrize("method", ["predict", "predict_proba"])
def test_predicting_before_fitting_is_told(method):
    with pytest.raises(NotFittedError, match="BlockClassifier instance is not fitted yet"):
        getattr(BlockClassifier(), method)(pages())


def test_no_pages_are_told():
    with pytest.raises(ValueError, match="X holds no pages"):
        small().fit([], [])


def test_numbers_of_pages_that_differ_are_told():
    X, y = pages(), classes_of(pages())
    with pytest.raises(ValueError, match="X has 8 pages, y 7 and sample_weight none"):
        small().fit(X, y[:-1])
    with pytest.raises(ValueError, match="X has 8 pages, y 8 and sample_weight 3"):
        small().fit(X, y, [np.ones(len(page), np.float32) for page in X[:3]])


@pytest.mark.parametrize("labels", [1, 2, 9])
def test_numbers_of_blocks_that_differ_are_told(labels):
    with pytest.raises(ValueError, match="page"):
        small().fit(pages((7,)), [np.zeros(labels, dtype=int)])


@pytest.mark.parametrize("label", [4, 99, -1])
def test_a_class_that_does_not_exist_is_told(label):
    with pytest.raises(ValueError, match=str(label)):
        small().fit(pages((2,)), [np.array([0, label])])


@pytest.mark.parametrize("features", [1, 3, 5])
def test_another_number_of_features_than_in_fitting_is_told(features):
    classifier = small().fit(pages(), classes_of(pages()))
    with pytest.raises(ValueError, match=f"{features} features.*4"):
        classifier.predict_proba(pages((5,), features=features))


def test_the_score_is_the_share_of_blocks_that_are_right():
    X = pages()
    classifier = small().fit(X, classes_of(X))
    right = np.concatenate(classifier.predict(X)) == np.concatenate(classes_of(X))
    assert classifier.score(X, classes_of(X)) == pytest.approx(right.mean())


def test_pages_that_all_lack_blocks_are_told():
    with pytest.raises(ValueError, match="block"):
        small().fit([page[:0] for page in pages()], [labels[:0] for labels in classes_of(pages())])
