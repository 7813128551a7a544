"""Why there is no verdict yet, or what one rests on: each thing it takes, and what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from parentkit.report.rates.charts import verdict_takes
from parentkit.report.rates.rates import verdict_lines
from parentkit.tui.screens.box import Box
from parentkit.tui.widgets.keys_bar import KeysBar
from parentkit.tui.widgets.moment_text import sign_colour

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from parentkit.figures.summary import Summary

REASONS = (
    "Moments of one day resemble each other, so days count as much as moments. And while the range "
    "is wide, above and below the mark are both still possible: a word would be a guess."
)
LONGER = (
    "A longer stretch holds more of both; ] shows more weeks. One week alone seldom holds enough."
)
NO_TEST = (
    "There is nothing to pass here. The rough rate and its range stand beside the mark already; "
    "what waits is the word."
)


class WhyBox(Box[None]):
    """What a verdict takes, and what there is; the key that opened it closes it too."""

    HELP = "What it takes before this log says above, below or around the 30 % mark."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y,enter", "close", "close", id="rates_why_close", show=False),
    ]

    def __init__(self, answer: Content) -> None:
        super().__init__()
        self._answer = answer

    def compose(self) -> ComposeResult:
        """The answer, which scrolls where it is longer than the terminal."""
        with VerticalScroll(classes="page"):
            yield Static(self._answer)
        yield KeysBar()


def why_content(summary: Summary, glyphs: Mapping[str, str], *, longer: bool) -> Content:
    """The answer, a paragraph each.

    Args:
        summary: the figures that are shown.
        glyphs: the set of signs.
        longer: whether a longer stretch can be shown.
    """
    match = summary.match
    lacking = bool(match.verdict.lacks) or match.rate is None
    title = "Why there is no verdict yet" if lacking else "What the verdict rests on"
    takes = [_line(words, glyphs, enough=enough) for words, enough in verdict_takes(summary)]
    paragraphs = [
        Content.styled(title, "bold $primary"),
        Content(" ".join(verdict_lines(match.verdict))),
        Content("\n").join(takes),
        Content(REASONS),
    ]
    if lacking:
        paragraphs += [Content(text) for text in ([LONGER] * longer + [NO_TEST])]
    return Content("\n\n").join(paragraphs)


def _line(words: str, glyphs: Mapping[str, str], *, enough: bool) -> Content:
    sign, state = ("met", "enough") if enough else ("open", "not yet")
    return Content.assemble((f"  {glyphs[sign]} {state:<9}", sign_colour(sign)), words)
