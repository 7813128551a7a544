"""How each moment ended, as day and kind: what shares, ranges and repair times are counted from.

A hundred thousand moments end in some hundred kinds of ways. Numbering the kinds once lets every
figure run over kinds and days instead of over moments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import FITS, MET, REPAIRED, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from parentkit.domain.log.episode import EpisodeColumns

COUNTED = frozenset(FITS) - {UNSURE}
"""The fits that stand in the shares."""


class Outcome(NamedTuple):
    """How a moment ended; fields as in `Episode`."""

    fit: str
    fit_source: str
    repair_state: str
    sampling: str
    flag: bool

    @property
    def counted(self) -> bool:
        """Whether the moment is one of the N: coded, not `unsure`, not set apart by its flag."""
        return self.fit in COUNTED and not self.flag

    @property
    def met(self) -> bool:
        """Counted and matched, a kind limit included."""
        return self.counted and self.fit in MET

    @property
    def mended(self) -> bool:
        """Counted, not met at first, and repaired."""
        return self.counted and not self.met and self.repair_state == REPAIRED


class Outcomes(NamedTuple):
    """Day and ending of many moments: moment i, of `days[i]`, ended as `kinds[codes[i]]`.

    `repair_minutes[i]` is as in `Episode`.
    """

    days: Sequence[str]
    codes: Sequence[int]
    repair_minutes: Sequence[int | None]
    kinds: Sequence[Outcome]

    def counts(self) -> dict[Outcome, int]:
        """How many moments ended in each way."""
        return {self.kinds[code]: moments for code, moments in Counter(self.codes).items()}


def outcomes_of(columns: EpisodeColumns) -> Outcomes:
    """Day and ending of every episode, in the order of the columns."""
    numbering: defaultdict[tuple[object, ...], int] = defaultdict(count().__next__)
    endings = zip(*(getattr(columns, name) for name in Outcome._fields), strict=True)
    codes = list(map(numbering.__getitem__, endings))
    days = [at[:10] for at in columns.observed_at]
    return Outcomes(days, codes, columns.repair_minutes, list(map(Outcome._make, numbering)))


def grouped(outcomes: Outcomes, keys: Iterable[str]) -> dict[str, Outcomes]:
    """The outcomes by key, in the order of the keys; `keys` runs along the moments."""
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        rows[key].append(row)
    return {key: _selected(outcomes, rows[key]) for key in sorted(rows)}


def _selected(outcomes: Outcomes, rows: Sequence[int]) -> Outcomes:
    return Outcomes(
        [outcomes.days[row] for row in rows],
        [outcomes.codes[row] for row in rows],
        [outcomes.repair_minutes[row] for row in rows],
        outcomes.kinds,
    )
