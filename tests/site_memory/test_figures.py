"""What other pages say, as numbers."""

from __future__ import annotations

import math

import numpy as np
import pytest

from classifier.site_memory.figures import site_figures
from classifier.site_memory.memory import Seen

from .pages import FERRY, MENU, page


def test_shares_grow_with_the_witnesses() -> None:
    both = page({MENU: 0.2, FERRY: 0.9})
    one = site_figures(both, Seen(1, np.array([1.0, 0.0])))
    ten = site_figures(both, Seen(10, np.array([10.0, 0.0])))
    assert one[0] == pytest.approx([2 / 3, 2 / 3 * math.log(4)])
    assert ten[0, 0] == pytest.approx(10 / 10.5)
    assert one[1].tolist() == ten[1].tolist() == [0, 0]


def test_nothing_is_known_of_a_site_seen_for_the_first_time() -> None:
    assert not site_figures(page({MENU: 0.2}), Seen(0, np.zeros(1))).any()
