"""Training: the same data and seed give the same file, weights and folds are as documented, each part learns its task."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifier.access.verdict import NAMES as VERDICT_NAMES
from classifier.access.verdict import verdict, verdict_inputs
from classifier.corpus.examples import Example
from classifier.corpus.labelled_page import LabelledPage
from classifier.features import FEATURE_NAMES
from classifier.model.training import (
    Settings,
    examples_for_training,
    fit_temperature,
    fit_verdict,
    inner_folds,
    train,
)
from classifier.page import Access

from .examples import BODY, NAVIGATION, PAYWALL, example
from .tiny import SETTINGS, held_out_pages, training_examples

QUICK = Settings(epochs=1, hidden=8, context=8)


def saved(tmp_path, name: str, **changes: object) -> bytes:
    """The file of a model that was trained on a few pages."""
    settings = replace(QUICK, **{key: value for key, value in changes.items() if key != "n_jobs"})
    train(training_examples()[:60], settings, n_jobs=changes.get("n_jobs", 1)).save(tmp_path / name)
    return (tmp_path / name).read_bytes()


# The whole


def test_the_same_data_and_seed_give_the_same_file(tmp_path):
    first = saved(tmp_path, "1.model")
    assert saved(tmp_path, "2.model") == first
    assert saved(tmp_path, "3.model", seed=1) != first
    assert saved(tmp_path, "4.model", n_jobs=2) == first


def test_a_trained_model_has_what_it_was_asked_for(model):
    for mode, members in ((model.html, SETTINGS.members), (model.text, SETTINGS.text_members)):
        assert (len(mode.networks), mode.wall_networks) == (members, ())
        network = mode.networks[0]
        assert (network.layout.hidden, network.layout.context) == (SETTINGS.hidden, SETTINGS.context)
        assert network.layout.features == len(FEATURE_NAMES)
        assert mode.temperature > 0
    assert {"article", "product"} <= set(model.page_types.types)
    assert "other" not in model.page_types.types


def test_members_are_networks_of_other_seeds():
    trained = train(training_examples()[:60], replace(QUICK, members=2))
    one, two = trained.html.networks
    assert one.weights["w1"].tobytes() != two.weights["w1"].tobytes()
    assert one.mean.tobytes() == two.mean.tobytes()


def test_a_model_that_was_trained_without_a_card_says_nothing_of_folds():
    trained = train(training_examples()[:60], QUICK)
    assert (trained.card, trained.folds) == ({}, ())


def test_training_says_what_it_does():
    said: list[str] = []
    train(training_examples()[:60], QUICK, progress=said.append)
    assert said[0].startswith("html: ")
    assert "pages, " in said[0]
    assert any(line.startswith("text: temperature ") for line in said)
    assert "page types" in said


@pytest.mark.parametrize("mode", ["html", "text"])
def test_a_mode_with_pages_of_too_few_sites_is_named(mode):
    kept = [each for each in training_examples() if each.text_mode != (mode == "text")]
    with pytest.raises(ValueError, match=f"{mode} mode has pages of fewer than 3 sites"):
        train(kept, QUICK)
    two_sites = [replace(each, site=f"site{each.fold % 2}") for each in training_examples()]
    with pytest.raises(ValueError, match="html mode has pages of fewer than 3 sites"):
        train(two_sites, QUICK)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("kind", ["", "other"])
def test_pages_whose_type_nobody_knows_are_enough(kind):
    trained = train([replace(each, type=kind) for each in training_examples()[:60]], QUICK)
    assert trained.predict("<p>The ferry runs again.</p>").blocks


# Inner folds


def test_pages_of_a_fold_stay_together():
    folds = inner_folds([example(fold=fold, site=f"site{n}") for n, fold in enumerate([0, 1, 2, 3, 4, 0, 3])])
    assert folds.tolist() == [0, 1, 2, 0, 1, 0, 0]


def test_pages_of_a_site_stay_together_where_the_folds_are_too_few():
    sites = ["a", "b", "c", "a", "d", "b"]
    folds = inner_folds([example(fold=n % 2, site=site) for n, site in enumerate(sites)])
    assert set(folds.tolist()) == {0, 1, 2}
    assert all(len({folds[n] for n, other in enumerate(sites) if other == site}) == 1 for site in sites)


# Temperature


def guesses(share: float, right: float, size: int = 200) -> tuple[Example, np.ndarray]:
    """A page labelled by hand and guesses of this probability that are right as often as `right` says."""
    labels = np.where(np.arange(size) < right * size, BODY, NAVIGATION)
    probabilities = np.full((size, 6), (1 - share) / 5, dtype=np.float32)
    probabilities[:, BODY] = share
    return example(tuple(labels), certain=True), probabilities


@pytest.mark.parametrize(
    ("share", "right", "low", "high"), [(0.99, 0.7, 1.5, 3.4), (0.7, 0.99, 0.49, 0.8), (0.8, 0.8, 0.95, 1.5)]
)
def test_the_temperature_says_how_overconfident_honest_guesses_were(share, right, low, high):
    page, probabilities = guesses(share, right)
    assert low < fit_temperature([page], [probabilities]) < high


def test_the_temperature_makes_a_guess_of_two_as_sure_as_it_is_right():
    labels = np.where(np.arange(300) < 240, BODY, NAVIGATION)
    probabilities = np.zeros((300, 6), dtype=np.float32)
    probabilities[:, BODY], probabilities[:, NAVIGATION] = 0.95, 0.05
    temperature = fit_temperature([example(tuple(labels), certain=True)], [probabilities])
    scaled = probabilities[0] ** (1 / temperature)
    assert scaled[BODY] / scaled[[BODY, NAVIGATION]].sum() == pytest.approx(0.8, abs=0.02)


def test_pages_that_no_person_labelled_do_not_move_the_temperature():
    page, probabilities = guesses(0.99, 0.5)
    assert fit_temperature([replace(page, certain=False)], [probabilities]) == 1.0
    assert fit_temperature([], []) == 1.0


def test_real_pages_go_before_written_ones():
    page, probabilities = guesses(0.99, 0.5)
    good, good_guesses = guesses(0.7, 0.99)
    written = replace(page, source="own")
    assert fit_temperature([written, good], [probabilities, good_guesses]) < 1
    assert fit_temperature([written], [probabilities]) > 1


def test_blocks_that_nothing_is_known_of_do_not_move_the_temperature():
    page, probabilities = guesses(0.99, 0.7)
    more = replace(
        page,
        features=np.vstack([page.features] * 2),
        allowed=np.vstack([page.allowed, np.ones_like(page.allowed)]),
        words=np.tile(page.words, 2),
    )
    assert fit_temperature([more], [np.vstack([probabilities, probabilities])]) == pytest.approx(
        fit_temperature([page], [probabilities])
    )


# The verdict


def judged(access: str, walls: int, breaks_off: bool, **values: object) -> Example:
    """A page of four body blocks and some walls, whose body breaks off or ends."""
    page = example((BODY,) * 4 + (PAYWALL,) * walls, access=access, **values)
    page.features[3, FEATURE_NAMES.index("ends_in_ellipsis")] = breaks_off
    return page


def as_labelled(page: Example) -> np.ndarray:
    return page.allowed.astype(np.float32)


def test_the_verdict_is_learned_from_pages_that_somebody_judged():
    pages = [judged("open", 0, False), judged("metered", 1, False), judged("gated", 2, True)] * 15
    fitted = fit_verdict(pages, [as_labelled(page) for page in pages])
    for page in pages[:3]:
        row = verdict_inputs(page.features.astype(np.float32), as_labelled(page), page.signals)
        assert verdict(fitted.probabilities(row)) == page.access


@pytest.mark.parametrize(
    ("accesses", "said"),
    [
        ([], Access.OPEN),
        (["open", "open"], Access.OPEN),
        (["gated", "gated"], Access.GATED),
        (["metered"], Access.METERED),
    ],
)
def test_where_all_pages_are_alike_the_verdict_is_always_theirs(accesses, said):
    pages = [judged(access, 1, False) for access in accesses]
    fitted = fit_verdict(pages, [as_labelled(page) for page in pages])
    assert verdict(fitted.probabilities(np.ones(len(VERDICT_NAMES), np.float32))) is said


def test_pages_that_nobody_judged_do_not_move_the_verdict():
    pages = [judged("open", 0, False), judged("gated", 2, True)] * 5
    unknown = [judged("", 2, True)] * 50
    row = np.ones(len(VERDICT_NAMES), np.float32)
    one, two = (fit_verdict(some, [as_labelled(page) for page in some]) for some in (pages, pages + unknown))
    assert one.probabilities(row) == two.probabilities(row)


# Examples


def test_pages_that_teach_nothing_are_named():
    said: list[str] = []
    mute = LabelledPage("mute", "news", "pond.example", 0, html=b"<p>Text</p><p>More</p>", known_text="Something else")
    page = next(page for page in held_out_pages() if page.html is None)
    examples = examples_for_training([page, mute], 1, None, 0, said.append)
    assert {found.name for found in examples} == {page.name}
    assert said[0] == f"{len(examples)} examples (pages and their renderings as text)"
    assert said[1].startswith("1 pages teach nothing")
    assert "news/mute" in said[1]
