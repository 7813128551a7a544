"""Records of practice: found again by windows of time, and never lost between two devices."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit import clock
from parentkit.domain.codes import PRACTICE, REFLECTION
from parentkit.domain.ulid import ms_of, ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.exercises.library import exercise_called
from parentkit.services.exercises.sessions import begin, practised, write_answer, write_words
from parentkit.services.family import people
from parentkit.services.family.household import read_household

if TYPE_CHECKING:
    from pathlib import Path

YEAR_START_MS = 1_767_225_600_000  # 2026-01-01T00:00:00Z
DAY_MS = 24 * 60 * 60 * 1000


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.integers(0, 365 * DAY_MS), min_size=1, max_size=12, unique=True),
    st.lists(st.integers(0, 60), max_size=6),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)
def test_a_window_holds_what_began_in_it_with_everything_written_to_it_later(
    times: list[int], later_days: list[int], start: date
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        now = [0]
        journal = Journal(f"{folder}/home", f"{folder}/state", lambda: now[0])
        ids = []
        for number, at in enumerate(sorted(times)):
            now[0] = YEAR_START_MS + at
            ids.append(ulid(now[0], number.to_bytes(10, "big")))
            journal.append([Draft(PRACTICE, ids[-1], {"exercise": f"number-{number}"})])
        for number, days in enumerate(later_days):
            now[0] += days * DAY_MS
            record = journal.get(ids[number % len(ids)], PRACTICE)
            journal.amend(record, {"words": f"said {number}"})
        journal.close()
        everything = {record.id: record.fields for record in journal.read(kinds=(PRACTICE,))}
        window = {
            record.id: record.fields
            for record in journal.read(start.isoformat(), kinds=(PRACTICE, REFLECTION))
        }
    assert len(everything) == len(times)
    assert window == {
        identity: fields
        for identity, fields in everything.items()
        if datetime.fromtimestamp(ms_of(identity) / 1000, UTC).date() >= start
    }


@pytest.fixture
def two(tmp_path: Path) -> tuple[Journal, Journal]:
    """Two devices that share one folder."""
    home = str(tmp_path / "home")
    here, there = (Journal(home, str(tmp_path / name), clock.now_ms) for name in ("here", "there"))
    return here, there


def test_two_devices_that_practise_keep_both_answers(two: tuple[Journal, Journal]) -> None:
    here, there = two
    with freeze_time("2026-11-22 17:00") as frozen:
        for journal, name in zip(two, ("Anna", "Jo"), strict=True):
            people.add(journal, read_household(journal), "caregiver", name, {})
            household = read_household(journal)
            exercise = exercise_called(journal, "kind-no")
            session = begin(journal, household, exercise)
            write_answer(journal, session, "A line.")
            write_words(journal, session, f"On {journal.device.id}.")
            frozen.tick(timedelta(minutes=1))
        today = date(2026, 11, 22)
        documents = practised(here, today)
        assert practised(there, today) == documents
    assert len(documents) == 2
    assert {each["words"] for each in documents} == {f"On {each.device.id}." for each in two}
    assert [each["answer"] for each in documents] == ["A line.", "A line."]
    assert len({each["reflection"] for each in documents}) == 2
