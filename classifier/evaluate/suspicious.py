"""Labels that look wrong: models that never saw a page's site confidently say something else.

Confident learning (Northcutt, Jiang and Chuang, Confident learning: estimating uncertainty in dataset labels, 2021): a label is
taken as likely where its probability is at least what it is on average on lines that carry it, so labels that the model is
always shy about, such as paywall, are not drowned by those that it is always sure of. cleanlab finds the same lines (the tests compare);
it would bring pandas for these few lines of numpy.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from classifier.corpus.doubts import Doubt
from classifier.evaluate.evaluation import LABELS, PageResult
from classifier.evaluate.lines import LABEL_OF_CODE


def suspicious_labels(results: Iterable[PageResult]) -> list[Doubt]:
    """Labelled lines that out-of-fold probabilities confidently disagree with, the most improbable labels first.

    results: of models that did not see the pages' sites (`cross_validated`); others agree with everything that they learned.
    """
    held = [(result, line) for result in results for line in result.lines]
    if not held:
        return []
    given = np.array([LABELS.index(LABEL_OF_CODE[line.code].value) for _, line in held])
    probabilities = np.array([line.probabilities for _, line in held])
    usual = np.array(
        [
            probabilities[given == label, label].mean() if (given == label).any() else np.inf
            for label in range(len(LABELS))
        ]
    )
    likely = np.where(probabilities >= usual, probabilities, -1.0)
    suggested = likely.argmax(axis=1)
    lines = np.arange(len(held))
    chosen = np.flatnonzero((likely.max(axis=1) >= 0) & (suggested != given))
    chosen = chosen[np.argsort(probabilities[lines, given][chosen], kind="stable")]
    return [
        Doubt(
            held[at][0].name,
            held[at][1].number,
            LABELS[given[at]],
            LABELS[suggested[at]],
            float(probabilities[at, suggested[at]]),
        )
        for at in chosen
    ]
