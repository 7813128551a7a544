"""Weeks made up for conditions and the choice of questions."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.content import load
from parentkit.domain.log.household import Household
from parentkit.domain.time.period import week_of
from parentkit.services.rates.weeks import week_of_caregiver
from parentkit.services.reflection.questions import bank

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from parentkit.domain.reflection.condition import ReflectedWeek
    from parentkit.domain.reflection.question import Question

MONDAY = date(2026, 11, 16)
ME, OTHER = "anna", "jo"
BIRTH_MONTHS = {"infant": "2026-05", "toddler": "2025-02", "child": "2019-03", "teen": "2012-06"}


def made_household(bands: Iterable[str] = ()) -> Household:
    children = [
        ("child", {"id": band, "name": band.title(), "birth_month": BIRTH_MONTHS[band]})
        for band in bands
    ]
    people = [("caregiver", {"id": who, "name": who.title()}) for who in (ME, OTHER)]
    return Household([*children, ("child", {"id": "mia", "name": "Mia"}), *people], load)


@pytest.fixture(scope="session")
def household() -> Household:
    return made_household()


@pytest.fixture(scope="session")
def household_with() -> Callable[[Iterable[str]], Household]:
    return made_household


@pytest.fixture(scope="session")
def moment() -> Callable[..., dict[str, Any]]:
    """A moment of the week; `on` counts days from its Monday. What is not said is a met one."""
    numbers = count(1)

    def make(on: int = 0, at: str = "18:05", monday: date = MONDAY, **fields: Any) -> Any:
        day = monday + timedelta(days=on)
        return {
            "id": f"moment-{next(numbers):06}",
            "observed_at": f"{day.isoformat()}T{at}+01:00",
            "logged_at": f"{day.isoformat()}T{at}:30+01:00",
            "child": "mia",
            "caregiver": ME,
            "cue": "play_invite",
            "responses": ["join_mirror"],
            "fit": "matched",
            **fields,
        }

    return make


@pytest.fixture(scope="session")
def lived(household: Household) -> Callable[..., ReflectedWeek]:
    """Anna's week of these moments."""

    def live(
        *moments: Mapping[str, Any],
        monday: date = MONDAY,
        family: Household = household,
        today: date | None = None,
    ) -> ReflectedWeek:
        week = week_of(monday)
        return week_of_caregiver(map(dict, moments), family, week, ME, today or week.last_day)

    return live


@pytest.fixture(scope="session")
def questions() -> list[Question]:
    return bank()
