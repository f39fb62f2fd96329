"""How walls are worded: the two parts of a gate, a meter's count, badges, and prose that only talks about them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.access.wording import GROUPS, languages, parse_wording, wall_wording
from classifier.features.reading import Reading

from .pages import html, text, wording_of


def first(line: str, lang: str = "en") -> dict[str, float]:
    """How a line is worded on a page that declares this language."""
    return wording_of(html(f'<html lang="{lang}"><body><p>{line}</p></body></html>'))[0]


@pytest.mark.parametrize(
    ("lang", "line"),
    [
        ("en", "Subscribe to continue reading"),
        ("en", "Keep reading by creating a free account or signing in"),
        ("en", "To unlock this page, become a member. Already a member? Log in"),
        ("de", "Jetzt abonnieren und weiterlesen"),
        ("de", "Registrieren Sie sich, um den ganzen Artikel zu lesen"),
        ("fr", "Abonnez-vous pour lire la suite"),
        ("es", "Suscríbete para seguir leyendo"),
        ("it", "Abbonati per continuare a leggere"),
        ("pt", "Assine para continuar lendo"),
        ("nl", "Word abonnee en lees verder"),
        ("sv", "Logga in för att läsa vidare"),
        ("pl", "Zaloguj się, aby przeczytać cały artykuł"),
        ("cs", "Předplaťte si nás a čtěte dál"),
        ("ru", "Оформите подписку, чтобы читать дальше"),
        ("uk", "Увійдіть, щоб прочитати повний текст"),
        ("tr", "Okumaya devam etmek için abone olun"),
        ("ja", "この記事は会員限定です。登録すると続きをお読みいただけます"),
        ("zh", "订阅后继续阅读全文"),
        ("ko", "로그인하고 전체 기사를 계속 읽으세요"),
        ("ar", "اشترك لمتابعة القراءة"),
    ],
)
def test_who_may_read_and_what_it_gives_make_a_gate(lang, line):
    assert first(line, lang)["gate_wording"] == 1


@pytest.mark.parametrize("line", ["Subscribe", "Sign in", "Already have an account? Log in", "Full story", "Read on"])
def test_one_part_alone_is_no_gate(line):
    assert first(line)["gate_wording"] == 0


def test_parts_in_neighbouring_blocks_count_for_less():
    page = html("<p>Get the full story</p><p>Already have an account? Log in</p>")
    assert [0 < block["gate_wording"] < 1 for block in wording_of(page)] == [True, True]
    apart = html("<p>Get the full story</p>" + "<p>Menu</p>" * 3 + "<p>Log in</p>")
    assert not any(block["gate_wording"] for block in wording_of(apart))


@pytest.mark.parametrize(
    "line",
    [
        "You have 2 free member-only stories left this month.",
        "You have {{numberReadArticles}} FREE ARTICLE{{numberReadArticles-plural}} left this month",
        "You’ve reached your free article limit.",
        "1 free article left",
    ],
)
def test_a_count_of_free_pieces_is_a_meter(line):
    assert first(line)["meter_wording"] == 1


@pytest.mark.parametrize("line", ["The story left him speechless", "He left the page", "Offers left over"])
def test_a_piece_and_a_word_that_can_count_make_no_meter_alone(line):
    assert first(line)["meter_wording"] == 0


def test_long_prose_about_walls_is_no_wall():
    prose = "The paper said that readers who subscribe to continue reading have 2 free articles left each month, " * 6
    assert set(first(prose).values()) == {0}


@pytest.mark.parametrize(
    ("line", "found"),
    [("Subscriber only", 1), ("Premium", 1), ("Beste van Plus", 0), ("Premium tyres for all seasons of the year", 0)],
)
def test_a_badge_is_short_and_opens_its_block(line, found):
    assert first(line)["badge_wording"] == found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Your trial period has expired", "trial_ended"),
        ("Create a free account to continue reading", "registration"),
        ("Become a member to read this", "tier"),
        ("Purchase this article", "purchase"),
        ("Subscribe to read", "subscription"),
    ],
)
def test_the_kind_of_wall_is_named(line, kind):
    assert first(line)[kind] == 1


def test_an_expired_trial_is_a_gate_by_itself():
    assert first("Your trial period has expired")["gate_wording"] == 1


def test_text_mode_reads_wording_too():
    assert wording_of(text("Subscribe to continue reading"))[0]["gate_wording"] == 1


def test_every_language_of_the_table_has_every_group():
    assert len(languages()) >= 30


@pytest.mark.parametrize("row", ["en\tgate\tsubscribe", "en\tgain", "en\tgain\t", "en\tgain\tread on; ; more"])
def test_a_wrong_row_is_named_by_its_line(row):
    with pytest.raises(ValueError, match="line 2: expected language, group"):
        parse_wording(f"# remark\n{row}\n")


def test_a_space_at_the_end_of_a_phrase_forbids_other_endings():
    (_, open_ended), (_, whole) = parse_wording("xx\tgain\tread; lid ")
    assert (open_ended.whole, whole.whole) == (False, True)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["subscribe", "to", "read", "2", "articles", "left", "Premium", "\n", "記事", "{{n}}"]),
        max_size=30,
    )
)
def test_wording_is_a_share_for_any_words(words):
    found = wall_wording(Reading(text(" ".join(words))))
    assert found.shape[1] == 9
    assert ((found >= 0) & (found <= 1)).all()
    assert len(GROUPS) == 11
