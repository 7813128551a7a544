"""Which questions a week may be asked: conditions, held against its moments and its figures.

A condition chooses what may be asked and is no finding. Whoever builds a ReflectedWeek leaves out
the moments that are set apart by their flag, so that no condition ever sees one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from parentkit.domain.codes import FITS, MET, NOT_YET, REPAIRED, UNSURE
from parentkit.domain.log.moment import lived_order
from parentkit.domain.reflection.question import (
    BAND,
    LIKE,
    LIKE_COUNTS,
    LIKE_SHARE,
    LISTS,
    MISCUE,
    OF_MOMENT,
    SCOPE,
)
from parentkit.domain.schema.fields import MOMENT_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from parentkit.domain.log.moment import Document

FEWEST_FOR_A_SHARE = 5
"""Moments that a share needs before a condition looks at it, as for every rate that is shown."""

NOT_MET = tuple(fit for fit in FITS if fit not in MET and fit != UNSURE)

_OWN_NAMES = tuple(field.name for field in MOMENT_FIELDS if field.name in LISTS)


class WeekFigures(NamedTuple):
    """What is counted of a week.

    `counted` moments have a fit that is known and not `unsure`; `met` of them were met and
    `came_back` were met or mended. `begun_days` of the week have begun, `days` of these have a
    moment. `day_swing` is the highest daily match share minus the lowest, 0 to 1, None where fewer
    than two days have three counted moments. `caregivers` and `children` stand on anybody's moments
    of the week; `bands` are the age bands of the family's children on its last day.
    """

    counted: int = 0
    met: int = 0
    came_back: int = 0
    begun_days: int = 7
    days: int = 0
    day_swing: float | None = None
    caregivers: int = 0
    children: int = 0
    bands: frozenset[str] = frozenset()

    @property
    def gap_days(self) -> int:
        """Days of the week that have begun and have no moment."""
        return self.begun_days - self.days

    @property
    def met_share(self) -> float | None:
        """The match rate; None where too few moments went into it."""
        return self.met / self.counted if self.counted >= FEWEST_FOR_A_SHARE else None

    @property
    def came_back_share(self) -> float | None:
        """The came-back rate; None where too few moments went into it."""
        return self.came_back / self.counted if self.counted >= FEWEST_FOR_A_SHARE else None


class Groups(NamedTuple):
    """What a code belongs to: a cue's family, a response's pole, a child's age band on a day.

    Each gives an empty text where there is none.
    """

    family_of: Callable[[str], str]
    pole_of: Callable[[str], str]
    band_of: Callable[[str, str], str]


class ReflectedWeek:
    """A caregiver's week as conditions see it.

    Args:
        start: its Monday, `2026-11-16`.
        moments: the documents of the caregiver's moments, in any order, none of them flagged.
        figures: what is counted of it.
        groups: what its codes belong to.

    Attributes:
        moments: the documents, earliest first.
    """

    __slots__ = ("_having", "figures", "moments", "start")

    def __init__(
        self, start: str, moments: Iterable[Document], figures: WeekFigures, groups: Groups
    ) -> None:
        self.start = start
        self.figures = figures
        self.moments = sorted(moments, key=lived_order)
        # Bits of a number stand for moments: each of some hundred conditions looks at all of them.
        self._having: dict[tuple[str, object], int] = {}
        for place, moment in enumerate(self.moments):
            for trait in _traits(moment, groups):
                self._having[trait] = self._having.get(trait, 0) | 1 << place

    def having(self, keys: Mapping[str, Any]) -> int:
        """The moments that fulfil all the keys, as the bits of a number: bit 0 is the earliest."""
        found = (1 << len(self.moments)) - 1
        for key, value in keys.items():
            having = 0
            for each in value if isinstance(value, list) else (value,):
                having |= self._having.get((key, each), 0)
            found &= having
        return found

    def ids(self, found: int) -> list[str]:
        """The ids of these moments, earliest first."""
        return [str(moment["id"]) for at, moment in enumerate(self.moments) if found >> at & 1]

    @property
    def something_to_repair(self) -> bool:
        """Whether a moment was not met at first, or is said to be still open."""
        return bool(self.having({"fit": [*NOT_MET]}) or self.having(_OPEN))


class Found(NamedTuple):
    """A condition that holds: the `moments` behind it as bits, and how many it has `counted`.

    `counted` is 0 where the condition counts no moments. Where it is about one moment, all that
    fulfil it are there, to choose from.
    """

    moments: int = 0
    counted: int = 0


def fulfilled(when: Mapping[str, Any], week: ReflectedWeek) -> Found | None:
    """What a condition finds in a week; None where it does not hold."""
    if not when:
        return Found()
    keys = {name: value for name, value in when.items() if name not in (SCOPE, LIKE)}
    if when[SCOPE] == OF_MOMENT:
        moments = week.having(keys)
        return Found(moments) if moments else None
    behind = counted = 0
    for name, value in keys.items():
        counts = when[LIKE] if name in LIKE_COUNTS else _COUNTED.get(name)
        if counts is None:
            if not _HOLDS[name](week, value):
                return None
            continue
        moments = week.having(counts)
        least = value * len(week.moments) if name == LIKE_SHARE else value
        if not moments or moments.bit_count() < least:
            return None
        behind |= moments
        counted = max(counted, moments.bit_count())
    return Found(behind, counted)


def _traits(moment: Document, groups: Groups) -> Iterator[tuple[str, object]]:
    """All keys with all values that the moment fulfils."""
    for name in _OWN_NAMES:
        if moment.get(name):
            yield name, moment[name]
    yield "cue_family", groups.family_of(str(moment.get("cue", "")))
    for response in _responses(moment):
        yield "response", response
        yield "response_pole", groups.pole_of(response)
    repair = moment.get("repair") or {}
    yield "repair_state", repair.get("state")
    yield "repair_by", repair.get("by")
    yield MISCUE, moment.get(MISCUE) is True
    yield BAND, groups.band_of(str(moment.get("child", "")), moment["observed_at"][:10])


def _responses(moment: Document) -> Sequence[str]:
    responses = moment.get("responses")
    return [str(code) for code in responses] if isinstance(responses, list) else []


def _at_least(share: float | None, value: float) -> bool:
    return share is not None and share >= value


def _at_most(share: float | None, value: float) -> bool:
    return share is not None and share <= value


_OPEN = {"repair_state": [NOT_YET]}
_COUNTED: Mapping[str, Mapping[str, Any]] = {
    "not_met_at_least": {"fit": [*NOT_MET]},
    "repaired_at_least": {"repair_state": [REPAIRED]},
    "open_at_least": _OPEN,
}
"""Keys about the week that count moments, and which."""

_HOLDS: Mapping[str, Callable[[ReflectedWeek, Any], bool]] = {
    "moments_at_least": lambda week, value: len(week.moments) >= value,
    "moments_at_most": lambda week, value: len(week.moments) <= value,
    "met_share_at_least": lambda week, value: _at_least(week.figures.met_share, value),
    "met_share_at_most": lambda week, value: _at_most(week.figures.met_share, value),
    "came_back_share_at_least": lambda week, value: _at_least(week.figures.came_back_share, value),
    "gap_days_at_least": lambda week, value: week.figures.gap_days >= value,
    "day_swing_at_least": lambda week, value: _at_least(week.figures.day_swing, value),
    "caregivers_at_least": lambda week, value: week.figures.caregivers >= value,
    "children_at_least": lambda week, value: week.figures.children >= value,
    BAND: lambda week, value: not week.figures.bands.isdisjoint(value),
}
"""The other keys about the week."""
