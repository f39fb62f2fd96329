"""Keyword cues of each block: walls, meters and the like, in the language of the page, and what is no cue though it sounds like one."""

import unicodedata

import pytest

from classifier.features import Reading
from classifier.features.cues import CUES, page_language

from .columns import column, html, of_block, text, texts_where

WALLS = {
    "ar": "هذا المقال للمشتركين فقط، اختر باقتك.",
    "bg": "Тази статия е само за абонати на вестника.",
    "ca": "Contingut exclusiu per a subscriptors del diari.",
    "cs": "Tento článek je pouze pro předplatitele.",
    "da": "Køb abonnement for at læse hele historien.",
    "de": "Um diesen Artikel zu lesen, brauchen Sie ein Abo.",
    "el": "Αυτό το άρθρο είναι μόνο για συνδρομητές.",
    "en": "Subscribe to continue reading this story.",
    "es": "Suscríbete para seguir leyendo sin límites.",
    "fa": "این مطلب ویژه مشترکان روزنامه است.",
    "fi": "Tämä artikkeli on vain tilaajille.",
    "fr": "Cet article est réservé aux abonnés.",
    "he": "הכתבה זמינה למנויים בלבד.",
    "hi": "यह लेख केवल सदस्यों के लिए है।",
    "hr": "Ovaj članak dostupan je samo pretplatnicima.",
    "hu": "Ez a cikk csak előfizetőknek olvasható.",
    "id": "Artikel ini khusus pelanggan surat kabar kami.",
    "it": "Questo articolo è riservato agli abbonati.",
    "ja": "この記事は有料会員限定です。",
    "ko": "이 기사는 유료 회원만 볼 수 있습니다.",
    "nl": "Dit artikel is alleen voor abonnees.",
    "no": "Denne saken er for abonnenter.",
    "pl": "Artykuł dostępny tylko dla subskrybentów.",
    "pt": "Este conteúdo é exclusivo para assinantes.",
    "ro": "Articol disponibil doar abonaților noștri.",
    "ru": "Эта статья доступна только подписчикам.",
    "sk": "Tento článok je len pre predplatiteľov.",
    "sv": "Logga in för att läsa hela artikeln.",
    "th": "สมัครสมาชิกเพื่ออ่านต่อ",
    "tr": "Bu haberi okumak için abone olun.",
    "uk": "Матеріал доступний лише передплатникам.",
    "vi": "Đăng nhập để đọc tiếp bài viết này.",
    "zh": "订阅以继续阅读本文。",
}
METERS = {
    "ar": "لقد وصلت إلى الحد الأقصى من المقالات المجانية.",
    "bg": "Достигнахте лимита на безплатните статии.",
    "cs": "Vyčerpali jste limit článků na tento měsíc.",
    "da": "Du har 2 gratis artikler tilbage.",
    "de": "Sie haben noch 2 kostenlose Artikel übrig.",
    "el": "Έχετε φτάσει το όριο των άρθρων.",
    "en": "You have 2 free articles left.",
    "es": "Te quedan 2 artículos gratis este mes.",
    "fi": "Sinulla on 2 ilmaista artikkelia jäljellä.",
    "fr": "Il vous reste un article gratuit.",
    "he": "הגעתם למכסת הכתבות החודשית.",
    "hu": "Elérte a havi limitet.",
    "id": "Anda telah mencapai batas bulan ini.",
    "it": "Hai esaurito gli articoli gratuiti del mese.",
    "ja": "今月の無料記事はあと1本です。",
    "ko": "이번 달 무료 기사 3건 중 1건을 읽으셨습니다.",
    "nl": "Je hebt je limiet bereikt voor deze maand.",
    "no": "Du har 3 gratis artikler igjen.",
    "pl": "Wykorzystałeś limit darmowych artykułów.",
    "pt": "Você atingiu o limite de artigos gratuitos.",
    "ro": "Ai atins limita de articole gratuite.",
    "ru": "Вы исчерпали лимит бесплатных статей.",
    "sv": "Du har 1 av 5 gratis artiklar kvar.",
    "tr": "Ücretsiz okuma hakkınız doldu.",
    "uk": "Ви вичерпали ліміт безкоштовних статей.",
    "vi": "Bạn đã hết lượt đọc miễn phí.",
    "zh": "您已达到阅读上限。",
}
PROSE = {
    "ar": ["تسلم المشتركون في المسرح رسالة قصيرة.", "بقي له مقال واحد يكتبه قبل الأحد."],
    "cs": ["Předplatitelé dostali noviny poštou.", "Zbývá jí napsat dva články."],
    "da": ["Abonnenterne fik avisen med posten.", "Hun har to artikler tilbage at skrive."],
    "de": [
        "Die Abonnenten der Theaterreihe bekamen einen Brief.",
        "Nach der Pause las er den Artikel weiter.",
        "Das Museum ist im Januar kostenlos, übrig blieben zehn Karten.",
    ],
    "el": ["Οι συνδρομητές του θεάτρου πήραν ένα γράμμα.", "Το όριο της πόλης είναι το ποτάμι."],
    "en": [
        "She subscribed to the weekly for thirty years and read every issue to the end.",
        "The library keeps free articles on the history of the canal.",
        "The guards reached the limit of the estate before dawn.",
        "Two articles left this treaty open to dispute.",
        "He registered the boat and continued to read the chart.",
        "The members of the choir had unlocked the door of the hall.",
    ],
    "es": ["Los suscriptores del teatro recibieron dos entradas.", "Le queda un artículo por escribir este mes."],
    "fi": ["Lehden tilaajat saivat joulukortin.", "Hänellä on kaksi juttua kirjoitettavana."],
    "fr": ["Les abonnés du théâtre ont reçu leur billet.", "Il lui reste un article à écrire avant dimanche."],
    "hi": ["नाटक देखने वाले सदस्य समय पर पहुँचे।", "उसने किताब पढ़ना बहुत देर से शुरू किया।"],
    "hu": ["A színház bérlői levelet kaptak.", "Még két cikket kell megírnia."],
    "it": ["Gli abbonati del teatro entrano dalla porta laterale.", "Gli resta un articolo da scrivere."],
    "ja": ["劇場の会員は千人を超えた。", "彼は記事を書き終えて外へ出た。"],
    "ko": ["극장 회원이 천 명을 넘었다.", "그는 램프를 켜고 책을 계속 읽었다."],
    "nl": ["De abonnees van het theater kregen een brief.", "Hij heeft nog twee artikelen te schrijven."],
    "no": ["Abonnentene fikk avisen i posten.", "Hun har to artikler igjen å skrive."],
    "pl": ["Prenumeratorzy dostali gazetę pocztą.", "Zostały jej do napisania dwa artykuły."],
    "pt": ["Os assinantes do manifesto reuniram-se na praça.", "Ainda tem um artigo para escrever."],
    "ru": ["Подписчики газеты получали её по утрам.", "Ему осталось написать две статьи."],
    "sv": ["Prenumeranterna fick tidningen varje morgon.", "Hon har två artiklar kvar att skriva."],
    "tr": ["Tiyatronun aboneleri bir mektup aldı.", "Yazacak iki makalesi kaldı."],
    "uk": ["Передплатники отримували газету поштою.", "Їй залишилося написати дві статті."],
    "vi": ["Hội viên của nhà hát nhận được một lá thư.", "Cô còn hai bài viết phải hoàn thành."],
    "zh": ["剧院的会员超过一千人。", "他在灯下慢慢翻着那本旧书。"],
}
PROSE_THAT_HITS = {
    "cs": ["Pokud máte předplatné do divadla, přijďte dříve."],
    "da": ["Hun tændte lampen for at læse videre i romanen."],
    "de": ["Sie setzte die Brille auf, um weiterzulesen."],
    "en": [
        "More than three hundred households have already subscribed to the scheme.",
        "When you have reached your limit, stop and breathe.",
    ],
    "es": ["Se acercó a la lámpara para seguir leyendo la carta."],
    "fr": ["Il tourna la page pour lire la suite."],
    "it": ["Accese la lampada per continuare a leggere la lettera.", "Quando hai raggiunto il limite, fermati."],
    "ja": ["今月、あと三日で祭りが始まる。"],
    "nl": ["Ze deed de lamp aan om verder te lezen."],
    "pl": ["Zapalił lampę, aby czytać dalej stary list."],
    "ru": ["Он зажёг лампу, чтобы читать дальше старое письмо."],
    "sv": ["Artikeln ingår i en serie om skogens historia."],
    "vi": ["Chương trình có nội dung dành riêng cho trẻ em."],
    "zh": ["他的父亲已经是会员了。"],
}


def page_in(language: str, *lines: str):
    return html(f'<html lang="{language}"><body>' + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>")


def pairs(sentences: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, line) for language, lines in sentences.items() for line in lines]


@pytest.mark.parametrize(("language", "line"), WALLS.items(), ids=WALLS)
def test_a_wall_is_a_wall_in_its_language(language, line):
    assert column(page_in(language, line), "cue_wall")[0] >= 1


@pytest.mark.parametrize(("language", "line"), METERS.items(), ids=METERS)
def test_a_meter_is_a_meter_in_its_language(language, line):
    assert column(page_in(language, line), "cue_meter")[0] >= 1


@pytest.mark.parametrize(("language", "line"), pairs(PROSE))
def test_ordinary_prose_has_no_wall_and_no_meter(language, line):
    document = page_in(language, line)
    assert column(document, "cue_wall") == [0]
    assert column(document, "cue_meter") == [0]


@pytest.mark.parametrize(("language", "line"), pairs(PROSE_THAT_HITS))
def test_prose_that_shares_a_phrase_with_walls_is_no_wall(language, line):
    document = page_in(language, line)
    assert column(document, "cue_wall") == [0]
    assert column(document, "cue_meter") == [0]


@pytest.mark.parametrize(
    ("cue", "line"),
    [
        ("offer", "Cancel anytime"),
        ("subscribe", "Subscribe now"),
        ("sign_in", "Log in"),
        ("menu", "Skip to content"),
        ("share", "Share this article"),
        ("consent", "We use cookies on this site."),
        ("newsletter", "Sign up for our newsletter"),
        ("byline", "By Ann Poole"),
        ("caption", "Photograph by Ann Poole"),
        ("related", "You may also like"),
        ("read_more", "Read more"),
        ("comments", "Leave a comment"),
        ("legal", "All rights reserved"),
        ("commerce", "Add to basket"),
        ("date", "Three days ago"),
    ],
)
def test_every_other_cue_has_its_line(cue, line):
    document = text("The heron came back to the pond.", line)
    assert texts_where(document, f"cue_{cue}") == [line]


def test_stop_words_are_no_cue():
    assert "stop" not in CUES


def test_english_cues_count_on_a_page_in_another_language():
    document = page_in("fi", "Tämä on lehden etusivu ja se on kaikille.", "Subscribe to continue reading")
    assert of_block(document, "Subscribe to continue reading", "cue_wall") >= 1


def test_cues_of_a_language_that_the_page_is_not_in_do_not_count():
    german = "Dieser Artikel ist nur für Abonnenten."
    assert column(page_in("de", german), "cue_wall")[0] >= 1
    assert column(page_in("sv", german), "cue_wall") == [0]


@pytest.mark.parametrize(
    ("language", "body", "wall"),
    [
        ("de", "Der Reiher kam zum Teich und blieb dort, bis es dunkel war und der Regen kam.", WALLS["de"]),
        ("fr", "Le héron est revenu dans les roseaux et il est resté pour la nuit avec une autre.", WALLS["fr"]),
        ("ru", "Цапля вернулась на пруд и стояла там, как и в тот год, когда мы её видели.", WALLS["ru"]),
        ("ja", "サギは池に戻ってきて、そこで一時間ほど立っていたが、それから雨の中へ飛んでいった。", WALLS["ja"]),
    ],
)
def test_text_without_a_declared_language_is_read_in_its_own(language, body, wall):
    document = text(body, body, wall)
    assert page_language(Reading(document)) == language
    assert of_block(document, wall, "cue_wall") >= 1


def test_share_is_the_part_of_the_words_that_cues_cover():
    document = text("Read more", "Read more about the heron today")
    assert column(document, "cue_share_read_more") == pytest.approx([1, 1 / 3])


def test_hits_are_counted_up_to_three():
    line = " ".join(["cookie policy."] * 9)
    assert column(text(line), "cue_consent") == [3]


def test_a_wall_is_felt_four_blocks_away_and_no_further():
    lines = [f"Line {n}" for n in range(5)]
    document = text(*lines, "This article is for subscribers")
    assert column(document, "cue_near_wall") == [0, 1, 1, 1, 1, 1]


def test_prose_is_full_of_stop_words_and_a_menu_is_not():
    prose, menu = column(
        text("The heron was at the pond and it was not alone.", "Politics Sport Weather"), "stop_word_share"
    )
    assert prose > 0.5
    assert menu == 0


def test_capital_letters_change_no_cue():
    assert column(text("SUBSCRIBE TO CONTINUE READING"), "cue_wall")[0] >= 1


@pytest.mark.parametrize(
    ("line", "cue"),
    [("İlgili haberler", "related"), ("OKUMAYA DEVAM ETMEK İÇİN", "wall")],
)
def test_turkish_capitals_change_no_cue(line, cue):
    assert column(page_in("tr", line), f"cue_{cue}")[0] >= 1


def test_decomposed_letters_change_no_cue():
    line = unicodedata.normalize("NFD", WALLS["vi"])
    assert column(page_in("vi", line), "cue_wall")[0] >= 1


def test_punctuation_inside_a_phrase_changes_no_cue():
    assert column(text("Subscribe — to continue — reading!"), "cue_wall")[0] >= 1


def test_a_phrase_does_not_reach_into_the_next_block():
    assert column(text("Subscribe to", "continue reading"), "cue_wall") == [0, 0]


def test_a_phrase_tied_to_the_start_is_no_cue_later_in_the_line():
    assert column(text("Subscribe now", "They subscribe now and then"), "cue_subscribe")[1] == 0


def test_a_phrase_tied_to_both_ends_is_the_whole_line():
    document = text("Sport", "Sport is good for the heart", "Home")
    assert texts_where(document, "cue_menu") == ["Sport", "Home"]
