"""Time that is let pass: what is left in words over a quiet bar, or the rhythm of a breath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from parentkit.domain.time.countdown import breathing_at, left_words

if TYPE_CHECKING:
    from parentkit.domain.exercises.exercise import Breath
    from parentkit.domain.time.countdown import Countdown

WIDEST = 40
UNICODE_CELLS = ("█", "░")
ASCII_CELLS = ("#", ".")


class Passing(Static):
    """Shows a countdown; nothing where there is none."""

    HELP = (
        "How much is left of the time, in words and as a bar. While you breathe, the bar grows as "
        "you breathe in and shrinks as you breathe out; v leaves the words alone. Space holds the "
        "time, Enter goes on before its end."
    )

    def present(
        self,
        countdown: Countdown,
        breath: Breath | None,
        now: float,
        *,
        ascii_only: bool,
        bar: bool,
    ) -> None:
        """Shows where a countdown is now."""
        cells = (ASCII_CELLS if ascii_only else UNICODE_CELLS) if bar else None
        width = min(WIDEST, self.size.width or WIDEST)
        self.update(passing_content(countdown, breath, now, width, cells))


def passing_content(
    countdown: Countdown,
    breath: Breath | None,
    now: float,
    width: int,
    cells: tuple[str, str] | None,
) -> Content:
    """Three lines: what to do or how much is left, the bar, and what else there is to say.

    Args:
        countdown: the time.
        breath: the breathing that belongs to it, if any.
        now: the instant, of the clock that the countdown keeps to.
        width: cells of the bar.
        cells: how its full and empty parts are drawn; None for words alone.
    """
    passed, left = countdown.passed(now), left_words(countdown.left(now))
    held = "held; space goes on" if countdown.held else ""
    if breath is None:
        head, full = left, countdown.left(now) / countdown.seconds
        beside = held
    else:
        at = breathing_at(breath, passed)
        head, full = at.words, at.full
        beside = ", ".join(filter(None, (f"{at.round} of {breath.rounds}", left, held)))
    lines = [Content.styled(head, "bold")]
    if cells is not None:
        drawn = round(full * width)
        lines.append(
            Content.assemble((cells[0] * drawn, "$primary"), (cells[1] * (width - drawn), "$soft"))
        )
    lines.append(Content.styled(beside, "$soft"))
    return Content("\n").join(lines)
