"""Where a page's main text may stand outside its body: JSON-LD, the state handed to scripts, meta descriptions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from lxml import etree

from classifier.embedded.json_ld import Node, json_ld_scripts, nodes, objects, strings, types, walk
from classifier.embedded.prose import LEAST_CHARS, is_prose, paragraphs
from classifier.embedded.state import states

POSTS = frozenset(["DiscussionForumPosting", "SocialMediaPosting"])
QUESTIONS = frozenset(["Question"])
REMARKS = frozenset(["Comment", "Answer"])
THINGS = frozenset(
    "Product ProductGroup IndividualProduct ProductModel Course Event JobPosting Recipe SoftwareApplication WebApplication MobileApplication "
    "VideoGame VideoObject PodcastEpisode Movie Book TVSeries Service Dataset LearningResource HowTo RealEstateListing Accommodation".split()
)
"""Types whose description is what their page is about, unlike that of an article, which is a summary of its text."""
NAME_KEYS = ("title", "headline", "name", "heading", "pageTitle")
DESCRIPTIONS = ("og:description", "description", "twitter:description")
NAMED_CHARS = 200
LONE_CHARS = 600
"""Prose that an object of the state needs: with the page's name on it, and without."""


class Source(StrEnum):
    """Where text was found, the most trustworthy first."""

    BODY = "JSON-LD"
    DESCRIPTION = "a description in JSON-LD"
    STATE = "the state embedded in a script"
    META = "the meta description"


@dataclass(frozen=True, slots=True)
class Found:
    """A text outside the body: the element that holds it, as tag and XPath, and its paragraphs."""

    source: Source
    tag: str
    xpath: str
    paragraphs: tuple[str, ...]

    @property
    def chars(self) -> int:
        return sum(map(len, self.paragraphs))


def texts_outside_the_body(root: etree._Element, title: str) -> Iterator[Found]:
    """Texts that tell what the page is about, the most trustworthy source first. title: as the page declares it.

    Sources are read one by one as the caller asks for them: the state of a page can be megabytes.
    """
    tree = root.getroottree()
    scripts = json_ld_scripts(root)
    readers = ((Source.BODY, _declared_bodies), (Source.DESCRIPTION, _declared_descriptions))
    for source, reader in readers:
        for script in scripts:
            if found := _distinct(reader(nodes([script.text or ""]))):
                yield Found(source, "script", tree.getpath(script), found)
    for script, value in states(root):
        if found := _distinct(_prose_of_state(value, title)):
            yield Found(Source.STATE, "script", tree.getpath(script), found)
    described = [
        Found(Source.META, "meta", tree.getpath(meta), _distinct([meta.get("content") or ""]))
        for meta in root.iter("meta")
        if (meta.get("property") or meta.get("name") or "").lower() in DESCRIPTIONS
    ]
    if described:
        yield max(described, key=lambda found: found.chars)


def _declared_bodies(declared: list[Node]) -> Iterator[str]:
    for node in declared:
        kinds = types(node)
        yield from strings(node.get("articleBody"))
        if kinds & QUESTIONS:
            yield from strings(node.get("name"))
        if kinds & (POSTS | QUESTIONS | REMARKS):
            yield from strings(node.get("text"))


def _declared_descriptions(declared: list[Node]) -> Iterator[str]:
    for node in declared:
        if types(node) & THINGS:
            yield from strings(node.get("description"))
            yield from strings(node.get("recipeIngredient"))
            for step in objects(node.get("recipeInstructions")):
                yield from strings(step.get("text"))


def _prose_of_state(value: Any, title: str) -> Iterator[str]:
    """Prose of the object that bears the page's name, else of the longest string that reads as prose."""
    best: list[str] = []
    longest = ""
    for inner in walk(value):
        if isinstance(inner, dict):
            if title and any(_names(inner.get(key), title) for key in NAME_KEYS):
                own = [text for text in walk(inner) if isinstance(text, str) and _reads_as_prose(text)]
                if sum(map(len, own)) > max(sum(map(len, best)), NAMED_CHARS):
                    best = own
        elif isinstance(inner, str) and len(inner) > max(len(longest), LONE_CHARS) and _reads_as_prose(inner):
            longest = inner
    yield from best or [longest]


def _names(name: Any, title: str) -> bool:
    return isinstance(name, str) and len(name) > 3 and name.strip().lower() in title.lower()


def _reads_as_prose(text: str) -> bool:
    return len(text) >= LEAST_CHARS and is_prose(" ".join(paragraphs(text)))


def _distinct(texts: Iterable[str]) -> tuple[str, ...]:
    """The paragraphs of these texts, each once."""
    return tuple(dict.fromkeys(line for text in texts for line in paragraphs(text)))
