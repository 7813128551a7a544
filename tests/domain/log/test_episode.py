from typing import Any

import pytest

from parentkit.domain.log.episode import Episode, columns_of, episode_of

DOCUMENT = {
    "id": "01JDABCDEF0123456789ABCDEF",
    "observed_at": "2026-11-22T18:05+01:00",
    "logged_at": "2026-11-22T18:35:33+01:00",
    "child": "c",
    "caregiver": "g",
    "cue": "afraid",
    "responses": ["half_there", "comfort"],
    "fit": "partial",
    "fit_source": "suggested",
    "suggested_fit": "partial",
    "repair": {"state": "repaired", "source": "suggested", "after_minutes": 4},
    "child_after": "settled_engaged",
    "context": "bedtime",
    "sampling": "event",
    "note": "never comes near a figure",
}


def minutes(repair: object, **fields: object) -> int | None:
    return episode_of(DOCUMENT | {"repair": repair} | fields).repair_minutes


def test_an_episode_holds_the_codes_and_times_of_its_document() -> None:
    assert episode_of(DOCUMENT) == Episode(
        observed_at="2026-11-22T18:05+01:00",
        child="c",
        caregiver="g",
        cue="afraid",
        responses=("half_there", "comfort"),
        fit="partial",
        fit_source="suggested",
        suggested_fit="partial",
        repair_state="repaired",
        repair_minutes=4,
        child_after="settled_engaged",
        context="bedtime",
        sampling="event",
        flag=False,
    )


def test_an_empty_document_makes_an_empty_episode() -> None:
    found = episode_of({})
    assert (found.responses, found.repair_minutes, found.flag) == ((), None, False)
    assert {value for value in found if isinstance(value, str)} == {""}


def test_a_repair_without_a_time_has_none() -> None:
    assert minutes({"state": "repaired"}) is None


@pytest.mark.parametrize("state", ["not_yet", "not_going_to"])
def test_an_open_miss_lasts_until_that_was_said(state: str) -> None:
    assert minutes({"state": state, "at": "2026-11-22T20:05+01:00"}) == 120


def test_a_state_without_its_own_time_was_said_when_the_moment_was_written_down() -> None:
    assert minutes({"state": "not_yet"}) == 30
    assert minutes({"state": "not_yet"}, logged_at=None) is None


def test_time_between_two_zones_is_real_time() -> None:
    assert minutes({"state": "not_yet", "at": "2026-11-22T17:35+00:00"}) == 30


def test_a_look_before_the_moment_counts_as_at_once() -> None:
    assert minutes({"state": "not_yet", "at": "2026-11-22T18:00+01:00"}) == 0


@pytest.mark.parametrize("state", ["not_needed", "unknown", None])
def test_other_states_have_no_time(state: str) -> None:
    assert minutes({"state": state, "at": "2026-11-22T20:05+01:00"}) is None


@pytest.mark.parametrize(
    "odd",
    [
        {"repair": "repaired"},
        {"repair": {"state": "repaired", "after_minutes": -3}},
        {"repair": {"state": "repaired", "after_minutes": "4"}},
        {"repair": {"state": "repaired", "after_minutes": True}},
        {"repair": {"state": "not_yet", "at": "some time later"}},
        {"responses": "comfort"},
        {"cue": 17},
        {"flag": "yes"},
    ],
)
def test_a_value_of_another_type_counts_as_not_said(odd: dict[str, Any]) -> None:
    found = episode_of(DOCUMENT | {"repair": None} | odd)
    assert found.repair_minutes is None
    if "responses" in odd:
        assert found.responses == ()
    if "cue" in odd:
        assert found.cue == ""
    assert found.flag is False


def test_columns_hold_the_same_episodes_turned_on_their_side() -> None:
    one, other = episode_of(DOCUMENT), episode_of({"child": "d", "flag": True})
    columns = columns_of([one, other])
    assert columns._fields == Episode._fields
    assert [Episode(*row) for row in zip(*columns, strict=True)] == [one, other]


def test_no_episodes_make_empty_columns() -> None:
    assert all(len(column) == 0 for column in columns_of([]))
