import random
from collections.abc import Callable
from itertools import starmap
from operator import add
from typing import Any

import pytest

from parentkit.domain.log.episode import Episode, columns_of
from parentkit.figures.daily import DayTally
from parentkit.figures.interval import interval
from parentkit.figures.keys import SPLITS, keys
from parentkit.figures.summary import Repair, split, summarise

Maker = Callable[..., Any]

FITS_OF_A_DAY = ["matched", "matched", "partial", "missed"]


def days_of(episode: Maker, days: int, fits: list[str] = FITS_OF_A_DAY) -> list[Episode]:
    return [
        episode(observed_at=f"2026-10-{day:02}T{hour:02}:00+02:00", fit=fit)
        for day in range(1, days + 1)
        for hour, fit in enumerate(fits)
    ]


def test_ten_days_give_every_figure(outcomes: Maker, episode: Maker) -> None:
    episodes = days_of(episode, 9) + days_of(episode, 10, ["missed"] * 4)[-4:]
    found = summarise(outcomes(episodes))
    assert (found.match.met, found.match.n, found.days) == (18, 40, 10)
    assert found.match.rate == 18 / 40
    assert found.match.lenient_rate == 27 / 40
    assert found.match.low < found.match.rate < found.match.high
    assert found.match.verdict.word == "above"
    assert found.came_back == (18, 40, 18 / 40, found.match.low, found.match.high)
    assert found.daily["2026-10-01"] == DayTally(4, 2, 2)


def test_coming_back_has_a_range_of_its_own(outcomes: Maker, episode: Maker) -> None:
    mended = episode(fit="missed", repair_state="repaired")
    episodes = [
        *days_of(episode, 9),
        *(mended._replace(observed_at=f"2026-10-{day:02}T21:00+02:00") for day in (1, 1, 3, 8)),
    ]
    found = summarise(outcomes(episodes))
    assert (found.came_back.moments, found.match.met, found.came_back.n) == (22, 18, 40)
    expected = interval([(6, 4), (5, 3), (5, 3), *[(4, 2)] * 6])
    assert (found.came_back.low, found.came_back.high) == (expected.low, expected.high)


def test_under_five_moments_there_are_counts_alone(outcomes: Maker, episode: Maker) -> None:
    found = summarise(outcomes([*days_of(episode, 1), episode(fit="unsure")]))
    assert found.match.verdict.word == "too_few"
    assert (found.match.met, found.match.n) == (2, 4)
    assert set(found.match[3:]) == {None}
    assert found.came_back == (2, 4, None, None, None)


def test_one_day_has_a_rate_and_no_range(outcomes: Maker, episode: Maker) -> None:
    found = summarise(
        outcomes([*days_of(episode, 1), episode(observed_at="2026-10-01T22:00+02:00")])
    )
    assert found.match.rate == found.came_back.rate == 3 / 5
    assert (found.match.low, found.match.high, found.match.effective_n) == (None, None, None)
    assert (found.came_back.low, found.came_back.high) == (None, None)
    assert found.match.verdict.word == "cannot_tell"


def test_flagged_moments_change_nothing_but_their_own_count(
    outcomes: Maker, random_episodes: Maker
) -> None:
    episodes = [one for one in random_episodes(200) if not one.flag]
    extra = [one._replace(flag=True) for one in episodes[:50]]
    assert summarise(outcomes(episodes + extra)) == summarise(outcomes(episodes))._replace(
        flagged=50
    )


def test_repairs_are_counted_from_the_first_and_rated_from_five(
    outcomes: Maker, episode: Maker
) -> None:
    repaired = episode(fit="missed", repair_state="repaired", repair_minutes=10)
    given_up = episode(fit="missed", repair_state="not_going_to", repair_minutes=60)
    waiting = episode(fit="missed", repair_state="not_yet", repair_minutes=90)
    found = summarise(outcomes([repaired] * 3 + [given_up, waiting, waiting]))
    assert found.repair == Repair(3, 4, 2, rate=None, median_minutes=10, half_open_at=None)
    assert summarise(outcomes([repaired] * 4 + [given_up])).repair.rate == 4 / 5


def test_where_half_was_never_mended_the_last_look_is_named(
    outcomes: Maker, episode: Maker
) -> None:
    repaired = episode(fit="missed", repair_state="repaired", repair_minutes=10)
    waiting = episode(fit="missed", repair_state="not_yet", repair_minutes=90)
    found = summarise(outcomes([repaired] * 2 + [waiting] * 4)).repair
    assert (found.median_minutes, found.half_open_at) == (None, 90)


def test_few_repair_times_are_withheld(outcomes: Maker, episode: Maker) -> None:
    repaired = episode(fit="missed", repair_state="repaired", repair_minutes=10)
    found = summarise(outcomes([repaired] * 4)).repair
    assert found == Repair(4, 4, 0, None, None, None)


def test_nothing_gives_a_summary_of_nothing(outcomes: Maker) -> None:
    found = summarise(outcomes([]))
    assert (found.match.n, found.days, found.match.rate, found.repair.rate) == (0, 0, None, None)
    assert found.match.verdict.word == "too_few"


def test_the_order_of_episodes_does_not_matter(outcomes: Maker, random_episodes: Maker) -> None:
    episodes = random_episodes(400)
    shuffled = list(episodes)
    random.Random(9).shuffle(shuffled)
    assert summarise(outcomes(shuffled)) == summarise(outcomes(episodes))


@pytest.mark.parametrize("by", SPLITS)
def test_the_parts_add_up_to_the_whole(
    outcomes: Maker,
    random_episodes: Maker,
    by: str,
) -> None:
    episodes = random_episodes(400)
    whole = summarise(outcomes(episodes))
    parts = split(outcomes(episodes), keys(columns_of(episodes), by, str.upper))
    names = [key for key, _ in parts]
    assert names == sorted(set(names))
    for figure in ("flagged", "unsure", "judged", "suggested"):
        assert sum(getattr(part, figure) for _, part in parts) == getattr(whole, figure)
    for part_of in (
        lambda summary: (summary.match.met, summary.match.n),
        lambda summary: (summary.came_back.moments, summary.came_back.n),
        lambda summary: summary.repair[:3],
    ):
        total = part_of(summarise(outcomes([])))
        for _, part in parts:
            total = tuple(starmap(add, zip(total, part_of(part), strict=True)))
        assert total == part_of(whole)


def test_a_part_is_what_its_moments_alone_would_give(
    outcomes: Maker, random_episodes: Maker
) -> None:
    episodes = random_episodes(300)
    parts = dict(split(outcomes(episodes), keys(columns_of(episodes), "child", str)))
    for child in ("mia", "ben"):
        alone = [one for one in episodes if one.child == child]
        assert parts[child] == summarise(outcomes(alone))
