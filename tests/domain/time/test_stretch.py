"""Stretches of days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from parentkit.domain.errors import UsageProblem
from parentkit.domain.time.stretch import OPEN_END, parse_stretch

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", (2026, 11, 22), (2026, 11, 23)),
        ("Mon", (2026, 11, 16), (2026, 11, 17)),
        ("week", (2026, 11, 16), (2026, 11, 23)),
        ("this week", (2026, 11, 16), (2026, 11, 23)),
        ("last week", (2026, 11, 9), (2026, 11, 16)),
        ("4 weeks", (2026, 10, 26), (2026, 11, 23)),
        ("last month", (2026, 10, 1), (2026, 11, 1)),
        ("year", (2026, 1, 1), (2027, 1, 1)),
        ("2025", (2025, 1, 1), (2026, 1, 1)),
        ("2026-02", (2026, 2, 1), (2026, 3, 1)),
        ("2026-W47", (2026, 11, 16), (2026, 11, 23)),
        ("22 oct", (2026, 10, 22), (2026, 10, 23)),
        ("1 nov to 14 nov", (2026, 11, 1), (2026, 11, 15)),
        ("2026-09 to 2026-10", (2026, 9, 1), (2026, 11, 1)),
        ("yesterday to today", (2026, 11, 21), (2026, 11, 23)),
    ],
)
def test_a_stretch_holds_its_last_day(
    text: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert parse_stretch(text, TODAY) == (date(*start), date(*end))


def test_since_has_no_end() -> None:
    assert parse_stretch("since 3 nov", TODAY) == (date(2026, 11, 3), OPEN_END)


@pytest.mark.parametrize(
    "text", ["", "soon", "3/4", "to", "today to", "14 nov to 1 nov", "0 weeks", "2026-13", "since"]
)
def test_what_has_no_one_reading_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_stretch(text, TODAY)
