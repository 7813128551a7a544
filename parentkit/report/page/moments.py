"""The parts of a report that show records: moments with what was said about them, and goals."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from parentkit.domain.codes import MET, REPAIRED, SUGGESTED
from parentkit.domain.schema.field import FLAG
from parentkit.domain.schema.fields import MOMENT_FIELDS, REST, arranged
from parentkit.domain.sentence import plural
from parentkit.domain.text import clean, one_line
from parentkit.report.glyphs import OF_FIT, UNICODE
from parentkit.report.log.listing import SHORT_ID, day_title
from parentkit.report.log.moment import field_words, repair_words
from parentkit.report.page.blocks import Day, Entry, Listed, Quote, Section, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from parentkit.domain.log.household import Household
    from parentkit.figures.account import Told

    Fields = Mapping[str, Any]
    Name = Callable[[str], str]

MOST_MOMENTS = 500
"""More than these are not all shown: a page of thousands of moments is read by nobody."""

COACH = "coach:"
SHOWN = 8
"""Characters of a coach's fingerprint that tell coaches apart."""

_SORTS = {"strength": "a strength", "wondering": "a wondering", "question": "a question"}
_GOALS = {"open": "open", "reached": "reached", "let_go": "let go"}
_GOAL_GLYPHS = {"open": "open", "reached": "met", "let_go": "not_met"}
_NOT_NEEDED = "not_needed"


_ORDER = ("slip", "child_after", "miscue", "context", "parent_state", REST, "tags")
_ELSEWHERE = ("fit", "repair", "need", "note", "clarity", "flag", "sampling")
"""What stands beside the moment in another form, or not on this page."""

_CALLED = {"parent_state": "caregiver was"}


def namer(coders: Mapping[str, str], household: Household) -> Name:
    """What people are called: by `coders`, by the family, a coach else by the fingerprint."""

    def name(person: str) -> str:
        if person in coders:
            return one_line(coders[person])
        if person.startswith(COACH):
            return f"coach {one_line(person.removeprefix(COACH))[:SHOWN]}"
        return one_line(household.name(person))

    return name


def moments_section(moments: Sequence[Told], household: Household, name: Name) -> Section | None:
    """The moments day by day; None where there are none.

    Of more than MOST_MOMENTS those are shown about which somebody wrote something.
    """
    if not moments:
        return None
    shown = moments
    text = "Every moment of the period that was written down, but those that are set apart."
    if len(moments) > MOST_MOMENTS:
        shown = [told for told in moments if _has_words(told)]
        text = plural(
            len(shown),
            zero="Nobody wrote anything about any of the {all} moments. The tables for "
            "statistics programs have all of them.",
            one="Of {all} moments the one about which somebody wrote something. The tables for "
            "statistics programs have all of them.",
            other="Of {all} moments the {n} about which somebody wrote something. The tables for "
            "statistics programs have all of them.",
            all=len(moments),
        )
    days = groupby(shown, key=lambda told: str(told.moment["observed_at"])[:10])
    blocks = [
        Day(day_title(day), [_entry(told, household, name) for told in of_day])
        for day, of_day in days
    ]
    return Section("moments", "Moments", [Words(text), *blocks])


def goals_section(goals: Sequence[Fields], name: Name) -> Section | None:
    """The goals that were set; None where there are none."""
    listed = [_goal(goal, name) for goal in goals if goal.get("text")]
    return Section("goals", "Goals", listed) if listed else None


def _entry(told: Told, household: Household, name: Name) -> Entry:
    moment = told.moment
    fit = str(moment.get("fit", "unsure"))
    responses = household.vocabulary("responses")
    done = (responses.label(code) for code in moment.get("responses", ()))
    cue = household.vocabulary("cues").label(str(moment.get("cue", "")))
    label = household.judgement("fit").label(fit)
    return Entry(
        time=str(moment["observed_at"]),
        who=_who(moment, name),
        what=f" {UNICODE['then']} ".join((cue, *done)),
        glyph=UNICODE[OF_FIT.get(fit, "unsure")],
        fit=f"{label} (suggested)" if moment.get("fit_source") == SUGGESTED else label,
        met=fit in MET,
        details=list(_details(moment, household)),
        quotes=list(_quotes(told, household, name)),
        identity=str(moment["id"])[:SHORT_ID],
    )


def _who(moment: Fields, name: Name) -> str:
    return f"{name(str(moment.get('child', '')))}, with {name(str(moment.get('caregiver', '')))}"


def _details(judged: Fields, household: Household) -> Iterator[str]:
    repair = judged.get("repair")
    if isinstance(repair, dict) and repair.get("state") not in (None, _NOT_NEEDED):
        glyph = f"{UNICODE['repaired']} " if repair.get("state") == REPAIRED else ""
        yield f"{glyph}{repair_words(repair, household)}"
    for field in arranged(MOMENT_FIELDS, _ORDER):
        if field.filled_in or field.required or field.name in _ELSEWHERE:
            continue
        if words := field_words(field, judged.get(field.name), household):
            label = _CALLED.get(field.name, field.label)
            yield words if field.sort == FLAG else f"{label}: {one_line(words)}"


def _quotes(told: Told, household: Household, name: Name) -> Iterator[Quote]:
    for field, who in (("need", "what was needed"), ("note", "note")):
        if told.moment.get(field):
            yield Quote(who, clean(str(told.moment[field])))
    for coding in told.codings:
        words = []
        if coding.get("fit"):
            glyph = UNICODE[OF_FIT.get(str(coding["fit"]), "unsure")]
            words.append(f"{glyph} {household.judgement('fit').label(str(coding['fit']))}")
        words += _details(coding, household)
        who = name(str(coding.get("coder", "")))
        blind = coding.get("blind") is True
        seen = f"as {who} sees it, coded blind" if blind else f"as {who} sees it"
        yield Quote(seen, "; ".join(words))
    for comment in told.comments:
        sort = _SORTS.get(str(comment.get("sort", "")), "")
        who = name(str(comment.get("coder", "")))
        yield Quote(f"{who}, {sort}" if sort else who, clean(str(comment.get("text", ""))))


def _has_words(told: Told) -> bool:
    return bool(told.comments or told.codings or told.moment.get("note") or told.moment.get("need"))


def _goal(goal: Fields, name: Name) -> Listed:
    state = str(goal.get("state", "open"))
    known = []
    if goal.get("child"):
        known.append(f"for {name(str(goal['child']))}")
    if goal.get("by_when"):
        known.append(f"by {one_line(str(goal['by_when']))}")
    if goal.get("coder"):
        known.append(f"set by {name(str(goal['coder']))}")
    return Listed(
        UNICODE[_GOAL_GLYPHS.get(state, "unsure")],
        _GOALS.get(state, one_line(state)),
        clean(str(goal["text"])),
        ", ".join(known),
    )
