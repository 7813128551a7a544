"""Whose codings count, which are left out, and that the figures are those of what counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from freezegun import freeze_time
from statsmodels.stats.inter_rater import cohens_kappa

from parentkit import clock
from parentkit.domain.ulid import ulid_named
from parentkit.figures.agreement import RANK
from parentkit.figures.double_coding import PARENT
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.services.coach.agreement import agreed, gather
from parentkit.services.family.household import read_household

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from parentkit.services.coach.agreement import Agreed

ANN, BO = "coach:" + 32 * "a", "coach:" + 32 * "b"
MS = 1_795_000_000_000
FITS = [*RANK]


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with freeze_time("2026-11-22 17:05:33", auto_tick_seconds=0.001):
        journal = Journal(str(tmp_path / "family"), str(tmp_path / "state"), clock.now_ms)
        yield journal
        journal.close()


def identity(number: int) -> str:
    return ulid_named(f"moment {number}", MS + number)


def moment(number: int, fit: str, **fields: Any) -> Draft:
    document = {
        "child": "c",
        "caregiver": "w",
        "observed_at": "2026-11-20T18:05+01:00",
        "cue": "sad",
        "responses": ["comfort"],
        "fit": fit,
        "fit_source": "person",
        "suggested_fit": "matched",
        **fields,
    }
    return Draft("moment", identity(number), document)


def coding(number: int, coder: str, fit: str, name: str = "", **fields: Any) -> Draft:
    document = {"moment": identity(number), "coder": coder, "fit": fit, "blind": True, **fields}
    return Draft("coding", ulid_named(f"{coder} {number} {name}", MS + number), document, by=coder)


def found(*journals: Journal, with_seen: bool = False) -> Agreed:
    return agreed(gather(one, read_household(one), with_seen=with_seen) for one in journals)


def fits_of(journal: Journal, *, with_seen: bool = False) -> list[dict[str, str]]:
    gathered = gather(journal, read_household(journal), with_seen=with_seen)
    return [dict(each.fits) for each in gathered.judged]


def test_blind_codings_are_set_beside_the_parents_and_figures_are_those_of_statsmodels(
    journal: Journal,
) -> None:
    chance = np.random.default_rng(5)
    theirs = chance.choice(FITS, 60)
    mine = np.where(chance.random(60) < 0.6, theirs, chance.choice(FITS, 60))
    journal.append([moment(number, str(fit)) for number, fit in enumerate(theirs)])
    journal.append([coding(number, ANN, str(fit)) for number, fit in enumerate(mine)])
    (between,) = found(journal).double_coding.between
    table = np.zeros((6, 6))
    for one, other in zip(theirs, mine, strict=True):
        table[FITS.index(one), FITS.index(other)] += 1
    oracle = cohens_kappa(table)
    assert (between.one, between.other, between.agreement.n) == (PARENT, ANN, 60)
    assert between.agreement.kappa == pytest.approx(
        (oracle.kappa, oracle.kappa_low, oracle.kappa_upp), abs=1e-12
    )


def test_codings_that_were_not_blind_are_counted_apart_and_with_seen_counts_them_in(
    journal: Journal,
) -> None:
    journal.append([moment(1, "partial"), moment(2, "missed")])
    journal.append([coding(1, ANN, "matched"), coding(2, ANN, "partial", blind=None)])
    assert found(journal).not_blind == 1
    assert fits_of(journal) == [{PARENT: "partial", ANN: "matched"}, {PARENT: "missed"}]
    assert fits_of(journal, with_seen=True)[1] == {PARENT: "missed", ANN: "partial"}


def test_a_suggestion_that_nobody_judged_is_nobodys_coding(journal: Journal) -> None:
    journal.append([moment(1, "matched", fit_source="suggested"), moment(2, "missed")])
    journal.append([coding(1, ANN, "matched"), coding(2, ANN, "missed")])
    agreement = found(journal)
    assert agreement.unjudged == 1
    assert [each.agreement.n for each in agreement.double_coding.between] == [1]
    assert agreement.suggestion.n == 1


def test_a_parents_judgement_younger_than_the_coachs_is_left_out(journal: Journal) -> None:
    journal.append([moment(1, "partial"), moment(2, "missed")])
    journal.append([coding(1, ANN, "matched"), coding(2, ANN, "missed")])
    journal.amend(journal.get(identity(1)), {"fit": "matched"})
    journal.amend(journal.get(identity(2)), {"note": "a word more"})
    assert found(journal).later == 1
    assert fits_of(journal) == [{ANN: "matched"}, {PARENT: "missed", ANN: "missed"}]
    assert fits_of(journal, with_seen=True)[0] == {PARENT: "matched", ANN: "matched"}


def test_of_several_codings_by_one_coach_the_first_counts(journal: Journal) -> None:
    journal.append([moment(1, "partial")])
    journal.append([coding(1, ANN, "missed")])
    journal.append([coding(1, ANN, "matched", name="again")])
    assert fits_of(journal) == [{PARENT: "partial", ANN: "missed"}]


def test_flagged_and_deleted_moments_and_deleted_codings_are_in_no_figure(
    journal: Journal,
) -> None:
    drafts = [moment(1, "partial", flag=True), moment(2, "missed", deleted=True)]
    journal.append([*drafts, moment(3, "missed")])
    journal.append([coding(number, ANN, "missed") for number in (1, 2)])
    journal.append([coding(3, ANN, "missed", deleted=True)])
    journal.append([coding(4, ANN, "missed")])
    assert fits_of(journal) == [{PARENT: "missed"}]
    assert found(journal).not_blind == 0


def test_several_coaches_are_compared_two_by_two_and_all_together(journal: Journal) -> None:
    journal.append([moment(number, FITS[number % 6]) for number in range(36)])
    journal.append([coding(number, ANN, FITS[number % 6]) for number in range(36)])
    journal.append([coding(number, BO, FITS[number % 5]) for number in range(30)])
    coded = found(journal).double_coding
    assert [(each.one, each.other, each.agreement.n) for each in coded.between] == [
        (PARENT, ANN, 36),
        (PARENT, BO, 30),
        (ANN, BO, 30),
    ]
    assert coded.between[0].agreement.kappa.value == pytest.approx(1)
    assert coded.alpha.n == 36


def test_families_together_are_the_moments_of_all_of_them(journal: Journal, tmp_path: Path) -> None:
    other = Journal(str(tmp_path / "other"), str(tmp_path / "other state"), clock.now_ms)
    for each, numbers in ((journal, range(20)), (other, range(12))):
        each.append([moment(number, "matched" if number % 2 else "missed") for number in numbers])
        each.append([coding(number, ANN, "matched") for number in numbers])
    assert found(journal).double_coding.between[0].agreement.raw is None
    (together,) = found(journal, other).double_coding.between
    assert (together.agreement.n, together.agreement.raw) == (32, 0.5)
    other.close()


def test_the_parents_own_judgement_is_set_beside_the_suggestion(journal: Journal) -> None:
    journal.append(
        [moment(number, "matched" if number < 24 else "partial") for number in range(32)]
    )
    suggestion = found(journal).suggestion
    assert (suggestion.n, suggestion.raw) == (32, 0.75)


@pytest.mark.parametrize("coder", [None, 7, PARENT])
def test_a_coding_whose_coder_cannot_be_read_is_nobodys(journal: Journal, coder: object) -> None:
    unread = coding(1, ANN, "missed")
    unread.fields = {**unread.fields, "coder": coder}
    unread.by = str(coder)
    journal.append([moment(1, "partial"), unread])
    assert fits_of(journal) == [{PARENT: "partial"}]


def test_a_coding_in_a_coachs_name_that_somebody_else_wrote_is_nobodys(journal: Journal) -> None:
    forged = coding(1, ANN, "missed")
    forged.by = BO
    journal.append([moment(1, "partial"), forged])
    assert fits_of(journal) == [{PARENT: "partial"}]
