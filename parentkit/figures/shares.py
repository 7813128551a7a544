"""How often a sign was met, and how often a miss was mended (section 1 of docs/figures.md)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.codes import NOT_GOING_TO, NOT_YET, PERSON, REPAIRED, UNSURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from parentkit.figures.outcomes import Outcome


class Tally(NamedTuple):
    """Counts of moments. Flagged, unsure and uncoded ones are in none of the other counts.

    `matched` to `overrode` count fits and add up to `n`, and so do `judged` (a person said how it
    fitted) and `suggested`. The repair states count moments that were not met. `uncoded` has no
    fit, or one that this version does not know.
    """

    flagged: int = 0
    unsure: int = 0
    uncoded: int = 0
    matched: int = 0
    kind_limit_matched: int = 0
    partial: int = 0
    misread: int = 0
    missed: int = 0
    overrode: int = 0
    judged: int = 0
    suggested: int = 0
    repaired: int = 0
    not_yet: int = 0
    not_going_to: int = 0

    @property
    def n(self) -> int:
        """Moments whose fit is coded and not `unsure`: what every share is a share of."""
        return self.met + self.partial + self.misread + self.missed + self.overrode

    @property
    def met(self) -> int:
        """Moments that were met; a kind limit is one way of meeting."""
        return self.matched + self.kind_limit_matched

    @property
    def met_or_partial(self) -> int:
        """The lenient reading: what was partly met counts as met."""
        return self.met + self.partial

    @property
    def came_back(self) -> int:
        """Moments that were met, or not met and then mended."""
        return self.met + self.repaired

    @property
    def repair_final(self) -> int:
        """Not-met moments of which it is known that they were mended or will not be."""
        return self.repaired + self.not_going_to

    def bounds(self) -> tuple[float, float] | None:
        """The share met if none, and if all, of the unsure moments were met; None without any."""
        moments = self.n + self.unsure
        if moments == 0:
            return None
        return self.met / moments, (self.met + self.unsure) / moments


def tally(counts: Mapping[Outcome, int]) -> Tally:
    """The tally of so many moments of each ending."""
    totals: Counter[str] = Counter()
    for outcome, moments in counts.items():
        for name in _names(outcome):
            totals[name] += moments
    return Tally(**totals)


def share(part: int, whole: int) -> float | None:
    """`part` of `whole` as a share from 0 to 1; None of nothing."""
    return part / whole if whole else None


def samplings(counts: Mapping[Outcome, int]) -> dict[str, int]:
    """How many counted moments came by each way of sampling, by code."""
    totals: Counter[str] = Counter()
    for outcome, moments in counts.items():
        if outcome.counted:
            totals[outcome.sampling] += moments
    return dict(sorted(totals.items()))


def _names(outcome: Outcome) -> Iterator[str]:
    """The fields of the tally in which a moment with this ending counts."""
    if outcome.flag:
        yield "flagged"
    elif not outcome.counted:
        yield "unsure" if outcome.fit == UNSURE else "uncoded"
    else:
        yield outcome.fit
        yield "judged" if outcome.fit_source == PERSON else "suggested"
        if not outcome.met and outcome.repair_state in (REPAIRED, NOT_YET, NOT_GOING_TO):
            yield outcome.repair_state
