import pytest
from model.tiny import training_examples, training_pages

from classifier.evaluate.evaluation import Evaluation
from classifier.evaluate.intervals import Figure
from classifier.evaluate.learning_curve import LearningCurve, Point, learning_curve
from classifier.model.training import Settings


def curve(*points: tuple[int, float]) -> LearningCurve:
    return LearningCurve(tuple(Point(sites, Figure(value, value, value)) for sites, value in points))


def test_an_error_that_halves_with_each_doubling_is_expected_to_halve_again() -> None:
    assert curve((10, 0.2), (20, 0.6), (40, 0.8)).with_twice_the_data() == pytest.approx(0.9)


def test_a_curve_that_does_not_rise_promises_nothing() -> None:
    assert curve((10, 0.8), (20, 0.75), (40, 0.7)).with_twice_the_data() == pytest.approx(0.7)


def test_one_point_or_a_perfect_score_is_too_little_to_go_by() -> None:
    assert curve((10, 0.8)).with_twice_the_data() is None
    assert curve((10, 1.0), (20, 1.0)).with_twice_the_data() is None


def test_parts_with_too_few_sites_are_told_and_the_rest_goes_on() -> None:
    examples = [example for example in training_examples() if example.fold < 2]
    sites = {example.site for example in examples}
    pages = [page for page in training_pages() if page.site in sites][:2]
    said: list[str] = []
    found = learning_curve(
        examples[:4], pages, Settings(epochs=1, hidden=8, context=8), 2, Evaluation(()), progress=said.append
    )
    assert len(found.problems) == 2
    assert len(said) == 2
    assert [point.sites for point in found.points] == [len({example.site for example in examples[:4]})]
