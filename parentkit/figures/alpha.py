"""How far several people agree, with gaps: Krippendorff's alpha (section 6 of docs/figures.md)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from parentkit.figures.agreement import FEWEST_DOUBLE_CODED, RANK

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Units = Mapping[tuple[int | None, ...], int]
    Distance = Callable[[int, int], float]

_FEWEST_CODERS = 2


class Alpha(NamedTuple):
    """Agreement of any number of people about `n` moments that at least two of them coded.

    1 is full agreement and 0 what chance would give. `nominal` asks for the same code, `ordinal`
    counts nearer codes as nearer. Both are None under 30 moments, and where everybody always used
    the same code, so that there was nothing to differ about.
    """

    n: int
    nominal: float | None = None
    ordinal: float | None = None


def alpha_of_fits(units: Mapping[tuple[str, ...], int]) -> Alpha:
    """Alpha of so many moments of each pattern of fits, one place for each person.

    "" is a gap, and so is `unsure`, as in the shares.
    """
    number = {fit: place for place, fit in enumerate(RANK)}
    exact = _numbered(units, number)
    n = sum(count for values, count in exact.items() if _coders(values) >= _FEWEST_CODERS)
    if n < FEWEST_DOUBLE_CODED:
        return Alpha(n)
    return Alpha(n, alpha_nominal(exact), alpha_ordinal(_numbered(units, RANK)))


def alpha_nominal(units: Units) -> float | None:
    """Alpha where two codes are the same or not; arguments and None as in `alpha_ordinal`."""
    return _alpha(_coincidences(units), lambda one, other: float(one != other))


def alpha_ordinal(units: Units) -> float | None:
    """Alpha of units given as `(one place for each person, None for a gap) -> how many`.

    The distance of two ranks is the number of values used between them, half of both ends
    included, squared. None where all values are the same. Source: Krippendorff (2011), Computing
    Krippendorff's Alpha-Reliability.
    """
    coincidences = _coincidences(units)
    used = _used(coincidences)

    def distance(one: int, other: int) -> float:
        low, high = sorted((one, other))
        between = sum(weight for value, weight in used.items() if low <= value <= high)
        return (between - (used[one] + used[other]) / 2) ** 2

    return _alpha(coincidences, distance)


def _coincidences(units: Units) -> dict[tuple[int, int], float]:
    """How often two values met in a unit; each unit counts as many times as it has values."""
    weights: dict[tuple[int, int], float] = {}
    for values, count in units.items():
        said = Counter(value for value in values if value is not None)
        coders = said.total()
        if coders < _FEWEST_CODERS:
            continue
        for one, times in said.items():
            for other, others in said.items():
                met = times * (others - (one == other)) * count / (coders - 1)
                weights[one, other] = weights.get((one, other), 0.0) + met
    return weights


def _used(coincidences: Mapping[tuple[int, int], float]) -> dict[int, float]:
    used: dict[int, float] = {}
    for (one, _), weight in coincidences.items():
        used[one] = used.get(one, 0.0) + weight
    return used


def _alpha(coincidences: Mapping[tuple[int, int], float], distance: Distance) -> float | None:
    used = _used(coincidences)
    total = sum(used.values())
    observed = sum(weight * distance(*pair) for pair, weight in coincidences.items())
    expected = sum(
        one_weight * other_weight * distance(one, other)
        for one, one_weight in used.items()
        for other, other_weight in used.items()
    )
    if expected == 0:
        return None
    return 1 - (total - 1) * observed / expected


def _numbered(units: Mapping[tuple[str, ...], int], number: Mapping[str, int]) -> Units:
    found: Counter[tuple[int | None, ...]] = Counter()
    for fits, count in units.items():
        found[tuple(number.get(fit) for fit in fits)] += count
    return found


def _coders(values: Sequence[int | None]) -> int:
    return len(values) - values.count(None)
