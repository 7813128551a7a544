"""A time that is let pass, and the rhythm of paced breathing within one.

Nothing here knows what time it is: instants are seconds of whichever clock the caller keeps to.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from parentkit.domain.sentence import plural

if TYPE_CHECKING:
    from parentkit.domain.exercises.exercise import Breath

PHASES = ("breathe in", "hold", "breathe out", "hold")
"""What to do in each of the four parts of a breath."""

_MINUTE = 60
_SHORT, _SHORT_EVERY, _LONG_EVERY = 30, 5, 15


class Countdown:
    """So many seconds, from an instant on; the time does not pass while it is held."""

    def __init__(self, seconds: int, now: float) -> None:
        self.seconds = seconds
        self._since: float | None = now
        self._passed = 0.0

    @property
    def held(self) -> bool:
        """Whether it stands still."""
        return self._since is None

    def passed(self, now: float) -> float:
        """Seconds that have passed, as many as there are at the most."""
        running = 0.0 if self._since is None else now - self._since
        return min(max(self._passed + running, 0.0), float(self.seconds))

    def left(self, now: float) -> float:
        """Seconds that are left, 0 at the end."""
        return self.seconds - self.passed(now)

    def hold(self, now: float) -> None:
        """Lets it stand still from now on."""
        self._passed, self._since = self.passed(now), None

    def go_on(self, now: float) -> None:
        """Lets it pass on from where it was held."""
        if self._since is None:
            self._since = now


class Breathing(NamedTuple):
    """Where in paced breathing one is.

    Attributes:
        words: what to do, one of PHASES.
        round: which round, from 1.
        full: how full of breath one is, 0 to 1; it grows while breathing in.
    """

    words: str
    round: int
    full: float


def breathing_at(breath: Breath, passed: float) -> Breathing:
    """Where one is after so many seconds; at the end, the last moment of the last round."""
    one = sum(breath[:4])
    number, within = divmod(passed, one)
    if number >= breath.rounds:
        number, within = breath.rounds - 1, float(one)
    ends = 0
    for part, seconds in enumerate(breath[:4]):
        begins, ends = ends, ends + seconds
        if seconds and (within < ends or ends == one):
            share = (within - begins) / seconds
            full = (share, 1.0, 1 - share, 0.0)[part]
            return Breathing(PHASES[part], int(number) + 1, full)
    raise ValueError(f"{breath} takes no time.")


def left_words(seconds: float) -> str:
    """`1 minute 15 seconds left`; rounded up so that the words change now and then only."""
    every = _SHORT_EVERY if seconds <= _SHORT else _LONG_EVERY
    rounded = ceil(seconds / every) * every
    if not rounded:
        return "the time has passed"
    minutes, rest = divmod(rounded, _MINUTE)
    if not minutes:
        return f"{rest} seconds left"
    if not rest:
        return plural(minutes, one="{n} minute left", other="{n} minutes left")
    one, other = "{n} minute {rest} seconds left", "{n} minutes {rest} seconds left"
    return plural(minutes, one=one, other=other, rest=rest)
