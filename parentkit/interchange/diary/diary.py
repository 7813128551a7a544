"""A diary kept by hand in a table: one row per moment, columns by name, values by id or label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import PERSON, REPAIRED
from parentkit.domain.errors import DataProblem, ParentkitError
from parentkit.domain.schema.field import CODES, COUNT, FLAG, ID, TEXT, TEXTS
from parentkit.domain.schema.fields import said_fields
from parentkit.domain.text import clean
from parentkit.domain.time.localtime import DAY, epoch_of, instants_at, stamp_local
from parentkit.domain.time.when import parse_duration, parse_past, timestamp
from parentkit.interchange.diary.columns import Columns, columns_of
from parentkit.interchange.diary.words import Unread, Words
from parentkit.interchange.records.csv_tables import surplus_of
from parentkit.interchange.rows import Rejection, Trouble, rejected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from parentkit.domain.log.household import Household
    from parentkit.interchange.table import Line, Table

YES = frozenset(("yes", "y", "true", "1", "x"))
NO = frozenset(("no", "n", "false", "0", "-"))

LONGEST_NAME = 100
"""Characters of a person's name."""

_DATE = len("2026-11-22")
_MINUTE = len("2026-11-22T18:05")


class Observed(NamedTuple):
    """A time of a diary.

    `stored` is local time with its UTC offset, `epoch` the same in seconds since 1970.
    `identity_ms` is what an id is made from: a time without an offset of its own has to mean the
    same wherever the diary is read, so it is counted as if it were UTC; milliseconds since 1970.
    """

    stored: str
    epoch: int
    identity_ms: int


class Entry(NamedTuple):
    """A moment as a diary has it.

    `fields` are those that the row says, `child` and `caregiver` their names or ids as written,
    empty where the row says none.
    """

    row: int
    when: Observed
    child: str
    caregiver: str
    fields: dict[str, Any]


class Diary:
    """Reads the rows of one table.

    Attributes:
        columns: which of its columns says what.

    Args:
        table: the table.
        household: the family's words.
        now: the present; rows of later times are not taken.

    Raises:
        DataProblem: the table has not the columns of a diary.
    """

    def __init__(self, table: Table, household: Household, now: datetime) -> None:
        self.columns: Columns = columns_of(table.header)
        if self.columns.missing:
            raise DataProblem(
                f"The table has no column {', '.join(self.columns.missing)}.",
                "A diary needs: when (or date and time), cue, response. Nothing was changed.",
            )
        self._table = table
        self._words = Words(household)
        self._now = now
        by_sort: dict[str, Callable[[str], Any]] = {
            ID: _name,
            CODES: self._responses,
            COUNT: _minutes,
            TEXT: str,
            TEXTS: _tags,
            FLAG: _yes_or_no,
        }
        self._readers = {
            field.said: by_sort[field.sort] for field in said_fields() if field.sort in by_sort
        } | {"logged_at": _stored_time}

    def rows(self) -> Iterator[Entry | Rejection]:
        """The moments, or why a row is not one."""
        for line in self._table.rows:
            if isinstance(line, Rejection):
                yield line
            else:
                yield surplus_of(self._table.header, line) or self._entry(line)

    def _entry(self, line: Line) -> Entry | Rejection:
        cells = [clean(cell).strip() for cell in line.cells]
        cells += [""] * (len(self._table.header) - len(cells))
        troubles: list[Trouble] = []
        when = self._when(cells, troubles)
        fields: dict[str, Any] = {}
        for field, (column, place) in self.columns.places.items():
            if field in ("when", "date", "time"):
                continue
            try:
                value = self._value(field, cells[place])
                # A no to the flag is kept: whoever wrote it has said that nobody was hurt.
                if value is not None and (value is not False or field == "flag"):
                    fields[field] = value
            except Unread as unread:
                troubles.append(Trouble(column, cells[place], str(unread)))
        self._join_repair(fields, cells, troubles)
        if when is None or troubles:
            return rejected(line.number, troubles)
        others = {name: cells[place] for name, place in self.columns.others.items() if cells[place]}
        if others:
            fields["extra"] = others
        child, caregiver = fields.pop("child", ""), fields.pop("caregiver", "")
        return Entry(line.number, when, child, caregiver, fields)

    def _responses(self, cell: str) -> list[str]:
        codes = self._words.codes("responses", cell)
        if not codes:
            raise Unread(_MISSING["responses"])
        return codes

    def _value(self, field: str, cell: str) -> Any:
        if not cell:
            if field in ("cue", "responses"):
                raise Unread(_MISSING[field])
            return None
        if field in self._readers:
            return self._readers[field](cell)
        return self._words.code(field, cell)

    def _when(self, cells: list[str], troubles: list[Trouble]) -> Observed | None:
        day, text, of_day, of_time = self._time_cells(cells)
        if not _is_date(day):
            troubles.append(Trouble(*of_day, _NO_DATE if of_day[1] else "The date is missing."))
        elif not of_time[1]:
            troubles.append(Trouble(*of_time, "The time is missing; a rough one is enough."))
        else:
            try:
                return _observed(text, self._now)
            except ParentkitError as problem:
                blamed = of_day if day > self._now.isoformat()[:10] else of_time
                troubles.append(Trouble(*blamed, _said(problem)))
        return None

    def _time_cells(self, cells: list[str]) -> tuple[str, str, tuple[str, str], tuple[str, str]]:
        """The day, day and time together, and column and cell of each."""
        places = self.columns.places
        if "when" in places:
            column, place = places["when"]
            whole = (column, cells[place])
            return cells[place][:10], cells[place], whole, whole
        (date_column, date_place), (time_column, time_place) = places["date"], places["time"]
        of_day = (date_column, cells[date_place])
        of_time = (time_column, cells[time_place])
        return of_day[1], f"{of_day[1]} {of_time[1]}", of_day, of_time

    def _join_repair(
        self, fields: dict[str, Any], cells: list[str], troubles: list[Trouble]
    ) -> None:
        """Makes one repair of its columns; minutes and who began it say that there was one."""
        state = fields.pop("repair", None)
        parts = {"by": fields.pop("repaired_by", None)}
        parts["after_minutes"] = fields.pop("repaired_after", None)
        said = {name: value for name, value in parts.items() if value is not None}
        if state is None and not said:
            return
        if said and state not in (None, REPAIRED):
            named = "repaired_after" if "after_minutes" in said else "repaired_by"
            column, place = self.columns.places[named]
            told = f"says that they found their way back, while repair is {state}."
            troubles.append(Trouble(column, cells[place], told))
        fields["repair"] = {"state": state or REPAIRED, "source": PERSON, **said}


def _minutes(cell: str) -> int:
    try:
        return parse_duration(cell)
    except ParentkitError as problem:
        raise Unread(_said(problem)) from None


def _tags(cell: str) -> list[str] | None:
    tags = (tag.strip() for tag in cell.replace(",", ";").split(";"))
    return list(dict.fromkeys(tag for tag in tags if tag)) or None


def _yes_or_no(cell: str) -> bool:
    if cell.casefold() in YES:
        return True
    if cell.casefold() in NO:
        return False
    raise Unread("is neither yes nor no.")


def _stored_time(cell: str) -> str:
    try:
        epoch_of(cell)
    except DataProblem as problem:
        raise Unread(_said(problem)) from None
    return cell


def _name(cell: str) -> str:
    if len(cell) > LONGEST_NAME:
        raise Unread(f"is longer than a name can be ({LONGEST_NAME} characters).")
    return " ".join(cell.split())


def _said(problem: ParentkitError) -> str:
    return " ".join(text for text in (problem.message, problem.hint) if text)


_NO_DATE = "is not a day in the calendar as in 2026-11-22."
_MISSING = {
    "cue": "The sign is missing; parentkit vocabulary list cues shows all.",
    "responses": "The response is missing; parentkit vocabulary list responses shows all.",
}


def _is_date(text: str) -> bool:
    """Whether the text is a day as 2026-11-22, and one that is in the calendar."""
    try:
        return len(text) == _DATE and epoch_of(f"{text}T00:00+00:00") >= 0
    except DataProblem:
        return False


def _observed(text: str, now: datetime) -> Observed:
    """The time that `2026-11-22 18:05` names; the offset is the one that held here on that day.

    The clock's part may be anything that domain.time.when reads as one, with an offset of its own
    too.

    Raises:
        UnreadableTime: it is not such a time, did not exist here, or is still to come.
    """
    return _plain(text, now) or _anything_else(text, now)


def _plain(text: str, now: datetime) -> Observed | None:
    """The usual form, read without the cost of every other."""
    if len(text) != _MINUTE or text[_DATE] not in " T":
        return None
    try:
        wall = epoch_of(f"{text[:_DATE]}T{text[_DATE + 1 :]}+00:00")
    except DataProblem:
        return None
    instants = instants_at(wall) if wall > DAY else ()
    if not instants or instants[0] > now.timestamp():
        return None
    return Observed(stamp_local(instants[0]), instants[0], wall * 1000)


def _anything_else(text: str, now: datetime) -> Observed:
    stored = timestamp(parse_past(text, now))
    said_offset = any(sign in text[_DATE:] for sign in "+-zZ")
    of_identity = stored if said_offset else f"{stored[:_MINUTE]}+00:00"
    return Observed(stored, epoch_of(stored), epoch_of(of_identity) * 1000)
