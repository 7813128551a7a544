"""The values of variables, taken from a row; None where nothing was said, or nothing readable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from parentkit.domain import codes
from parentkit.domain.codes import MET, REPAIRED, UNSURE
from parentkit.interchange.research.dataset import CAREGIVER, COACH

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from parentkit.interchange.research.dataset import Case, Goal, Judgement, Remark

    Fields = Mapping[str, Any]
    Value = str | int | bool | None

THEN = " > "
"""Between the responses of a cell, in order."""


def moment_of(case: Case) -> Fields:
    """The document of a case."""
    return case.moment


def fields_of(row: Judgement | Remark | Goal) -> Fields:
    """The document of any other row."""
    return row.fields


def case_of(row: Judgement | Remark) -> Case:
    """The case that a row is about."""
    return row.case


def pseudonym(role: str, of: Callable[[Any], Any] = lambda row: row) -> Callable[[Any], Value]:
    """The pseudonym of the `child`, `caregiver` or `coder` of what `of` finds in a row."""
    return lambda row: getattr(of(row), role).pseudonym or None


def name(role: str, of: Callable[[Any], Any] = lambda row: row) -> Callable[[Any], Value]:
    """The name of the same."""
    return lambda row: getattr(of(row), role).name or None


def said(fields: Fields, name: str) -> str | None:
    """A field's text."""
    value = fields.get(name)
    return value if isinstance(value, str) and value else None


def text(name: str, of: Callable[[Any], Fields]) -> Callable[[Any], Value]:
    """A field's text, of the document that `of` finds in a row."""
    return lambda row: said(of(row), name)


def time(name: str, of: Callable[[Any], Fields]) -> Callable[[Any], Value]:
    """`2026-11-22 18:05` of a stored time: what the clock showed where it was."""

    def value(row: Any) -> Value:
        at = said(of(row), name)
        return f"{at[:10]} {at[11:16]}" if at else None

    return value


def day(case: Case) -> Value:
    """The local day of a moment."""
    at = said(case.moment, "observed_at")
    return at[:10] if at else None


def response(place: int) -> Callable[[Case], Value]:
    """The response at a place, counted from 0."""
    return lambda case: next(iter(case.moment.get("responses", ())[place:]), None)


def responses(case: Case) -> Value:
    """All responses in order."""
    return THEN.join(case.moment.get("responses", ())) or None


def texts(name: str) -> Callable[[Case], Value]:
    """All texts of a field that has several."""
    return lambda case: "; ".join(case.moment.get(name, ())) or None


def repair_part(name: str, of: Callable[[Any], Fields]) -> Callable[[Any], Value]:
    """A code of a repair: its `state`, or `by` whom it was begun."""
    return lambda row: said(_repair(of(row)), name)


def repair_minutes(of: Callable[[Any], Fields]) -> Callable[[Any], Value]:
    """How many minutes a repair took to come."""

    def value(row: Any) -> Value:
        minutes = _repair(of(row)).get("after_minutes")
        return minutes if type(minutes) is int and minutes >= 0 else None

    return value


def fit_among(fits: Collection[str], of: Callable[[Any], Fields]) -> Callable[[Any], Value]:
    """Whether the fit is one of these; None for `unsure` and for a fit that is not known."""
    return lambda row: _among(of(row), fits)


def came_back(of: Callable[[Any], Fields], *, unsaid: bool | None) -> Callable[[Any], Value]:
    """Whether it was met, or not met and repaired; None as in `fit_among`.

    `unsaid` is what a moment counts as that was not met and of whose repair nothing was said.
    """

    def value(row: Any) -> Value:
        met = _among(of(row), MET)
        if met is None or met:
            return met
        state = said(_repair(of(row)), "state")
        return state == REPAIRED if state else unsaid

    return value


def rating(pair: str) -> Callable[[Judgement], Value]:
    """The point that a coder gave on a pair of the rubric."""

    def value(row: Judgement) -> Value:
        ratings = row.fields.get("rubric")
        point = ratings.get(pair) if isinstance(ratings, dict) else None
        return point if type(point) is int else None

    return value


def blind(row: Judgement) -> Value:
    """Whether somebody else's judgement was made before the first one was seen."""
    return row.fields.get("blind") is True if row.role in (CAREGIVER, COACH) else None


def by_when(row: Goal) -> Value:
    """The day of a goal; a text that is no day is left out."""
    from datetime import date

    try:
        return date.fromisoformat(str(row.fields.get("by_when"))).isoformat()
    except ValueError:
        return None


def _repair(fields: Fields) -> Fields:
    repair = fields.get("repair")
    return repair if isinstance(repair, dict) else {}


def _among(fields: Fields, fits: Collection[str]) -> bool | None:
    fit = fields.get("fit")
    return fit in fits if fit in codes.FITS and fit != UNSURE else None
