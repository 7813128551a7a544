from collections.abc import Callable
from typing import Any

import pytest

from parentkit.domain.log.episode import Episode, columns_of
from parentkit.figures.pairs import (
    FAMILY_AND_FIT,
    FAMILY_AND_POLE,
    FIT_AND_NEXT,
    RESPONSE_AND_AFTER,
    pairs,
)

Maker = Callable[..., Any]

FAMILIES = {"afraid": "distress", "sad": "distress", "hungry": "body"}
POLES = {"comfort": "supportive", "withdrew": "unsupportive"}


def found(*episodes: Episode) -> dict[str, Any]:
    return pairs(
        columns_of(episodes), lambda cue: FAMILIES.get(cue, ""), lambda code: POLES.get(code, "")
    )


def test_the_first_response_decides_and_families_and_poles_are_counted_together(
    episode: Maker,
) -> None:
    counts = found(
        episode(cue="afraid", responses=("comfort", "withdrew")),
        episode(cue="sad", responses=("comfort",)),
        episode(cue="hungry", responses=("withdrew", "comfort")),
    )
    assert counts[FAMILY_AND_POLE] == {("distress", "supportive"): 2, ("body", "unsupportive"): 1}


def test_matched_and_kind_limit_are_one(episode: Maker) -> None:
    counts = found(episode(fit="matched"), episode(fit="kind_limit_matched"), episode(fit="missed"))
    assert counts[FAMILY_AND_FIT] == {("distress", "met"): 2, ("distress", "missed"): 1}


def test_what_was_not_said_stands_in_no_pair(episode: Maker) -> None:
    counts = found(
        episode(cue="unsure"),
        episode(responses=()),
        episode(fit="unsure"),
        episode(child_after="unknown"),
        episode(child_after=""),
    )
    assert counts[FAMILY_AND_POLE].total() == 3
    assert counts[FAMILY_AND_FIT].total() == 3
    assert counts[RESPONSE_AND_AFTER] == {("comfort", "settled_engaged"): 2}


def test_flagged_moments_stand_in_no_pair(episode: Maker) -> None:
    later = "2026-11-16T09:00+01:00"
    counts = found(episode(flag=True), episode(observed_at=later, flag=True))
    assert not any(count.total() for count in counts.values())


def test_the_next_moment_is_the_same_childs_on_the_same_local_day(
    episode: Maker,
) -> None:
    counts = found(
        episode(observed_at="2026-11-16T08:00+01:00", fit="matched"),
        episode(observed_at="2026-11-16T09:00+01:00", fit="overrode", child="ben"),
        episode(observed_at="2026-11-16T10:00+01:00", fit="missed"),
        episode(observed_at="2026-11-16T23:59+01:00", fit="partial"),
        episode(observed_at="2026-11-17T00:01+01:00", fit="misread"),
    )
    assert counts[FIT_AND_NEXT] == {("met", "missed"): 1, ("missed", "partial"): 1}


@pytest.mark.parametrize("between", [{"fit": "unsure"}, {"flag": True}])
def test_a_moment_that_is_not_counted_is_passed_over(
    episode: Maker, between: dict[str, Any]
) -> None:
    counts = found(
        episode(observed_at="2026-11-16T08:00+01:00"),
        episode(observed_at="2026-11-16T09:00+01:00", **between),
        episode(observed_at="2026-11-16T10:00+01:00", fit="missed"),
    )
    assert counts[FIT_AND_NEXT] == {("met", "missed"): 1}


def test_two_children_on_the_same_day_are_never_paired(episode: Maker) -> None:
    counts = found(episode(child="ben"), episode(child="mia", fit="missed"))
    assert counts[FIT_AND_NEXT] == {}


def test_the_order_of_episodes_does_not_matter(
    random_episodes: Maker,
) -> None:
    episodes = random_episodes(300)
    assert found(*episodes) == found(*reversed(episodes))


def test_no_episodes_make_no_pairs() -> None:
    assert not any(found().values())
