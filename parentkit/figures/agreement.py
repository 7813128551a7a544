"""How far two people agree about the same moments (section 6 of docs/figures.md)."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import (
    KIND_LIMIT_MATCHED,
    MATCHED,
    MISREAD,
    MISSED,
    OVERRODE,
    PARTIAL,
)
from parentkit.figures.quantiles import Z_975

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

FEWEST_DOUBLE_CODED = 30

RANK = {MATCHED: 0, KIND_LIMIT_MATCHED: 0, PARTIAL: 1, MISREAD: 2, MISSED: 2, OVERRODE: 3}
"""The fits in order of how far they are from meeting the sign.

A kind limit meets it in its own way, so it shares the first place; `unsure` has no place.
"""

_FURTHEST = max(RANK.values())
_FEWEST_CODES = 2


class Estimate(NamedTuple):
    """A coefficient with its 95 % range; the range may pass 1, as it is symmetric."""

    value: float
    low: float
    high: float


class Agreement(NamedTuple):
    """Agreement about what is written, not about what happened.

    `n` moments were coded by both, `unsure` more left unsure or uncoded by one of them. `raw` is
    the share coded alike, `kappa` corrects it for chance, `weighted` does so with nearer codes
    counting as nearer. `codes` is the number of different codes used, and `implied_accuracy` how
    often two equally careful people would have to be right to agree that well. All figures are
    None under 30 moments; a kappa is None where chance alone would agree fully, the accuracy also
    where kappa is below 0.
    """

    n: int
    unsure: int
    codes: int
    raw: float | None = None
    kappa: Estimate | None = None
    weighted: Estimate | None = None
    implied_accuracy: float | None = None


def agreement(pairs: Mapping[tuple[str, str], int]) -> Agreement:
    """The agreement in so many pairs of fits, the first person's before the second's."""
    coded = {pair: count for pair, count in pairs.items() if pair[0] in RANK and pair[1] in RANK}
    n = sum(coded.values())
    unsure = sum(pairs.values()) - n
    codes = len({code for pair, count in coded.items() if count for code in pair})
    if n < FEWEST_DOUBLE_CODED:
        return Agreement(n, unsure, codes)
    ranks: Counter[tuple[int, int]] = Counter()
    for (one, other), count in coded.items():
        ranks[RANK[one], RANK[other]] += count
    kappa = cohens_kappa(coded, lambda one, other: float(one == other))
    return Agreement(
        n,
        unsure,
        codes,
        raw=sum(count for (one, other), count in coded.items() if one == other) / n,
        kappa=kappa,
        weighted=cohens_kappa(ranks, lambda one, other: 1 - abs(one - other) / _FURTHEST),
        implied_accuracy=implied_accuracy(kappa.value, codes) if kappa else None,
    )


def cohens_kappa(
    table: Mapping[tuple[Any, Any], int], alike: Callable[[Any, Any], float]
) -> Estimate | None:
    """Cohen's kappa of pairs of codes; `alike` runs from 1, the same code, down to 0.

    None where the two would agree fully by chance alone, so that there is nothing to correct.
    Standard error: Fleiss, Cohen & Everitt (1969), Psychological Bulletin 72, 323-327.
    """
    n = sum(table.values())
    first: Counter[Any] = Counter()
    second: Counter[Any] = Counter()
    for (one, other), count in table.items():
        first[one] += count
        second[other] += count
    # How alike a code is, on average, to what the other person says.
    to_second = {one: _mean(alike, one, second, n) for one in first}
    to_first = {other: _mean(alike, other, first, n) for other in second}
    by_chance = sum(first[one] / n * to_second[one] for one in first)
    if math.isclose(by_chance, 1):
        return None
    observed = sum(count / n * alike(*pair) for pair, count in table.items())
    kappa = (observed - by_chance) / (1 - by_chance)
    spread = sum(
        count / n * (alike(one, other) - (to_second[one] + to_first[other]) * (1 - kappa)) ** 2
        for (one, other), count in table.items()
    )
    variance = (spread - (kappa - by_chance * (1 - kappa)) ** 2) / ((1 - by_chance) ** 2 * n)
    half = Z_975 * math.sqrt(max(0.0, variance))
    return Estimate(kappa, kappa - half, kappa + half)


def _mean(
    alike: Callable[[Any, Any], float], code: Any, others: Mapping[Any, int], n: int
) -> float:
    return sum(count / n * alike(code, other) for other, count in others.items())


def implied_accuracy(kappa: float, codes: int) -> float | None:
    """How often each of two equally accurate people is right, if they agree as `kappa` says.

    Solves kappa = (a^2 + (1-a)^2/(k-1) - 1/k) / (1 - 1/k) for the accuracy a, with k codes used
    equally often and mistakes spread evenly: a = (1 + (k-1) sqrt(kappa)) / k. None for a kappa
    below 0 (less agreement than chance) or fewer than two codes. Source: Bakeman & Quera (2011),
    Sequential Analysis and Observational Methods for the Behavioral Sciences, ch. 5.
    """
    if kappa < 0 or codes < _FEWEST_CODES:
        return None
    return (1 + (codes - 1) * math.sqrt(kappa)) / codes
