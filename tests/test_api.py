"""What users import: the public names, and the three lines that the package is for."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import lxml.html
import parsel
import pytest

import classifier
from classifier.corpus.codes import squeeze
from classifier.evaluate.metrics import word_f1

PAGES = Path(__file__).parents[1] / "data" / "labeled" / "pages"
OPEN, METERED, GATED = "en-free-donation-appeal", "en-meter-banner-2of5", "en-piano-harbour"


@pytest.fixture(scope="module")
def model() -> classifier.Model:
    return classifier.load()


def html(name: str) -> bytes:
    return (PAGES / name[:2] / f"{name}.html").read_bytes()


def labelled_lines(name: str) -> list[tuple[str, str]]:
    """(code, text) of each line as a person labelled it."""
    body = (PAGES / name[:2] / f"{name}.labels").read_text(encoding="utf-8").partition("\n---\n")[2]
    return [(line[0], line[2:]) for line in body.splitlines() if line]


class TestNames:
    def test_every_public_name_is_there(self) -> None:
        names = {"Access", "Block", "Evidence", "Label", "Limits", "Model", "Page", "Role", "load"}
        errors = {"BoilerError", "DataFileError", "InputError", "MissingExtraError", "ModelFileError", "OverlapError"}
        assert set(classifier.__all__) == names | errors
        assert all(hasattr(classifier, name) for name in classifier.__all__)

    def test_every_error_is_a_boiler_error(self) -> None:
        errors = [getattr(classifier, name) for name in classifier.__all__ if name.endswith("Error")]
        assert len(errors) == 6
        assert all(issubclass(error, classifier.BoilerError) for error in errors)

    def test_every_public_name_says_what_it_is(self) -> None:
        assert [name for name in classifier.__all__ if not getattr(classifier, name).__doc__] == []

    def test_the_version_is_three_numbers(self) -> None:
        assert re.fullmatch(r"\d+\.\d+\.\d+", classifier.__version__)

    def test_the_types_are_shipped(self) -> None:
        assert Path(classifier.__file__).with_name("py.typed").exists()

    def test_importing_it_loads_no_command_and_no_network(self) -> None:
        heavy = "{'typer', 'rich', 'urllib.request', 'sklearn', 'pandas'} & set(sys.modules)"
        program = f"import sys, classifier; assert not {heavy}, {heavy}"
        subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


class TestThreeLines:
    def test_load_and_predict_in_three_lines(self) -> None:
        page_html = html(METERED)

        model = classifier.load()
        page = model.predict(page_html)
        text, access, blocks = page.text, page.access, page.blocks

        assert "paused for maintenance" not in text
        assert word_f1(text, "\n".join(line for code, line in labelled_lines(METERED) if code == "C")) > 0.8
        assert access is classifier.Access.METERED
        assert {block.label for block in blocks} >= {classifier.Label.CONTENT, classifier.Label.NAVIGATION}

    def test_every_visible_character_is_in_one_block(self, model: classifier.Model) -> None:
        for name in (OPEN, METERED, GATED):
            read = "".join(squeeze(block.text) for block in model.predict(html(name)).blocks)
            assert read == "".join(squeeze(text) for _, text in labelled_lines(name))

    @pytest.mark.parametrize(("name", "access"), [(OPEN, "open"), (METERED, "metered"), (GATED, "gated")])
    def test_the_verdict_comes_with_odds_and_reasons(self, model: classifier.Model, name: str, access: str) -> None:
        page = model.predict(html(name))
        assert page.access == access
        assert sum(page.access_probabilities.values()) == pytest.approx(1, abs=0.001)
        assert page.evidence
        assert all(reason.block is None or reason.block < len(page.blocks) for reason in page.evidence)

    def test_blocks_know_how_sure_they_are(self, model: classifier.Model) -> None:
        for block in model.predict(html(GATED)).blocks:
            assert sum(block.probabilities.values()) == pytest.approx(1, abs=0.001)
            assert 0 < block.confidence <= 1


class TestInputs:
    def test_a_page_may_come_in_any_form(self, model: classifier.Model) -> None:
        data = html(GATED)
        text = data.decode("utf-8")
        tree = lxml.html.document_fromstring(text)
        forms = [text, bytearray(data), memoryview(data), tree, tree.getroottree(), parsel.Selector(text)]
        expected = [(block.text, block.label) for block in model.predict(data).blocks]
        for form in forms:
            assert [(b.text, b.label) for b in model.predict(form).blocks] == expected, type(form)

    def test_another_type_is_refused(self, model: classifier.Model) -> None:
        with pytest.raises(classifier.InputError, match="not int"):
            model.predict(7)

    @pytest.mark.parametrize("page", [b"", "", b" \n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "<!-- -->", b"\0"])
    def test_what_holds_no_page_gives_no_blocks_and_a_warning(self, model: classifier.Model, page: bytes | str) -> None:
        read = model.predict(page, url="https://pond.example/")
        assert (read.blocks, read.text, read.url) == ((), "", "https://pond.example/")
        assert read.warnings

    @pytest.mark.parametrize(
        "page",
        ["<p>one<p>two</i></div>", "<table><p>a<td>b", "a < b", "<" * 500, "<p" + " a" * 5000, "<div>" * 3000 + "deep"],
    )
    def test_bad_markup_never_raises(self, model: classifier.Model, page: str) -> None:
        assert isinstance(model.predict(page), classifier.Page)

    def test_text_that_somebody_else_extracted(self, model: classifier.Model) -> None:
        lines = ["Home | Sport | Weather", "The heron came back to the pond.", "Subscribe to read on."]
        page = model.predict_text("\n\n".join(lines))
        assert [block.text for block in page.blocks] == lines

    def test_many_pages_come_lazily_and_in_order(self, model: classifier.Model) -> None:
        source = iter([html(OPEN), html(METERED), html(GATED)])
        pages = model.predict_many(source)
        assert next(pages) == model.predict(html(OPEN))
        assert next(source) == html(METERED)
        assert next(pages) == model.predict(html(GATED))


class TestHttp:
    @pytest.mark.parametrize("name", ["Content-Type", b"content-type"])
    @pytest.mark.parametrize(
        "value", ["text/html; charset=koi8-r", b"text/html; charset=koi8-r", [b"x; charset=koi8-r"]]
    )
    def test_the_charset_of_the_response_is_used(self, model: classifier.Model, name: object, value: object) -> None:
        page = model.predict("<p>Цапля вернулась к пруду.</p>".encode("koi8-r"), headers={name: value})  # type: ignore[dict-item]
        assert [block.text for block in page.blocks] == ["Цапля вернулась к пруду."]

    @pytest.mark.parametrize("status", [401, 402, 451])
    def test_a_status_that_withholds_makes_the_page_gated(self, model: classifier.Model, status: int) -> None:
        page = model.predict(html(OPEN), status=status)
        assert page.access is classifier.Access.GATED
        assert f"HTTP status {status}" in page.evidence[0].reason

    @pytest.mark.parametrize("status", [None, 200, 404])
    def test_other_statuses_leave_the_verdict_alone(self, model: classifier.Model, status: int | None) -> None:
        assert model.predict(html(OPEN), status=status) == model.predict(html(OPEN))

    @pytest.mark.parametrize("body", [b"", b"<html><body></body></html>"])
    def test_a_status_that_withholds_counts_without_a_body_too(self, model: classifier.Model, body: bytes) -> None:
        assert model.predict(body, status=402).access is classifier.Access.GATED


def test_the_package_tells_its_three_lines() -> None:
    assert classifier.__doc__
    lines = classifier.__doc__.splitlines()
    assert "import classifier" in lines
    assert "model = classifier.load()" in lines
    assert "page = model.predict(html)" in lines
