"""Scoring a model on labelled pages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from classifier.corpus.codes import is_covered
from classifier.corpus.labelled_page import LabelledPage
from classifier.errors import OverlapError
from classifier.evaluate.lines import LABEL_OF_CODE, Line, match_lines
from classifier.evaluate.metrics import (
    bootstrap_interval,
    macro_f1,
    score_counts,
    score_label,
    wilson_interval,
    word_f1,
)
from classifier.model.model import Model
from classifier.page import Access, Label

LABELS = tuple(label.value for label in Label)


@dataclass(frozen=True, slots=True)
class PageResult:
    """How one page came out. confusion: (true label, predicted label) counts over its lines. word_f1: of the main text,
    None where it isn't known. problem: why a page could not be scored, "" for none. lines: the scored lines one by one."""

    name: str
    source: str
    site: str
    type: str
    lang: str
    confusion: Counter[tuple[str, str]]
    access: str
    verdict: str
    word_f1: float | None = None
    problem: str = ""
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a model over labelled pages."""

    results: tuple[PageResult, ...]

    def confusion(self, results: Iterable[PageResult] | None = None) -> Counter[tuple[str, str]]:
        """(true label, predicted label) counts over lines, of all pages or of some."""
        return sum((result.confusion for result in (self.results if results is None else results)), Counter())

    def by_site(self) -> list[list[PageResult]]:
        """The results of each site: the unit that intervals are drawn over."""
        sites: dict[str, list[PageResult]] = defaultdict(list)
        for result in self.results:
            sites[result.site].append(result)
        return [sites[site] for site in sorted(sites)]

    def figures(self, intervals: bool = True) -> dict[str, object]:
        """All figures as plain data: per label with 95 % intervals (bootstrap by site), macro F1, access, main text, slices."""
        confusion = self.confusion()
        sites = self.by_site()
        labels: dict[str, object] = {}
        for label in LABELS:
            score = score_label(confusion, label)
            row: dict[str, object] = {
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
                "f1": round(score.f1, 4),
                "lines": score.support,
            }
            if intervals:
                row["f1_interval"] = _rounded(bootstrap_interval(sites, _label_f1(label), rounds=300))
            labels[label] = row
        texts = [result.word_f1 for result in self.results if result.word_f1 is not None]
        return {
            "pages": len(self.results),
            "not_scored": [f"{result.name}: {result.problem}" for result in self.results if result.problem],
            "labels": labels,
            "macro_f1": round(macro_f1(confusion, LABELS), 4),
            "confusion": {f"{true} -> {guess}": count for (true, guess), count in sorted(confusion.items())},
            "access": self.access_figures(),
            "main_text": {"pages": len(texts), "word_f1": round(sum(texts) / len(texts), 4) if texts else None},
            "slices": {name: self.slices(name) for name in ("lang", "type", "source")},
        }

    def access_figures(self) -> dict[str, object]:
        """Verdicts: counts, precision and recall of walled and of gated with Wilson intervals, false alarms."""
        counts = Counter((result.access, result.verdict) for result in self.results if result.access)
        found: dict[str, object] = {"counts": {f"{true} -> {said}": n for (true, said), n in sorted(counts.items())}}
        kinds = {"walled": (Access.METERED.value, Access.GATED.value), "gated": (Access.GATED.value,)}
        for name, members in kinds.items():
            hits = sum(n for (true, said), n in counts.items() if true in members and said in members)
            said_so = sum(n for (_, said), n in counts.items() if said in members)
            there = sum(n for (true, _), n in counts.items() if true in members)
            score = score_counts(hits, said_so, there)
            found[name] = {
                "precision": round(score.precision, 4),
                "precision_interval": _rounded(wilson_interval(hits, said_so)),
                "recall": round(score.recall, 4),
                "recall_interval": _rounded(wilson_interval(hits, there)),
                "pages": there,
            }
        alarms = sum(n for (true, said), n in counts.items() if true == "open" and said != "open")
        found["false_alarms"] = f"{alarms} of {sum(n for (true, _), n in counts.items() if true == 'open')} open pages"
        return found

    def slices(self, by: str) -> dict[str, object]:
        """Pages, macro F1 and mean word F1 for each value of a page attribute (lang, type, source)."""
        groups: dict[str, list[PageResult]] = defaultdict(list)
        for result in self.results:
            groups[getattr(result, by) or "unknown"].append(result)
        found: dict[str, object] = {}
        for value, results in sorted(groups.items(), key=lambda item: -len(item[1])):
            texts = [result.word_f1 for result in results if result.word_f1 is not None]
            confusion = self.confusion(results)
            found[value] = {
                "pages": len(results),
                "macro_f1": round(macro_f1(confusion, LABELS), 4) if confusion else None,
                "word_f1": round(sum(texts) / len(texts), 4) if texts else None,
            }
        return found


def _rounded(interval: tuple[float, float]) -> list[float]:
    return [round(value, 4) for value in interval]


def _label_f1(label: str) -> Callable[[Sequence[list[PageResult]]], float]:
    def figure(sites: Sequence[list[PageResult]]) -> float:
        confusion: Counter[tuple[str, str]] = sum((result.confusion for site in sites for result in site), Counter())
        return score_label(confusion, label).f1

    return figure


def evaluate_page(model: Model, page: LabelledPage) -> PageResult:
    """Predict one labelled page and compare. Never raises for a page: what goes wrong is recorded as its problem."""
    confusion: Counter[tuple[str, str]] = Counter()
    problem, f1 = "", None
    lines: tuple[Line, ...] = ()
    predicted = model.predict(page.html) if page.html is not None else model.predict_text(page.text or "")
    if page.runs:
        covered = list(filter(is_covered, predicted.blocks))
        matched = match_lines(page.runs, covered, on_forum=predicted.type == "forum")
        if matched is None:
            problem = "reads differently than when it was labelled, so that its lines can't be matched"
        else:
            lines = tuple(line for line in matched if line.code in LABEL_OF_CODE)
            for line in lines:
                confusion[LABEL_OF_CODE[line.code].value, line.predicted.value] += 1
    if page.known_text:
        f1 = word_f1(predicted.text, page.known_text)
    return PageResult(
        page.name,
        page.source,
        page.site,
        page.type,
        page.lang,
        confusion,
        page.access,
        predicted.access.value,
        f1,
        problem,
        lines,
    )


def evaluate(
    model: Model,
    pages: Iterable[LabelledPage],
    *,
    allow_overlap: bool = False,
    progress: Callable[[], None] | None = None,
) -> Evaluation:
    """Score a model on labelled pages. Raises OverlapError when a page is of a fold that the model was trained on, unless
    allow_overlap says that this is meant."""
    results = []
    for page in pages:
        if page.fold in model.folds and not allow_overlap:
            raise OverlapError(
                f"{page.source}/{page.name} is of fold {page.fold}, and the model was trained on folds "
                f"{', '.join(map(str, model.folds))}; score other pages, use --cv, or pass --allow-overlap"
            )
        results.append(evaluate_page(model, page))
        if progress is not None:
            progress()
    return Evaluation(tuple(results))
