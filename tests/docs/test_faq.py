"""What the FAQ promises, on small pages before the shipped model."""

from __future__ import annotations

import pytest

import classifier
from classifier.page import Access, Label

STORY = (
    "The harbour board voted on Tuesday to keep the old tide bell, which has hung on the east pier since 1871 and rung at every low water.",
    "Engineers had wanted to replace it with a siren that can be heard two miles out, but the bell is what fishermen steer by in fog.",
    "“You hear which side it is on,” said Marit Olde, who has worked the eel traps off the point for thirty years. “A siren is only loud.”",
    "The repair will cost 41,000 pounds and is due before the spring tides. The council pays half, the board the other half.",
    "Until then a hand bell from the lifeboat station does the work, rung by volunteers who take turns of four hours.",
)
HEADLINE = "Harbour keeps its tide bell"
ARTICLE = f"<h1>{HEADLINE}</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
TEASER = f"<h1>{HEADLINE}</h1><p>{STORY[0]}</p><p>{STORY[1][:70]}…</p>"
NOTICE = (
    "<div class=consent><h2>We value your privacy</h2>"
    + "<p>The Tide Post and 312 advertising companies put cookies on your phone or computer and read them again. Say yes to this, say no, or "
    "choose for each purpose; you can change your mind about cookies and privacy at the foot of any page.</p>"
    * 6
    + "<button>Accept all</button><button>Manage options</button></div>"
)
SIGN_UP = (
    "<form><h3>Get the morning tide</h3><p>Sign up for our free newsletter, five stories every morning at six, and never miss what matters on "
    "the coast.</p><input><button>Sign up</button></form>"
)
AGREEMENT = (
    "<div class=modal><h2>Registration agreement</h2>"
    + "<p>By registering you agree to these terms of use. You must be at least thirteen years old to hold an account. We may suspend an account "
    "that breaks these rules.</p>" * 5 + "</div>"
)
REPUBLISH = (
    "<div class=republish><h3>Republish this</h3><p>Other papers may print this report under a Creative Commons licence "
    "when they name its writer and The Tide Post. Copy the HTML below.</p></div>"
)
PAY_OR_CONSENT = (
    "<div class=choice><h2>Accept advertising or subscribe to Pur</h2><p>Read with advertising and tracking, or use our site without tracking "
    "with the Pur subscription for 2.99 a month.</p><button>Accept and continue</button><button>Subscribe to Pur</button></div>"
)
OFFER = (
    "<div class=paywall><h2>Subscribe to continue reading</h2><p>£1 for the first month, then £9.99. Cancel at any time.</p>"
    "<button>Subscribe now</button></div>"
)
REGISTER = (
    "<div class=regwall><h2>Create a free account to continue reading</h2><p>Register with your email address. It takes a minute and costs "
    "nothing.</p><button>Register</button></div>"
)
NOT_FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'


@pytest.fixture(scope="module")
def model() -> classifier.Model:
    return classifier.load()


def page(main: str, head: str = "") -> str:
    """A page with the menu and footer that make keyword rules fail."""
    return (
        f"<html lang=en><head><title>{HEADLINE}</title>{head}</head><body><nav><a href=/>Home</a> <a href=/n>News</a> "
        f"<a href=/s>Subscribe</a> <a href=/l>Sign in</a></nav>{main}<footer><a href=/t>Terms</a> <a href=/p>Privacy</a>"
        "<p>Sign up to our newsletter and never miss a story</p></footer></body></html>"
    )


@pytest.mark.parametrize(
    ("main", "noise"),
    [
        (f"{NOTICE}<main>{ARTICLE}</main>", "partners"),
        (f"<main>{ARTICLE}{SIGN_UP}</main>", "five stories"),
        (f"<main>{ARTICLE}</main>{AGREEMENT}", "thirteen"),
        (f"<main>{ARTICLE}</main>{REPUBLISH}", "Creative Commons"),
        (f"{PAY_OR_CONSENT}<main>{ARTICLE}</main>", "Pur"),
    ],
    ids=["cookie notice", "newsletter box", "registration agreement", "republish notice", "pay or consent"],
)
def test_the_article_comes_out_and_not_what_stands_around_it(model: classifier.Model, main: str, noise: str) -> None:
    found = model.predict(page(main))
    assert all(paragraph in found.text for paragraph in STORY)
    assert noise not in found.text
    assert found.access is Access.OPEN


def test_a_notice_longer_than_the_article_does_not_win(model: classifier.Model) -> None:
    found = model.predict(page(f"{NOTICE}<article><h1>{HEADLINE}</h1><p>{STORY[0]}</p></article>"))
    assert found.text == STORY[0]


def test_an_article_in_an_aside_loses_no_block(model: classifier.Model) -> None:
    found = model.predict(page(f"{NOTICE}<aside>{ARTICLE}</aside>"))
    assert [block.text for block in found.blocks if block.text in STORY] == list(STORY)
    assert "partners" not in found.text


def test_the_teaser_stays_without_the_offer(model: classifier.Model) -> None:
    found = model.predict(page(f"<main>{TEASER}{OFFER}</main>"))
    assert found.access is Access.GATED
    assert STORY[0] in found.text
    assert "£" not in found.text
    assert {block.label for block in found.blocks if "£" in block.text} == {Label.PAYWALL}
    assert "kind of wall: subscription" in [reason.reason for reason in found.evidence]


def test_a_registration_wall_is_named_as_one(model: classifier.Model) -> None:
    found = model.predict(page(f"<main><h1>{HEADLINE}</h1><p>{STORY[0]}</p>{REGISTER}</main>"))
    assert found.access is not Access.OPEN
    assert "kind of wall: registration" in [reason.reason for reason in found.evidence]


@pytest.mark.parametrize(
    ("main", "head"),
    [
        (f"<main>{ARTICLE}</main>", ""),
        (f"<main>{ARTICLE}</main>", NOT_FREE),
        (f"<main>{ARTICLE}</main><template>{OFFER}</template>", ""),
        (f"<main>{ARTICLE}</main><script>const wall = `{OFFER}`</script>", ""),
        (f"<main><h1>{HEADLINE}</h1></main>", ""),
    ],
    ids=["subscribe in the menu", "declared paid", "wall in a template", "wall in a script", "no text at all"],
)
def test_what_is_no_wall(model: classifier.Model, main: str, head: str) -> None:
    assert model.predict(page(main, head)).access is Access.OPEN


@pytest.mark.parametrize(
    ("status", "access"), [(401, Access.GATED), (402, Access.GATED), (451, Access.GATED), (403, Access.OPEN)]
)
def test_status_codes(model: classifier.Model, status: int, access: Access) -> None:
    found = model.predict(page(f"<main>{ARTICLE}</main>"), status=status)
    assert found.access is access
    assert any(str(status) in reason.reason for reason in found.evidence)


def test_a_pull_quote_or_an_empty_inline_element_cuts_nothing(model: classifier.Model) -> None:
    quote = "<blockquote class=pullquote>A siren is only loud</blockquote>"
    marked = "".join(
        f"<p>{text[:30]}<a name=x></a>{text[30:]}{quote if at == 1 else ''}</p>" for at, text in enumerate(STORY)
    )
    assert all(
        paragraph in model.predict(page(f"<main><h1>{HEADLINE}</h1>{marked}</main>")).text for paragraph in STORY
    )


def test_images_change_no_word(model: classifier.Model) -> None:
    found = model.predict(page(f"<main>{ARTICLE}<img src=bell.jpg alt='A bell'></main>"))
    plain, pictured = found.as_markdown(), found.as_markdown(images=True)
    assert "![A bell](bell.jpg)" in pictured
    assert [line for line in pictured.splitlines() if line and "bell.jpg" not in line] == list(
        filter(None, plain.splitlines())
    )


def test_the_title_of_an_icon_is_no_title(model: classifier.Model) -> None:
    found = model.predict(
        f"<head><title>{HEADLINE}</title></head><body><svg><title>Facebook icon</title></svg>{ARTICLE}</body>"
    )
    assert found.title == HEADLINE
    assert "Facebook" not in found.text


def test_a_placeholder_in_a_tutorial_is_content(model: classifier.Model) -> None:
    tutorial = (
        "<h1>Templates in ten lines</h1><p>Write <code>{{IMG}}</code> where the picture goes, and the program replaces {{IMG}} with the file "
        "that you name.</p><p>Everything else stays as it is, so a template is an ordinary file that you can open in any editor.</p>"
    )
    assert "replaces {{IMG}} with the file" in model.predict(page(f"<main>{tutorial}</main>")).text


@pytest.mark.parametrize("markup", [b"", b"<", b"<p", b"</p></b>", b"<p><b><i>text <p>more<div>" * 50])
def test_bad_markup_never_raises(model: classifier.Model, markup: bytes) -> None:
    found = model.predict(markup)
    assert found.blocks or found.warnings


def test_a_huge_colspan_costs_nothing_and_a_long_table_is_cut_with_a_warning(model: classifier.Model) -> None:
    assert len(model.predict("<table><tr><td colspan=9007199254740991>cell</td></tr></table>").blocks) == 1
    found = model.predict("<table>" + "<tr><td>cell</td></tr>" * 3000, limits=classifier.Limits(max_elements=1000))
    assert "limits.max_elements" in found.warnings[0]
