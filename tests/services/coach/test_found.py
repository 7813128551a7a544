"""Families and moments that a coach looks for, held against a plain search by hand."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parentkit.services.coach.caseload import ATTENTION, Case, FamiliesWanted, found_cases
from parentkit.services.coach.family import Family
from parentkit.services.coach.inbox import Wanted, inbox
from parentkit.services.coach.write import mark_read

if TYPE_CHECKING:
    from conftest import Coach, Parent

NAMES = ("Rivera", "the MILLERS", "Groß")


def case(name: str, attention: set[str]) -> Case:
    family = Family(name, name, "nowhere", "nowhere")
    return Case(family, [], tuple(one for one in ATTENTION if one in attention))


@given(
    cases=st.lists(
        st.builds(case, st.sampled_from(NAMES), st.sets(st.sampled_from(ATTENTION))), max_size=8
    ),
    wanted=st.builds(
        FamiliesWanted,
        st.sampled_from(("", "river", "Miller", "GROSS", "nobody")),
        st.booleans(),
        st.booleans(),
        st.booleans(),
    ),
)
def test_families_are_found_as_by_hand(cases: list[Case], wanted: FamiliesWanted) -> None:
    def is_wanted(one: Case) -> bool:
        return (
            wanted.text.casefold() in one.family.name.casefold()
            and (not wanted.waiting or bool({"flagged", "unread", "questions"} & {*one.attention}))
            and (not wanted.ending or "ending" in one.attention)
            and (not wanted.over or "over" in one.attention)
        )

    found = found_cases(cases, wanted)
    assert [id(one) for one in found] == [id(one) for one in cases if is_wanted(one)]


@pytest.mark.parametrize(
    ("wanted", "attention"),
    [
        (FamiliesWanted(waiting=True), {"flagged", "unread", "questions"}),
        (FamiliesWanted(ending=True), {"ending"}),
        (FamiliesWanted(over=True), {"over"}),
    ],
)
def test_each_thing_that_asks_for_attention_is_in_the_list_it_belongs_to(
    wanted: FamiliesWanted, attention: set[str]
) -> None:
    cases = [case(one, {one}) for one in ATTENTION]
    assert {one.family.name for one in found_cases(cases, wanted)} == attention


def test_every_way_to_narrow_the_inbox_finds_what_is_found_by_hand(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    for number, (sender, name) in enumerate(((parent, "Rivera"), (another, "Zimmer"))):
        moments = [
            sender.moment(hours, cue=cue, flag=flag)
            for hours, (cue, flag) in zip(
                (2, 30, 200, 900), product(("sad", "afraid"), (True, None)), strict=True
            )
        ]
        coach.add(sender.file(*moments), name)
        mark_read(coach.open(name).journal, coach.coder, [moments[number][0], moments[3][0]])
    every = inbox(coach.practice, Wanted()).items
    assert len(every) == 8
    families = ("", *{item.opened.family.id for item in every})
    for family, since, unread, cue, flagged in product(
        families, ("", "2026-11-20"), (False, True), ("", "sad", "angry"), (False, True)
    ):
        found = inbox(coach.practice, Wanted(family, since, unread, cue, flagged)).items
        assert [item.document for item in found] == [
            item.document
            for item in every
            if family in ("", item.opened.family.id)
            and since <= item.document["observed_at"]
            and not (unread and item.is_read)
            and cue in ("", item.document["cue"])
            and (not flagged or item.document.get("flag") is True)
        ]
