"""Which moments are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.log.wanted import Is, Within, both

if TYPE_CHECKING:
    from parentkit.domain.log.wanted import Wanted
    from parentkit.domain.time.period import Period


class Selection(NamedTuple):
    """Which moments: those of a period (None is all there are), of one child, of one caregiver."""

    period: Period | None = None
    child: str | None = None
    caregiver: str | None = None

    @property
    def wanted(self) -> Wanted:
        """The same as a tree."""
        period = self.period
        days = [Within(period.start.isoformat(), period.end.isoformat())] if period else []
        people = {"child": self.child, "caregiver": self.caregiver}
        return both(*days, *(Is(field, who) for field, who in people.items() if who))
