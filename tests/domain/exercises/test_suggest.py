"""Which exercise is offered: never soon again, always one, and by what slipped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.exercises.exercise import BANDS, TRAINS, WHO, Exercise, Wanted, fields_of
from parentkit.domain.exercises.suggest import slips_of, suggest
from parentkit.domain.log.wanted import holds

TODAY = date(2026, 11, 22)
SLIPS = ("notice", "read", "respond", "in_time", "could_not", "open")


def exercise(name: str, **fields: Any) -> Exercise:
    plain = {
        "title": name.title(),
        "minutes": 5,
        "kind": "listening",
        "who": ("alone",),
        "ages": BANDS,
        "trains": ("read",),
        "source": "Made for this test, 2026",
        "breath": None,
        "scenes": "",
        "steps": (),
        "notice": "",
        "question": "What was it like?",
        "when_not": "",
        "why": "",
    }
    return Exercise(**{"id": name, **plain, **fields})


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, unique=True).map(tuple)


LIBRARIES = st.lists(
    st.builds(
        exercise,
        st.sampled_from([f"exercise-{letter}" for letter in "abcdefghijkl"]),
        trains=some_of(TRAINS),
        ages=some_of(BANDS),
        who=some_of(WHO),
        minutes=st.integers(1, 15),
    ),
    min_size=1,
    unique_by=lambda each: each.id,
)
COUNTS = st.dictionaries(st.sampled_from(SLIPS), st.integers(0, 12))
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PAST = st.dictionaries(
    st.sampled_from([f"exercise-{letter}" for letter in "abcdefghijklz"]), st.integers(0, 40)
)


def days_ago(past: dict[str, int], today: date) -> dict[str, str]:
    return {name: (today - timedelta(days=days)).isoformat() for name, days in past.items()}


@given(LIBRARIES, COUNTS, PAST, DAYS)
def test_there_is_always_one_and_it_was_not_practised_within_two_weeks_where_another_was_not(
    library: list[Exercise], slips: dict[str, int], past: dict[str, int], today: date
) -> None:
    offered = suggest(library, slips, days_ago(past, today), today)
    assert offered.exercise in library
    assert offered.because.endswith(".")
    fresh = [each for each in library if past.get(each.id, 99) >= 14]
    assert offered.exercise in (fresh or library)
    if not fresh:
        assert past[offered.exercise.id] == max(past[each.id] for each in library)


@given(LIBRARIES, COUNTS, PAST, DAYS, st.randoms())
def test_the_same_log_gives_the_same_exercise_in_whatever_order_things_are_found(
    library: list[Exercise], slips: dict[str, int], past: dict[str, int], today: date, chance: Any
) -> None:
    first = suggest(library, slips, days_ago(past, today), today)
    mixed = chance.sample(library, len(library))
    turned = dict(reversed(slips.items()))
    assert suggest(mixed, turned, days_ago(past, today), today) == first


@given(LIBRARIES, DAYS, st.data())
def test_practising_what_is_offered_every_day_repeats_nothing_before_all_else_was_offered(
    library: list[Exercise], start: date, data: st.DataObject
) -> None:
    last: dict[str, str] = {}
    offered = []
    for ahead in range(min(len(library), 14)):
        today = start + timedelta(days=ahead)
        slips = data.draw(COUNTS)
        offered.append(suggest(library, slips, last, today).exercise.id)
        last[offered[-1]] = today.isoformat()
    assert len(set(offered)) == len(offered)


@given(LIBRARIES, COUNTS, st.sampled_from(BANDS), st.integers(1, 15), st.sampled_from(TRAINS))
def test_what_is_asked_for_is_what_is_offered(
    library: list[Exercise], slips: dict[str, int], band: str, minutes: int, trains: str
) -> None:
    wanted = Wanted(trains, minutes, band, "alone")
    fitting = [each for each in library if holds(wanted.tree)(fields_of(each))]
    if fitting:
        chosen = suggest(fitting, slips, {}, TODAY).exercise
        assert band in chosen.ages
        assert chosen.minutes <= minutes
        assert trains in chosen.trains
        assert "alone" in chosen.who
    assert all(holds(Wanted().tree)(fields_of(each)) for each in library)


def test_what_slipped_most_is_trained_and_the_sentence_says_so() -> None:
    library = [exercise(trained, trains=(trained,)) for trained in TRAINS]
    trained = {
        "notice": "notice",
        "read": "read",
        "respond": "respond",
        "in_time": "in_time",
        "could_not": "self",
        "open": "repair",
    }
    for slip in SLIPS:
        slips = {**dict.fromkeys(SLIPS, 1), slip: 3}
        offered = suggest(library, slips, {}, TODAY)
        assert offered.exercise.id == trained[slip]
        assert "three moments in the last seven days" in offered.because
    assert "one moment in" in suggest(library, {"read": 1}, {}, TODAY).because
    assert "twelve moments in" in suggest(library, {"read": 12}, {}, TODAY).because
    assert "13 moments in" in suggest(library, {"read": 13}, {}, TODAY).because


def test_an_exercise_that_trains_it_above_all_comes_before_one_that_trains_it_too() -> None:
    also = [exercise(f"also-{number}", trains=("notice", "read")) for number in range(20)]
    library = [*also, exercise("most", trains=("read", "notice"))]
    assert suggest(library, {"read": 1}, {}, TODAY).exercise.id == "most"
    practised = {"most": TODAY.isoformat()}
    assert suggest(library, {"read": 1}, practised, TODAY).exercise.id.startswith("also")


def test_where_nothing_trains_what_slipped_most_the_next_slip_decides() -> None:
    library = [exercise("a"), exercise("b", trains=("notice",))]
    offered = suggest(library, {"in_time": 5, "notice": 1}, {}, TODAY)
    assert offered.exercise.id == "b"
    assert "one moment" in offered.because


def test_without_a_slip_the_day_decides_and_days_differ() -> None:
    library = [exercise(f"number-{number}") for number in range(20)]
    days = [TODAY + timedelta(days=ahead) for ahead in range(20)]
    offered = {suggest(library, {}, {}, day).exercise.id for day in days}
    assert len(offered) > 5
    assert "none of them" in suggest(library, {}, {}, TODAY).because


def test_the_fourteenth_day_is_the_first_on_which_an_exercise_comes_again() -> None:
    library = [exercise("a", trains=("read",)), exercise("b", trains=("repair",))]
    for days, again in ((13, "b"), (14, "a")):
        last = days_ago({"a": days}, TODAY)
        assert suggest(library, {"read": 4}, last, TODAY).exercise.id == again


def test_where_all_were_practised_lately_the_one_longest_ago_comes_and_it_says_why() -> None:
    library = [exercise("a"), exercise("b"), exercise("c")]
    offered = suggest(library, {"read": 4}, days_ago({"a": 2, "b": 9, "c": 0}, TODAY), TODAY)
    assert offered.exercise.id == "b"
    assert "longest ago" in offered.because


def test_slips_are_counted_where_a_sign_was_not_met_and_never_in_a_moment_set_apart() -> None:
    moments = [
        {"fit": "misread", "slip": "read"},
        {"fit": "missed", "slip": "notice", "repair": {"state": "not_yet"}},
        {"fit": "missed", "slip": "notice", "repair": {"state": "repaired"}},
        {"fit": "overrode", "slip": "could_not", "flag": True, "repair": {"state": "not_yet"}},
        {"fit": "matched", "slip": "read"},
        {"fit": "partial", "slip": "of a newer version"},
        {"fit": "missed"},
    ]
    counted = {slip: count for slip, count in slips_of(moments).items() if count}
    assert counted == {"read": 1, "notice": 2, "open": 1}
