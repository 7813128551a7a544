"""A damaged receipt closes what came with it, and says so; a damaged name hides nothing else."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.errors import DataProblem, UsageProblem
from parentkit.services.coach.caseload import caseload
from parentkit.services.coach.keys import known_keys
from parentkit.services.coach.received import receipt_file, receipts
from parentkit.services.coach.workspace import ConsentOver, families
from parentkit.sharing.bundle import device_of
from parentkit.sharing.envelope import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Coach, Parent

    from parentkit.services.coach.family import Family

SHARE = "01M823G3MS008J4CT4ANK7F24S"
DAMAGE: dict[str, Callable[[Path], Any]] = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:9]),
    "another value": lambda path: path.write_text("[]\n"),
    "a part of another kind": lambda path: path.write_text(
        path.read_text().replace('"made_at":"', '"made_at":["').replace('Z",', 'Z"],', 1)
    ),
    "gone": Path.unlink,
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}
OF_A_RECEIPT: dict[str, Callable[[Path], Any]] = {
    **DAMAGE,
    "a time that is none": lambda path: path.write_text(
        path.read_text().replace('"made_at":"2', '"made_at":"x')
    ),
    "a signer that is none": lambda path: path.write_text(
        path.read_text().replace('"signer":"', '"signer":"x')
    ),
}


def family_of(coach: Coach) -> Family:
    (family,) = families(coach.practice)
    return family


def receipt_of(coach: Coach) -> Path:
    return Path(receipt_file(family_of(coach), SHARE))


def named(coach: Coach) -> list[str]:
    """What the overview says could not be read, below the family's folder."""
    (case,) = caseload(coach.practice)
    return [os.path.relpath(one.path, case.family.folder) for one in case.unreadable]


@pytest.mark.parametrize("damage", OF_A_RECEIPT)
def test_what_came_with_a_damaged_receipt_is_closed_and_named_until_it_is_added_again(
    coach: Coach, parent: Parent, damage: str
) -> None:
    data = parent.file(one := parent.moment(hours_ago=2), share=SHARE)
    coach.add(data)
    coach.add(parent.file(other := parent.moment()))
    before = coach.files()
    OF_A_RECEIPT[damage](receipt_of(coach))
    opened = coach.open()
    assert {each.id for each in opened.journal.read()} == {other[0]}
    (place,) = [
        os.path.relpath(each.path, opened.family.folder) for each in opened.journal.problems
    ]
    is_gone = damage == "gone"
    expected = device_of(SHARE) if is_gone else f"{SHARE}.receipt.json"
    assert place == os.path.join("received", expected)
    assert named(coach) == [place]
    assert not coach.add(data).unchanged
    assert coach.moments() == {one[0], other[0]}
    assert named(coach) == []
    assert coach.add(data).unchanged
    kept = {path: content for path, content in coach.files().items() if ".unreadable-" not in path}
    assert kept.keys() == before.keys()
    lines = {path for path in before if path.endswith(".jsonl")}
    assert {path: kept[path] for path in lines} == {path: before[path] for path in lines}
    assert receipt_of(coach).with_name(f"{SHARE}.receipt.json.unreadable-1").exists() != is_gone


@pytest.mark.parametrize("damage", DAMAGE)
def test_where_the_only_receipt_is_damaged_it_is_not_said_that_there_is_no_consent(
    coach: Coach, parent: Parent, damage: str
) -> None:
    coach.add(parent.file(parent.moment(), share=SHARE))
    DAMAGE[damage](receipt_of(coach))
    with pytest.raises(ConsentOver, match=r"consented to is not known, because .*received") as over:
        coach.open()
    assert "forget" not in over.value.hint
    assert "coach add FILE" in over.value.hint
    assert len(named(coach)) == 1


def test_a_withdrawal_closes_what_has_no_receipt_and_a_receipt_put_back_opens_nothing(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment(hours_ago=2), share=SHARE))
    content = receipt_of(coach).read_bytes()
    receipt_of(coach).write_text("{")
    frozen.tick(60)
    coach.add(parent.notice())
    frozen.tick(60)
    coach.add(parent.file(later := parent.moment()))
    assert coach.moments() == {later[0]}
    receipt_of(coach).write_bytes(content)
    assert coach.moments() == {later[0]}
    assert named(coach) == []


@pytest.mark.parametrize("known", ["gone", "{}", '{"0":"2026-11-22T12:00:00.000Z"}'])
def test_what_was_withdrawn_stays_closed_where_the_practices_file_of_it_is_gone(
    coach: Coach, parent: Parent, frozen: Any, known: str
) -> None:
    early = parent.file(parent.moment(hours_ago=2))
    coach.add(early)
    frozen.tick(60)
    coach.add(parent.notice())
    kept = Path(coach.practice.folder, "withdrawals.json")
    kept.unlink() if known == "gone" else kept.write_text(known)
    with pytest.raises(ConsentOver, match="withdrawn on 2026-11-22"):
        coach.open()
    with pytest.raises(Refused, match="before this consent was withdrawn"):
        coach.add(early)


@pytest.mark.parametrize(
    "since", ["", "x", "2026-11-30", "2026-11-22T12:00:00", "2026-13-01T12:00:00.000Z"]
)
def test_a_withdrawal_whose_time_cannot_be_read_opens_nothing(
    coach: Coach, parent: Parent, since: str
) -> None:
    coach.add(parent.file(parent.moment(hours_ago=2)))
    kept = Path(coach.practice.folder, "withdrawals.json")
    kept.write_text(json.dumps({parent.identity.fingerprint: since}))
    with pytest.raises(DataProblem, match="not known who withdrew"):
        coach.open()


def test_a_receipt_from_a_backup_opens_what_came_with_it(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(one := parent.moment(), share=SHARE))
    content = receipt_of(coach).read_bytes()
    receipt_of(coach).write_text("{")
    assert len(named(coach)) == 1
    receipt_of(coach).write_bytes(content)
    assert coach.moments() == {one[0]}
    assert named(coach) == []


def test_lines_that_are_damaged_too_are_kept_beside_those_that_are_added_again(
    coach: Coach, parent: Parent
) -> None:
    data = parent.file(one := parent.moment(), share=SHARE)
    coach.add(data)
    (month,) = Path(family_of(coach).places.device_folder(device_of(SHARE))).glob("2026-*.jsonl")
    month.write_bytes(b"what is left\n")
    receipt_of(coach).write_text("{")
    coach.add(data)
    assert coach.moments() == {one[0]}
    assert b"what is left\n" in coach.files().values()


@pytest.mark.parametrize("damage", [*DAMAGE][:2] + [*DAMAGE][3:])
def test_a_family_without_a_name_is_named_and_gets_one_with_any_file_of_its(
    coach: Coach, parent: Parent, another: Parent, damage: str
) -> None:
    coach.add(parent.file(one := parent.moment()))
    path = Path(family_of(coach).folder) / "family.json"
    DAMAGE[damage](path)
    short = family_of(coach).name
    assert parent.identity.fingerprint.startswith(short)
    assert named(coach) == ["family.json"]
    assert coach.moments(short) == {one[0]}
    assert [each.path for each in coach.open(short).journal.problems] == [str(path)]
    with pytest.raises(DataProblem, match=r"Not every name could be read: .*family\.json") as told:
        coach.open("Rivera")
    assert short in told.value.hint
    coach.add(another.file(another.moment()), "Abel")
    more = parent.file(other := parent.moment())
    with pytest.raises(UsageProblem, match="called 'Abel' already"):
        coach.add(more, "Abel")
    added = coach.add(more, "Rivera")
    assert (added.is_named_again, added.is_new_family) == (True, False)
    assert coach.moments() == {one[0], other[0]}
    assert not [place for case in caseload(coach.practice) for place in case.unreadable]


def test_a_name_that_can_be_read_is_not_changed_by_adding_again(
    coach: Coach, parent: Parent
) -> None:
    data = parent.file(parent.moment())
    coach.add(data)
    added = coach.add(data, "Somebody Else")
    assert (added.unchanged, added.is_named_again) == (True, False)
    assert family_of(coach).name == "Rivera"


def test_a_family_of_which_nothing_tells_any_more_is_added_again(
    coach: Coach, parent: Parent
) -> None:
    data = parent.file(one := parent.moment(), share=SHARE)
    coach.add(data)
    family = family_of(coach)
    os.remove(os.path.join(coach.practice.folder, "keys.json"))
    for path in (receipt_of(coach), Path(family.folder) / "family.json"):
        path.write_text("{")
    assert known_keys(coach.practice).keys == ()
    with pytest.raises(UsageProblem, match="needs a name"):
        coach.add(data, "")
    added = coach.add(data, "Rivera")
    assert (added.is_named_again, added.is_new_family) == (True, False)
    assert coach.moments() == {one[0]}
    assert [each.share for each in receipts(family)] == [SHARE]
    assert len(known_keys(coach.practice).keys) == 1


def changed(coach: Coach, **other: Any) -> None:
    """Changes by hand what a receipt says; None takes a part out."""
    document = json.loads(receipt_of(coach).read_text()) | other
    left = {name: value for name, value in document.items() if value is not None}
    receipt_of(coach).write_text(json.dumps(left))


LATER = "2026-11-22T23:59:59.000Z"
TERMS = {"purpose": "sleep", "from": "2026-01-01"}
BY_HAND: dict[str, dict[str, Any]] = {
    "a later time": {"made_at": LATER},
    "a later last day": {"consent": {**TERMS, "until": "2027-03-01"}},
    "no last day": {"consent": TERMS},
    "another signer": {"signer": "0" * 32},
    "fewer lines": {"lines": 1},
    "nothing that was signed": {"signed": "{}"},
    "an older receipt without a last day": {"signed": None, "consent": TERMS},
    "an older receipt made after it came": {"signed": None, "made_at": "2026-11-24T17:06:00.000Z"},
}


@pytest.mark.parametrize("by_hand", BY_HAND)
def test_a_receipt_that_was_changed_by_hand_closes_and_is_said(
    coach: Coach, parent: Parent, by_hand: str
) -> None:
    data = parent.file(one := parent.moment(), share=SHARE)
    coach.add(data)
    changed(coach, **BY_HAND[by_hand])
    with pytest.raises(ConsentOver, match="consented to is not known"):
        coach.open()
    assert named(coach) == [f"received/{SHARE}.receipt.json"]
    coach.add(data)
    assert coach.moments() == {one[0]}
    assert named(coach) == []


def test_a_later_time_by_hand_does_not_undo_a_withdrawal(
    coach: Coach, parent: Parent, frozen: Any
) -> None:
    coach.add(parent.file(parent.moment(), share=SHARE))
    frozen.tick(60)
    coach.add(parent.notice())
    changed(coach, made_at=LATER)
    with pytest.raises(ConsentOver):
        coach.open()


def test_a_receipt_as_an_older_version_wrote_it_opens_as_ever(coach: Coach, parent: Parent) -> None:
    coach.add(parent.file(one := parent.moment(), share=SHARE))
    changed(coach, signed=None)
    assert coach.moments() == {one[0]}
    assert named(coach) == []
