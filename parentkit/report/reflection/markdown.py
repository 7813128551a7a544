"""Reflections as Markdown: a page for a week, and one for twelve weeks with their figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.reflection.reflection import ANSWER, FOLLOW_UP, FOLLOW_UP_ANSWER, answered
from parentkit.domain.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Fields = Mapping[str, Any]

FENCE = "```"
NOTHING_WRITTEN = "No answers in this week."


class PageWeek(NamedTuple):
    """A week on a page: its title, its figures as lines of text, its reflections."""

    title: str
    figures: Sequence[str]
    reflections: Sequence[Fields]


def week_page(title: str, reflections: Iterable[Fields]) -> Iterator[str]:
    """A week's answers as a page of their own."""
    yield f"# {title}"
    for document in filter(answered, reflections):
        yield from _answer(document, "##")


def weeks_page(
    title: str, figures: Sequence[str], words: Sequence[str], weeks: Iterable[PageWeek]
) -> Iterator[str]:
    """Several weeks on one page, figures and answers, latest week first.

    Args:
        title: what the page is called.
        figures: the figures of all the weeks together, with what must be said beside them.
        words: the words that came up most.
        weeks: the weeks.
    """
    yield f"# {title}"
    yield from _block(figures)
    if words:
        yield ""
        yield f"Words that came up more than once: {', '.join(words)}."
    for week in weeks:
        yield ""
        yield f"## {week.title}"
        yield from _block(week.figures)
        written = list(filter(answered, week.reflections))
        for document in written:
            yield from _answer(document, "###")
        if not written:
            yield ""
            yield NOTHING_WRITTEN


def _block(lines: Sequence[str]) -> Iterator[str]:
    yield from ("", f"{FENCE}text", *lines, FENCE)


def _answer(document: Fields, heading: str) -> Iterator[str]:
    yield ""
    yield f"{heading} {one_line(str(document.get('text', '')))}"
    if document.get("because"):
        yield ""
        yield f"*{one_line(str(document['because']))}*"
    yield from _quoted(document.get(ANSWER))
    if document.get(FOLLOW_UP_ANSWER):
        yield ""
        yield one_line(str(document.get(FOLLOW_UP, "")))
        yield from _quoted(document[FOLLOW_UP_ANSWER])


def _quoted(text: object) -> Iterator[str]:
    """What a person wrote, as a quotation whose lines stay lines."""
    lines = clean(str(text or "")).splitlines()
    if lines:
        yield ""
    for place, line in enumerate(lines, 1):
        yield f"> {line}" + ("  " if place < len(lines) else "")
