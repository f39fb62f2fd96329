import numpy as np
import pytest
from model.tiny import held_out_pages, tiny_model

from classifier.features import FAMILIES, FEATURE_NAMES, PageFeatures, Reading, columns_of, page_features
from classifier.inspection import contributions as room
from classifier.inspection.contributions import LABELS, SURROUNDINGS, WORDS, contributions, label_probabilities
from classifier.model.labelled_blocks import ROLES
from classifier.page import Label, Role
from classifier.segment import segment_html
from classifier.segment.tree import parse

MODE = tiny_model().html


def features_of(number: int = 0) -> PageFeatures:
    page = [page for page in held_out_pages() if page.html][number]
    root, _ = parse(page.html)
    assert root is not None
    return page_features(Reading(segment_html(root)))


def test_label_probabilities_sum_roles_and_move_comments_with_the_page_type() -> None:
    roles = np.full((1, len(ROLES)), 0.1, dtype=np.float32)
    roles[0, ROLES.index(Role.COMMENT)] = 0.5
    article = label_probabilities(roles, on_forum=False)[0]
    forum = label_probabilities(roles, on_forum=True)[0]
    assert article[LABELS.index(Label.CONTENT)] == pytest.approx(0.2)
    assert article[LABELS.index(Label.NAVIGATION)] == pytest.approx(0.6)
    assert forum[LABELS.index(Label.CONTENT)] == pytest.approx(0.7)
    assert article.sum() == pytest.approx(forum.sum()) == pytest.approx(1.0)


def test_there_is_a_number_for_each_block_part_and_label() -> None:
    features = features_of()
    found = contributions(MODE, features, on_forum=False)
    assert found.log_odds.shape == (len(features), len(FAMILIES) + len(WORDS) + 1, len(LABELS))
    assert found.parts[-1] == SURROUNDINGS
    assert np.isfinite(found.log_odds).all()
    assert all(len(row) == len(FAMILIES) for row in found.unusual)


def test_a_family_at_its_typical_values_adds_nothing() -> None:
    features = features_of()
    own = columns_of("cues")
    features.matrix[0, own] = MODE.networks[0].mean[own]
    found = contributions(MODE, features, on_forum=False)
    at = [family.name for family in FAMILIES].index("cues")
    # Other blocks far away are occluded in the same pass, and change the page's means a little.
    assert np.abs(found.log_odds[0, at]).max() < 0.2


def test_a_block_alone_on_its_page_owes_nothing_to_its_surroundings() -> None:
    alone = room._alone(features_of(), 0)
    assert contributions(MODE, alone, on_forum=False).log_odds[0, -1] == pytest.approx(0, abs=1e-5)


def test_a_block_keeps_its_own_words_when_it_stands_alone_and_others_keep_theirs_when_it_loses_them() -> None:
    features = features_of()
    text = features.bags[0]
    alone = room._alone(features, 1).bags[0]
    assert alone.hashes.tolist() == text.hashes[text.ends[0] : text.ends[1]].tolist()
    without = room._without(text, np.array([1]))
    assert without.ends[1] == without.ends[0] == text.ends[0]
    assert len(without.hashes) == len(text.hashes) - len(alone.hashes)


def test_occluding_distant_blocks_together_comes_close_to_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    features = features_of(2)
    monkeypatch.setattr(room, "SPACING", 32)
    together = contributions(MODE, features, on_forum=False).log_odds
    monkeypatch.setattr(room, "SPACING", len(features))
    one_by_one = contributions(MODE, features, on_forum=False).log_odds
    assert np.corrcoef(together[:, :-1].ravel(), one_by_one[:, :-1].ravel())[0, 1] > 0.97


def test_unusual_features_are_named_with_their_values() -> None:
    features = features_of()
    features.matrix[0, FEATURE_NAMES.index("cue_wall")] = 3
    at = [family.name for family in FAMILIES].index("cues")
    named = {feature.name: feature for feature in contributions(MODE, features, on_forum=False).unusual[0][at]}
    assert named["cue wall"].value == 3
    assert named["cue wall"].typical == pytest.approx(float(MODE.networks[0].mean[FEATURE_NAMES.index("cue_wall")]))


def test_a_feature_by_itself_adds_what_occluding_it_alone_takes_away(monkeypatch: pytest.MonkeyPatch) -> None:
    features = features_of()
    monkeypatch.setattr(room, "SPACING", len(features))
    found = contributions(MODE, features, on_forum=False)
    weighed = [feature for family in found.unusual[0] for feature in family if feature.log_odds is not None]
    assert 0 < len(weighed) <= room.WEIGHED_FAMILIES * room.WEIGHED_FEATURES
    feature = weighed[0]
    column = FEATURE_NAMES.index(feature.name.replace(" ", "_"))
    before = room._log_odds(MODE, features, False)[0]
    features.matrix[0, column] = MODE.networks[0].mean[column]
    assert feature.log_odds == pytest.approx(before - room._log_odds(MODE, features, False)[0], abs=1e-4)


def test_the_families_that_add_most_have_their_features_weighed() -> None:
    features = features_of()
    found = contributions(MODE, features, on_forum=False)
    full = room._log_odds(MODE, features, False)
    for block, families in enumerate(found.unusual):
        strength = np.abs(found.log_odds[block, : len(FAMILIES), full[block].argmax()])
        for family in np.argsort(-strength, kind="stable")[room.WEIGHED_FAMILIES :]:
            assert all(feature.log_odds is None for feature in families[family])


def test_a_long_page_has_its_walls_and_doubts_explained_with_bounded_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_AT_FULL_LENGTH", 20)
    odds = np.full((200, len(LABELS)), -6, dtype=np.float32)
    odds[:, LABELS.index(Label.CONTENT)] = 6
    odds[70] = -0.1
    odds[150, LABELS.index(Label.PAYWALL)] = 0
    groups = room._together(odds)
    assert len(groups) * 200 <= 20 * room.SPACING
    assert groups[0].tolist() != []
    assert {70, 150} <= set(np.concatenate(groups).tolist())
    assert all((np.diff(group) >= room.SPACING).all() for group in groups)


def test_blocks_of_a_long_page_that_are_not_explained_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    features = features_of()
    monkeypatch.setattr(room, "MOST_AT_FULL_LENGTH", 2)
    found = contributions(MODE, features, on_forum=False)
    assert 0 < found.explained.sum() < len(features)
    assert found.log_odds[~found.explained].any() == np.False_
    assert found.log_odds[found.explained].any()


def test_every_family_has_a_title_in_plain_words() -> None:
    assert all("_" not in part for part in contributions(MODE, features_of(), on_forum=False).parts)
