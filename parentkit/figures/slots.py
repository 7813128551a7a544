"""When in the week a moment was lived: its weekday and its part of the day."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

HOURS = 3
"""Hours in one part of the day: with single hours most slots of a season hold under five."""


class Slot(NamedTuple):
    """`weekday` runs from 1 (Monday) to 7, `hour` is the first hour of the part: 0, 3 .. 21."""

    weekday: int
    hour: int

    @property
    def key(self) -> str:
        """The slot as text that sorts by weekday, then by hour: `7-18`."""
        return f"{self.weekday}-{self.hour:02}"


def slot_of(key: str) -> Slot:
    """The slot of a key."""
    weekday, _, hour = key.partition("-")
    return Slot(int(weekday), int(hour))


def slot_keys(times: Iterable[str]) -> list[str]:
    """The key of the slot of every local time, in the order given."""

    @cache
    def weekday_of(day: str) -> int:
        return date.fromisoformat(day).isoweekday()

    @cache
    def key_of(weekday: int, hour: str) -> str:
        return Slot(weekday, int(hour) // HOURS * HOURS).key

    return [key_of(weekday_of(at[:10]), at[11:13]) for at in times]
