"""The 95 % range of a share when moments clump by day (section 2 of docs/figures.md)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.quantiles import Z_975, student_t_975

if TYPE_CHECKING:
    from collections.abc import Iterable

_FEWEST_DAYS = 2


class Interval(NamedTuple):
    """A 95 % range from `low` to `high`, each a share from 0 to 1.

    `effective_n` says how many independent moments the range is worth: at most as many as there
    are, far fewer where days differ a lot.
    """

    low: float
    high: float
    effective_n: float


def wilson(p: float, n: float) -> tuple[float, float]:
    """The 95 % score interval of a share `p` of `n` > 0 independent moments; n need not be whole.

    Source: Wilson (1927), JASA 22, 209-212.
    """
    z2 = Z_975 * Z_975
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_975 * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    # Rounding must not push an end past the share itself, nor out of 0 to 1.
    return min(p, max(0.0, centre - half)), max(p, min(1.0, centre + half))


def clustered_variance(days: Iterable[tuple[int, int]]) -> float:
    """The variance of a share over K >= 2 days of `(moments, hits)`, as a ratio of day totals.

    v = K/(K-1) sum((y_d - p m_d)^2) / M^2. The sum is taken in whole numbers, so that days that are
    all alike give exactly 0. Source: Cochran (1977), Sampling Techniques, ch. 9.
    """
    k = moments = hits = mm = mh = hh = 0
    for m, y in days:
        k += 1
        moments += m
        hits += y
        mm += m * m
        mh += m * y
        hh += y * y
    squares = moments * moments * hh - 2 * hits * moments * mh + hits * hits * mm
    return k / (k - 1) * squares / moments**4


def interval(days: Iterable[tuple[int, int]]) -> Interval | None:
    """The range of the share of hits over days of `(moments, hits)`; None from fewer than two days.

    The interval is Wilson's on n* = min(M, n_eff (t_{M-1} / t_{K-1})^2), where n_eff = p(1-p)/v is
    the number of independent moments that would vary as much as these days do; the ratio of t
    quantiles pays for v being estimated from K days. Source: Korn & Graubard (1998), Survey
    Methodology 24, 193-201, with Wilson's interval in place of Clopper and Pearson's.
    Where v says nothing (share 0 or 1, or all days alike) each day counts as one moment: n = K.
    """
    days = [(m, y) for m, y in days if m]
    k = len(days)
    if k < _FEWEST_DAYS:
        return None
    moments = sum(m for m, _ in days)
    p = sum(y for _, y in days) / moments
    v = clustered_variance(days)
    if p in (0.0, 1.0) or v == 0.0:
        effective_n = float(k)
    else:
        penalty = student_t_975(moments - 1) / student_t_975(k - 1)
        effective_n = min(float(moments), p * (1 - p) / v * penalty**2)
    return Interval(*wilson(p, effective_n), effective_n)
