"""`parentkit coach agreement`: what is shown, from when on, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import krippendorff
import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from parentkit.figures.agreement import RANK
from parentkit.services.coach.workspace import coder_of, default_practice

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Called

    from parentkit.services.coach.family import Family

    Call = Callable[..., Called]
    Make = Callable[..., Family]
    Fields = Callable[[int], dict[str, Any]]
    Judge = Callable[..., None]

FITS = [*RANK]
BO = "coach:" + 32 * "b"
WORDS = "not about what happened"


def at_home(number: int) -> str:
    return FITS[number % 6]


def by_coach(number: int) -> str:
    return FITS[(number // 3) % 6 if number % 4 == 0 else number % 6]


@pytest.fixture
def log(make_family: Make, seen: Fields) -> Callable[..., Family]:
    """Makes a family with so many moments judged at home."""

    def make(name: str, n: int) -> Family:
        judged = {"fit_source": "person", "suggested_fit": "matched"}
        moments = [{**seen(number), **judged, "fit": at_home(number)} for number in range(n)]
        return make_family(name, moments)

    return make


def table_of(n: int) -> np.ndarray:
    table = np.zeros((6, 6))
    for number in range(n):
        table[FITS.index(at_home(number)), FITS.index(by_coach(number))] += 1
    return table


def test_the_figures_are_those_of_statsmodels_and_the_table_adds_up(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    judge(log("Rivera", 60), {number: by_coach(number) for number in range(48)})
    found = call("coach", "agreement", "Rivera", "--json").json()
    (between,) = found["between"]
    table = table_of(48)
    oracle = cohens_kappa(table)
    assert (between["one"], between["n"]) == ("parent", 48)
    assert between["other"] == coder_of(default_practice())
    assert between["raw"] == pytest.approx(np.trace(table) / 48)
    assert between["kappa"] == {
        "value": pytest.approx(oracle.kappa),
        "low": pytest.approx(oracle.kappa_low),
        "high": pytest.approx(oracle.kappa_upp),
    }
    assert between["table"]["counts"] == table.astype(int).tolist()
    assert sum(each["n"] for each in between["families"]) == 48
    assert found["alpha"] is None
    assert found["suggestion"]["n"] == 60


def test_the_text_says_what_agreement_is_and_fits_into_sixty_columns(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    judge(log("Rivera", 60), {number: by_coach(number) for number in range(48)})
    called = call("coach", "agreement", "Rivera")
    assert called.code == 0
    said = " ".join(called.out.split())
    assert WORDS in said
    assert "At home and you" in said
    assert "kappa" in said
    assert "implied accuracy" in said
    assert "exploring" in said
    assert "At home and the suggestion" in said
    assert max(map(len, called.out.splitlines())) <= 60


def test_under_thirty_there_are_words_and_a_count(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    judge(log("Rivera", 29), {number: by_coach(number) for number in range(29)})
    called = call("coach", "agreement", "Rivera")
    assert "29 moments coded by both" in called.out
    assert "from 30 moments on" in called.out
    assert WORDS in " ".join(called.out.split())
    assert "kappa" not in called.out
    assert "%" not in called.out
    (between,) = call("coach", "agreement", "Rivera", "--json").json()["between"]
    assert (between["raw"], between["kappa"], between["table"]) == (None, None, None)


def test_unsure_is_said_apart(call: Call, log: Callable[..., Family], judge: Judge) -> None:
    fits = {number: by_coach(number) for number in range(40)} | {3: "unsure", 9: "unsure"}
    judge(log("Rivera", 40), fits)
    (between,) = call("coach", "agreement", "Rivera", "--json").json()["between"]
    assert (between["n"], between["unsure"]) == (38, 2)
    assert "2 more left at can't tell" in call("coach", "agreement", "Rivera").out


def test_codings_that_were_not_blind_are_named_and_counted_on_request(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    judge(log("Rivera", 40), {number: by_coach(number) for number in range(35)}, blind=None)
    called = call("coach", "agreement", "Rivera")
    assert "No moment has been coded by two people blind yet." in called.out
    assert "35 codings made after the other was seen: left out." in called.out
    with_seen = call("coach", "agreement", "Rivera", "--with-seen", "--json").json()
    assert with_seen["between"][0]["n"] == 35
    assert (with_seen["with_seen"], with_seen["not_blind"]) == (True, 35)


def test_two_coaches_and_a_parent_have_an_alpha(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    family = log("Rivera", 48)
    judge(family, {number: by_coach(number) for number in range(48)})
    judge(family, {number: at_home(number // 2) for number in range(40)}, coder=BO)
    found = call("coach", "agreement", "Rivera", "--json").json()
    assert sorted(each["n"] for each in found["between"]) == [40, 40, 48]
    data = [
        [FITS.index(at_home(number)) for number in range(48)],
        [FITS.index(by_coach(number)) for number in range(48)],
        [FITS.index(at_home(n // 2)) if n < 40 else np.nan for n in range(48)],
    ]
    oracle = krippendorff.alpha(reliability_data=data, level_of_measurement="nominal")
    assert found["alpha"]["nominal"] == pytest.approx(oracle)
    said = call("coach", "agreement", "Rivera").out
    assert "coach bbbbbbbb" in said
    assert "All 3 together" in said


def test_all_families_are_taken_together_and_never_set_beside_each_other(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    for name, n in (("Rivera", 24), ("Ito", 20)):
        judge(log(name, n), {number: by_coach(number) for number in range(n)})
    found = call("coach", "agreement", "--all", "--json").json()
    assert found["families"] == ["Ito", "Rivera"]
    (between,) = found["between"]
    assert between["n"] == 44
    text = call("coach", "agreement", "--all").out
    assert "All families together" in text
    assert "Rivera" not in text


def test_a_family_whose_consent_is_over_is_left_out_of_all(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    from parentkit.services.coach.withdrawals import write_withdrawal

    for name in ("Rivera", "Ito"):
        judge(log(name, 20), {number: by_coach(number) for number in range(20)})
    folder = default_practice().folder
    write_withdrawal(folder, "", b"Ito".hex().rjust(32, "0"), "2026-11-21T10:00:00.000Z")
    called = call("coach", "agreement", "--all", "--json")
    assert called.json()["families"] == ["Rivera"]
    assert called.json()["between"][0]["n"] == 20
    assert "withdrawn" in called.err
    assert call("coach", "agreement", "Ito").code == 3
    assert call("coach", "code", "Ito", "--list").code == 3


def test_one_family_or_all_of_them_has_to_be_said(call: Call, log: Callable[..., Family]) -> None:
    log("Rivera", 2)
    assert call("coach", "agreement").code == 2
    assert call("coach", "agreement", "Rivera", "--all").code == 2
    assert call("coach", "agreement", "Nobody").code == 2


def test_a_coachs_name_from_elsewhere_is_inert(
    call: Call, log: Callable[..., Family], judge: Judge
) -> None:
    judge(log("Rivera", 4), {1: "missed"}, coder="coach:\x1b[2J\u202e")
    called = call("coach", "agreement", "Rivera")
    assert called.code == 0
    assert not set("\x1b\u202e").intersection(called.out)


def test_without_any_family_it_says_what_to_do(call: Call, log: Callable[..., Family]) -> None:
    assert call("coach", "agreement", "--all").code == 1
    assert log
