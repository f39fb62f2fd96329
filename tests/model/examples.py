"""Examples of a few blocks for tests of training."""

from __future__ import annotations

import numpy as np

from classifier.access.signals import BLOCK_NAMES, NO_SIGNALS, Signals
from classifier.corpus.examples import Example
from classifier.features import FEATURE_NAMES

BODY, NAVIGATION, PAYWALL = 0, 3, 5
KNOWN = np.eye(6, dtype=bool)


def example(roles: tuple[int, ...] = (BODY, NAVIGATION, BODY), **values: object) -> Example:
    """An example whose blocks surely have these roles; the features of a block are zeros with a one for its role."""
    features = np.zeros((len(roles), len(FEATURE_NAMES)), dtype=np.float16)
    features[np.arange(len(roles)), roles] = 1
    usual = {
        "name": "page",
        "source": "news",
        "site": "pond.example",
        "fold": 0,
        "type": "article",
        "lang": "en",
        "access": "open",
        "text_mode": False,
        "certain": False,
        "features": features,
        "allowed": KNOWN[list(roles)],
        "words": np.full(len(roles), 6, dtype=np.float32),
        "signals": Signals(NO_SIGNALS.page, np.zeros((len(roles), len(BLOCK_NAMES)), dtype=np.float32)),
    }
    return Example(**usual | values)
