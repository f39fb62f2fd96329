"""Labelled pages as a model might give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifier.page import Block, Label, Page, Role

FERRY = "The ferry runs every day from March until the ice comes, and twice on Sundays."
NOTICE = "Our harbour office is open on weekdays and answers every letter within a week."
MENU = "Home and timetable"

OTHERS = {Role.FURNITURE: 0.25, Role.COMMENT: 0.0, Role.NAVIGATION: 0.75, Role.ICON_NOISE: 0.0, Role.PAYWALL: 0.0}


def block(text: str, body: float, xpath: str = "/html/body/p") -> Block:
    """A block that is main text with a probability; three quarters of the rest is navigation."""
    shares = {role.value: round((1 - body) * share, 4) for role, share in OTHERS.items()} | {"body": body}
    label, role = (Label.CONTENT, Role.BODY) if body >= 0.5 else (Label.NAVIGATION, Role.NAVIGATION)
    confidence = body + shares["furniture"] if body >= 0.5 else shares["navigation"] + shares["comment"]
    return Block(text, label, role, round(confidence, 4), shares, xpath=xpath)


def page(texts: Mapping[str, float] | Sequence[Block], kind: str = "article") -> Page:
    """A page of blocks, or of texts with their probability to be main text, each a paragraph."""
    blocks = [block(text, body) for text, body in texts.items()] if isinstance(texts, Mapping) else texts
    return Page(blocks=tuple(blocks), type=kind, access_probabilities={"open": 1.0, "metered": 0.0, "gated": 0.0})
