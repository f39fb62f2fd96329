"""Labelled pages made ready for training."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from classifier.access.signals import NAMES as SIGNALS
from classifier.corpus.codes import CODES, read_runs, to_runs
from classifier.corpus.examples import FULL_STOP_WORDS, Example, build_examples, examples_of
from classifier.corpus.labelled_page import LabelledPage
from classifier.corpus.renderings import STYLES
from classifier.features import FEATURE_NAMES, features
from classifier.segment import segment_html, segment_text
from classifier.segment.tree import parse

PARAGRAPH = "The heron came back to the pond on Monday and stood among the reeds for an hour."
LINES = [("Home", "N"), ("Sport", "N"), ("Heron returns", "M"), (PARAGRAPH, "C"), ("Subscribe to read on", "P")]
HTML = (
    "<nav><a href='/'>Home</a></nav><nav><a href='/s'>Sport</a></nav><h1>Heron returns</h1>"
    f"<p>{PARAGRAPH}</p><div>Subscribe to read on</div>"
)
PAGE = LabelledPage(
    name="heron",
    source="own",
    site="pond.example",
    fold=1,
    html=HTML.encode(),
    runs=read_runs(to_runs(LINES)),
    type="article",
    lang="en",
    access="gated",
)
KNOWN = replace(PAGE, source="news", runs=(), known_text=PARAGRAPH, access="")


def codes(example: Example) -> str:
    """The one code that each block may have, `?` where there are several."""
    return "".join(CODES[int(row.argmax())] if row.sum() == 1 else "?" for row in example.allowed)


def same(one: Example, other: Example) -> bool:
    def arrays(example: Example) -> list[np.ndarray]:
        bags = [array for bag in example.bags for array in (bag.hashes, bag.ends)]
        return [example.signals.page, example.signals.blocks, *bags]

    names = [name for name in Example.__slots__ if name not in ("signals", "bags")]
    return all(np.array_equal(*pair) for pair in zip(arrays(one), arrays(other), strict=True)) and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in names
    )


def test_the_html_example_comes_first_with_what_is_known_of_the_page():
    example = examples_of(PAGE)[0]
    assert (example.name, example.source, example.site, example.fold) == ("heron", "own", "pond.example", 1)
    assert (example.type, example.lang, example.access) == ("article", "en", "gated")
    assert (example.text_mode, example.certain, example.synthetic) == (False, True, True)
    assert example.runs == PAGE.runs
    assert codes(example) == "NNMCP"


def test_features_are_those_of_the_page_in_half_precision():
    root, _ = parse(HTML)
    assert root is not None
    example = examples_of(PAGE)[0]
    assert example.features.dtype == np.float16
    np.testing.assert_array_equal(example.features, features(segment_html(root)).astype(np.float16))


def test_every_array_has_a_row_for_each_block():
    for example in examples_of(PAGE):
        size = len(example.features)
        assert example.features.shape == (size, len(FEATURE_NAMES))
        assert example.allowed.shape == (size, len(CODES))
        assert example.words.shape == example.squeezed.shape == (size,)
        assert example.signals.page.shape == (len(SIGNALS),)
        assert len(example.signals.blocks) == size


def test_words_of_a_block_are_capped():
    long = replace(PAGE, html=f"<p>Home page</p><p>{'word ' * 200}</p>".encode(), runs=(("N", 8), ("C", 800)))
    assert examples_of(long)[0].words.tolist() == [2, FULL_STOP_WORDS]


def test_squeezed_sizes_add_up_to_the_labelled_characters():
    example = examples_of(PAGE)[0]
    assert example.squeezed.tolist() == [4, 5, 12, len(PARAGRAPH.replace(" ", "")), 17]
    assert example.squeezed.sum() == sum(size for _, size in PAGE.runs)


def test_a_page_that_a_person_labelled_gives_a_rendering_in_every_style():
    found = examples_of(PAGE)
    assert [example.text_mode for example in found] == [False] + [True] * len(STYLES)


def test_renderings_carry_the_labels_of_the_blocks_over():
    assert [codes(example) for example in examples_of(PAGE)[1:5]] == ["NNMCP"] * 4


def test_the_style_without_link_lists_lacks_the_menu():
    dropped = {codes(examples_of(PAGE, seed=seed)[5]) for seed in range(12)}
    assert dropped == {"MCP", "NNMCP"}


def test_a_line_glued_from_several_blocks_has_the_role_of_most_characters():
    html = f"<p>{PARAGRAPH}</p><div>Share this heron<button>Ok</button></div>"
    page = replace(
        PAGE, html=html.encode(), runs=read_runs(to_runs([(PARAGRAPH, "C"), ("Share this heron", "N"), ("Ok", "I")]))
    )
    html_example, glued, *_ = examples_of(page)
    assert codes(html_example) == "CNI"
    assert codes(glued) == "CN"


def test_an_icon_name_glued_to_a_word_is_a_block_of_its_own():
    html = f"<p>{PARAGRAPH}</p><div>Share this heron<svg><title>Chevron Icon</title></svg></div>"
    runs = read_runs(to_runs([(PARAGRAPH, "C"), ("Share this heron", "N"), ("Chevron Icon", "I")]))
    _, glued, *_ = examples_of(replace(PAGE, html=html.encode(), runs=runs))
    assert codes(glued) == "CNI"


def test_pages_known_by_their_text_give_at_most_one_rendering():
    found = [examples_of(replace(KNOWN, name=f"page{number}")) for number in range(40)]
    assert {len(examples) for examples in found} == {1, 2}
    assert not any(examples[0].certain for examples in found)


def test_a_page_of_which_hardly_a_block_is_known_gives_no_rendering():
    lines = [f"Line {number} of the page" for number in range(20)]
    page = replace(KNOWN, known_text="", wanted=(lines[3],), html="".join(f"<p>{line}</p>" for line in lines).encode())
    for number in range(20):
        (example,) = examples_of(replace(page, name=str(number)))
        assert not example.text_mode


@pytest.mark.parametrize(
    "unusable",
    [
        {"html": b""},
        {"html": b"<p>One block only</p>"},
        {"html": b"\x89PNG\r\n\x1a\n" + bytes(200)},
        {"runs": (("N", 4),)},
        {"runs": (), "access": ""},
    ],
    ids=["empty", "one block", "no page", "other characters", "nothing known"],
)
def test_a_page_that_teaches_nothing_gives_no_example(unusable):
    assert examples_of(replace(PAGE, **unusable)) == []


def test_a_page_of_extracted_text_is_one_example_in_text_mode():
    text = "\n".join(line for line, _ in LINES)
    (example,) = examples_of(replace(PAGE, html=None, text=text))
    assert example.text_mode
    assert codes(example) == "NNMCP"
    np.testing.assert_array_equal(example.features, features(segment_text(text)).astype(np.float16))


def test_the_same_seed_gives_the_same_examples():
    assert all(same(*pair) for pair in zip(examples_of(PAGE, seed=1), examples_of(PAGE, seed=1), strict=True))


@pytest.mark.parametrize("options", [{}, {"n_jobs": 2}], ids=["one process", "two processes"])
def test_examples_of_many_pages_come_in_the_order_of_the_pages(options: dict[str, Any]):
    pages = [replace(PAGE, name=name) for name in "cab"]
    built = list(build_examples(pages, **options))
    alone = [example for page in pages for example in examples_of(page)]
    assert [example.name for example in built] == [example.name for example in alone]
    assert all(same(*pair) for pair in zip(built, alone, strict=True))


def test_cached_examples_are_the_same_examples(tmp_path):
    first, second = (list(build_examples([PAGE], cache=str(tmp_path))) for _ in range(2))
    assert all(same(*pair) for pair in zip(first, second, strict=True))
    assert any(tmp_path.iterdir())
