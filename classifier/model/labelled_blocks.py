"""The blocks of a labelled page as columns. They become `Block` objects when somebody asks for them: making hundreds of objects
takes longer than reading the page's words, and whoever wants the text or the verdict needs none of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.model.network import Floats
from classifier.page import Block, Label, Role
from classifier.segment import Document

ROLES: tuple[Role, ...] = (Role.BODY, Role.FURNITURE, Role.COMMENT, Role.NAVIGATION, Role.ICON_NOISE, Role.PAYWALL)
ROLE_NAMES = tuple(role.value for role in ROLES)
LABEL_OF_ROLE = {
    Role.BODY: Label.CONTENT,
    Role.FURNITURE: Label.CONTENT,
    Role.NAVIGATION: Label.NAVIGATION,
    Role.ICON_NOISE: Label.ICON_NOISE,
    Role.PAYWALL: Label.PAYWALL,
}


@dataclass(frozen=True, slots=True)
class LabelledBlocks:
    """probabilities: (blocks, roles). roles: of each block, as positions in ROLES. Implements `page.BlockColumns`."""

    document: Document
    probabilities: Floats
    roles: list[int]
    page_type: str

    def pieces(self, *roles: Role) -> list[tuple[int, int, str]]:
        """Number, paragraph and text of each block with one of these roles."""
        wanted = {ROLES.index(role) for role in roles}
        texts, paragraph = self.document.texts, self.document.paragraph
        return [(at, paragraph[at], texts[at]) for at, role in enumerate(self.roles) if role in wanted]

    def is_hidden(self, number: int) -> bool:
        """Whether the markup hides a block."""
        return bool(self.document.tags) and self.document.is_hidden(number)

    def blocks(self) -> tuple[Block, ...]:
        """All blocks, in page order."""
        document = self.document
        xpaths = document.xpaths()
        shares = np.round(self.probabilities.astype(np.float64), 4).tolist()
        of_comments = Label.CONTENT if self.page_type == "forum" else Label.NAVIGATION
        labels = [LABEL_OF_ROLE.get(role, of_comments) for role in ROLES]
        # The probability of a label is the sum of those of its roles.
        columns = [[at for at, other in enumerate(labels) if other is label] for label in labels]
        return tuple(
            [
                Block(
                    text=text,
                    label=labels[role],
                    role=ROLES[role],
                    confidence=round(min(1.0, sum([row[at] for at in columns[role]])), 4),
                    probabilities=dict(zip(ROLE_NAMES, row, strict=True)),
                    paragraph=document.paragraph[number],
                    tag=document.tags[document.leaf[number]] if document.tags else "",
                    xpath=xpaths[number],
                    link_density=round(document.link_chars[number] / max(len(text), 1), 4),
                    hidden=self.is_hidden(number),
                )
                for number, (text, row, role) in enumerate(zip(document.texts, shares, self.roles, strict=True))
            ]
        )
