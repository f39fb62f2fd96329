"""From role probabilities to roles: which blocks make the main text.

For a mean of F1 over pages the best cut is not one half. The set of blocks with the highest expected F1 is always the most
probable ones down to a cut, and the cut is half of the F1 that can be reached (Lipton, Elkan and Naryanaswamy, Optimal
thresholding of classifiers to maximize F1 measure, 2014). So pages that the model is unsure of are cut lower.
"""

from __future__ import annotations

import numpy as np

from classifier.model.network import Floats

BODY, FURNITURE, COMMENT, NAVIGATION, ICON, PAYWALL = range(6)
LOWEST_CUT = 0.25
HIGHEST_CUT = 0.5


def choose_roles(probabilities: Floats, words: Floats) -> list[int]:
    """The role of each block: body where its probability reaches the page's cut (and a wall is no likelier), else the
    likeliest label (content: body or furniture; navigation: comment or navigation) and the likeliest role in it.

    probabilities: (blocks, roles). words: of each block.
    """
    body = probabilities[:, BODY]
    is_body = (body >= body_cut(body, words)) & (body >= probabilities[:, PAYWALL])
    content = body + probabilities[:, FURNITURE]
    around = probabilities[:, COMMENT] + probabilities[:, NAVIGATION]
    label = np.stack([content, around, probabilities[:, ICON], probabilities[:, PAYWALL]], axis=1).argmax(axis=1)
    comment = np.where(probabilities[:, COMMENT] > probabilities[:, NAVIGATION], COMMENT, NAVIGATION)
    others = np.choose(label, [np.full(len(label), FURNITURE), comment, ICON, PAYWALL])
    roles: list[int] = np.where(is_body, BODY, others).tolist()
    return roles


def body_cut(body: Floats, words: Floats) -> float:
    """The probability from which blocks count as body on this page: half of the best expected F1 by words, within bounds."""
    order = np.argsort(-body, kind="stable")
    weight = np.maximum(words[order], 1).astype(np.float64)
    right = np.cumsum(body[order] * weight)
    taken = np.cumsum(weight)
    best = float((2 * right / np.maximum(taken + right[-1], 1e-9)).max()) if len(body) else 0.0
    return min(max(best / 2, LOWEST_CUT), HIGHEST_CUT)
