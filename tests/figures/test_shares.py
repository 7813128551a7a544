import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.codes import FITS, REPAIR_STATES
from parentkit.figures.outcomes import Outcome
from parentkit.figures.shares import Tally, samplings, tally

Counts = dict[Outcome, int]


def outcome(
    fit: str = "matched",
    source: str = "person",
    repair: str = "",
    sampling: str = "event",
    *,
    flag: bool = False,
) -> Outcome:
    return Outcome(fit, source, repair, sampling, flag)


ENDINGS = st.builds(
    Outcome,
    fit=st.sampled_from([*FITS, "", "from_a_newer_version"]),
    fit_source=st.sampled_from(["person", "suggested", ""]),
    repair_state=st.sampled_from([*REPAIR_STATES, ""]),
    sampling=st.sampled_from(["event", "prompt", "recall"]),
    flag=st.booleans(),
)
COUNTS = st.dictionaries(ENDINGS, st.integers(0, 50), max_size=40)


def test_a_kind_limit_meets_the_sign_and_partly_meeting_it_does_only_in_the_lenient_reading() -> (
    None
):
    found = tally({outcome("matched"): 3, outcome("kind_limit_matched"): 2, outcome("partial"): 4})
    assert (found.met, found.met_or_partial, found.n) == (5, 9, 9)


@pytest.mark.parametrize("fit", ["partial", "misread", "missed", "overrode"])
def test_every_other_fit_counts_as_a_moment_that_was_not_met(fit: str) -> None:
    found = tally({outcome(fit): 7})
    assert (found.n, found.met) == (7, 0)


def test_an_unsure_moment_is_in_no_share_but_widens_the_bounds() -> None:
    found = tally({outcome("matched"): 3, outcome("missed"): 5, outcome("unsure"): 2})
    assert (found.n, found.unsure) == (8, 2)
    assert found.bounds() == (3 / 10, 5 / 10)


def test_a_flagged_moment_is_counted_as_flagged_and_nowhere_else() -> None:
    found = tally({outcome("missed", repair="repaired", flag=True): 4, outcome(): 1})
    assert found == Tally(flagged=4, matched=1, judged=1)


def test_a_fit_of_an_unknown_code_is_named_and_left_out() -> None:
    found = tally({outcome("from_a_newer_version"): 1, outcome(""): 1})
    assert found == Tally(uncoded=2)


def test_coming_back_adds_the_misses_that_were_mended() -> None:
    found = tally({outcome(): 4, outcome("missed", repair="repaired"): 3, outcome("misread"): 3})
    assert (found.came_back, found.n) == (7, 10)


def test_a_repair_beside_a_met_sign_is_not_counted_twice() -> None:
    found = tally({outcome("matched", repair="repaired"): 4})
    assert (found.came_back, found.repaired, found.repair_final) == (4, 0, 0)


def test_not_yet_is_open_and_not_needed_and_unknown_are_neither_yes_nor_no() -> None:
    found = tally(
        {
            outcome("missed", repair="repaired"): 1,
            outcome("missed", repair="not_going_to"): 2,
            outcome("missed", repair="not_yet"): 4,
            outcome("missed", repair="not_needed"): 8,
            outcome("missed", repair="unknown"): 16,
        }
    )
    assert (found.repaired, found.repair_final, found.not_yet) == (1, 3, 4)


def test_ways_of_sampling_are_counted_among_the_counted_moments() -> None:
    counts = {
        outcome(sampling="prompt"): 2,
        outcome(sampling="event"): 3,
        outcome("unsure", sampling="event"): 5,
        outcome(sampling="recall", flag=True): 7,
    }
    assert samplings(counts) == {"event": 3, "prompt": 2}


@given(COUNTS)
def test_every_moment_is_counted_exactly_once(counts: Counts) -> None:
    found = tally(counts)
    assert found.n + found.flagged + found.unsure + found.uncoded == sum(counts.values())
    assert found.judged + found.suggested == found.n == sum(samplings(counts).values())


@given(COUNTS)
def test_the_readings_stand_in_order(counts: Counts) -> None:
    found = tally(counts)
    assert 0 <= found.met <= found.met_or_partial <= found.n
    assert found.met <= found.came_back <= found.n
    bounds = found.bounds()
    if found.n:
        assert 0 <= bounds[0] <= found.met / found.n <= bounds[1] <= 1


def test_nothing_has_no_bounds() -> None:
    assert tally({}).bounds() is None
