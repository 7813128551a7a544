"""By sign, by response, by who was there: parts in an order that ranks nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.figures.pairs import FAMILY_AND_FIT, FAMILY_AND_POLE, RESPONSE_AND_AFTER
from parentkit.report.rates.labels import label_of_key
from parentkit.report.rates.rates import together_sentence
from parentkit.services.rates.rates import parts_by
from parentkit.tui.rates.picture import Picture
from parentkit.tui.widgets.chart_parts import parts_chart
from parentkit.tui.widgets.values import shares_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from textual.content import Content

    from parentkit.domain.log.household import Household
    from parentkit.services.rates.rates import Basis
    from parentkit.tui.rates.picture import Frame

WORTH_WONDERING = "Worth wondering about: "
DIFFERENT_SITUATIONS = (
    "In alphabetical order. Whoever is there at bedtime meets other situations than whoever is "
    "there for breakfast or play: the figures describe those situations, not the people."
)
FIRST_RESPONSE = "By what you did first, in the order of the log's list."


def families_picture(basis: Basis, household: Household) -> Picture:
    """By family of signs."""
    cues = household.vocabulary("cues")
    order = tuple(dict.fromkeys(filter(None, map(cues.group, cues.codes()))))
    words = wondering(basis, household, FAMILY_AND_POLE, FAMILY_AND_FIT)
    return _picture(basis, household, "family", _place_in(order), words)


def responses_picture(basis: Basis, household: Household) -> Picture:
    """By first response."""
    order = household.vocabulary("responses").codes()
    words = (FIRST_RESPONSE, *wondering(basis, household, RESPONSE_AND_AFTER))
    return _picture(basis, household, "response", _place_in(order), words)


def caregivers_picture(basis: Basis, household: Household) -> Picture:
    """By who was there."""

    def by_name(key: str) -> tuple[bool, str]:
        return not key, household.name(key).casefold()

    return _picture(basis, household, "caregiver", by_name, (DIFFERENT_SITUATIONS,))


def wondering(basis: Basis, household: Household, *questions: str) -> tuple[str, ...]:
    """What goes with what, of these questions: a sentence each."""
    return tuple(
        WORTH_WONDERING + together_sentence(each, household.label)
        for each in basis.review.together
        if each.question in questions
    )


def _picture(
    basis: Basis,
    household: Household,
    by: str,
    place: Callable[[str], Any],
    words: tuple[str, ...],
) -> Picture:
    label_of = label_of_key(household, by)
    found = sorted(parts_by(basis, household, by), key=lambda part: place(part[0]))
    parts = [(label_of(key), summary) for key, summary in found if summary.match.n]

    def chart(frame: Frame) -> list[Content]:
        return parts_chart(parts, frame.width, ascii_only=frame.ascii_only)

    def values(frame: Frame) -> list[Content]:
        return shares_table("", parts, frame.width)

    return Picture(chart, values, words)


def _place_in(order: Sequence[str]) -> Callable[[str], tuple[int, str]]:
    """What sorts keys by their place; those of no place come after, what was not said last."""
    places = {code: place for place, code in enumerate(order)}

    def place_of(key: str) -> tuple[int, str]:
        return places.get(key, len(places) + (not key)), key

    return place_of
