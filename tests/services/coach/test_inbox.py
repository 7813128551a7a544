"""Moments across families: nothing gives a judgement away before a moment is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import AmbiguousCode, NothingFound
from parentkit.report.glyphs import ASCII
from parentkit.report.log.moment import coding_lines
from parentkit.services.coach import blind
from parentkit.services.coach.inbox import (
    Wanted,
    find_moment,
    inbox,
    next_unread,
    previous,
    see,
)
from parentkit.services.coach.write import comment, mark_read

if TYPE_CHECKING:
    from conftest import Coach, Parent

JUDGING = {"fit", "fit_source", "suggested_fit", "slip", "repair", "child_after", "logged_at"}


def ids(coach: Coach, **wanted: Any) -> list[str]:
    return [item.document["id"] for item in inbox(coach.practice, Wanted(**wanted)).items]


def test_the_coachs_own_judgement_is_told_in_the_second_person(
    coach: Coach, parent: Parent
) -> None:
    coach.add(parent.file(moment := parent.moment()))
    opened = coach.open()
    coded = blind.code(opened.journal, coach.coder, moment[0], {"fit": "misread"}).coding
    assert coding_lines(coded, opened.household, ASCII)[0] == "  as you see it"
    other = {**coded, "coder": "coach:" + "b" * 32}
    assert coding_lines(other, opened.household, ASCII)[0].endswith(" sees it")


def test_an_unread_moment_is_listed_without_its_judgement(coach: Coach, parent: Parent) -> None:
    judged = {"slip": "read", "child_after": "escalated", "repair": {"state": "repaired"}}
    coach.add(parent.file(one := parent.moment(2, fit="missed", **judged), parent.moment(1)))
    opened = coach.open()
    for item in inbox(coach.practice).items:
        assert not item.is_read
        assert not JUDGING & item.document.keys()
    see(coach.practice, opened, one[0], coach.coder)
    first, second = inbox(coach.practice).items
    assert first.is_read
    assert first.document["fit"] == "missed"
    assert not JUDGING & second.document.keys()


def test_families_stand_in_the_order_of_the_overview_and_moments_in_time(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(late := parent.moment(1), early := parent.moment(30)), "Rivera")
    coach.add(another.file(apart := another.moment(5, flag=True)), "Zimmer")
    assert ids(coach) == [apart[0], early[0], late[0]]
    assert inbox(coach.practice).items[0].document["flag"] is True


def test_the_inbox_can_be_narrowed(coach: Coach, parent: Parent, another: Parent) -> None:
    sad, old = parent.moment(1, cue="sad"), parent.moment(24 * 40)
    coach.add(parent.file(sad, old), "Rivera")
    coach.add(another.file(other := another.moment(3, flag=True)), "Zimmer")
    rivera = parent.identity.fingerprint
    assert ids(coach, family=rivera) == [old[0], sad[0]]
    assert ids(coach, since="2026-11-20") == [other[0], sad[0]]
    assert ids(coach, cue="sad") == [sad[0]]
    assert ids(coach, flagged=True) == [other[0]]
    mark_read(coach.open("Rivera").journal, coach.coder, [old[0]])
    assert ids(coach, unread=True) == [other[0], sad[0]]


def test_a_limit_says_that_there_is_more(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(*(parent.moment(number) for number in range(5))))
    assert not inbox(coach.practice, Wanted(limit=5)).is_cut
    cut = inbox(coach.practice, Wanted(limit=4))
    assert cut.is_cut
    assert len(cut.items) == 4


def test_comments_are_counted(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(one := parent.moment()))
    texts = {"strength": "You waited.", "question": "And then?"}
    comment(coach.open().journal, coach.coder, one[0], texts)
    (item,) = inbox(coach.practice).items
    assert (item.comments, item.is_read) == (2, True)


def test_the_next_one_is_set_apart_or_the_earliest_until_everything_is_read(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    late, early = parent.moment(1), parent.moment(9)
    apart = parent.moment(3, flag=True)
    coach.add(parent.file(late, early, apart), "Rivera")
    coach.add(another.file(other := another.moment(5)), "Zimmer")
    seen = []
    while found := next_unread(coach.practice):
        seen.append(found[1])
        see(coach.practice, *found, coach.coder)
    assert seen == [apart[0], early[0], late[0], other[0]]
    assert previous(coach.practice)[1] == late[0]
    assert previous(coach.practice, 3)[1] == apart[0]
    with pytest.raises(NothingFound):
        previous(coach.practice, 4)


def test_a_moment_is_found_in_whichever_family_it_is(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    coach.add(parent.file(one := parent.moment(1)), "Rivera")
    coach.add(another.file(other := another.moment(1)), "Zimmer")
    opened, moment = find_moment(coach.practice, other[0][:18].lower())
    assert (opened.family.name, moment) == ("Zimmer", other[0])
    with pytest.raises(NothingFound):
        find_moment(coach.practice, other[0], "Rivera")
    with pytest.raises(NothingFound):
        find_moment(coach.practice, "01ZZZZ")
    with pytest.raises(AmbiguousCode):
        find_moment(coach.practice, one[0][:5])


def test_the_same_moment_in_two_families_is_not_mixed_up(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    one = parent.moment()
    coach.add(parent.file(one), "Rivera")
    coach.add(another.file(one), "Zimmer")
    with pytest.raises(AmbiguousCode):
        find_moment(coach.practice, one[0])
    opened, _ = find_moment(coach.practice, one[0], "Zimmer")
    see(coach.practice, opened, one[0], coach.coder)
    assert [item.is_read for item in inbox(coach.practice).items] == [False, True]


def test_a_family_whose_consent_is_over_is_in_no_list(
    coach: Coach, parent: Parent, another: Parent, frozen: Any
) -> None:
    coach.add(parent.file(one := parent.moment()), "Rivera")
    coach.add(another.file(other := another.moment()), "Zimmer")
    frozen.tick(60)
    coach.add(parent.notice())
    assert ids(coach) == [other[0]]
    with pytest.raises(NothingFound):
        find_moment(coach.practice, one[0])
