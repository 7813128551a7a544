"""A background card as a file: id and title, prose, and its sources."""

from __future__ import annotations

from parentkit.domain.exercises.exercise import Card
from parentkit.interchange.pages.page import HEADING, Page, Section, shown

KEYS = ("id", "title")
SOURCES = "Sources"
ITEM = "- "


def read_card(file: str, stem: str, text: str) -> Card:
    """The card that a file holds.

    Args:
        file: what the file is called in messages.
        stem: its name without the ending, which has to be the card's id.
        text: what stands in it.

    Raises:
        UnreadableFile: the file is not in its form; names every line that is not, and what to do.
    """
    page = Page(file, text)
    front, below = page.front_matter(KEYS)
    prose, sections = page.sections(below)
    paragraphs = Section(page.lines[0], prose).blocks()
    if not paragraphs:
        page.find(page.lines[-1], "There is nothing to read on the card.")
    for section in sections:
        if section.heading.text != SOURCES:
            page.unknown(section.heading, "section", section.heading.text, (SOURCES,))
    sources = [line for section in sections for line in section.lines if line.text]
    if not sources:
        told = "The card names no source."
        page.find(page.lines[-1], told, f"Add {HEADING}{SOURCES}, below it one line for each.")
    for line in sources:
        if not line.text.startswith(ITEM):
            page.find(line, f"{shown(line.text)} is not a source.", "A source begins with `- `.")
    card = Card(
        id=page.own_id(front["id"], stem) if "id" in front else "",
        title=front["title"].text if "title" in front else "",
        paragraphs=tuple(" ".join(line.text for line in block) for block in paragraphs),
        sources=tuple(line.text.removeprefix(ITEM) for line in sources),
    )
    page.finish()
    return card
