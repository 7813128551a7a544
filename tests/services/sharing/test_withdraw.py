"""Whoever writes into the synced folder cannot keep a parent from withdrawing."""

from __future__ import annotations

import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from parentkit.domain.codes import CONSENT, CONTACT, SHARE
from parentkit.domain.ulid import ulid_named
from parentkit.journal.journal import Journal
from parentkit.journal.log.writer import Draft
from parentkit.sharing import keys

if TYPE_CHECKING:
    from pathlib import Path


class Shared:
    """A family that has shared with Dana, and somebody else who writes into its folder."""

    def __init__(self, sharing: Any) -> None:
        self.sharing = sharing
        sharing.log("afraid", "comfort")
        self.made_at = sharing.coach.open(sharing.share()).header.made_at
        self.dana = ulid_named(f"{CONTACT}/{sharing.coach.identity.fingerprint}")
        (given,) = sharing.call("consent", "list", "--json").json()
        self.consent = str(given["id"])
        self._notices = 0

    def forge(self, kind: str, identity: str, **fields: Any) -> None:
        home, state = str(self.sharing.folder / "home"), str(self.sharing.folder / "forger")
        journal = Journal(home, state)
        journal.append([Draft(kind, identity, fields, written_at_ms=journal.now_ms() + 60_000)])

    def forge_share(self, **fields: Any) -> None:
        (share,) = self.sharing.journal().read(kinds=(SHARE,))
        self.forge(SHARE, share.id, **fields)

    def add_eve(self, name: str = "Dana Reed") -> keys.Identity:
        eve = keys.make()
        self.forge(
            CONTACT,
            ulid_named(f"{CONTACT}/{eve.fingerprint}"),
            name=name,
            recipient=eve.recipient,
            verify=b64encode(eve.verify_key).decode(),
            card=eve.card(name),
        )
        return eve

    def withdraw(self, name: str = "Dana", *words: str, coach: Any = None) -> str:
        """The notice arrives at the coach who was confirmed, whatever stands in the folder."""
        self._notices += 1
        path = str(self.sharing.folder / f"notice-{self._notices}.age")
        called = self.sharing.call("consent", "withdraw", name, "--yes", "--to", path, *words)
        assert called.code == 0, called.err
        header = (coach or self.sharing.coach).open(path).header
        assert header.type == "withdrawal"
        assert self.made_at <= header.made_at < "2026-11-23"
        return " ".join(called.err.split())


@pytest.fixture
def shared(sharing: Any) -> Shared:
    return Shared(sharing)


def test_without_the_record_of_the_consent(shared: Shared) -> None:
    shared.forge(CONSENT, shared.consent, deleted=True)
    told = shared.withdraw()
    assert "could be found here" in told
    assert "Nothing was shared" not in told


def test_with_the_consent_given_to_another(shared: Shared) -> None:
    shared.forge(CONSENT, shared.consent, contact="01M81QCAREG1VER00000000ANA")
    assert "could be found here" in shared.withdraw()


def test_with_the_consent_said_to_be_anothers(shared: Shared) -> None:
    shared.forge(CONSENT, shared.consent, signer=keys.make().fingerprint)
    told = shared.withdraw()
    assert "could be found here" in told
    assert "What another parent shared, with keys of their own, stays open there." in told


def test_without_the_coach(shared: Shared) -> None:
    shared.forge(CONTACT, shared.dana, deleted=True)
    assert "The notice is for the key that you confirmed." in shared.withdraw()
    (given,) = shared.sharing.call("consent", "list", "--json").json()
    assert given["state"] == "withdrawn"


def test_with_the_coach_renamed(shared: Shared) -> None:
    shared.forge(CONTACT, shared.dana, name="Zed")
    assert "The notice is for the key that you confirmed." in shared.withdraw()
    assert "The notice is for the key that you confirmed." in shared.withdraw("Zed")


def test_with_the_coach_doubled(shared: Shared) -> None:
    eve = shared.add_eve()
    told = shared.withdraw()
    assert "The notice is for the key that you confirmed." in told
    first_words = " ".join(eve.words.split()[:2])
    assert f"For the other key: --words '{first_words}'" in told
    own = " ".join(shared.sharing.coach.identity.words.split()[:2])
    shared.withdraw("Dana", "--words", own)


def test_with_the_names_of_two_coaches_swapped(shared: Shared, tmp_path: Path) -> None:
    sam = type(shared.sharing.coach)(tmp_path, "Sam Ono")
    assert shared.sharing.call("consent", "add-coach", sam.card, "--yes").code == 0
    shared.forge(CONTACT, shared.dana, name="Sam Ono")
    shared.forge(CONTACT, ulid_named(f"{CONTACT}/{sam.identity.fingerprint}"), name="Dana Reed")
    shared.withdraw("Dana")
    shared.withdraw("Sam", coach=sam)


@pytest.mark.parametrize("time", ["zzzz", "2026-13-41T99:00:00.000Z", "0000-00-00T00:00:00.000Z"])
def test_with_a_time_that_is_none(shared: Shared, time: str) -> None:
    shared.forge_share(made_at=time)
    shared.forge(CONSENT, shared.consent, withdrawn_at=time)
    shared.withdraw()
    (given,) = shared.sharing.call("consent", "list", "--json").json()
    assert given["state"] == "withdrawn"
    assert given["withdrawn_at"].startswith("2026-11-22T")


def test_where_the_confirmed_keys_cannot_be_read_that_is_said(shared: Shared) -> None:
    pins = shared.sharing.folder / "state" / "sharing" / "pins.json"
    pins.write_bytes(b"{")
    told = shared.withdraw()
    assert "not known whose words you compared" in told
    assert "Ask Dana Reed whether the notice opened." in told
    shared.forge(CONSENT, shared.consent, deleted=True)
    assert "could be found here" in shared.withdraw()


def test_where_nobody_was_confirmed_coaches_of_one_name_are_told_apart_by_words(
    shared: Shared,
) -> None:
    os.remove(shared.sharing.folder / "state" / "sharing" / "pins.json")
    eve, dana = shared.add_eve(), shared.sharing.coach.identity
    called = shared.sharing.call("consent", "withdraw", "Dana", "--yes")
    assert called.code == 2
    assert eve.words in called.err
    assert dana.words in called.err
    assert "--words" in called.err
    shared.withdraw("Dana", "--words", " ".join(dana.words.split()[:2]))
    shared.withdraw(shared.dana)
    called = shared.sharing.call("consent", "withdraw", "Dana", "--words", "no such", "--yes")
    assert called.code == 1
    assert "no such" in called.err


def test_who_is_not_known_is_not_withdrawn_from(shared: Shared) -> None:
    called = shared.sharing.call("consent", "withdraw", "Eve", "--yes")
    assert called.code == 2
    assert "Dana Reed" in called.err
    shared.add_eve("Mara Lind")
    called = shared.sharing.call("consent", "withdraw", "Mara", "--yes")
    assert called.code == 1
    assert "There is no consent for Mara Lind" in called.err
