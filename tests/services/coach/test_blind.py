"""Blind coding over a family's journal: what is drawn, what is hidden, what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time

from parentkit import clock
from parentkit.domain.coaching.blinding import SHOWN_FIELDS
from parentkit.domain.coaching.sampling import Size
from parentkit.domain.errors import NothingFound, UsageProblem
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.coach.blind import code, is_blind, sample, to_judge
from parentkit.services.family.household import read_household

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ME, OTHER = "coach:" + 32 * "a", "coach:" + 32 * "b"
ALL = Size(100, percent=True)
CUES = ("afraid", "sad", "angry", "proud", "hungry", "slow_down", "unsure")
MS = 1_795_000_000_000


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001):
        journal = Journal(str(tmp_path / "family"), str(tmp_path / "state"), clock.now_ms)
        yield journal
        journal.close()


def moment(number: int, **fields: Any) -> Draft:
    document = {
        "child": "c",
        "caregiver": "w",
        "observed_at": f"2026-11-{number % 20 + 1:02}T18:05+01:00",
        "logged_at": f"2026-11-{number % 20 + 1:02}T18:06:00+01:00",
        "cue": CUES[number % len(CUES)],
        "responses": ["comfort"],
        "fit": "partial",
        "fit_source": "person",
        "suggested_fit": "matched",
        "slip": "in_time",
        "sampling": "event",
        **fields,
    }
    return Draft("moment", ulid_named(f"moment {number}", MS + number), document)


def identity(number: int) -> str:
    return ulid_named(f"moment {number}", MS + number)


def about(kind: str, number: int, **fields: Any) -> Draft:
    fields = {"moment": identity(number), **fields}
    by = fields.get("coder")
    return Draft(kind, ulid_named(f"{kind} {number}", clock.now_ms()), fields, by=by)


def drawn(journal: Journal, size: Size = ALL, seed: int = 1, coder: str = ME) -> list[str]:
    found = sample(journal, read_household(journal), coder, size, seed)
    return [each["id"] for each in found.moments]


def test_a_sample_holds_the_families_of_signs_in_proportion(journal: Journal) -> None:
    cues = ["afraid"] * 20 + ["hungry"] * 10 + ["proud"] * 10
    journal.append([moment(number, cue=cue) for number, cue in enumerate(cues)])
    found = sample(journal, read_household(journal), ME, Size(20, percent=True), 1)
    assert found.frame == 40
    assert sorted(each["cue"] for each in found.moments) == [
        *["afraid"] * 4,
        *["hungry"] * 2,
        *["proud"] * 2,
    ]


def test_the_same_seed_draws_the_same_moments_for_every_coach(journal: Journal) -> None:
    journal.append([moment(number) for number in range(40)])
    assert drawn(journal, Size(9, percent=False)) == drawn(
        journal, Size(9, percent=False), coder=OTHER
    )
    assert drawn(journal, Size(9, percent=False)) != drawn(journal, Size(9, percent=False), seed=2)


def test_nothing_that_is_hidden_decides_what_is_drawn(journal: Journal, tmp_path: Path) -> None:
    journal.append([moment(number) for number in range(40)])
    twin = Journal(str(tmp_path / "twin"), str(tmp_path / "twin state"), clock.now_ms)
    twin.append(
        [
            moment(number, fit="unsure", slip=None, repair={"state": "repaired"}, tags=["x"])
            for number in range(40)
        ]
    )
    size = Size(7, percent=False)
    one = sample(journal, read_household(journal), ME, size, 3)
    other = sample(twin, read_household(twin), ME, size, 3)
    assert one == other
    assert all(set(each) <= set(SHOWN_FIELDS) for each in one.moments)


def test_moments_set_apart_are_in_no_sample_and_cannot_be_coded(journal: Journal) -> None:
    journal.append([moment(1), moment(2, flag=True)])
    assert drawn(journal) == [identity(1)]
    with pytest.raises(UsageProblem, match="set apart"):
        code(journal, ME, identity(2), {"fit": "matched"})


def test_what_a_coach_has_coded_is_never_asked_for_again(journal: Journal) -> None:
    journal.append([moment(number) for number in range(5)])
    household = read_household(journal)
    first, *rest = drawn(journal)
    code(journal, ME, first, {"fit": "missed"})
    found = sample(journal, household, ME, ALL, 1)
    assert found.coded == {first}
    assert [each["id"] for each in found.to_code] == rest
    assert sample(journal, household, OTHER, ALL, 1).coded == frozenset()
    with pytest.raises(UsageProblem, match="already"):
        code(journal, ME, first, {"fit": "matched"})
    with pytest.raises(UsageProblem, match="already"):
        to_judge(journal, ME, first)


def test_a_larger_sample_holds_the_smaller_one(journal: Journal) -> None:
    journal.append([moment(number) for number in range(30)])
    assert drawn(journal, Size(12, percent=False))[:5] == drawn(journal, Size(5, percent=False))


@pytest.mark.parametrize("opening", ["read", "comment"])
def test_a_moment_that_was_opened_is_replaced_by_the_next_one(
    journal: Journal, opening: str
) -> None:
    journal.append([moment(number) for number in range(10)])
    before = drawn(journal, Size(4, percent=False))
    seen = next(number for number in range(10) if identity(number) == before[1])
    journal.append([about(opening, seen, coder=ME)])
    after = sample(journal, read_household(journal), ME, Size(4, percent=False), 1)
    ids = [each["id"] for each in after.moments]
    assert ids[:3] == [before[0], *before[2:]]
    assert len(ids) == 4
    assert after.opened == 1
    assert not is_blind(journal, ME, {"id": before[1]})


def test_a_coding_in_ones_own_name_that_somebody_else_wrote_does_not_count(
    journal: Journal,
) -> None:
    forged = about("coding", 1, coder=ME, fit="matched", blind=True)
    forged.by = OTHER
    journal.append([moment(1), forged])
    assert sample(journal, read_household(journal), ME, ALL, 1).coded == frozenset()


def test_a_comment_by_somebody_else_opens_nothing(journal: Journal) -> None:
    journal.append([moment(1)])
    journal.append([about("comment", 1, coder=OTHER, text="Well seen.")])
    assert is_blind(journal, ME, {"id": identity(1)})


def test_a_moment_coded_and_opened_afterwards_stays_in_the_sample(journal: Journal) -> None:
    journal.append([moment(number) for number in range(10)])
    before = drawn(journal, Size(4, percent=False))
    code(journal, ME, before[0], {"fit": "missed"})
    seen = next(number for number in range(10) if identity(number) == before[0])
    journal.append([about("read", seen)])
    assert drawn(journal, Size(4, percent=False)) == before


def test_a_coding_is_stored_blind_by_the_coach_and_leaves_the_parents_alone(
    journal: Journal,
) -> None:
    journal.append([moment(1)])
    fields = {"fit": "misread", "slip": "read", "rubric": {"engaged": 4}}
    coded = code(journal, ME, identity(1)[:20].lower(), fields)
    (stored,) = journal.read(kinds=("coding",)).records
    assert {"id": stored.id, **stored.fields} == coded.coding
    assert stored.by == ME
    assert stored.fields == {
        "moment": identity(1),
        "coder": ME,
        "fit": "misread",
        "slip": "read",
        "rubric": {"engaged": 4},
        "blind": True,
        "logged_at": "2026-11-22T17:05:33+00:00",
    } | {"logged_at": stored.fields["logged_at"]}
    assert coded.moment["fit"] == "partial"
    assert journal.get(identity(1)).fields["fit"] == "partial"


def test_a_coding_after_opening_is_stored_and_does_not_call_itself_blind(journal: Journal) -> None:
    journal.append([moment(1)])
    journal.append([about("read", 1)])
    assert "blind" not in code(journal, ME, identity(1), {"fit": "matched"}).coding


def test_what_was_met_did_not_slip(journal: Journal) -> None:
    journal.append([moment(1)])
    coded = code(journal, ME, identity(1), {"fit": "matched", "slip": "read"})
    assert "slip" not in coded.coding


def test_a_coding_needs_a_fit_and_a_moment_that_is_there(journal: Journal) -> None:
    journal.append([moment(1)])
    with pytest.raises(UsageProblem):
        code(journal, ME, identity(1), {"child_after": "unchanged"})
    with pytest.raises(NothingFound):
        code(journal, ME, "01AAAAAAAA", {"fit": "matched"})
    assert journal.read(kinds=("coding",)).records == []


def test_an_empty_family_has_an_empty_sample(journal: Journal) -> None:
    found = sample(journal, read_household(journal), ME, ALL, 1)
    assert (found.moments, found.frame, found.to_code) == ([], 0, [])
