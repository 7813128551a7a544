import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter
from statsmodels.duration.survfunc import SurvfuncRight

from parentkit.figures.repair_time import repair_time, survival

Maker = Callable[..., Any]
Looks = list[tuple[int, bool]]

LOOKS = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=60)


def random_looks(seed: int) -> Looks:
    chance = random.Random(seed)
    longest = chance.choice([5, 60, 2000])
    mended = chance.choice([0.3, 0.7, 0.95])
    return [
        (chance.randint(1, longest), chance.random() < mended)
        for _ in range(chance.randint(2, 120))
    ]


@pytest.mark.parametrize("case", [0, 1])
def test_the_curve_of_the_worked_cases(vectors: dict[str, Any], case: int) -> None:
    worked = vectors["kaplan_meier"][case]
    looks = Counter(zip(worked["time"], map(bool, worked["event"]), strict=True))
    steps = survival(looks)
    assert [step.minutes for step in steps] == worked["event_times"]
    assert [step.open_share for step in steps] == pytest.approx(worked["S"], rel=1e-12)
    assert [step.se for step in steps] == pytest.approx(worked["se_greenwood"], rel=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_the_curve_is_that_of_statsmodels(seed: int) -> None:
    looks = random_looks(seed)
    steps = survival(Counter(looks))
    theirs = SurvfuncRight([m for m, _ in looks], [int(done) for _, done in looks])
    assert [step.minutes for step in steps] == list(theirs.surv_times)
    assert [step.open_share for step in steps] == pytest.approx(list(theirs.surv_prob), abs=1e-12)
    open_steps = [step for step in steps if step.open_share > 0]
    assert [step.se for step in open_steps] == pytest.approx(
        list(theirs.surv_prob_se)[: len(open_steps)], abs=1e-12
    )


@pytest.mark.parametrize("seed", range(20))
def test_the_range_is_that_of_lifelines(seed: int) -> None:
    looks = random_looks(seed)
    theirs = KaplanMeierFitter().fit([m for m, _ in looks], [done for _, done in looks])
    for step in survival(Counter(looks)):
        if step.open_share > 0:
            low, high = theirs.confidence_interval_.loc[step.minutes]
            assert (step.low, step.high) == pytest.approx((low, high), abs=1e-9)


@pytest.mark.parametrize("seed", range(20))
def test_the_median_is_that_of_lifelines(seed: int, outcomes: Maker, episode: Maker) -> None:
    looks = random_looks(seed)
    episodes = [
        episode(fit="missed", repair_state="repaired" if done else "not_yet", repair_minutes=m)
        for m, done in looks
    ]
    theirs = KaplanMeierFitter().fit([m for m, _ in looks], [done for _, done in looks])
    found = repair_time(outcomes(episodes))
    if theirs.median_survival_time_ == float("inf"):
        assert found.median is None
        assert found.half_open_at == max(m for m, _ in looks)
    else:
        assert found.median == theirs.median_survival_time_
        assert found.half_open_at is None


def test_a_curve_that_reaches_one_half_exactly_has_its_median_there() -> None:
    assert [step.open_share for step in survival({(1, True): 1, (2, True): 1, (9, False): 2})] == [
        0.75,
        pytest.approx(0.5),
    ]


def test_only_misses_whose_course_is_known_stand_in_the_curve(
    outcomes: Maker, episode: Maker
) -> None:
    in_it = [
        episode(fit="missed", repair_state="repaired", repair_minutes=0),
        episode(fit="partial", repair_state="repaired", repair_minutes=5),
        episode(fit="misread", repair_state="not_yet", repair_minutes=90),
        episode(fit="overrode", repair_state="not_going_to", repair_minutes=30),
    ]
    outside = [
        episode(fit="matched", repair_state="repaired", repair_minutes=5),
        episode(fit="matched", repair_state="not_yet", repair_minutes=5),
        episode(fit="unsure", repair_state="repaired", repair_minutes=5),
        episode(fit="missed", repair_state="repaired", repair_minutes=5, flag=True),
        episode(fit="missed", repair_state="unknown", repair_minutes=5),
        episode(fit="missed", repair_state="not_needed", repair_minutes=5),
        episode(fit="missed", repair_state="not_yet", repair_minutes=0),
        episode(fit="missed", repair_state="not_going_to", repair_minutes=None),
    ]
    found = repair_time(outcomes([*in_it, *outside]))
    assert (found.n, found.untimed) == (4, 0)
    assert found.steps == survival({(0, True): 1, (5, True): 1, (90, False): 1, (30, False): 1})


@pytest.mark.parametrize(
    ("timed", "untimed", "enough"), [(5, 5, True), (5, 6, False), (4, 0, False)]
)
def test_the_curve_is_shown_where_it_can_speak_for_the_repairs_without_a_time(
    outcomes: Maker,
    episode: Maker,
    timed: int,
    untimed: int,
    *,
    enough: bool,
) -> None:
    repaired = episode(fit="missed", repair_state="repaired", repair_minutes=7)
    found = repair_time(
        outcomes([repaired] * timed + [repaired._replace(repair_minutes=None)] * untimed)
    )
    assert found.untimed == untimed
    assert found.enough is enough


def test_nothing_has_no_curve(outcomes: Maker) -> None:
    found = repair_time(outcomes([]))
    assert (found.steps, found.median, found.half_open_at, found.enough) == ((), None, None, False)


@given(LOOKS)
def test_the_open_share_never_grows_and_lies_in_its_range(looks: Looks) -> None:
    steps = survival(Counter(looks))
    shares = [step.open_share for step in steps]
    assert shares == sorted(shares, reverse=True)
    for step in steps:
        if step.low is not None:
            assert 0 <= step.low <= step.open_share <= step.high <= 1


@given(LOOKS)
def test_without_censoring_the_open_share_is_the_plain_share(looks: Looks) -> None:
    minutes = [m for m, _ in looks]
    for step in survival(Counter((m, True) for m in minutes)):
        still_open = sum(m > step.minutes for m in minutes) / len(minutes)
        assert step.open_share == pytest.approx(still_open, abs=1e-12)
