"""What may be shown from how much data (section 3 of docs/figures.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from parentkit.figures.interval import Interval

BENCHMARK = 0.30
"""The often quoted share of attuned moments; where it comes from stands in docs/figures.md."""

FEWEST_FOR_A_RATE = 5
FEWEST_FOR_A_VERDICT = 30
FEWEST_DAYS_FOR_A_VERDICT = 7
WIDEST_FOR_A_VERDICT = 0.30

TOO_FEW = "too_few"
CANNOT_TELL = "cannot_tell"
BELOW = "below"
AROUND = "around"
ABOVE = "above"

MOMENTS = "moments"
DAYS = "days"
WIDTH = "width"


class Lack(NamedTuple):
    """One reason why there is no verdict yet.

    `what` is `moments`, `days` or `width`; there are `has`, and a verdict needs `needs`: at least
    so many moments or days, a range at most so wide (width 0.30 is 30 points).
    """

    what: str
    has: float
    needs: float


class Verdict(NamedTuple):
    """Where a share stands against the benchmark, and what is lacking where nothing can be said.

    `word` is `too_few`, `cannot_tell`, `below`, `around` or `above`; `lacks` is empty exactly for
    the last three.
    """

    word: str
    lacks: tuple[Lack, ...]


def enough_for_a_rate(n: int) -> bool:
    """Whether a share of `n` moments may be shown as more than counts."""
    return n >= FEWEST_FOR_A_RATE


def verdict(n: int, days: int, found: Interval | None) -> Verdict:
    """The verdict on a share of `n` moments on `days` days with the range `found`."""
    lacks = tuple(_lacks(n, days, found))
    if not enough_for_a_rate(n):
        return Verdict(TOO_FEW, lacks)
    if lacks or found is None:
        return Verdict(CANNOT_TELL, lacks)
    if found.low > BENCHMARK:
        return Verdict(ABOVE, ())
    if found.high < BENCHMARK:
        return Verdict(BELOW, ())
    return Verdict(AROUND, ())


def _lacks(n: int, days: int, found: Interval | None) -> list[Lack]:
    lacks = []
    if n < FEWEST_FOR_A_VERDICT:
        lacks.append(Lack(MOMENTS, n, FEWEST_FOR_A_VERDICT))
    if days < FEWEST_DAYS_FOR_A_VERDICT:
        lacks.append(Lack(DAYS, days, FEWEST_DAYS_FOR_A_VERDICT))
    if found is not None and found.high - found.low > WIDEST_FOR_A_VERDICT:
        lacks.append(Lack(WIDTH, found.high - found.low, WIDEST_FOR_A_VERDICT))
    return lacks
