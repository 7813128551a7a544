"""Stretches of days as people write them."""

from __future__ import annotations

import calendar
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from parentkit.domain.errors import UsageProblem
from parentkit.domain.time.ago import UNITS, day_ago
from parentkit.domain.time.days import UnreadableTime
from parentkit.domain.time.period import Period, day_only, month_of, week_of
from parentkit.domain.time.stretch import OPEN_END, first_day, parse_stretch

TODAY = date(2026, 11, 22)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
ONE_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", (2026, 11, 22), (2026, 11, 23)),
        ("Mon", (2026, 11, 16), (2026, 11, 17)),
        ("on monday", (2026, 11, 16), (2026, 11, 17)),
        ("the day before yesterday", (2026, 11, 20), (2026, 11, 21)),
        ("3 days ago", (2026, 11, 19), (2026, 11, 20)),
        ("week", (2026, 11, 16), (2026, 11, 23)),
        ("this week", (2026, 11, 16), (2026, 11, 23)),
        ("last week", (2026, 11, 9), (2026, 11, 16)),
        ("week of 11 november", (2026, 11, 9), (2026, 11, 16)),
        ("4 weeks", (2026, 10, 26), (2026, 11, 23)),
        ("in the last four weeks", (2026, 10, 26), (2026, 11, 23)),
        ("past 10 days", (2026, 11, 13), (2026, 11, 23)),
        ("3 months", (2026, 9, 1), (2026, 12, 1)),
        ("2 years", (2025, 1, 1), (2027, 1, 1)),
        ("weekend", (2026, 11, 21), (2026, 11, 23)),
        ("last weekend", (2026, 11, 14), (2026, 11, 16)),
        ("last month", (2026, 10, 1), (2026, 11, 1)),
        ("year", (2026, 1, 1), (2027, 1, 1)),
        ("2025", (2025, 1, 1), (2026, 1, 1)),
        ("2026-02", (2026, 2, 1), (2026, 3, 1)),
        ("november", (2026, 11, 1), (2026, 12, 1)),
        ("in November 2024", (2024, 11, 1), (2024, 12, 1)),
        ("Nov. 2026", (2026, 11, 1), (2026, 12, 1)),
        ("december", (2025, 12, 1), (2026, 1, 1)),
        ("2026-W47", (2026, 11, 16), (2026, 11, 23)),
        ("22 oct", (2026, 10, 22), (2026, 10, 23)),
        ("1 mar", (2026, 3, 1), (2026, 3, 2)),
        ("16. November", (2026, 11, 16), (2026, 11, 17)),
        ("16th nov", (2026, 11, 16), (2026, 11, 17)),
        ("22.11.2026", (2026, 11, 22), (2026, 11, 23)),
        ("2026/11/2", (2026, 11, 2), (2026, 11, 3)),
        ("1 nov to 14 nov", (2026, 11, 1), (2026, 11, 15)),
        ("1 to 14 nov", (2026, 11, 1), (2026, 11, 15)),
        ("from 1 nov until 30 nov", (2026, 11, 1), (2026, 12, 1)),
        ("20 dec - 6 jan", (2025, 12, 20), (2026, 1, 7)),
        ("between 1 nov and 14 nov", (2026, 11, 1), (2026, 11, 15)),
        ("mon to fri", (2026, 11, 16), (2026, 11, 21)),
        ("2026-09 to 2026-10", (2026, 9, 1), (2026, 11, 1)),
        ("1 jan to 14 mar 1999", (1999, 1, 1), (1999, 3, 15)),
        ("20 dec to 6 jan 2020", (2019, 12, 20), (2020, 1, 7)),
        ("nov to 2 jan 2020", (2019, 11, 1), (2020, 1, 3)),
        ("sep to oct", (2026, 9, 1), (2026, 11, 1)),
        ("3 weeks ago to yesterday", (2026, 11, 1), (2026, 11, 22)),
        ("yesterday to today", (2026, 11, 21), (2026, 11, 23)),
    ],
)
def test_a_stretch_holds_its_last_day(
    text: str, start: tuple[int, int, int], end: tuple[int, int, int]
) -> None:
    assert parse_stretch(text, TODAY) == (date(*start), date(*end))
    assert first_day(text, TODAY) == date(*start)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("since 3 nov", (2026, 11, 3)),
        ("since november", (2026, 11, 1)),
        ("from 3 weeks ago", (2026, 11, 1)),
        ("since a year ago", (2025, 11, 22)),
    ],
)
def test_since_has_no_end(text: str, start: tuple[int, int, int]) -> None:
    assert parse_stretch(text, TODAY) == (date(*start), OPEN_END)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "soon",
            "3/4",
            "3.11.2026",
            "to",
            "today to",
            "14 nov to 1 nov",
            "0 weeks",
            "2026-13",
        ),
        *("since", "ago", "weeks ago", "3 weeks ago", "a month ago", "0 days ago", "in 3 weeks"),
        *("next week", "last november", "last monday", "a week", "30 feb", "9999 years", "spring"),
        *("9999 weeks", "999 years ago", "the", "in", "29 feb 2026", "nov dec"),
    ],
)
def test_what_has_no_one_reading_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem):
        parse_stretch(text, TODAY)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3 weeks ago", "Write 2026-11-01 or 2026-W44; since 3 weeks ago is from that day on."),
        ("2 months ago", "Write 2026-09-22 or september 2026; since 2 months ago"),
        ("last november", "Write november 2026 or november 2025."),
        ("3.11.2026", "Write 11 mar 2026 or 3 nov 2026."),
        ("14 nov to 1 nov", "Write the earlier day first."),
    ],
)
def test_what_has_two_readings_is_told_with_both(text: str, hint: str) -> None:
    with pytest.raises(UnreadableTime) as refused:
        parse_stretch(text, TODAY)
    assert hint in refused.value.hint


@given(DAYS, st.integers(1, 12), st.integers(1971, 2199), st.sampled_from((3, 4, 99)))
def test_a_month_is_all_of_its_days(today: date, month: int, year: int, letters: int) -> None:
    name = calendar.month_name[month][:letters]
    last = date(year, month, calendar.monthrange(year, month)[1])
    for text in (f"{name} {year}", f"in {name.upper()} {year}", f"{year} {name}"):
        assert parse_stretch(text, today) == (date(year, month, 1), last + ONE_DAY)
    latest = parse_stretch(name, today)
    assert (latest.start.month, latest.start.day) == (month, 1)
    assert latest.start <= today < latest.start.replace(year=latest.start.year + 1)


@given(DAYS, st.integers(0, 200), st.sampled_from(sorted(set(UNITS.values()))))
@example(date(2026, 3, 31), 1, "months")
@example(date(2024, 2, 29), 1, "years")
@example(date(2028, 2, 29), 48, "months")
def test_so_long_ago_is_the_day_that_a_calendar_shows(today: date, count: int, unit: str) -> None:
    if unit in ("days", "weeks"):
        expected = today - count * timedelta(**{unit: 1})
    else:
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "years" else 1)
        year, month = divmod(months, 12)
        expected = date(1, 1, 1)
        if year > 0:
            length = calendar.monthrange(year, month + 1)[1]
            expected = date(year, month + 1, min(today.day, length))
    if expected.year < 1971:
        with pytest.raises(UnreadableTime):
            day_ago(count, unit, today)
    else:
        assert day_ago(count, unit, today) == expected


@given(
    DAYS, st.integers(0, 900), st.integers(0, 200), st.sampled_from((day_only, week_of, month_of))
)
@example(date(2026, 1, 2), 3, 0, week_of)
def test_what_a_title_says_is_read_as_the_same_days(
    today: date, back: int, length: int, around: object
) -> None:
    last = today - timedelta(days=back)
    assert callable(around)
    periods = [around(last), Period(last - timedelta(days=length), last + ONE_DAY)]
    for period in periods:
        assert parse_stretch(period.title(today), today) == period
        assert parse_stretch(period.title(), today) == period


WORDS = st.lists(
    st.sampled_from(
        [
            *("in", "on", "the", "since", "from", "to", "-", "ago", "last", "this", "next", "of"),
            *("day", "days", "week", "weekend", "months", "year", "3", "0", "12", "two", "a", "31"),
            *("nov", "february", "may", "mon", "sunday", "today", "yesterday", "before", "29."),
            *("2026", "1971", "2199", "2026-11", "2026-W53", "22.11.2026", "3/4", "99999999999"),
        ]
    ),
    max_size=5,
).map(" ".join)


@given(WORDS | st.text(max_size=12), DAYS)
def test_whatever_is_written_is_read_or_refused_in_words(text: str, today: date) -> None:
    with suppress(UsageProblem):
        period = parse_stretch(text, today)
        assert period.start < period.end
        assert first_day(text, today) == period.start
