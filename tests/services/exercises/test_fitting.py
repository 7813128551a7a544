"""Exercises and sittings that are looked for, held against a plain search by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.exercises.exercise import BANDS, TRAINS, WHO, PractisedWanted, Wanted
from parentkit.domain.time.period import Period
from parentkit.domain.ulid import ulid
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.exercises import library
from parentkit.services.exercises.sessions import for_age, found_practised, practised

if TYPE_CHECKING:
    from parentkit.domain.exercises.exercise import Exercise

TODAY = date(2026, 11, 22)
NOON_MS = 1_795_348_800_000
DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> list[Exercise]:
    folder = str(tmp_path_factory.mktemp("nothing"))
    return library.exercises(Journal(folder, folder, lambda: NOON_MS)).items


def text_of(exercise: Exercise) -> str:
    parts = [exercise.title, exercise.notice, exercise.question, exercise.when_not, exercise.why]
    return "\n".join([*parts, *(step.text for step in exercise.steps)]).casefold()


@given(
    wanted=st.builds(
        Wanted,
        st.sampled_from((None, *TRAINS)),
        st.none() | st.integers(0, 15),
        st.sampled_from((None, *BANDS)),
        st.sampled_from((None, *WHO)),
        st.sampled_from(("", "BREATH", "child", "no such words")),
    )
)
def test_exercises_are_found_as_by_hand(shipped: list[Exercise], wanted: Wanted) -> None:
    expected = [
        each
        for each in shipped
        if wanted.trains in (None, *each.trains)
        and (wanted.minutes is None or each.minutes <= wanted.minutes)
        and wanted.band in (None, *each.ages)
        and wanted.who in (None, *each.who)
        and wanted.text.casefold() in text_of(each)
    ]
    assert library.fitting(shipped, wanted) == expected


def test_what_suits_an_age_is_what_a_search_for_that_age_finds(shipped: list[Exercise]) -> None:
    for band in BANDS:
        assert for_age(shipped, band) == library.fitting(shipped, Wanted(band=band))
    assert for_age(shipped, None) == shipped
    other = next(each for each in shipped if "infant" not in each.ages)
    assert other in for_age(shipped, "infant", (other.id,))


@pytest.fixture(scope="module")
def sittings(tmp_path_factory: pytest.TempPathFactory) -> Journal:
    """Two and a half years of them, with words, answers, both or neither."""
    folder = tmp_path_factory.mktemp("sittings")
    made = Journal(str(folder / "home"), str(folder / "state"), lambda: NOON_MS)
    drafts = []
    for number in range(60):
        at, day = NOON_MS - number * 15 * DAY_MS, TODAY - timedelta(days=number * 15)
        fields = {
            "exercise": f"e{number % 7}",
            "title": ("Three Sounds", "Wave")[number % 2],
            "started_at": f"{day}T13:00:00+01:00",
        }
        if number % 3 == 0:
            fields["words"] = f"lighter {number}"
        if number % 4 == 0:
            fields["reflection"] = ulid(at, b"reflection")
            answer = {"week": f"{day}", "answer": f"my SISTER {number}"}
            drafts.append(Draft("reflection", fields["reflection"], answer))
        drafts.append(Draft("practice", ulid(at, bytes(10)), fields))
    made.append(drafts)
    made.close()
    return made


@given(
    wanted=st.builds(
        PractisedWanted,
        st.none()
        | st.builds(
            lambda back, days: Period(
                TODAY - timedelta(days=back), TODAY - timedelta(days=back - days)
            ),
            st.integers(0, 900),
            st.integers(1, 400),
        ),
        st.sampled_from(("", "LIGHTER", "sister 1", "sounds", "nothing")),
    ),
    everything=st.booleans(),
)
def test_sittings_are_found_as_by_hand(
    sittings: Journal, wanted: PractisedWanted, *, everything: bool
) -> None:
    period = wanted.period
    expected = [
        each
        for each in practised(sittings, TODAY, everything=everything or period is not None)
        if (period is None or period.contains(each["started_at"]))
        and wanted.text.casefold()
        in f"{each['title']}\n{each.get('words')}\n{each['answer']}".casefold()
    ]
    assert found_practised(sittings, TODAY, wanted, everything=everything) == expected
