"""Pairs that a family writes down again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.log.episode import Episode, columns_of
from parentkit.services.log.habits import Habit, habits_of

if TYPE_CHECKING:
    from parentkit.domain.log.episode import EpisodeColumns

MIA, BEN = "mia", "ben"


def episode(cue: str, *responses: str, child: str = MIA, flag: bool = False) -> Episode:
    empty: dict[str, Any] = dict.fromkeys(Episode._fields, "")
    known = {"cue": cue, "responses": responses, "child": child, "flag": flag}
    return Episode(**{**empty, "repair_minutes": None, **known})


def moments(*episodes: Episode) -> EpisodeColumns:
    return columns_of(episodes)


def test_the_frequent_come_first_and_of_equals_the_later() -> None:
    sad, tired, angry = (
        episode("sad", "comfort"),
        episode("tired", "meet_need"),
        episode("angry", "kind_limit"),
    )
    found = habits_of(moments(angry, sad, tired, sad), MIA, 9)
    assert found == [
        Habit("sad", ("comfort",), 2),
        Habit("tired", ("meet_need",), 1),
        Habit("angry", ("kind_limit",), 1),
    ]


def test_the_latest_is_among_them_however_rare() -> None:
    often = [episode("sad", "comfort"), episode("tired", "meet_need")] * 3
    found = habits_of(moments(*often, episode("angry", "kind_limit")), MIA, 2)
    assert [habit.cue for habit in found] == ["tired", "angry"]


def test_several_responses_are_a_pair_of_their_own() -> None:
    found = habits_of(moments(episode("sad", "fix_advise", "comfort")), MIA, 9)
    assert found == [Habit("sad", ("fix_advise", "comfort"), 1)]


def test_another_child_and_what_was_set_apart_are_left_out() -> None:
    episodes = moments(
        episode("sad", "comfort", child=BEN),
        episode("angry", "own_upset", flag=True),
        episode("angry"),
    )
    assert habits_of(episodes, MIA, 9) == []


def test_no_moments_and_no_keys_give_no_habits() -> None:
    assert habits_of(moments(), MIA, 9) == []
    assert habits_of(moments(episode("sad", "comfort")), MIA, 0) == []


@given(st.lists(st.sampled_from("abcdefghijkl"), max_size=40), st.integers(1, 9))
def test_never_more_than_asked_for_none_twice_and_the_latest_there(
    cues: list[str], most: int
) -> None:
    found = habits_of(moments(*(episode(cue, "comfort") for cue in cues)), MIA, most)
    assert len(found) <= most
    assert len({habit.cue for habit in found}) == len(found)
    assert all(habit.times == cues.count(habit.cue) for habit in found)
    if cues:
        assert cues[-1] in {habit.cue for habit in found}
