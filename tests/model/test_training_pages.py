"""Pages as networks are fitted to them: what each block counts."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.model.training_pages import CERTAIN_WEIGHT, SYNTHETIC_WEIGHT, block_weights

from .examples import BODY, KNOWN, PAYWALL, example


def test_the_blocks_of_a_page_weigh_the_root_of_their_number():
    for size in (1, 4, 100):
        assert block_weights(example((BODY,) * size)).sum() == pytest.approx(size**0.5)


def test_a_block_weighs_by_its_words():
    weights = block_weights(example((BODY, BODY, BODY), words=np.array([0, 6, 54], np.float32)))
    np.testing.assert_allclose(weights / weights[0], [1, 2, 10], rtol=1e-6)


def test_blocks_that_nothing_is_known_of_weigh_nothing():
    allowed = KNOWN[[BODY, BODY, BODY]]
    allowed[1] = True
    allowed[2, :3] = True
    assert (block_weights(example(allowed=allowed)) > 0).tolist() == [True, False, True]


def test_pages_that_a_person_labelled_count_several_times():
    once = block_weights(example()).sum()
    assert block_weights(example(certain=True)).sum() == pytest.approx(CERTAIN_WEIGHT * once)
    assert block_weights(example(certain=True, source="own")).sum() == pytest.approx(SYNTHETIC_WEIGHT * once)


def test_walls_that_a_person_labelled_count_more_than_what_is_around_them():
    roles = (BODY, PAYWALL)
    body, wall = block_weights(example(roles, certain=True))
    assert wall > body
    body, wall = block_weights(example(roles))
    assert wall == body
