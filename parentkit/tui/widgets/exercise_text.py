"""Exercises as coloured text: today's, a row of the list, what one is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from parentkit.domain.text import one_line, shown_width
from parentkit.report.exercise import (
    TRAINS,
    WHO,
    for_what,
)

if TYPE_CHECKING:
    from parentkit.domain.exercises.exercise import Exercise, Wanted
    from parentkit.domain.exercises.suggest import Suggestion

NARROWING = ("trains", "minutes", "band", "who")
"""By what the list can be narrowed: fields of Wanted, ids of what shows them."""

_KEYS = {"trains": "f", "minutes": "n", "band": "y", "who": "v"}
_LONGEST_TITLE = 38
_MINUTES = 8
_SHORTEST_BESIDE = 16


def today_text(suggestion: Suggestion) -> Content:
    """Today's exercise, what it is for, and why it is offered."""
    exercise = suggestion.exercise
    return Content.assemble(
        (one_line(exercise.title), "bold"),
        f", {exercise.minutes} min\n",
        f"{for_what(exercise)}\n",
        (one_line(suggestion.because), "$soft"),
    )


def exercise_row(exercise: Exercise, width: int) -> Content:
    """Title, minutes and, where there is room, what it trains, in `width` cells."""
    room = max(min(_LONGEST_TITLE, width - _MINUTES), 1)
    title = one_line(exercise.title, room)
    row = f"{title}{' ' * (room - shown_width(title))}{exercise.minutes:>4} min"
    beside = width - shown_width(row) - 3
    trains = ", ".join(TRAINS[each] for each in exercise.trains)
    if beside < _SHORTEST_BESIDE:
        return Content(row)
    return Content.assemble(row, (f"   {one_line(trains, beside)}", "$soft"))


def about_text(exercise: Exercise) -> str:
    """What an exercise is about, for beside the list."""
    return "\n".join(
        (
            one_line(exercise.title),
            for_what(exercise),
            *("", "Why it may help", exercise.why),
            *("", "When not to", exercise.when_not),
        )
    )


def narrowing_words(wanted: Wanted) -> dict[str, str]:
    """What a list is narrowed to, each with its key."""
    words = {
        "trains": f"for {TRAINS[wanted.trains]}" if wanted.trains else "for anything",
        "minutes": f"up to {wanted.minutes} min" if wanted.minutes else "any length",
        "band": wanted.band or "any age",
        "who": WHO[wanted.who] if wanted.who else "with anyone",
    }
    return {name: f"{_KEYS[name]} {said}" for name, said in words.items()}
