"""Which rows may hold what is wanted, told by the columns alone: no line is read for it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from parentkit.domain.log.episode import Episode
from parentkit.domain.log.wanted import (
    OBSERVED_AT,
    Is,
    Said,
    Within,
    both,
    holds,
    leaves,
    parts_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from parentkit.domain.log.wanted import Wanted

    Column = Callable[[str], Sequence[Any]]

_REPAIR, _STATE = "repair", "repair_state"
_TOLD = frozenset(name for name in Episode._fields if not name.startswith("repair"))


class RowFields:
    """A moment's fields as far as the columns tell them, and further ones where they are known."""

    __slots__ = ("_column", "_more", "_row")

    def __init__(self, column: Column, row: int, more: Mapping[str, Any] | None = None) -> None:
        self._column = column
        self._row = row
        self._more = more

    def get(self, name: str, default: Any = None) -> Any:
        """A field's value, `default` where it is not there."""
        if name in _TOLD:
            return self._column(name)[self._row]
        if name == _REPAIR:
            return {"state": self._column(_STATE)[self._row]}
        return default if self._more is None else self._more.get(name, default)


def narrowed(column: Column, rows: list[int], wanted: Wanted) -> tuple[list[int], Wanted]:
    """Those of the rows that the columns let through, and what is still to be asked of them.

    Args:
        column: gives the column of an episode's field, by row.
        rows: rows of moments that are not deleted, in any order, which is kept.
        wanted: which of them.
    """
    column = cache(column)
    rest = []
    for part in parts_of(wanted):
        if not is_told(part):
            rest.append(part)
        elif isinstance(part, (Is, Within)):
            rows = _by_column(column, rows, part)
        else:
            test = holds(part)
            rows = [row for row in rows if test(RowFields(column, row))]
    return rows, both(*rest)


def is_told(wanted: Wanted) -> bool:
    """Whether the columns alone tell if it holds."""
    return all(_is_told(leaf) for leaf in leaves(wanted))


def _is_told(leaf: Wanted) -> bool:
    match leaf:
        case Is(field, _) | Said(field):
            return field in _TOLD or field == _REPAIR
        case Within(field=field):
            return field == OBSERVED_AT
    return False


def _by_column(column: Column, rows: list[int], leaf: Is | Within) -> list[int]:
    if isinstance(leaf, Within):
        start, end, times = leaf.start, leaf.end or "~", column(OBSERVED_AT)
        return [row for row in rows if start <= times[row] < end]
    code = leaf.code
    if leaf.field == "responses":
        lists = column(leaf.field)
        return [row for row in rows if code in lists[row]]
    codes = column(_STATE if leaf.field == _REPAIR else leaf.field)
    return [row for row in rows if codes[row] == code]
