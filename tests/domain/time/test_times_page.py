"""Every example of docs/times.md is carried out."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from parentkit.domain.time.days import UnreadableTime
from parentkit.domain.time.period import parse_day
from parentkit.domain.time.stretch import first_day, parse_stretch
from parentkit.domain.time.when import parse_duration, parse_past, timestamp

InZone = Callable[[str], AbstractContextManager[None]]
PAGE = Path(__file__).parents[3] / "docs" / "times.md"
WRITTEN_AT = datetime(2026, 11, 22, 18, 7, tzinfo=ZoneInfo("Europe/Berlin"))


def rows(heading: str) -> list[tuple[str, str]]:
    """The rows of all tables whose second column has that heading."""
    tables = re.findall(
        rf"^\| You write \| {re.escape(heading)} \|\n\| --- \| --- \|\n((?:\|.*\n)+)",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    found = [re.fullmatch(r"\| `(.+)` \| (.+) \|", row) for row in "".join(tables).splitlines()]
    assert found
    assert all(found)
    return [(row[1], row[2]) for row in found if row]


@pytest.mark.parametrize(("words", "stored"), rows("It is stored as"))
def test_times_mean_what_the_page_says(in_zone: InZone, words: str, stored: str) -> None:
    with in_zone("Europe/Berlin"):
        assert timestamp(parse_past(words, WRITTEN_AT)) == stored


@pytest.mark.parametrize(("words", "why"), rows("Why"))
def test_what_the_page_calls_refused_is_refused_with_its_reason(
    in_zone: InZone, words: str, why: str
) -> None:
    with in_zone("Europe/Berlin"), pytest.raises(UnreadableTime) as problem:
        parse_past(words, WRITTEN_AT)
    assert problem.value.message == why


@pytest.mark.parametrize(("text", "minutes"), rows("Minutes"))
def test_lengths_of_time_are_what_the_page_says(text: str, minutes: str) -> None:
    assert parse_duration(text) == int(minutes)


@pytest.mark.parametrize(("words", "day"), rows("The day"))
def test_days_are_what_the_page_says(words: str, day: str) -> None:
    assert parse_day(words, WRITTEN_AT.date()) == date.fromisoformat(day)


@pytest.mark.parametrize(("words", "days"), rows("The days"))
def test_stretches_are_what_the_page_says(words: str, days: str) -> None:
    found = parse_stretch(words, WRITTEN_AT.date())
    assert f"{found.start} to {found.last_day}" == days


@pytest.mark.parametrize(("words", "day"), rows("From"))
def test_first_days_are_what_the_page_says(words: str, day: str) -> None:
    assert first_day(words, WRITTEN_AT.date()) == date.fromisoformat(day)


def test_every_table_of_the_page_is_one_that_is_carried_out() -> None:
    headings = set(
        re.findall(r"^\| You write \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert headings == {"It is stored as", "Why", "Minutes", "The day", "The days", "From"}
