"""What a key was accepted as decides what it may send; all else is refused whole, and told."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from parentkit import clock
from parentkit.domain.errors import DataProblem
from parentkit.domain.ulid import ulid
from parentkit.journal.log.stamp import make, wall_text
from parentkit.services.coach import blind
from parentkit.services.coach.caseload import caseload
from parentkit.services.coach.forget import forget
from parentkit.services.coach.keys import known_keys
from parentkit.services.coach.receive import look
from parentkit.services.coach.received import receipts
from parentkit.services.coach.reply import replies
from parentkit.services.coach.workspace import families, family_called
from parentkit.sharing.bundle import Bundle, Line, coach_id, device_of, open_bundle, seal_bundle
from parentkit.sharing.envelope import Refused

if TYPE_CHECKING:
    from conftest import Coach, Parent

CAREGIVER = "01M81QCAREG1VER00000000ANA"


def keys_file(coach: Coach) -> str:
    return os.path.join(coach.practice.folder, "keys.json")


def reply_of(sender: Parent, coach: Coach, family: str, *lines: Line, **changes: Any) -> bytes:
    """A reply about a family that somebody signed."""
    parts = {
        "type": "reply",
        "family": family,
        "share": ulid(clock.now_ms(), os.urandom(10)),
        "made_at": wall_text(clock.now_ms()),
        "lines": lines,
    }
    bundle = Bundle(**{**parts, **changes})
    return seal_bundle(bundle, sender.identity, [coach.identity.recipient])


def coding_of(sender: Parent, moment: str, **changes: Any) -> Line:
    by = coach_id(sender.identity.fingerprint)
    stamp = make(clock.now_ms(), 0, device_of(ulid(clock.now_ms(), bytes(10))))
    fields = {"moment": moment, "coder": by, "fit": "missed", "blind": True}
    parts = {"kind": "coding", "id": ulid(clock.now_ms(), os.urandom(10)), "stamp": stamp, "by": by}
    return Line(**{**parts, "fields": fields, **changes})


@pytest.fixture
def moment(coach: Coach, parent: Parent) -> str:
    key, said = parent.moment()
    coach.add(parent.file((key, said)))
    return key


@pytest.fixture
def sam(coach: Coach, parent: Parent, moment: str) -> Parent:
    """A fellow coach whose codings about Rivera were accepted."""
    colleague = type(parent)(coach)
    reply = reply_of(colleague, coach, parent.identity.fingerprint, coding_of(colleague, moment))
    coach.add(reply, join="Rivera")
    return colleague


def test_a_fellow_coach_cannot_send_what_a_family_sends(
    coach: Coach, parent: Parent, sam: Parent, moment: str
) -> None:
    before, keys = coach.files(), known_keys(coach.practice)
    gone = sam.file((moment, {"deleted": True}), family=parent.identity.fingerprint)
    notice = sam.notice()
    own_family = sam.file(sam.moment())
    for data in (gone, notice, own_family):
        with pytest.raises(Refused, match="the other coach's key for Rivera may send a coach's"):
            coach.add(data, join="Rivera")
    assert coach.files() == before
    assert known_keys(coach.practice) == keys
    assert coach.moments() == {moment}
    assert [one.signer for one in caseload(coach.practice)[0].standings] == [
        parent.identity.fingerprint
    ]
    (reply,) = replies_after_coding(coach, moment)
    assert reply == parent.identity.fingerprint


def replies_after_coding(coach: Coach, moment: str) -> list[str]:
    """For whom replies are made, once there is something to send."""
    opened = coach.open()
    blind.code(opened.journal, coach.coder, moment, {"fit": "misread"})
    return [each.reader for each in replies(coach.practice, opened, coach.identity)]


def test_a_family_cannot_send_what_a_coach_sends(coach: Coach, parent: Parent, moment: str) -> None:
    before = coach.files()
    reply = reply_of(parent, coach, parent.identity.fingerprint, coding_of(parent, moment))
    with pytest.raises(Refused, match="the key of the family Rivera may send moments and a notice"):
        look(coach.practice, coach.identity, reply)
    assert coach.files() == before


def test_a_judgement_by_a_family_is_never_called_blind(
    coach: Coach, parent: Parent, moment: str
) -> None:
    fields = {"moment": moment, "coder": CAREGIVER, "fit": "missed", "blind": True, "rubric": {}}
    line = coding_of(parent, moment, by=CAREGIVER, fields=fields)
    coach.add(parent.file(share=ulid(clock.now_ms(), os.urandom(10)), lines=[line]))
    assert coach.open().journal.get(line.id, "coding").fields == {
        "moment": moment, "coder": CAREGIVER, "fit": "missed",
    }  # fmt: skip


def test_that_a_file_was_refused_is_told_with_its_family(
    coach: Coach, parent: Parent, sam: Parent, moment: str, frozen: Any
) -> None:
    data = sam.file((moment, {"deleted": True, "note": "a telling note"}))
    for _ in range(2):
        with pytest.raises(Refused):
            look(coach.practice, coach.identity, data)
    (case,) = caseload(coach.practice)
    assert case.refused
    assert case.refused.why.startswith("It holds moments, and the other coach's key for Rivera")
    with open(os.path.join(case.family.folder, "refused.json"), encoding="utf-8") as file:
        kept = file.read()
    assert len(json.loads(kept)) == 1
    assert "telling" not in kept
    frozen.tick(40 * 24 * 3600)
    assert parent.identity
    assert caseload(coach.practice)[0].refused is None


def test_a_familys_key_is_for_that_family_alone(
    coach: Coach, parent: Parent, another: Parent, moment: str
) -> None:
    coach.add(another.file(another.moment()), "Abel")
    before = coach.files()
    crossing = another.file((moment, {"deleted": True}), family=parent.identity.fingerprint)
    with pytest.raises(Refused, match="the key of the family Abel is for that family alone"):
        coach.add(crossing, join="Rivera")
    with pytest.raises(Refused, match="may send moments"):
        coach.add(
            reply_of(another, coach, parent.identity.fingerprint, coding_of(another, moment)),
            join="Rivera",
        )
    assert coach.files() == before


def test_answers_go_to_the_key_that_was_accepted_with_a_family(
    coach: Coach, parent: Parent, moment: str
) -> None:
    elsewhere = type(parent)(coach).identity
    signer = parent.identity
    own, signer.recipient = signer.recipient, elsewhere.recipient
    data = parent.file(parent.moment())
    signer.recipient = own
    with pytest.raises(Refused, match="another key to answer to"):
        coach.add(data)
    opened = coach.open()
    blind.code(opened.journal, coach.coder, moment, {"fit": "misread"})
    (reply,) = replies(coach.practice, opened, coach.identity)
    assert open_bundle(reply.sealed, parent.identity).header.to == (own,)


def test_a_key_is_accepted_as_something_for_one_family(
    coach: Coach, parent: Parent, sam: Parent
) -> None:
    with open(keys_file(coach), encoding="utf-8") as file:
        stored = json.load(file)["keys"]
    told = {
        (each["fingerprint"], each["recipient"], each["role"], each["family"], each["confirmed"])
        for each in stored
    }
    family = parent.identity.fingerprint
    assert told == {
        (family, parent.identity.recipient, "family", family, "words"),
        (sam.identity.fingerprint, sam.identity.recipient, "coach", family, "words"),
    }
    roles = {one.signer: one.role for one in receipts(family_called(coach.practice, "Rivera"))}
    assert roles == {family: "family", sam.identity.fingerprint: "coach"}


def as_before_roles(coach: Coach) -> None:
    """The home as an older version left it: no roles anywhere."""
    os.remove(keys_file(coach))
    for family in families(coach.practice):
        for name in os.listdir(family.received):
            path = os.path.join(family.received, name)
            with open(path, encoding="utf-8") as file:
                receipt = json.load(file)
            del receipt["role"]
            with open(path, "w", encoding="utf-8") as file:
                json.dump(receipt, file)


def test_a_home_of_an_older_version_goes_on_and_roles_are_told_by_what_was_taken_in(
    coach: Coach, another: Parent, sam: Parent, moment: str, frozen: Any
) -> None:
    frozen.tick(1)
    coach.add(another.file(theirs := another.moment()), join="Rivera")
    as_before_roles(coach)
    assert coach.moments() == {moment, theirs[0]}
    with pytest.raises(Refused, match="may send a coach's words alone"):
        coach.add(sam.file((moment, {"deleted": True})), join="Rivera")
    assert not os.path.exists(keys_file(coach))
    coach.add(another.file(newer := another.moment()))
    assert coach.moments() == {moment, theirs[0], newer[0]}
    roles = {one.fingerprint: one.role for one in known_keys(coach.practice).keys}
    assert os.path.exists(keys_file(coach))
    assert roles == {
        families(coach.practice)[0].id: "family",
        another.identity.fingerprint: "family",
        sam.identity.fingerprint: "coach",
    }


def test_what_an_older_version_let_a_fellow_coach_overwrite_comes_back(
    coach: Coach, sam: Parent, moment: str, frozen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from parentkit.services.coach import letter
    from parentkit.sharing.roles import FAMILY

    frozen.tick(60)
    with monkeypatch.context() as patch:  # an older version asked nobody for a role
        patch.setattr(letter, "ensure_named", lambda *_: None)
        coach.add(sam.file((moment, {"deleted": True})), join="Rivera")
        assert FAMILY == "family"
    as_before_roles(coach)
    assert coach.moments() == {moment}
    assert len(caseload(coach.practice)[0].standings) == 1


def test_keys_that_cannot_be_read_are_not_taken_for_keys_that_may_do_more(
    coach: Coach, parent: Parent, sam: Parent
) -> None:
    for content in (b"{", b"[]", b"null", b'{"keys":{}}', b"\xff"):
        with open(keys_file(coach), "wb") as file:
            file.write(content)
        with pytest.raises(DataProblem, match=r"keys\.json cannot be read"):
            look(coach.practice, coach.identity, sam.file(sam.moment()))
        with pytest.raises(DataProblem, match=r"keys\.json cannot be read"):
            look(coach.practice, coach.identity, parent.file(parent.moment()))


def test_forgetting_a_family_forgets_its_keys(coach: Coach, parent: Parent, sam: Parent) -> None:
    forget(coach.practice, family_called(coach.practice, "Rivera"))
    assert known_keys(coach.practice).keys == ()
    with open(keys_file(coach), encoding="utf-8") as file:
        assert sam.identity.fingerprint not in file.read()
    assert coach.add(parent.file(parent.moment())).is_new_family
