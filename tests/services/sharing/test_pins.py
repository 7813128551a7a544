"""Where a share goes is confirmed by words on this device, whatever stands in the synced folder."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.codes import CONTACT
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.sharing import keys

if TYPE_CHECKING:
    from pathlib import Path

NOT_LEFT = "nothing has left"


@pytest.fixture
def moment(sharing: Any) -> str:
    return str(sharing.log("afraid", "comfort"))


@pytest.fixture
def dana(sharing: Any, moment: str) -> str:
    """The id of the coach's record."""
    assert moment
    return str(ulid_named(f"{CONTACT}/{sharing.coach.identity.fingerprint}"))


def forge(sharing: Any, contact: str, fields: dict[str, Any]) -> None:
    """Somebody who can write into the synced folder adds a line, as another device of theirs."""
    home, state = str(sharing.folder / "home"), str(sharing.folder / "forger")
    journal = Journal(home, state)
    journal.append([Draft(CONTACT, contact, fields, written_at_ms=journal.now_ms() + 60_000)])


def card_fields(identity: keys.Identity, name: str = "Dana Reed") -> dict[str, Any]:
    card = identity.card(name)
    return {
        "name": name,
        "recipient": identity.recipient,
        "verify": b64encode(identity.verify_key).decode(),
        "fingerprint": identity.fingerprint,
        "words": identity.words,
        "card": card,
    }


def nothing_leaves(sharing: Any, *words: str, coach: str = "Dana") -> None:
    """Sharing stops, says why in words, and stores and writes nothing."""
    path = sharing.folder / "out.age"
    called = sharing.call("share", "--with", coach, "--yes", "--to", str(path))
    assert called.code == 3, called.err
    assert NOT_LEFT in called.err
    for word in words:
        assert word in called.err
    assert not path.exists()
    assert sharing.call("consent", "list", "--json").json() == []


def test_a_forged_line_does_not_change_where_a_share_goes(sharing: Any, dana: str) -> None:
    eve = keys.make()
    forge(sharing, dana, {"recipient": eve.recipient})
    nothing_leaves(sharing, "not what you confirmed on this device", "consent add-coach FILE")
    assert sharing.call("consent", "confirm", "Dana", "--yes").code == 3
    called = sharing.call("consent", "add-coach", sharing.coach.card, "--yes")
    assert called.code == 0, called.err
    assert sharing.coach.open(sharing.share()).header.to == (sharing.coach.identity.recipient,)


@pytest.mark.parametrize("with_card", [True, False])
def test_a_forged_key_stops_with_the_old_and_the_new_words(
    sharing: Any, dana: str, *, with_card: bool
) -> None:
    eve = keys.make()
    fields = card_fields(eve)
    if not with_card:
        del fields["card"]
    forge(sharing, dana, fields)
    nothing_leaves(sharing, sharing.coach.identity.words, eve.words)


def test_a_forged_coach_of_the_same_name_stops_with_both_words(sharing: Any, dana: str) -> None:
    eve = keys.make()
    forge(sharing, dana, {"deleted": True})
    forge(sharing, ulid_named(f"{CONTACT}/{eve.fingerprint}"), card_fields(eve))
    nothing_leaves(sharing, sharing.coach.identity.words, eve.words)


def test_two_coaches_whose_names_were_swapped_are_told(
    sharing: Any, dana: str, tmp_path: Path
) -> None:
    sam = type(sharing.coach)(tmp_path, "Sam Ono")
    assert sharing.call("consent", "add-coach", sam.card, "--yes").code == 0
    forge(sharing, dana, {"name": "Sam Ono"})
    forge(sharing, ulid_named(f"{CONTACT}/{sam.identity.fingerprint}"), {"name": "Dana Reed"})
    nothing_leaves(sharing, "Dana Reed", coach="Dana")
    nothing_leaves(sharing, "Sam Ono", coach="Sam")


def test_a_coach_whom_only_the_folder_knows_has_to_be_confirmed(sharing: Any, moment: str) -> None:
    assert moment
    eve = keys.make()
    forge(sharing, ulid_named(f"{CONTACT}/{eve.fingerprint}"), card_fields(eve, "Mara Lind"))
    nothing_leaves(sharing, "have not been compared on this device", coach="Mara")


def test_what_a_forged_coach_sends_is_not_taken_in(
    sharing: Any, dana: str, moment: str, tmp_path: Path
) -> None:
    assert dana
    shared = sharing.share()
    eve = type(sharing.coach)(tmp_path, "Eve Stone")
    eve.open = sharing.coach.open
    forge(
        sharing,
        ulid_named(f"{CONTACT}/{eve.identity.fingerprint}"),
        card_fields(eve.identity, "Eve Stone"),
    )
    reply = eve.reply(shared, eve.line("comment", {"moment": moment, "text": "hello"}))
    called = sharing.call("feedback", reply)
    assert called.code == 3
    assert "have not been compared on this device" in called.err
    assert "Nothing of it was taken in." in called.err
    assert sharing.call("show", moment, "--json").json()["comments"] == []


def test_what_the_right_coach_sends_waits_until_a_changed_line_is_put_right(
    sharing: Any, dana: str, moment: str
) -> None:
    shared = sharing.share()
    line = sharing.coach.line("comment", {"moment": moment, "text": "hello"})
    reply = sharing.coach.reply(shared, line)
    forge(sharing, dana, {"recipient": keys.make().recipient})
    called = sharing.call("feedback", reply)
    assert called.code == 3
    assert "not what you confirmed" in called.err
    sharing.call("consent", "add-coach", sharing.coach.card, "--yes")
    assert sharing.call("feedback", reply).code == 0


def test_a_notice_goes_to_the_key_that_was_confirmed(sharing: Any, dana: str) -> None:
    sharing.share()
    forge(sharing, dana, card_fields(keys.make()))
    notice = str(sharing.folder / "notice.age")
    called = sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes")
    assert called.code == 0, called.err
    assert "The notice is for the key that you confirmed." in called.err
    assert sharing.coach.open(notice).header.type == "withdrawal"


def test_withdrawing_does_not_wait_for_words(sharing: Any, dana: str) -> None:
    assert dana
    sharing.share()
    os.remove(sharing.folder / "state" / "sharing" / "pins.json")
    notice = str(sharing.folder / "notice.age")
    called = sharing.call("consent", "withdraw", "Dana", "--to", notice, "--yes")
    assert called.code == 0
    assert "Ask Dana Reed whether the notice opened." in called.err
    assert sharing.coach.open(notice).header.type == "withdrawal"


class OtherDevice:
    """A second laptop of the family, on the same synced folder."""

    def __init__(self, sharing: Any, patch: pytest.MonkeyPatch) -> None:
        patch.setenv("PARENTKIT_STATE", str(sharing.folder / "other-state"))
        assert sharing.call("key", "make").code == 0
        self.pins = sharing.folder / "other-state" / "sharing" / "pins.json"


def test_on_another_device_the_words_are_compared_once(
    sharing: Any, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dana
    other = OtherDevice(sharing, monkeypatch)
    nothing_leaves(sharing, "have not been compared on this device", "consent confirm Dana")
    seen = sharing.call("share", "--with", "Dana", "--preview")
    assert seen.code == 0
    assert "have not been compared on this device" in seen.err
    assert sharing.call("consent", "confirm", "Dana").code == 3  # nobody can be asked
    assert not other.pins.exists()
    confirmed = sharing.call("consent", "confirm", "Dana", "--yes")
    assert confirmed.code == 0
    assert sharing.coach.identity.words in " ".join(confirmed.err.split())
    assert sharing.coach.open(sharing.share()).header.to == (sharing.coach.identity.recipient,)
    assert "compared on this device" in sharing.call("consent", "confirm", "Dana").err
    (pin,) = json.loads(other.pins.read_text())["pins"]
    assert {name: pin[name] for name in ("name", "role", "family", "confirmed")} == {
        "name": "Dana Reed", "role": "coach", "family": "own", "confirmed": "words",
    }  # fmt: skip
    assert (pin["fingerprint"], pin["recipient"]) == (
        sharing.coach.identity.fingerprint, sharing.coach.identity.recipient,
    )  # fmt: skip


def test_on_another_device_a_forged_line_cannot_be_confirmed_by_words(
    sharing: Any, dana: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    forge(sharing, dana, {"recipient": keys.make().recipient})
    OtherDevice(sharing, monkeypatch)
    called = sharing.call("consent", "confirm", "Dana", "--yes")
    assert called.code == 3
    assert "consent add-coach FILE" in called.err
    nothing_leaves(sharing, "consent add-coach FILE")


def test_a_coach_of_an_older_version_is_added_once_more_from_the_card(
    sharing: Any, dana: str
) -> None:
    os.remove(sharing.folder / "state" / "sharing" / "pins.json")
    forge(sharing, dana, {"card": None})
    nothing_leaves(sharing, "consent add-coach FILE")
    assert sharing.call("consent", "add-coach", sharing.coach.card, "--yes").code == 0
    assert sharing.coach.open(sharing.share()).header.to == (sharing.coach.identity.recipient,)
    assert "here already" in sharing.call("consent", "add-coach", sharing.coach.card).err


def test_the_key_that_was_replaced_is_no_longer_confirmed(
    sharing: Any, dana: str, tmp_path: Path
) -> None:
    shared = sharing.share()
    new = type(sharing.coach)(tmp_path)
    assert sharing.call("consent", "add-coach", new.card, "--yes", "--replace").code == 0
    with open(sharing.folder / "state" / "sharing" / "pins.json", encoding="utf-8") as file:
        assert [each["fingerprint"] for each in json.load(file)["pins"]] == [
            new.identity.fingerprint
        ]
    forge(sharing, dana, {"deleted": None})
    called = sharing.call("feedback", sharing.coach.reply(shared))
    assert called.code == 3
    assert new.identity.words in " ".join(called.err.split())


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"pins":[1]}', b"\xff"])
def test_pins_that_cannot_be_read_confirm_nothing(sharing: Any, dana: str, content: bytes) -> None:
    assert dana
    (sharing.folder / "state" / "sharing" / "pins.json").write_bytes(content)
    called = sharing.call("share", "--with", "Dana", "--yes")
    assert called.code == 3
    assert "not known whose words you compared" in called.err


def test_what_a_newer_version_put_beside_a_pin_survives(
    sharing: Any, dana: str, tmp_path: Path
) -> None:
    assert dana
    path = sharing.folder / "state" / "sharing" / "pins.json"
    document = json.loads(path.read_text())
    document["pins"][0]["colour"] = "green"
    path.write_text(json.dumps(document))
    sam = type(sharing.coach)(tmp_path, "Sam Ono")
    assert sharing.call("consent", "add-coach", sam.card, "--yes").code == 0
    pinned = json.loads(path.read_text())["pins"]
    assert [(each["name"], each.get("colour")) for each in pinned] == [
        ("Dana Reed", "green"), ("Sam Ono", None),
    ]  # fmt: skip


def test_the_service_itself_lets_nothing_out_to_an_unconfirmed_key(sharing: Any, dana: str) -> None:
    """Whatever front end comes to it, and whenever the line was changed."""
    from datetime import date

    from parentkit.cli.session import open_family
    from parentkit.domain.coaching.scope import read_include
    from parentkit.domain.log.selection import Selection
    from parentkit.services.sharing import contacts, keyring, share
    from parentkit.services.sharing.pins import Unconfirmed

    forge(sharing, dana, {"recipient": keys.make().recipient})
    journal, household = open_family([])
    contact = contacts.contact_called(household, "Dana")
    wish = share.Wish(Selection(None, None, None), (), read_include(()), {}, "sleep", None)
    parcel = share.prepare(journal, household, contact, wish, date(2026, 11, 22))
    identity = keyring.own_key(keyring.key_file(journal.places), None)
    with pytest.raises(Unconfirmed):
        share.send(journal, identity, parcel, str(sharing.folder / "out.age"))
    assert not (sharing.folder / "out.age").exists()
