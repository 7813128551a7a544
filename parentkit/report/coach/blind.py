"""A moment for somebody who is to judge it, and two judgements beside each other afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from parentkit.domain.coaching.rubric import HIGHEST
from parentkit.domain.schema.field import CODES, REPAIR
from parentkit.domain.schema.fields import MOMENT_FIELDS, judged_fields
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean
from parentkit.report.layout import row
from parentkit.report.log.moment import field_words, fit_words, repair_words, when_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from parentkit.domain.coaching.rubric import Pair
    from parentkit.domain.log.household import Household

YOU, AT_HOME = "you", "at home"
NOT_SAID = "not said"

NOT_BLIND = "You have opened this moment before, so its coding does not count as blind."


_ABOVE = ("id", "observed_at", "child", "caregiver", "cue")
_CALLED = {"parent_state": "parent was"}


def blind_lines(moment: Mapping[str, Any], household: Household) -> list[str]:
    """What was there to be seen: the rows of a blinded document, and no others."""
    responses = household.vocabulary("responses")
    lines = row("when", when_words(str(moment.get("observed_at", ""))))
    lines += row("child", clean(household.name(str(moment.get("child", "")))))
    if isinstance(moment.get("age_band"), str):
        lines += row("age", clean(moment["age_band"]))
    lines += row("who", clean(household.name(str(moment.get("caregiver", "")))))
    lines += row("sign", household.vocabulary("cues").label(str(moment.get("cue", ""))))
    for field in MOMENT_FIELDS:
        if not field.blind or field.name in _ABOVE:
            continue
        value = moment.get(field.name)
        if field.sort == CODES:
            for place, code in enumerate(value or ()):
                lines += row("then" if place else "response", responses.label(code))
        else:
            label = _CALLED.get(field.name, field.label)
            lines += row(label, field_words(field, value, household))
    return lines


def sample_words(drawn: int, frame: int, coded: int, opened: int, *, whole: bool = True) -> str:
    """How large a sample is.

    Args:
        drawn: moments in it.
        frame: moments that it was drawn from.
        coded: those of it that are coded already.
        opened: moments that could not be drawn because the coach has seen how they were judged.
        whole: whether everything was read: only then is it known that there are none.
    """
    if not frame and not whole:
        return "There are no moments that could be read to draw from."
    if not frame:
        return "There are no moments to draw from yet."
    told = [
        plural(
            frame, one="{drawn} out of {n} moment", other="{drawn} out of {n} moments", drawn=drawn
        )
    ]
    if coded:
        told.append(f"{coded} of it coded already")
    if opened:
        told.append(f"{opened} that you have opened could not be drawn")
    return f"A sample of {'; '.join(told)}."


def side_by_side(
    coding: Mapping[str, Any],
    moment: Mapping[str, Any],
    household: Household,
    glyphs: Mapping[str, str],
    reason: str,
) -> list[str]:
    """The coach's judgement and the one at home, row by row, with what the table suggests.

    `reason` is the sentence that explains the suggested fit to the parent; "" where there is none.
    """
    lines = _both("fit", _fit(coding, household, glyphs), _fit(moment, household, glyphs))
    for field in judged_fields():
        if field.name != "fit" and field.sort != REPAIR:
            yours, theirs = (
                field_words(field, each.get(field.name), household) for each in (coding, moment)
            )
            lines += _both(field.label, yours, theirs)
    lines += _both("repair", _repair(coding, household), _repair(moment, household))
    if moment.get("suggested_fit"):
        suggested = fit_words({"fit": moment["suggested_fit"]}, household, glyphs)
        lines += row(
            "suggested", f"{suggested}\nat home it says: {reason}" if reason else suggested
        )
    return lines


def rating_lines(ratings: Mapping[str, int], pairs: Sequence[Pair]) -> list[str]:
    """Ratings by the rubric, a row for each pair that was rated."""
    rated = [pair for pair in pairs if pair.id in ratings]
    return row(
        "rubric", "\n".join(f"{pair.first}: {ratings[pair.id]} of {HIGHEST}" for pair in rated)
    )


def _fit(judgement: Mapping[str, Any], household: Household, glyphs: Mapping[str, str]) -> str:
    return fit_words(judgement, household, glyphs) if judgement.get("fit") else ""


def _repair(judgement: Mapping[str, Any], household: Household) -> str:
    return repair_words(judgement["repair"], household) if judgement.get("repair") else ""


def _both(label: str, yours: str, theirs: str) -> list[str]:
    if not yours and not theirs:
        return []
    return row(label, f"{YOU}: {yours or NOT_SAID}\n{AT_HOME}: {theirs or NOT_SAID}")
