"""How a consent stands: one answer, whether a family asks or a coach."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from parentkit.domain.coaching.consent import consent_in
from parentkit.services.sharing.consent_status import (
    ENDED,
    ENDING_DAYS,
    OPEN,
    WITHDRAWN,
    Given,
    covering,
    ensure_holds,
    is_anybody_open,
    own_and_others,
    status_of,
    status_of_given,
    statuses,
)
from parentkit.sharing.envelope import Refused

if TYPE_CHECKING:
    from parentkit.domain.coaching.consent import Consent

ANNA, JO = "a" * 32, "b" * 32
MADE, LATER = "2026-11-20T10:00:00.000Z", "2026-11-21T23:30:00.000Z"
TERMS = {"purpose": "sleep", "until": "2026-12-31"}
TODAY = date(2026, 11, 22)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31)).map(date.isoformat)


def consent(identity: str = "one", signer: str = ANNA, **fields: Any) -> Consent:
    said = {"contact": "dana", **TERMS, "scope": {"include": ["note"]}, "signer": signer}
    return consent_in(identity, {**said, **fields})


def test_a_consent_holds_through_its_last_day_and_no_longer() -> None:
    last = status_of(consent(), "2026-12-31")
    assert (last.state, last.days_left, last.day, last.words) == (
        OPEN, 0, "", "consent until 2026-12-31",
    )  # fmt: skip
    over = status_of(consent(), "2027-01-01")
    assert (over.state, over.days_left, over.day, over.words) == (
        ENDED, None, "2026-12-31", "consent ended on 2026-12-31",
    )  # fmt: skip


@pytest.mark.usefixtures("home")
def test_a_withdrawal_is_told_by_the_day_on_which_it_was_lived() -> None:
    for one in (
        status_of(consent(withdrawn_at=LATER), "2026-11-22"),
        status_of_given(Given(ANNA, MADE, TERMS), {ANNA: LATER}, "2026-11-22"),
    ):
        assert (one.state, one.day, one.days_left) == (WITHDRAWN, "2026-11-22", None)
        assert one.told == "withdrawn on 2026-11-22"


def test_the_list_of_consents_names_the_local_day_of_a_withdrawal(sharing: Any) -> None:
    with freeze_time("2026-11-22 23:30", auto_tick_seconds=0.001):
        sharing.log("afraid", "comfort")
        sharing.share("--all")
        notice = str(sharing.folder / "notice.age")
        assert sharing.call("consent", "withdraw", "Dana", "--yes", "--to", notice).code == 0
        assert "Dana Reed: withdrawn on 2026-11-23" in sharing.call("consent", "list").out
        (listed,) = sharing.call("consent", "list", "--json").json()
    assert listed["state"] == "withdrawn"
    assert listed["withdrawn_at"].startswith("2026-11-22T23:30")


@given(until=days, today=days, withdrawn=st.sampled_from(["", MADE, LATER]))
def test_a_family_and_its_coach_have_one_answer(until: str, today: str, withdrawn: str) -> None:
    of_family = status_of(consent(until=until, withdrawn_at=withdrawn), today)
    terms = {**TERMS, "until": until}
    assert status_of_given(Given(ANNA, MADE, terms), {ANNA: withdrawn}, today) == of_family
    assert of_family.is_open is (not withdrawn and today <= until)


def test_a_file_that_was_made_after_a_withdrawal_stands_for_a_new_consent() -> None:
    after = Given(ANNA, "2026-11-21T23:30:00.001Z", TERMS)
    assert status_of_given(after, {ANNA: LATER}, "2026-11-22").is_open
    at_once = after._replace(made_at=LATER)
    assert not status_of_given(at_once, {ANNA: LATER}, "2026-11-22").is_open
    assert status_of_given(at_once, {JO: LATER}, "2026-11-22").is_open


def test_the_latest_file_of_each_tells_and_one_that_is_open_is_enough() -> None:
    ended = {**TERMS, "until": "2026-11-01"}
    came = [Given(JO, MADE, ended), Given(ANNA, MADE, TERMS), Given(ANNA, LATER, ended)]
    standing = statuses(came, {}, "2026-11-22")
    assert [(one.signer, one.state) for one in standing] == [(ANNA, ENDED), (JO, ENDED)]
    assert not is_anybody_open(standing)
    assert is_anybody_open(statuses(came[:2], {}, "2026-11-22"))
    assert not is_anybody_open([])


@pytest.mark.parametrize("until", ["soon", "20261231", "2026-02-30", "9", None, 7])
def test_a_last_day_that_cannot_be_read_is_no_consent_and_is_said(until: object) -> None:
    of_coach = Given(ANNA, MADE, {"until": until})
    for one in (status_of(consent(until=until), "2026-11-22"), status_of_given(of_coach, {}, "x")):
        assert (one.is_open, one.until, one.days_left) == (False, "", None)
        assert one.words == "consent not counted, because its last day cannot be read"
    assert status_of_given(of_coach, {ANNA: LATER}, "2026-11-22").state == WITHDRAWN
    with pytest.raises(Refused, match="cannot be read"):
        ensure_holds(of_coach, TODAY)


def test_where_no_last_day_is_named_a_family_has_none_and_a_coach_says_so() -> None:
    assert status_of(consent(until=""), "2026-11-22").state == ENDED
    told = status_of_given(Given(ANNA, MADE, {}), {}, "2026-11-22")
    assert (told.is_open, told.is_ending, told.words) == (True, False, "consent without a last day")


def test_a_consent_that_ends_soon_is_ending() -> None:
    for days_on, is_ending in ((0, True), (ENDING_DAYS, True), (ENDING_DAYS + 1, False)):
        until = (TODAY + timedelta(days=days_on)).isoformat()
        assert status_of(consent(until=until), TODAY.isoformat()).is_ending is is_ending


def test_two_parents_each_have_their_own_and_what_nobody_signed_is_everybodys() -> None:
    mine, theirs, unsigned = consent(), consent("two", JO), consent("three", "")
    assert own_and_others([mine, theirs, unsigned], ANNA) == ([mine, unsigned], [theirs])
    assert own_and_others([mine, theirs], "") == ([mine, theirs], [])


def test_what_covers_a_share_is_open_ones_own_and_on_the_same_terms() -> None:
    def found(given: list[Consent], *, until: date | None = None, signer: str = ANNA) -> str:
        known = covering(given, ["note"], "sleep", until, signer, TODAY)
        return known.id if known else ""

    assert found([consent(), consent("two")]) == "two"
    assert found([consent(), consent("two", JO)]) == "one"
    assert found([consent(), consent("two", purpose="meals")]) == "one"
    assert found([consent(), consent("two", scope={"include": []})]) == "one"
    assert found([consent(), consent("two", withdrawn_at=MADE)]) == "one"
    assert found([consent(), consent("two", until="2026-11-21")]) == "one"
    assert found([consent()], until=date(2026, 12, 31)) == "one"
    assert not found([consent()], until=date(2026, 12, 30))
