from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.age import (
    age_band,
    age_months,
    age_words,
    band_in_month,
    parse_birth_month,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("born", "on_day", "band", "words"),
    [
        ("2026-11", "2026-11-01", "infant", "newborn"),
        ("2026-10", "2026-11-22", "infant", "1 month"),
        ("2026-04", "2026-11-22", "infant", "7 months"),
        ("2025-12", "2026-11-30", "infant", "11 months"),
        ("2025-11", "2026-11-01", "toddler", "12 months"),
        ("2024-12", "2026-11-22", "toddler", "23 months"),
        ("2024-11", "2026-11-22", "toddler", "2 years"),
        ("2023-12", "2026-11-30", "toddler", "2 years"),
        ("2023-11", "2026-11-01", "child", "3 years"),
        ("2013-12", "2026-11-30", "child", "12 years"),
        ("2013-11", "2026-11-01", "teen", "13 years"),
        ("2004-02", "2026-11-22", "teen", "22 years"),
    ],
)
def test_age_and_band_turn_with_the_month_of_birth(
    born: str, on_day: str, band: str, words: str
) -> None:
    assert age_band(born, on_day) == band
    assert age_words(born, on_day) == words


@given(DAYS, DAYS)
def test_the_band_of_a_month_that_does_without_dateutil_is_that_of_each_day(
    born: date, on: date
) -> None:
    birth_month = f"{born:%Y-%m}"
    assert band_in_month(birth_month, f"{on:%Y-%m}") == age_band(birth_month, str(on))


def test_the_band_of_a_month_is_not_known_without_a_month_of_birth() -> None:
    assert band_in_month(None, "2026-11") is None


def test_a_stored_time_will_do_as_a_day() -> None:
    assert age_band("2023-04", "2026-11-22T18:05+01:00") == "child"


@pytest.mark.parametrize("born", [None, "2026-12"])
def test_an_age_that_is_not_known_is_not_made_up(born: str | None) -> None:
    assert age_band(born, "2026-11-22") is None
    assert age_words(born, "2026-11-22") is None


@given(DAYS, DAYS)
def test_months_are_counted_by_year_and_month_alone(born: date, day: date) -> None:
    months = (day.year - born.year) * 12 + day.month - born.month
    expected = months if months >= 0 else None
    assert age_months(born.isoformat()[:7], day.isoformat()) == expected


@pytest.mark.parametrize("born", ["", "2023", "2023-13", "2023-4", "April 2023", "2023-04-05"])
def test_what_is_no_month_of_birth_is_refused(born: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        age_band(born, "2026-11-22")
    assert "2023-04" in problem.value.hint


def test_a_month_of_birth_is_read_up_to_this_month() -> None:
    today = date(2026, 11, 22)
    assert parse_birth_month(" 2023-04 ", today) == "2023-04"
    assert parse_birth_month("2026-11", today) == "2026-11"
    with pytest.raises(UsageProblem, match="still to come"):
        parse_birth_month("2026-12", today)


@pytest.mark.parametrize("text", ["", "2023", "2023-13", "04-2023", "2023-04-05", "April 2023"])
def test_a_month_of_birth_that_has_another_form_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageProblem) as problem:
        parse_birth_month(text, date(2026, 11, 22))
    assert "2023-04" in problem.value.hint
