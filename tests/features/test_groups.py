"""Blocks that belong together."""

from classifier.features import Reading
from classifier.features.groups import KINDS, LENGTH_STEP, SECTION_BLOCKS, groups

from .columns import html, text


def groups_of(document, kind):
    """Numbers of one kind of groups, renamed in order of appearance."""
    numbers = groups(Reading(document))[:, KINDS.index(kind)].tolist()
    order = {number: place for place, number in enumerate(dict.fromkeys(numbers))}
    return [order[number] for number in numbers]


def test_blocks_with_the_same_tags_and_classes_are_alike():
    cards = "<div class='card'><h3>Name</h3><p>Price</p></div>" * 2
    assert groups_of(html(f"{cards}<div class='ad'><h3>Name</h3></div>"), "alike") == [0, 1, 0, 1, 2]


def test_parts_of_alike_parents_are_together():
    cards = "<div class='card'><h3>Name</h3><p>Price</p></div>" * 2
    assert groups_of(html(f"{cards}<footer><p>Imprint</p></footer>"), "parent_alike") == [0, 0, 0, 0, 1]


def test_a_section_is_the_smallest_container_with_enough_blocks():
    blocks = "".join(f"<p>{n}</p>" for n in range(SECTION_BLOCKS[0]))
    document = html(f"<main><div><p>Alone</p></div>{blocks}</main><aside>{blocks}</aside>")
    first = SECTION_BLOCKS[0] + 1
    assert groups_of(document, "section") == [0] * first + [1] * SECTION_BLOCKS[0]
    assert set(groups_of(document, "large_section")) == {0}


def test_lines_of_one_outline_are_alike_in_plain_text():
    document = text("Sport 12\nMoney 34\nread more\nskip this")
    assert groups_of(document, "alike") == [0, 0, 1, 1]
    assert groups_of(document, "section") == [0] * 4


def test_long_lines_of_about_one_length_are_alike_in_plain_text():
    step = LENGTH_STEP
    document = text("x" * step, "y" * (2 * step - 1), "z" * 2 * step)
    assert groups_of(document, "alike") == [0, 0, 1]


def test_a_page_without_blocks_has_no_groups():
    assert groups(Reading(text(""))).shape == (0, len(KINDS))
    assert groups(Reading(html("<div></div>"))).shape == (0, len(KINDS))
