"""Labels once more, with what the site's other pages say."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifier.page import Label, Page, Role
from classifier.site_memory.adjustment import Adjustment, adjusted, from_weights, log_odds, moved, shipped_adjustment
from classifier.site_memory.figures import FIGURES
from classifier.site_memory.hashes import hashes_of
from classifier.site_memory.memory import SiteMemory

from .pages import FERRY, MENU, NOTICE, block, page

REPEATS_ARE_NOT_BODY = from_weights(dict.fromkeys(FIGURES, 0.0) | {"share": -4.0})


def of_site(pages: list[Page], adjustment: Adjustment) -> list[Page]:
    memory = SiteMemory()
    hashes = [hashes_of(each) for each in pages]
    for each in hashes:
        memory.add("a.example", each)
    return [adjusted(each, "a.example", found, memory, adjustment) for each, found in zip(pages, hashes, strict=True)]


@pytest.mark.parametrize("adjustment", [REPEATS_ARE_NOT_BODY, shipped_adjustment()])
def test_a_notice_of_every_page_is_no_main_text(adjustment: Adjustment) -> None:
    pages = [page({f"{FERRY} {word}": 0.95, NOTICE: 0.6}) for word in ("Spring.", "Summer.", "Autumn.")]
    assert [NOTICE in each.text for each in pages] == [True] * 3
    found = of_site(pages, adjustment)
    assert [NOTICE in each.text for each in found] == [False] * 3
    assert [each.blocks[0] for each in found] == [each.blocks[0] for each in pages]
    assert found[0].blocks[1].label is Label.NAVIGATION
    shares = found[0].blocks[1].probabilities
    assert found[0].blocks[1].confidence == pytest.approx(shares["navigation"] + shares["comment"], abs=1e-3)


def test_a_page_without_others_stays_as_it_is() -> None:
    alone = page({FERRY: 0.9, NOTICE: 0.6})
    assert of_site([alone], shipped_adjustment())[0] is alone
    strangers = [alone, page({MENU: 0.4})]
    assert of_site(strangers, shipped_adjustment()) == strangers
    assert of_site([Page(), Page()], shipped_adjustment()) == [Page(), Page()]


@pytest.mark.parametrize("kind", ["product", "listing", "collection", "forum", "documentation", "service", ""])
def test_pages_that_are_no_articles_stay_as_they_are(kind: str) -> None:
    pages = [page({f"{FERRY} {word}": 0.95, NOTICE: 0.6}, kind) for word in ("Spring.", "Summer.")]
    assert of_site(pages, shipped_adjustment()) == pages


def test_log_odds_are_bounded() -> None:
    assert log_odds(np.array([0.0, 0.5, 1.0])) == pytest.approx([-6.907, 0, 6.907], abs=1e-3)


def test_the_other_roles_share_what_main_text_loses() -> None:
    found = moved(page([block(NOTICE, 0.5)]), np.array([-2.0])).blocks[0]
    assert found.probabilities["body"] == pytest.approx(0.1192, abs=1e-4)
    assert found.probabilities["navigation"] == pytest.approx(0.75 * (1 - 0.1192), abs=1e-4)
    assert sum(found.probabilities.values()) == pytest.approx(1, abs=1e-3)


def test_a_wall_stays_a_wall() -> None:
    wall = block("Subscribe to continue reading.", 0.1)
    wall = replace(
        wall,
        label=Label.PAYWALL,
        role=Role.PAYWALL,
        probabilities={**wall.probabilities, "navigation": 0.1, "furniture": 0.0, "paywall": 0.8},
    )
    pages = [page([block(f"{FERRY} {word}", 0.95), wall]) for word in ("Spring.", "Summer.", "Autumn.")]
    assert [each.blocks[1].label for each in of_site(pages, shipped_adjustment())] == [Label.PAYWALL] * 3


def test_comments_are_content_on_a_forum_alone() -> None:
    remark = replace(block(NOTICE, 0.3), probabilities={"body": 0.3, "comment": 0.7})
    for kind, label in (("forum", Label.CONTENT), ("article", Label.NAVIGATION)):
        assert moved(page([remark, block(FERRY, 0.9)], kind), np.array([-3.0, 0.0])).blocks[0].label is label


def test_weights_are_named() -> None:
    with pytest.raises(KeyError, match="share"):
        from_weights({})
