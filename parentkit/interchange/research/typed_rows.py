"""Documents turned into typed records, and typed records into plain rows."""

from __future__ import annotations

from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.log.moment import FIELD_ORDER, readable
from parentkit.domain.reflection.reflection import ANSWER, FOLLOW_UP, FOLLOW_UP_ANSWER, SKIPPED
from parentkit.interchange.research.typed import Coding, Moment, Part, Rates, Reflection, Share

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from parentkit.domain.log.moment import Document
    from parentkit.figures.summary import CameBack, Match, Summary
    from parentkit.interchange.research.typed import Unread

    Name = Callable[[str], str]

_MORE = "more"


def moment_of(document: Document, name: Name) -> Moment:
    """A moment's document as a record; `name` gives a person's name by id.

    The document has all the fields that a moment needs (domain.log.moment.is_whole).
    """
    known = readable(document)
    repair = known.get("repair", {})
    child, caregiver = str(document["child"]), str(document["caregiver"])
    return Moment(
        id=str(document["id"]),
        observed_at=_time(known["observed_at"]),
        child=name(child),
        caregiver=name(caregiver),
        cue=known["cue"],
        responses=tuple(known["responses"]),
        fit=known.get("fit"),
        fit_source=known.get("fit_source"),
        suggested_fit=known.get("suggested_fit"),
        slip=known.get("slip"),
        repair=repair.get("state"),
        repair_minutes=repair.get("after_minutes"),
        repair_by=repair.get("by"),
        repair_source=repair.get("source"),
        child_after=known.get("child_after"),
        context=known.get("context"),
        parent_state=known.get("parent_state"),
        clarity=known.get("clarity"),
        miscue=known.get("miscue", False),
        need=known.get("need"),
        tags=tuple(known.get("tags", ())),
        note=known.get("note"),
        flag=known.get("flag", False),
        sampling=known.get("sampling"),
        logged_at=_time_or_none(known.get("logged_at")),
        child_id=child,
        caregiver_id=caregiver,
        more=MappingProxyType(
            {field: value for field, value in document.items() if field not in FIELD_ORDER}
        ),
    )


def coding_of(document: Document, name: Name) -> Coding:
    """A coding's document as a record."""
    known = readable(document)
    coder = str(document.get("coder", ""))
    return Coding(
        id=str(document["id"]),
        moment=str(document.get("moment", "")),
        coder=name(coder),
        fit=known.get("fit"),
        slip=known.get("slip"),
        repair=known.get("repair", {}).get("state"),
        child_after=known.get("child_after"),
        logged_at=_time_or_none(known.get("logged_at")),
        coder_id=coder,
    )


def reflection_of(document: Document, name: Name) -> Reflection:
    """A reflection's document as a record."""
    caregiver = str(document.get("caregiver", ""))
    return Reflection(
        id=str(document["id"]),
        week=_day_or_none(document.get("week")),
        caregiver=name(caregiver),
        question=str(document.get("question", "")),
        about=_text(document, "about"),
        text=str(document.get("text", "")),
        because=_text(document, "because"),
        answer=_text(document, ANSWER),
        follow_up=_text(document, FOLLOW_UP),
        follow_up_answer=_text(document, FOLLOW_UP_ANSWER),
        skipped=document.get(SKIPPED) is True,
        moments=_texts(document.get("moments")),
        answered_at=_time_or_none(document.get("answered_at")),
        caregiver_id=caregiver,
    )


def rates_of(
    summary: Summary,
    days: tuple[str, str],
    parts: Iterable[tuple[str, str, Summary]],
    unreadable: tuple[Unread, ...],
) -> Rates:
    """Figures as a record; `days` are the first local day and the one after the last.

    `parts` are keys and labels with the figures of each.
    """
    repair = summary.repair
    return Rates(
        start=date.fromisoformat(days[0]),
        end=date.fromisoformat(days[1]),
        match=_match(summary.match),
        verdict=summary.match.verdict.word,
        came_back=_came_back(summary.came_back),
        repaired=repair.repaired,
        repair_final=repair.final,
        repair_open=repair.open,
        repair_median_minutes=repair.median_minutes,
        judged=summary.judged,
        suggested=summary.suggested,
        days=summary.days,
        flagged=summary.flagged,
        unsure=summary.unsure,
        uncoded=summary.uncoded,
        parts=tuple(
            Part(key, label, _match(part.match), _came_back(part.came_back))
            for key, label, part in parts
        ),
        unreadable=unreadable,
    )


def to_rows(records: Iterable[NamedTuple]) -> list[dict[str, Any]]:
    """Records as plain rows, for `pandas.DataFrame(rows)`, `polars.DataFrame(rows)` or `csv`.

    Every row has the same names in the same order. Times are text with their UTC offset, since
    offsets differ within a year; moments have `day` and `hour` on the clock where they were lived
    as well. Several values are a list; fields of `more` have columns of their own.
    """
    rows = [_row(record) for record in records]
    names = dict.fromkeys(name for row in rows for name in row)
    return [{name: row.get(name) for name in names} for row in rows]


def _row(record: NamedTuple) -> dict[str, Any]:
    row = {name: _plain(value) for name, value in record._asdict().items() if name != _MORE}
    if isinstance(record, Moment):
        at = record.observed_at
        row |= {"day": at.date().isoformat(), "hour": at.hour}
        for name, value in record.more.items():
            row.setdefault(name, value)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, tuple):
        return [each._asdict() if hasattr(each, "_asdict") else each for each in value]
    return value


def _match(match: Match) -> Share:
    return Share(match.met, match.n, match.rate, match.low, match.high)


def _came_back(found: CameBack) -> Share:
    return Share(found.moments, found.n, found.rate, found.low, found.high)


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _time_or_none(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _day_or_none(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _text(document: Mapping[str, Any], field: str) -> str | None:
    value = document.get(field)
    return value if isinstance(value, str) and value else None


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, list) else ()
