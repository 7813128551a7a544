"""Which codes go together more often than chance would have it (section 5 of docs/figures.md)."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    Line = tuple[str, ...]
    """A row or column: one code, or the rare ones that were pooled."""

FEWEST_PAIRS = 30
SMALLEST_EXPECTED = 5.0

WORTH_WONDERING = 3.0
"""The adjusted residual from which a cell is worth naming.

About 2 would do for one cell looked at alone. The tables hold a hundred cells, of which 2 would
name two or three by chance alone on one side; and moments of one day resemble each other, which
makes every residual look larger than it is. Agresti (2013), Categorical Data Analysis, 3.3.1:
about 2 where there are few cells, about 3 where there are many.
"""

_FEWEST_LINES = 2


class Cell(NamedTuple):
    """One combination of row and column.

    `residual` is the adjusted residual: how many standard errors `observed` lies above or below
    `expected`. `yules_q` runs from -1 (never together) over 0 to 1 (always together) and
    `log_odds` is the log of the odds ratio; both set this row and column against all others, and
    `yules_q` is None where that leaves nothing to compare.
    """

    row: Line
    column: Line
    observed: int
    expected: float
    residual: float
    yules_q: float | None
    log_odds: float


class Association(NamedTuple):
    """A table that may be shown: `n` pairs, and a cell for every row and column."""

    n: int
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    cells: tuple[Cell, ...]

    @property
    def worth_wondering(self) -> tuple[Cell, ...]:
        """The cells seen clearly more often than expected, the clearest first.

        A cell seen less often is left to the table: its row has its excess elsewhere.
        """
        named = [cell for cell in self.cells if cell.residual >= WORTH_WONDERING]
        return tuple(sorted(named, key=lambda cell: (-cell.residual, cell.row, cell.column)))


def associate(pairs: Mapping[tuple[str, str], int]) -> Association | None:
    """The table of so many pairs of codes; None where it may not be shown.

    Shown from 30 pairs where every cell expects at least 5. Codes too rare for that are pooled
    into one line that names them all, the rarest first, until the rest is large enough: nothing is
    left out, and only how rare a code is decides, never what it goes with. A table that would be
    left with a single row or column is not shown. Rows and columns stand with the pool first, then
    from the rarest to the most frequent.
    """
    pairs = {pair: count for pair, count in pairs.items() if count}
    n = sum(pairs.values())
    if n < FEWEST_PAIRS:
        return None
    rows, columns = _margins(pairs, 0), _margins(pairs, 1)
    while min(rows.values()) * min(columns.values()) < SMALLEST_EXPECTED * n:
        scarcer = rows if min(rows.values()) <= min(columns.values()) else columns
        if len(scarcer) == _FEWEST_LINES:
            scarcer = columns if scarcer is rows else rows
        if len(scarcer) <= _FEWEST_LINES:
            return None
        _pool_rarest(scarcer)
    if min(len(rows), len(columns)) < _FEWEST_LINES:
        return None
    row_of, column_of = _line_of(rows), _line_of(columns)
    table: Counter[tuple[Line, Line]] = Counter()
    for (row, column), count in pairs.items():
        table[row_of[row], column_of[column]] += count
    return Association(n, tuple(rows), tuple(columns), cells(table))


def cells(table: Mapping[tuple[Line, Line], int]) -> tuple[Cell, ...]:
    """Every cell of a table of counts; what stands in no entry was seen 0 times.

    e = r c / N and z = (o - e) / sqrt(e (1 - r/N) (1 - c/N)). Source: Haberman (1973), Biometrics
    29, 205-220.
    """
    rows: Counter[Line] = Counter()
    columns: Counter[Line] = Counter()
    for (row, column), count in table.items():
        rows[row] += count
        columns[column] += count
    n = rows.total()
    found = []
    for row, in_row in rows.items():
        for column, in_column in columns.items():
            a = table.get((row, column), 0)
            fourfold = (a, in_row - a, in_column - a, n - in_row - in_column + a)
            found.append(_cell(row, column, fourfold))
    return tuple(found)


def _cell(row: Line, column: Line, fourfold: tuple[int, int, int, int]) -> Cell:
    """A cell from the counts of this row and column, the row's rest, the column's, and all else."""
    a, b, c, d = fourfold
    n = a + b + c + d
    expected = (a + b) * (a + c) / n
    variance = expected * (c + d) / n * (b + d) / n
    residual = (a - expected) / math.sqrt(variance) if variance else 0.0
    return Cell(row, column, a, expected, residual, yules_q(a, b, c, d), log_odds(a, b, c, d))


def yules_q(a: int, b: int, c: int, d: int) -> float | None:
    """(ad - bc) / (ad + bc) of a table [[a, b], [c, d]]. Source: Yule (1900)."""
    both = a * d + b * c
    return (a * d - b * c) / both if both else None


def log_odds(a: int, b: int, c: int, d: int) -> float:
    """log(ad / bc) of a table [[a, b], [c, d]]; .5 is added to each, only if one of them is 0.

    Source: Haldane (1956), Annals of Human Genetics 20, 309-311.
    """
    add = 0.0 if a and b and c and d else 0.5
    return math.log((a + add) * (d + add) / ((b + add) * (c + add)))


def _margins(pairs: Mapping[tuple[str, str], int], side: int) -> dict[Line, int]:
    """How often each code stands on that side, the rarest first."""
    totals: Counter[str] = Counter()
    for pair, count in pairs.items():
        totals[pair[side]] += count
    return {(code,): totals[code] for code in sorted(totals, key=lambda code: (totals[code], code))}


def _pool_rarest(lines: dict[Line, int]) -> None:
    """Joins the first two lines; the pool stays first, so that there is never more than one."""
    (pool, pooled), (rarest, count), *others = lines.items()
    lines.clear()
    lines[pool + rarest] = pooled + count
    lines.update(others)


def _line_of(lines: Mapping[Line, int]) -> dict[str, Line]:
    return {code: line for line in lines for code in line}
