"""Conditions hold where docs/question-packs.md says that they hold, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parentkit.domain.codes import FITS, REPAIR_STATES
from parentkit.domain.errors import UsageProblem
from parentkit.domain.log.age import age_band
from parentkit.domain.log.episode import columns_of, episode_of
from parentkit.domain.log.household import Household
from parentkit.domain.reflection.condition import fulfilled
from parentkit.domain.time.period import week_of
from parentkit.figures.outcomes import outcomes_of
from parentkit.figures.summary import summarise
from parentkit.services.rates.weeks import week_figures, week_of_caregiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from parentkit.domain.reflection.condition import ReflectedWeek

    Moment = Callable[..., dict[str, Any]]
    Lived = Callable[..., ReflectedWeek]

WEEK = week_of(date(2026, 11, 16))
TRAITS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"fit": ["misread", "missed"]}, {"fit": "missed"}),
    ({"slip": ["read"]}, {"slip": "read"}),
    ({"response": ["withdrew"]}, {"responses": ["comfort", "withdrew"]}),
    ({"response_pole": ["unsupportive"]}, {"responses": ["comfort", "scold_punish"]}),
    ({"cue": ["afraid"]}, {"cue": "afraid"}),
    ({"cue_family": ["distress"]}, {"cue": "sad"}),
    ({"repair_state": ["repaired"]}, {"repair": {"state": "repaired"}}),
    ({"repair_by": ["child"]}, {"repair": {"state": "repaired", "by": "child"}}),
    ({"child_after": ["withdrew"]}, {"child_after": "withdrew"}),
    ({"context": ["bedtime"]}, {"context": "bedtime"}),
    ({"parent_state": ["exhausted"]}, {"parent_state": "exhausted"}),
    ({"miscue": True}, {"miscue": True}),
    ({"clarity": ["subtle"]}, {"clarity": "subtle"}),
    ({"sampling": ["prompt"]}, {"sampling": "prompt"}),
]


def holds(when: dict[str, Any], week: ReflectedWeek) -> bool:
    return fulfilled(when, week) is not None


@pytest.mark.parametrize(("keys", "fields"), TRAITS, ids=lambda each: next(iter(each)))
def test_a_moment_fulfils_a_key_by_its_own_field(
    moment: Moment, lived: Lived, keys: dict[str, Any], fields: dict[str, Any]
) -> None:
    when = {"scope": "moment", **keys}
    with_it, without = moment(**fields), moment()
    week = lived(without, with_it)
    found = fulfilled(when, week)
    assert found is not None
    assert week.ids(found.moments) == [with_it["id"]]
    assert not holds(when, lived(without))


def test_all_keys_must_hold_of_the_same_moment(moment: Moment, lived: Lived) -> None:
    when = {"scope": "moment", "cue": ["sad"], "fit": ["missed"]}
    apart = lived(moment(cue="sad"), moment(fit="missed"))
    assert not holds(when, apart)
    assert holds(when, lived(moment(cue="sad", fit="missed")))


def test_a_moment_without_the_field_fulfils_nothing(moment: Moment, lived: Lived) -> None:
    bare = {name: moment()[name] for name in ("id", "observed_at", "caregiver")}
    week = lived(bare)
    assert not any(holds({"scope": "moment", **keys}, week) for keys, _ in TRAITS)


def test_an_empty_condition_holds_in_any_week(lived: Lived) -> None:
    assert holds({}, lived())


@pytest.mark.parametrize("band", ["infant", "toddler", "child", "teen"])
def test_the_age_band_is_that_of_the_child_on_that_day(
    moment: Moment,
    lived: Lived,
    household_with: Callable[[Iterable[str]], Household],
    band: str,
) -> None:
    family = household_with(["infant", "toddler", "child", "teen"])
    of_band = moment(child=band)
    week = lived(moment(), of_band, family=family)
    found = fulfilled({"scope": "moment", "band": [band]}, week)
    assert found is not None
    assert week.ids(found.moments) == [of_band["id"]]
    assert holds({"scope": "week", "band": [band]}, lived(family=family))
    assert not holds({"scope": "week", "band": [band]}, lived())


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2027, 1, 1)), st.dates(date(2020, 1, 6), date(2030, 1, 1)))
def test_the_band_of_a_week_is_the_band_of_its_last_day(born: date, day: date) -> None:
    month = born.isoformat()[:7]
    family = Household([("child", {"id": "c", "birth_month": month})], lambda _: {"terms": []})
    week = week_of(day)
    figures = week_of_caregiver([], family, week, "me", week.last_day).figures
    expected = age_band(month, week.last_day.isoformat())
    assert figures.bands == ({expected} if expected else set())


def test_a_birth_month_that_is_none_is_said_as_elsewhere() -> None:
    with pytest.raises(UsageProblem):
        age_band("spring", "2026-11-16")


SHARES = [
    ("met_share_at_least", 0.6, True),
    ("met_share_at_least", 0.61, False),
    ("met_share_at_most", 0.6, True),
    ("met_share_at_most", 0.59, False),
]


@pytest.mark.parametrize(("key", "value", "expected"), SHARES)
def test_a_match_share_is_of_the_moments_that_count(
    moment: Moment, lived: Lived, key: str, value: float, *, expected: bool
) -> None:
    moments = [moment() for _ in range(3)] + [moment(fit="missed") for _ in range(2)]
    week = lived(*moments, moment(fit="unsure"))
    assert holds({"scope": "week", key: value}, week) is expected


@pytest.mark.parametrize(
    "key", ["met_share_at_least", "met_share_at_most", "came_back_share_at_least"]
)
def test_a_share_of_fewer_than_five_moments_holds_nowhere(
    moment: Moment, lived: Lived, key: str
) -> None:
    value = 1 if key.endswith("most") else 0.1
    assert not holds({"scope": "week", key: value}, lived(*(moment() for _ in range(4))))
    assert holds({"scope": "week", key: value}, lived(*(moment() for _ in range(5))))


def test_what_was_mended_came_back(moment: Moment, lived: Lived) -> None:
    mended = {"fit": "missed", "repair": {"state": "repaired"}}
    week = lived(*(moment(**mended) for _ in range(4)), moment(fit="missed"))
    assert holds({"scope": "week", "came_back_share_at_least": 0.8}, week)
    assert not holds({"scope": "week", "came_back_share_at_least": 0.81}, week)


@pytest.mark.parametrize(
    ("key", "fields"),
    [
        ("not_met_at_least", {"fit": "partial"}),
        ("repaired_at_least", {"repair": {"state": "repaired"}}),
        ("open_at_least", {"repair": {"state": "not_yet"}}),
        ("moments_at_least", {}),
    ],
)
def test_counts_count_moments(
    moment: Moment, lived: Lived, key: str, fields: dict[str, Any]
) -> None:
    week = lived(*(moment(**fields) for _ in range(3)))
    assert holds({"scope": "week", key: 3}, week)
    assert not holds({"scope": "week", key: 4}, week)
    assert holds({"scope": "week", "moments_at_most": 3}, week)
    assert not holds({"scope": "week", "moments_at_most": 2}, week)


def test_two_counts_in_one_condition_are_held_apart(moment: Moment, lived: Lived) -> None:
    when = {"scope": "week", "repaired_at_least": 1, "open_at_least": 2}
    repaired, still_open = {"repair": {"state": "repaired"}}, {"repair": {"state": "not_yet"}}
    one_open = lived(*(moment(**repaired) for _ in range(3)), moment(**still_open))
    assert not holds(when, one_open)
    two_open = [moment(**repaired), moment(on=1, **still_open), moment(on=2, **still_open)]
    week = lived(*two_open)
    found = fulfilled(when, week)
    assert found is not None
    assert week.ids(found.moments) == [each["id"] for each in two_open]


def test_gap_days_are_days_without_a_moment(moment: Moment, lived: Lived) -> None:
    week = lived(moment(on=0), moment(on=0, at="07:00"), moment(on=6))
    assert holds({"scope": "week", "gap_days_at_least": 5}, week)
    assert not holds({"scope": "week", "gap_days_at_least": 6}, week)


def test_days_that_have_not_begun_are_no_gaps(moment: Moment, lived: Lived) -> None:
    on_wednesday = lived(moment(on=0), today=date(2026, 11, 18))
    assert holds({"scope": "week", "gap_days_at_least": 2}, on_wednesday)
    assert not holds({"scope": "week", "gap_days_at_least": 3}, on_wednesday)


def test_the_swing_between_days_looks_at_days_with_three_moments(
    moment: Moment, lived: Lived
) -> None:
    good = [moment(on=0) for _ in range(3)]
    hard = [moment(on=1, fit="missed") for _ in range(2)] + [moment(on=1)]
    small = [moment(on=2, fit="missed") for _ in range(2)]
    swing = {"scope": "week", "day_swing_at_least": 0.6}
    assert holds(swing, lived(*good, *hard, *small))
    assert not holds({**swing, "day_swing_at_least": 0.7}, lived(*good, *hard, *small))
    assert not holds(swing, lived(*good, *small))


def test_several_caregivers_and_children_are_counted_over_everybodys_moments(
    moment: Moment, lived: Lived
) -> None:
    both = lived(moment(), moment(caregiver="jo", child="ben"))
    assert holds({"scope": "week", "caregivers_at_least": 2, "children_at_least": 2}, both)
    assert not holds({"scope": "week", "caregivers_at_least": 2}, lived(moment(), moment()))
    assert not holds({"scope": "week", "children_at_least": 2}, lived(moment(), moment()))


def test_everything_else_is_about_the_moments_of_the_one_who_reflects(
    moment: Moment, lived: Lived
) -> None:
    week = lived(moment(caregiver="jo", slip="read", fit="misread"))
    assert not holds({"scope": "moment", "slip": ["read"]}, week)
    assert holds({"scope": "week", "moments_at_most": 0}, week)


def test_like_counts_the_moments_that_it_describes(moment: Moment, lived: Lived) -> None:
    three = [moment(slip="read") for _ in range(3)]
    week = lived(*three, moment())
    when = {"scope": "week", "like": {"slip": ["read"]}, "like_at_least": 3}
    found = fulfilled(when, week)
    assert found is not None
    assert week.ids(found.moments) == [each["id"] for each in three]
    assert found.counted == 3
    assert not holds({**when, "like_at_least": 4}, week)


def test_a_share_of_like_is_of_all_the_weeks_moments(moment: Moment, lived: Lived) -> None:
    when = {"scope": "week", "like": {"cue": ["tired"]}, "like_share_at_least": 0.5}
    assert holds(when, lived(moment(cue="tired"), moment(fit="unsure")))
    assert not holds(when, lived(moment(cue="tired"), moment(), moment()))
    assert not holds({**when, "like_share_at_least": 0}, lived())


COUNTED_MOMENTS = st.fixed_dictionaries(
    {"on": st.integers(0, 6), "fit": st.sampled_from([*FITS, "of a later version", ""])},
    optional={
        "repair": st.fixed_dictionaries({"state": st.sampled_from(REPAIR_STATES)}),
        "flag": st.sampled_from([True]),
    },
)


@settings(deadline=None)
@given(st.lists(COUNTED_MOMENTS, max_size=25))
def test_a_week_is_counted_as_the_figures_count_it(drawn: list[dict[str, Any]]) -> None:
    moments = [
        {**each, "id": str(place), "observed_at": f"2026-11-{16 + each['on']}T10:00+01:00"}
        for place, each in enumerate(drawn)
    ]
    summary = summarise(outcomes_of(columns_of(map(episode_of, moments))))
    unflagged = [each for each in moments if not each.get("flag")]
    figures = week_figures(unflagged, WEEK, WEEK.last_day)
    assert (figures.met, figures.counted) == (summary.match.met, summary.match.n)
    assert figures.met_share == summary.match.rate
    assert (figures.came_back, figures.came_back_share) == (
        summary.came_back.moments,
        summary.came_back.rate,
    )
    shares = [day.met / day.n for day in summary.daily.values() if day.n >= 3]
    assert figures.day_swing == (max(shares) - min(shares) if len(shares) > 1 else None)


def test_a_flagged_moment_is_in_no_condition_and_no_count(moment: Moment, lived: Lived) -> None:
    week = lived(moment(flag=True, slip="read", fit="missed"))
    assert not holds({"scope": "moment", "slip": ["read"]}, week)
    assert holds({"scope": "week", "moments_at_most": 0, "gap_days_at_least": 7}, week)
    assert week.figures.counted == 0
    assert not week.something_to_repair


def test_moments_of_other_weeks_are_left_out(moment: Moment, lived: Lived) -> None:
    assert lived(moment(on=-1), moment(on=7)).moments == []


def test_a_moment_counts_on_the_day_on_which_it_was_lived(moment: Moment, lived: Lived) -> None:
    late = moment()
    late["observed_at"] = "2026-11-22T23:50-08:00"
    assert lived(late).moments == [late]


def test_the_figures_of_a_week_without_moments_are_none(lived: Lived) -> None:
    figures = lived().figures
    assert figures.met_share is None
    assert figures.came_back_share is None
    assert figures.day_swing is None
    assert figures.gap_days == 7
    assert week_figures([], WEEK, date(2026, 11, 9)).gap_days == 0
