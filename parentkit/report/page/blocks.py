"""What a written report is made of, before it is HTML or Markdown; all text in it is raw."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from parentkit.report.page.markup import Markup

    Block: TypeAlias = "Words | Table | Drawing | Headlines | Day | Listed"


class Words(NamedTuple):
    """A paragraph. `statement` is the id of the shipped statement that it is."""

    text: str
    statement: str = ""


class Table(NamedTuple):
    """A table: its caption, the heads of its columns, and its rows, each with its head first."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


class Drawing(NamedTuple):
    """A chart: what it is called, what it shows in words, its height, and its SVG elements.

    `body` is made in `report.page.charts`; it is `WIDTH` units wide there.
    """

    title: str
    description: str
    height: int
    body: Markup


class Headline(NamedTuple):
    """A figure that is told first: its name, its value, and how sure that is; shares 0 to 1."""

    name: str
    value: str
    detail: str
    rate: float | None = None
    low: float | None = None
    high: float | None = None


class Headlines(NamedTuple):
    """Figures that stand beside each other, all the same size."""

    figures: Sequence[Headline]


class Quote(NamedTuple):
    """What somebody wrote, with who and what it is: `note`, `Sam, a strength`."""

    who: str
    text: str


class Entry(NamedTuple):
    """One moment: when, who, what happened, how it fitted, what is known besides, and words.

    `time` is as stored, `glyph` and `fit` say how it fitted, `met` whether that is a match.
    """

    time: str
    who: str
    what: str
    glyph: str
    fit: str
    met: bool
    details: Sequence[str]
    quotes: Sequence[Quote]
    identity: str


class Day(NamedTuple):
    """The moments of a day under its title."""

    title: str
    entries: Sequence[Entry]


class Listed(NamedTuple):
    """A goal: its state as sign and word, its text, and what else is known of it."""

    glyph: str
    state: str
    text: str
    details: str


class Section(NamedTuple):
    """A part of the report under a heading; `name` is what links to it."""

    name: str
    title: str
    blocks: Sequence[Block]


class Contents(NamedTuple):
    """A whole report: its title, what it is about in short lines, and its parts."""

    title: str
    about: Sequence[str]
    sections: Sequence[Section]
