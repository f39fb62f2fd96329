"""What kind of page it is: a linear model over the mean of the blocks' features, and its arrays."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.model.page_type import PageTypeModel, page_inputs

TYPES = ("article", "forum", "product")


def of_weights(weights, intercept=(0, 0, 0), mean=(0, 0), scale=(1, 1)):
    return PageTypeModel(TYPES, *(np.array(values, dtype=np.float32) for values in (mean, scale, weights, intercept)))


FIRST_TELLS = of_weights([[-2, 0, 2], [0, 0, 0]])


def page(*rows):
    return np.array(rows, dtype=np.float32)


def test_a_page_is_the_mean_of_its_blocks():
    assert page_inputs(page((1, 0), (3, 4))).tolist() == [2, 2]


def test_the_likeliest_type_comes_with_its_probability():
    odds = np.exp([-2, 0, 2])
    assert FIRST_TELLS.predict(page((2, 9), (0, -9))) == ("product", pytest.approx(odds[2] / odds.sum(), abs=1e-4))
    assert FIRST_TELLS.predict(page((-1, 0)))[0] == "article"


def test_probabilities_are_in_the_order_of_the_types_and_sum_to_one():
    probabilities = of_weights(np.zeros((2, 3)), intercept=np.log([1, 2, 5])).probabilities(page((0, 0)))
    np.testing.assert_allclose(probabilities, [0.125, 0.25, 0.625], rtol=1e-5)


def test_inputs_are_scaled_and_cut_at_four_deviations():
    model = of_weights([[-2, 0, 2], [0, 0, 0]], mean=(10, 0), scale=(5, 1))
    np.testing.assert_allclose(model.probabilities(page((15, 0))), FIRST_TELLS.probabilities(page((1, 0))))
    np.testing.assert_array_equal(model.probabilities(page((1e9, 0))), FIRST_TELLS.probabilities(page((4, 0))))


def test_how_often_a_block_stands_on_the_page_does_not_matter():
    blocks = page((1, 2), (0.5, 0))
    np.testing.assert_allclose(
        FIRST_TELLS.probabilities(blocks), FIRST_TELLS.probabilities(np.vstack([blocks] * 50)), rtol=1e-5
    )


# Saved


def test_a_model_survives_its_arrays():
    again = PageTypeModel.from_arrays(TYPES, FIRST_TELLS.to_arrays())
    blocks = page((0.3, 1), (0.1, 0))
    assert again.predict(blocks) == FIRST_TELLS.predict(blocks)
    np.testing.assert_array_equal(again.probabilities(blocks), FIRST_TELLS.probabilities(blocks))


@pytest.mark.parametrize("lost", ["mean", "scale", "weights", "intercept"])
def test_a_missing_part_is_named(lost):
    arrays = FIRST_TELLS.to_arrays()
    del arrays[f"page_type.{lost}"]
    with pytest.raises(KeyError, match=rf"page_type\.{lost}"):
        PageTypeModel.from_arrays(TYPES, arrays)


@pytest.mark.parametrize("name", ["mean", "weights", "intercept"])
def test_a_part_of_another_shape_is_told(name):
    arrays = FIRST_TELLS.to_arrays()
    arrays[f"page_type.{name}"] = arrays[f"page_type.{name}"][:-1]
    with pytest.raises(ValueError, match=r"page_type\.weights has shape"):
        PageTypeModel.from_arrays(TYPES, arrays)


@pytest.mark.parametrize("types", [TYPES[:2], (*TYPES, "forum"), ()])
def test_another_number_of_types_is_told(types):
    with pytest.raises(ValueError, match="has shape"):
        PageTypeModel.from_arrays(types, FIRST_TELLS.to_arrays())
