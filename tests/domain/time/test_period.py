import calendar
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.errors import UsageProblem
from parentkit.domain.time.days import UnreadableTime
from parentkit.domain.time.period import (
    MOST_WEEKS,
    Period,
    between,
    day_only,
    everything,
    iso_week,
    last_weeks,
    month_of,
    parse_day,
    week_of,
)

SUNDAY = date(2026, 11, 22)
DAYS = st.dates(date(1971, 1, 1), date(2199, 12, 31))
ONE_DAY = timedelta(days=1)


@given(DAYS)
def test_a_week_is_seven_days_from_monday_and_holds_its_day(day: date) -> None:
    week = week_of(day)
    assert week.start.isoweekday() == 1
    assert week.end - week.start == timedelta(days=7)
    assert week.start <= day < week.end
    assert date.fromisocalendar(*map(int, iso_week(day).split("-W")), 1) == week.start


@given(DAYS)
def test_a_month_is_what_the_calendar_says(day: date) -> None:
    month = month_of(day)
    assert month.start == day.replace(day=1)
    assert month.last_day.day == calendar.monthrange(day.year, day.month)[1]
    assert month.last_day.month == day.month


@given(DAYS, st.integers(1, 900))
def test_the_weeks_of_a_period_cover_each_of_its_days_once_and_in_order(
    day: date, length: int
) -> None:
    period = Period(day, day + timedelta(days=length))
    weeks = list(period.weeks())
    assert all(earlier.end == later.start for earlier, later in pairwise(weeks))
    assert weeks[0] == week_of(day)
    assert weeks[-1] == week_of(period.last_day)
    assert all(week == week_of(week.start) for week in weeks)


@given(DAYS, DAYS, st.integers(1, MOST_WEEKS))
def test_every_period_has_at_least_one_day(one: date, other: date, count: int) -> None:
    first, last = sorted((one, other))
    asked = [day_only(one), week_of(one), month_of(one), everything(first, last)]
    if one.year > 2000:
        asked.append(last_weeks(count, one))
    if first < last:
        asked.append(between(first, last))
    assert all(period.start < period.end for period in asked)
    assert all(week.start < week.end for week in week_of(one).weeks())


@given(DAYS, st.integers(1, 60), st.integers(-70, 70), st.integers(0, 23))
def test_a_stored_time_belongs_to_the_local_day_on_which_it_was_lived(
    day: date, length: int, away: int, hour: int
) -> None:
    period = Period(day, day + timedelta(days=length))
    lived = day + timedelta(days=away)
    stamp = f"{lived.isoformat()}T{hour:02}:00+14:00"
    assert period.contains(stamp) == (0 <= away < length)


def test_the_last_weeks_end_with_the_current_one() -> None:
    assert last_weeks(1, SUNDAY) == Period(date(2026, 11, 16), date(2026, 11, 23))
    assert last_weeks(4, SUNDAY) == Period(date(2026, 10, 26), date(2026, 11, 23))
    assert len(list(last_weeks(12, SUNDAY).weeks())) == 12


@pytest.mark.parametrize("count", [0, -1, MOST_WEEKS + 1, 10**12])
def test_a_number_of_weeks_that_cannot_be_shown_is_refused(count: int) -> None:
    with pytest.raises(UsageProblem, match=str(count)):
        last_weeks(count, SUNDAY)


def test_everything_holds_its_last_day_and_between_does_not() -> None:
    assert everything(SUNDAY, SUNDAY) == Period(SUNDAY, date(2026, 11, 23))
    assert between(date(2026, 11, 1), SUNDAY).last_day == date(2026, 11, 21)


@pytest.mark.parametrize("since", [SUNDAY, SUNDAY + ONE_DAY])
def test_a_period_without_a_day_is_refused(since: date) -> None:
    with pytest.raises(UsageProblem, match="No day lies between"):
        between(since, SUNDAY)


@pytest.mark.parametrize(
    ("period", "title", "title_in_2027"),
    [
        (week_of(SUNDAY), "Week of 16 November", "Week of 16 November 2026"),
        (month_of(SUNDAY), "November 2026", "November 2026"),
        (day_only(SUNDAY), "Sunday 22 November", "Sunday 22 November 2026"),
        (last_weeks(4, SUNDAY), "26 October to 22 November", "26 October to 22 November 2026"),
        (
            everything(date(2026, 11, 2), date(2026, 11, 15)),
            "2 to 15 November",
            "2 to 15 November 2026",
        ),
        (
            everything(date(2025, 12, 1), SUNDAY),
            "1 December 2025 to 22 November 2026",
            "1 December 2025 to 22 November 2026",
        ),
        (week_of(date(2027, 1, 1)), "Week of 28 December 2026", "Week of 28 December 2026"),
        (month_of(date(2026, 2, 1)), "February 2026", "February 2026"),
    ],
)
def test_a_period_is_called_what_a_person_would_call_it(
    period: Period, title: str, title_in_2027: str
) -> None:
    assert period.title(SUNDAY) == title
    assert period.title(date(2027, 3, 1)) == title_in_2027
    assert period.title() == title_in_2027


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("TODAY", "2026-11-22"),
        (" yesterday ", "2026-11-21"),
        ("tomorrow", "2026-11-23"),
        ("sun", "2026-11-22"),
        ("Saturday", "2026-11-21"),
        ("mon", "2026-11-16"),
        ("22 nov", "2026-11-22"),
        ("sept 30", "2026-09-30"),
        ("29 feb 2024", "2024-02-29"),
        ("2027-01-01", "2027-01-01"),
        ("2026-11", "2026-11-01"),
        ("2026-w01", "2025-12-29"),
        ("2020-W53", "2020-12-28"),
        ("1971-W01", "1971-01-04"),
    ],
)
def test_a_day_is_read(words: str, day: str) -> None:
    assert parse_day(words, SUNDAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "now",
        "14:05",
        "mon 14:05",
        "next week",
        "3/4",
        "22.11.",
        "11-2026",
        "2026",
        "2026-1",
        "2026-13",
        "2026-00",
        "2026-W00",
        "2025-W53",
        "2026-W5",
        "2026-x11",
        "2026-02-29",
        "2200-01-01",
        "2200-01",
        "1970-W10",
        "23 nov",
        "30 feb 2024",
        "22 nov 202\uff16",
    ],
)
def test_what_names_no_day_is_refused_with_examples(words: str) -> None:
    with pytest.raises(UnreadableTime) as problem:
        parse_day(words, SUNDAY)
    assert problem.value.hint


@given(DAYS, DAYS)
def test_a_day_month_or_week_in_iso_form_is_read_whatever_today_is(day: date, today: date) -> None:
    assert parse_day(day.isoformat(), today) == day
    assert parse_day(day.isoformat()[:7], today) == month_of(day).start
    if day.isocalendar().year in range(1971, 2200):
        assert parse_day(iso_week(day), today) == week_of(day).start


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with suppress(UnreadableTime):
        assert parse_day(text, SUNDAY).year in range(1970, 2200)
