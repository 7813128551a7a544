from collections.abc import Callable
from typing import Any

import pytest

from parentkit.domain.log.episode import columns_of
from parentkit.figures.keys import SPLITS, keys

Maker = Callable[..., Any]


@pytest.mark.parametrize(
    ("by", "key"),
    [
        ("family", "distress"),
        ("cue", "afraid"),
        ("response", "comfort"),
        ("fit", "matched"),
        ("caregiver", "anna"),
        ("child", "mia"),
        ("context", "bedtime"),
        ("hour", "08"),
        ("weekday", "1"),
        ("week", "2026-W47"),
        ("sampling", "event"),
    ],
)
def test_the_key_of_a_moment(episode: Maker, by: str, key: str) -> None:
    assert list(keys(columns_of([episode()]), by, {"afraid": "distress"}.__getitem__)) == [key]


def test_what_was_not_said_has_an_empty_key(episode: Maker) -> None:
    columns = columns_of([episode(responses=(), context="")])
    assert list(keys(columns, "response", str)) == [""]
    assert list(keys(columns, "context", str)) == [""]


def test_hour_and_weekday_are_those_of_the_clock_on_the_wall(
    episode: Maker,
) -> None:
    columns = columns_of([episode(observed_at="2026-11-22T23:59-11:00")])
    assert list(keys(columns, "hour", str)) == ["23"]
    assert list(keys(columns, "weekday", str)) == ["7"]


@pytest.mark.parametrize("by", SPLITS)
def test_every_split_has_a_key_for_every_moment(random_episodes: Maker, by: str) -> None:
    assert len(keys(columns_of(random_episodes(50)), by, str)) == 50
    assert len(keys(columns_of([]), by, str)) == 0


def test_an_unknown_split_is_refused(episode: Maker) -> None:
    with pytest.raises(ValueError, match="mood"):
        keys(columns_of([episode()]), "mood", str)
