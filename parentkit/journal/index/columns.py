"""A column of values as a table of the distinct ones and a code for each row.

A hundred thousand moments use some hundred codes. Kept so, a column takes one byte a row, and
reading it makes one object for each distinct value.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_CODES = (("B", 1 << 8), ("H", 1 << 16), ("I", 1 << 32))
"""Array types of the standard library, with how many values each can number."""


def pack(values: Iterable[Any]) -> tuple[list[Any], bytes]:
    """The distinct values in the order of their first row, and the rows' codes in native bytes.

    Values that equal each other are taken as one, so a column holds values of one type (or None).
    """
    rows = list(values)
    table = list(dict.fromkeys(rows))
    numbers = dict(zip(table, range(len(table)), strict=True))
    return table, array(_type_for(len(table)), map(numbers.__getitem__, rows)).tobytes()


def unpack(
    table: Sequence[Any], codes: bytes | memoryview, most: int | None = None
) -> tuple[Any, ...]:
    """The value of every row, or of the first `most` rows.

    In a tuple, because the garbage collector soon passes over tuples of texts and numbers.

    Raises:
        ValueError: the codes are cut off.
        IndexError: a code stands for no value.
    """
    numbers = array(_type_for(len(table)))
    end = len(codes) if most is None else most * numbers.itemsize
    numbers.frombytes(codes[:end])
    return tuple(map(table.__getitem__, numbers))


class PackedColumn(Sequence[Any]):
    """The values of `most` rows, which are decoded when they are first looked at."""

    def __init__(self, table: Callable[[], Sequence[Any]], codes: memoryview, most: int) -> None:
        self._table = table
        self._codes = codes
        self._most = most

    @cached_property
    def values(self) -> tuple[Any, ...]:
        """The value of every row."""
        return unpack(self._table(), self._codes, self._most)

    def __len__(self) -> int:
        return self._most

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values)

    @overload
    def __getitem__(self, row: int) -> Any: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Any, ...]: ...
    def __getitem__(self, row: int | slice) -> Any:
        return self.values[row]


def _type_for(distinct: int) -> str:
    return next(name for name, most in _CODES if distinct <= most)
