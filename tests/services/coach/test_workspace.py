"""A coach's folder: made once, for its owner alone."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from parentkit.domain.errors import NothingFound, UnknownCode, UsageProblem
from parentkit.services.coach import workspace as practices
from parentkit.sharing.keys import read_card

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Coach, Parent


def test_keys_and_card_are_for_the_owner_alone(coach: Coach) -> None:
    for path in (coach.practice.key_file, coach.practice.card_file):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(coach.practice.folder).st_mode) == 0o700


def test_the_card_is_that_of_the_key(coach: Coach) -> None:
    card = read_card(practices.card_text(coach.practice))
    assert card.name == "Dana Reed"
    assert card.recipient == coach.identity.recipient
    assert coach.coder == f"coach:{coach.identity.fingerprint}"


def test_beginning_again_changes_nothing(coach: Coach) -> None:
    with pytest.raises(UsageProblem):
        practices.begin(coach.practice, "Somebody Else")
    assert practices.own_card(coach.practice).name == "Dana Reed"


def test_a_beginning_that_was_interrupted_goes_on_with_its_key(coach: Coach) -> None:
    os.remove(coach.practice.card_file)
    with pytest.raises(NothingFound):
        practices.own_card(coach.practice)
    card = practices.begin(coach.practice, "Dana Reed")
    assert card.fingerprint == coach.identity.fingerprint


def test_a_name_that_cannot_be_used_leaves_no_key(home: Path) -> None:
    assert home.is_dir()
    practice = practices.default_practice()
    with pytest.raises(UsageProblem):
        practices.begin(practice, " ")
    assert not os.path.exists(practice.key_file)


def test_a_key_locked_by_a_passphrase_opens_with_it(home: Path) -> None:
    assert home.is_dir()
    practice = practices.default_practice()
    card = practices.begin(practice, "Dana Reed", "five plain words in a row")
    opened = practices.identity_of(practice, lambda: "five plain words in a row")
    assert opened.fingerprint == card.fingerprint


def test_families_are_found_by_name_by_its_beginning_and_by_id(
    coach: Coach, parent: Parent, another: Parent
) -> None:
    with pytest.raises(NothingFound):
        coach.open("Rivera")
    coach.add(parent.file(parent.moment()), "Rivera")
    coach.add(another.file(another.moment()), "Abel")
    names = [family.name for family in practices.families(coach.practice)]
    assert names == ["Abel", "Rivera"]
    assert coach.open("riv").family.id == parent.identity.fingerprint
    assert coach.open(another.identity.fingerprint).family.name == "Abel"
    with pytest.raises(UnknownCode):
        coach.open("Zimmer")


def test_names_from_elsewhere_are_inert(coach: Coach, parent: Parent) -> None:
    term = {"vocabulary": "cues", "code": "my:x", "label": "\x1b[31mred", "group": "distress"}
    lines = parent.lines(share="01M823G3MS008J4CT4ANK7F24S", kind="moment")
    name = lines[0]._replace(fields={"name": "Mi\x1b]0;a\u202eb"})
    word = lines[0]._replace(kind="term", id="01M81QCAREG1VER00000000AAA", fields=term)
    coach.add(parent.file(share="01M823G3MS008J4CT4ANK7F24S", lines=[name, word]))
    household = coach.open().household
    assert household.name(name.id) == "Mi]0;ab"
    assert household.label("my:x") == "[31mred"
    assert household.name(coach.coder) == "you"


def test_where_every_consent_is_over_that_is_what_is_said(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(parent.moment()))
    coach.add(parent.notice())
    with pytest.raises(NothingFound, match="consent withdrawn on 2026-11-22"):
        practices.all_open(coach.practice)
