"""Scoring a model on labelled pages: pages become counts, counts become figures, and overlap is refused."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from model.tiny import held_out_pages, training_pages

from classifier.corpus.codes import read_runs, to_runs
from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import OverlapError
from classifier.evaluate.evaluation import LABELS, Evaluation, PageResult, evaluate, evaluate_page
from classifier.evaluate.metrics import wilson_interval, word_f1

LINES = [("Home", "N"), ("The ferry runs again.", "M"), ("It had stopped.", "C"), ("Lovely!", "U"), ("Subscribe", "P")]
NOSCRIPT = "The harbour master said that the ferry would run on Sundays again from May. " * 5


def labelled(lines=LINES, **values) -> LabelledPage:
    """A page of paragraphs with these labels, of a fold that the tiny model was not trained on."""
    html = "".join(f"<p>{text}</p>" for text, _ in lines).encode()
    usual = {"name": "page", "source": "news", "site": "pond.example", "fold": 4, "html": html}
    return LabelledPage(**usual | {"runs": read_runs(to_runs(lines)), "access": "open"} | values)


def result(site="a.example", confusion=None, access="", verdict="open", **values) -> PageResult:
    usual = {"name": "page", "source": "news", "type": "article", "lang": "en"}
    return PageResult(
        **usual | {"site": site, "access": access, "verdict": verdict} | values, confusion=Counter(confusion)
    )


GOOD = {("content", "content"): 8, ("navigation", "navigation"): 9}
POOR = {("content", "content"): 2, ("content", "navigation"): 4, ("paywall", "content"): 1}


# A page


def test_the_lines_of_a_page_are_counted_by_true_and_predicted_label(model):
    found = evaluate_page(model, labelled())
    assert Counter(true for true, _ in found.confusion.elements()) == {"content": 2, "navigation": 1, "paywall": 1}
    labels = [block.label for block in model.predict(labelled().html).blocks]
    pairs = [("navigation", labels[0]), ("content", labels[1]), ("content", labels[2]), ("paywall", labels[4])]
    assert found.confusion == Counter(pairs)
    assert (found.name, found.source, found.site, found.problem) == ("page", "news", "pond.example", "")


def test_the_verdict_is_kept_beside_the_truth(model):
    page = labelled(access="gated", type="article", lang="en")
    found = evaluate_page(model, page)
    assert (found.access, found.verdict) == ("gated", model.predict(page.html).access)
    assert (found.type, found.lang) == ("article", "en")


def test_a_text_is_read_as_text(model):
    text = "\n".join(line for line, _ in LINES)
    found = evaluate_page(model, labelled(html=None, text=text))
    assert sum(found.confusion.values()) == 4
    assert found.verdict == model.predict_text(text).access


def test_a_known_text_is_scored_by_words(model):
    page = labelled(known_text="The ferry runs again. It had stopped.")
    assert evaluate_page(model, page).word_f1 == word_f1(model.predict(page.html).text, page.known_text)
    assert evaluate_page(model, labelled()).word_f1 is None


def test_a_page_of_known_text_alone_has_no_lines(model):
    found = evaluate_page(model, labelled(runs=(), known_text="The ferry runs again."))
    assert (found.confusion, found.problem) == (Counter(), "")
    assert found.word_f1 is not None


@pytest.mark.parametrize("html", [b"<p>Another page</p>", b"", b"\x89PNG\r\n\x1a\n" + bytes(50)])
def test_a_page_that_reads_differently_is_recorded(model, html):
    found = evaluate_page(model, labelled(html=html))
    assert found.confusion == Counter()
    assert found.problem.startswith("reads differently than when it was labelled")


def test_text_of_noscript_is_no_part_of_the_labelled_reading(model):
    page = labelled()
    found = evaluate_page(model, labelled(html=page.html + f"<noscript><p>{NOSCRIPT}</p></noscript>".encode()))
    assert found.problem == ""
    assert sum(found.confusion.values()) == 4


# Overlap


def test_pages_of_other_folds_are_scored_in_order(model):
    pages = held_out_pages()
    calls = []
    found = evaluate(model, pages, progress=lambda: calls.append(1))
    assert [each.name for each in found.results] == [page.name for page in pages]
    assert [each.problem for each in found.results] == [""] * len(pages)
    assert len(calls) == len(pages)
    assert found.results == tuple(evaluate_page(model, page) for page in pages)


@pytest.mark.parametrize("fold", [0, 1, 2, 3])
def test_pages_of_a_fold_that_was_trained_on_are_refused(model, fold):
    with pytest.raises(OverlapError) as caught:
        evaluate(model, [labelled(), labelled(fold=fold, name="seen")])
    message = str(caught.value)
    assert message.startswith(f"news/seen is of fold {fold}, and the model was trained on folds 0, 1, 2, 3; ")
    assert "--allow-overlap" in message
    assert "\n" not in message


def test_overlap_may_be_meant(model):
    assert len(evaluate(model, training_pages()[:2], allow_overlap=True).results) == 2


# Figures


def test_figures_are_plain_data(model):
    figures = evaluate(model, held_out_pages()).figures()
    assert json.loads(json.dumps(figures)) == figures
    assert list(figures["labels"]) == list(LABELS)


def test_counts_of_all_pages_are_pooled():
    evaluation = Evaluation((result(confusion=GOOD), result("b.example", POOR), result("b.example")))
    figures = evaluation.figures()
    assert figures["pages"] == 3
    assert figures["confusion"] == {
        "content -> content": 10,
        "content -> navigation": 4,
        "navigation -> navigation": 9,
        "paywall -> content": 1,
    }
    content = figures["labels"]["content"]
    assert (content["precision"], content["recall"], content["lines"]) == (round(10 / 11, 4), round(10 / 14, 4), 14)
    assert figures["labels"]["icon_noise"]["lines"] == 0
    f1 = [figures["labels"][label]["f1"] for label in ("content", "navigation", "paywall")]
    assert figures["macro_f1"] == pytest.approx(sum(f1) / 3, abs=1e-4)


def test_intervals_are_drawn_over_sites():
    alike = Evaluation(tuple(result(f"{n}.example", GOOD) for n in range(5)))
    assert alike.figures()["labels"]["content"]["f1_interval"] == [1, 1]
    mixed = Evaluation(tuple(result(f"{n}.example", POOR if n % 2 else GOOD) for n in range(10)))
    row = mixed.figures()["labels"]["content"]
    low, high = row["f1_interval"]
    assert low < row["f1"] < high
    one_site = Evaluation(tuple(result("a.example", POOR if n % 2 else GOOD) for n in range(10)))
    row = one_site.figures()["labels"]["content"]
    assert row["f1_interval"] == [row["f1"], row["f1"]]


def test_figures_are_the_same_each_time_and_intervals_may_be_left_out():
    evaluation = Evaluation(tuple(result(f"{n}.example", POOR if n % 2 else GOOD) for n in range(6)))
    assert evaluation.figures() == evaluation.figures()
    assert "f1_interval" not in evaluation.figures(intervals=False)["labels"]["content"]


def test_sites_are_told_apart_in_a_fixed_order():
    evaluation = Evaluation(
        (result("b.example", name="1"), result("a.example", name="2"), result("b.example", name="3"))
    )
    assert [[each.name for each in site] for site in evaluation.by_site()] == [["2"], ["1", "3"]]


def test_pages_that_were_not_scored_are_named():
    figures = Evaluation((result(confusion=GOOD), result(name="odd", problem="reads differently"))).figures()
    assert figures["not_scored"] == ["odd: reads differently"]


def test_the_main_text_is_a_mean_over_the_pages_that_have_one():
    figures = Evaluation((result(word_f1=1.0), result(word_f1=0.5), result())).figures()
    assert figures["main_text"] == {"pages": 2, "word_f1": 0.75}
    assert Evaluation((result(),)).figures()["main_text"] == {"pages": 0, "word_f1": None}


def test_no_pages_give_figures_of_nothing():
    figures = Evaluation(()).figures()
    assert (figures["pages"], figures["macro_f1"], figures["confusion"]) == (0, 0, {})
    assert figures["labels"]["content"]["f1_interval"] == [0, 1]


# Access


VERDICTS = [
    ("open", "open", 20),
    ("open", "gated", 2),
    ("metered", "metered", 3),
    ("metered", "gated", 1),
    ("gated", "gated", 4),
    ("gated", "metered", 2),
    ("gated", "open", 1),
    ("", "gated", 5),
]


def test_access_goes_with_its_counts_and_wilson_intervals():
    evaluation = Evaluation(tuple(result(access=a, verdict=v) for a, v, count in VERDICTS for _ in range(count)))
    access = evaluation.access_figures()
    assert access["counts"] == {f"{a} -> {v}": count for a, v, count in sorted(VERDICTS) if a}
    assert access["false_alarms"] == "2 of 22 open pages"
    for name, hits, said, there in (("walled", 10, 12, 11), ("gated", 4, 7, 7)):
        row = access[name]
        assert (row["precision"], row["recall"], row["pages"]) == (round(hits / said, 4), round(hits / there, 4), there)
        assert row["precision_interval"] == pytest.approx(wilson_interval(hits, said), abs=1e-4)
        assert row["recall_interval"] == pytest.approx(wilson_interval(hits, there), abs=1e-4)


def test_access_of_no_judged_pages_leaves_all_doubt():
    access = Evaluation((result(),)).access_figures()
    assert access["counts"] == {}
    assert access["gated"]["recall_interval"] == [0, 1]
    assert access["false_alarms"] == "0 of 0 open pages"


# Slices


def test_slices_are_by_an_attribute_the_largest_first():
    evaluation = Evaluation(
        (
            result(confusion=POOR, lang="de", word_f1=0.5),
            result(confusion=GOOD, lang="en", word_f1=1.0),
            result(lang="en"),
            result(confusion=GOOD, lang=""),
        )
    )
    slices = evaluation.slices("lang")
    assert list(slices) == ["en", "de", "unknown"]
    assert slices["en"] == {"pages": 2, "macro_f1": 1.0, "word_f1": 1.0}
    assert slices["de"]["word_f1"] == 0.5
    assert 0 < slices["de"]["macro_f1"] < 1
    assert slices["unknown"] == {"pages": 1, "macro_f1": 1.0, "word_f1": None}
    assert evaluation.figures()["slices"]["lang"] == slices
