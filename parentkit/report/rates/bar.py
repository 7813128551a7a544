"""A share with its range and the 30 % mark, drawn as one line of text."""

from __future__ import annotations

from parentkit.figures.display import BENCHMARK

CELLS = 40
EMPTY, WITHIN, RATE, MARK = ".", "-", "#", "|"


def bar(rate: float, low: float | None, high: float | None, cells: int = CELLS) -> str:
    """`[....----|-##----......]`: `-` is the range, `#` the rate, `|` the mark at 30 %.

    Args:
        rate: the share, 0 to 1.
        low: the lower end of its range; None draws no range.
        high: the upper end.
        cells: how many characters stand for 0 to 100 %.
    """
    drawn = [EMPTY] * cells
    if low is not None and high is not None:
        for cell in range(_cell(low, cells), _cell(high, cells) + 1):
            drawn[cell] = WITHIN
    drawn[_cell(BENCHMARK, cells)] = MARK
    drawn[_cell(rate, cells)] = RATE
    return f"[{''.join(drawn)}]"


def _cell(share: float, cells: int) -> int:
    return min(cells - 1, int(share * cells))
