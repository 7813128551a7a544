"""How long it takes to come back after a miss (section 4 of docs/figures.md)."""

from __future__ import annotations

import math
from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import NOT_GOING_TO, NOT_YET
from parentkit.figures.display import enough_for_a_rate
from parentkit.figures.quantiles import Z_975

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from parentkit.figures.outcomes import Outcome, Outcomes

_HALF = 0.5 + 1e-12
"""A product of fractions that is one half on paper may come out above .5 by a rounding error."""


class Step(NamedTuple):
    """The curve at one time at which misses were mended.

    Of `at_risk` misses not yet mended before `minutes`, `mended` were at that time. `open_share` is
    the estimated share still open afterwards, `se` its standard error (Greenwood), `low` and `high`
    its 95 % range; the range is None where nothing is open any more.
    """

    minutes: int
    at_risk: int
    mended: int
    open_share: float
    se: float
    low: float | None
    high: float | None


class RepairTime(NamedTuple):
    """The curve of repairs over `n` misses whose times are known; `untimed` repairs have none.

    `median` is the number of minutes after which half were mended. Where fewer than half ever were
    it is None, and `half_open_at` says after how many minutes, the last look, that was still so.
    """

    steps: tuple[Step, ...]
    n: int
    untimed: int
    median: int | None
    half_open_at: int | None

    @property
    def enough(self) -> bool:
        """Whether it may be shown: from five misses, no fewer timed repairs than untimed ones."""
        timed = sum(step.mended for step in self.steps)
        return enough_for_a_rate(self.n) and self.untimed <= timed


def repair_time(outcomes: Outcomes) -> RepairTime:
    """The curve over the moments that were not met and of which it is known how that went on.

    `not_yet` and `not_going_to` are censored when they were last said: until then nothing had been
    mended. Said within the minute of the moment itself they tell nothing and are left out.
    """
    mended = _minutes(outcomes, [kind.mended for kind in outcomes.kinds])
    watched = _minutes(outcomes, [_watched(kind) for kind in outcomes.kinds])
    untimed = mended.pop(None, 0)
    looks = {(minutes, True): misses for minutes, misses in mended.items() if minutes is not None}
    looks |= {(minutes, False): misses for minutes, misses in watched.items() if minutes}
    steps = survival(looks)
    median = next((step.minutes for step in steps if step.open_share <= _HALF), None)
    last_look = max((minutes for minutes, _ in looks), default=None)
    half_open_at = last_look if median is None else None
    return RepairTime(steps, sum(looks.values()), untimed, median, half_open_at)


def _minutes(outcomes: Outcomes, wanted: Sequence[bool]) -> Counter[int | None]:
    """How many of the moments that ended in a wanted way have which repair minutes."""
    mask = map(wanted.__getitem__, outcomes.codes)
    return Counter(compress(outcomes.repair_minutes, mask))


def survival(looks: Mapping[tuple[int, bool], int]) -> tuple[Step, ...]:
    """Kaplan and Meier's estimate from `(minutes, mended) -> misses`; mended False is censored.

    Standard errors after Greenwood (1926); the range is symmetric on the scale log(-log S)
    (Kalbfleisch & Prentice 1980), so it stays within 0 to 1.
    """
    steps = []
    at_risk = sum(looks.values())
    open_share = 1.0
    hazard_variance = 0.0
    for minutes in sorted({minutes for minutes, _ in looks}):
        mended = looks.get((minutes, True), 0)
        remaining = at_risk - mended
        if mended:
            open_share *= remaining / at_risk
            if remaining:
                hazard_variance += mended / (at_risk * remaining)
            steps.append(_step(minutes, at_risk, mended, open_share, hazard_variance))
        at_risk = remaining - looks.get((minutes, False), 0)
    return tuple(steps)


def _watched(outcome: Outcome) -> bool:
    """Whether a miss was still open when somebody last said so."""
    return outcome.counted and not outcome.met and outcome.repair_state in (NOT_YET, NOT_GOING_TO)


def _step(
    minutes: int, at_risk: int, mended: int, open_share: float, hazard_variance: float
) -> Step:
    if open_share == 0.0:
        return Step(minutes, at_risk, mended, 0.0, 0.0, None, None)
    root = math.sqrt(hazard_variance)
    spread = math.exp(Z_975 * root / abs(math.log(open_share)))
    low, high = open_share**spread, open_share ** (1 / spread)
    return Step(minutes, at_risk, mended, open_share, open_share * root, low, high)
